"""Loops over the time axis: compiled unrolled, streamed as scans with state."""

from typing import List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import add, given, layer

rows = given(5, 6)


@layer("scans", rows, axes=[0], own=True)
class ScanTanh(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        out: List[Tensor] = []
        h = torch.zeros(6)
        for t in range(x.size(0)):
            h = torch.tanh(self.cell(x[t] + h))
            out.append(h)
        return torch.stack(out)


@layer("scans", given(1, 5, 6), axes=[1], own=True)
class ScanSsm(nn.Module):
    """A diagonal state space model."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.rand(8) * 0.5 + 0.4)
        self.b = nn.Parameter(torch.randn(6, 8) * 0.4)
        self.c = nn.Parameter(torch.randn(8, 3) * 0.4)
        self.d = nn.Parameter(torch.randn(6, 3) * 0.4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(x.size(0), 8)
        ys: List[Tensor] = []
        for t in range(x.size(1)):
            h = self.a * h + x[:, t] @ self.b
            ys.append(h @ self.c + x[:, t] @ self.d)
        return torch.stack(ys, dim=1)


@layer("scans", rows, axes=[0], own=True)
class ScanMinimalGru(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.z = nn.Linear(6, 8)
        self.h = nn.Linear(6, 8)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            row = x[t : t + 1]
            z = torch.sigmoid(self.z(row))
            h = (1 - z) * h + z * self.h(row)
            out.append(h)
        return torch.cat(out, dim=0)


@layer("scans", given(1, 4, 6), axes=[1], own=True)
class ScanMamba(nn.Module):
    """A selective state space block: gates computed over the sequence, a recurrence over it, a readout."""

    def __init__(self) -> None:
        super().__init__()
        self.input = nn.Linear(6, 16)
        self.select = nn.Linear(8, 1 + 3 + 3)
        self.log_a = nn.Parameter(torch.log(torch.arange(1, 4, dtype=torch.float32)).expand(8, 3).clone())
        self.skip = nn.Parameter(torch.ones(8))
        self.output = nn.Linear(8, 6)

    def forward(self, x: Tensor) -> Tensor:
        u, gate = self.input(x).chunk(2, dim=-1)
        u = F.silu(u)
        delta, b, c = torch.split(self.select(u), [1, 3, 3], dim=-1)
        delta = F.softplus(delta)
        a = -torch.exp(self.log_a)
        h = torch.zeros(x.size(0), 8, 3)
        ys: List[Tensor] = []
        for t in range(x.size(1)):
            d = delta[:, t].unsqueeze(-1)
            h = torch.exp(d * a) * h + d * u[:, t].unsqueeze(-1) * b[:, t].unsqueeze(1)
            ys.append((h * c[:, t].unsqueeze(1)).sum(-1))
        y = torch.stack(ys, dim=1) + u * self.skip
        return self.output(y * F.silu(gate))


@layer("scans", given(5, 1, 6), axes=[0], own=True)
class ScanLstmCell(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(6, 8)
        self.fc = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 8)
        c = torch.zeros(1, 8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            h, c = self.cell(x[t], (h, c))
            out.append(self.fc(h))
        return torch.stack(out)


@layer("scans", given(1, 5, 6), axes=[1], own=True)
class ScanGruCells(nn.Module):
    """Two cells, one above the other, over unbind."""

    def __init__(self) -> None:
        super().__init__()
        self.below = nn.GRUCell(6, 8)
        self.above = nn.GRUCell(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        h1 = torch.zeros(1, 8)
        h2 = torch.zeros(1, 4)
        out: List[Tensor] = []
        for row in x.unbind(1):
            h1 = self.below(row, h1)
            h2 = self.above(h1, h2)
            out.append(h2)
        return torch.stack(out, 1)


@layer("scans", rows, axes=[0], own=True)
class ScanLearnedStart(nn.Module):
    """A state that starts at a parameter; the output is written into rows of zeros."""

    def __init__(self) -> None:
        super().__init__()
        self.start = nn.Parameter(torch.randn(4))
        self.w = nn.Linear(6, 4)
        self.u = nn.Linear(4, 4, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        h = self.start
        y = torch.zeros(x.size(0), 4)
        for t in range(x.size(0)):
            h = F.relu(self.w(x[t]) + self.u(h))
            y[t] = h
        return y


@layer("scans", given(5, 4), given(5, 4), axes=[0, 0], own=True)
class ScanTwoInputs(nn.Module):
    def forward(self, x: Tensor, gate: Tensor) -> Tuple[Tensor, Tensor]:
        level = torch.zeros(4)
        levels: List[Tensor] = []
        peaks: List[Tensor] = []
        peak = torch.full((4,), -4.0)
        for t in range(x.size(0)):
            g = torch.sigmoid(gate[t])
            level = g * level + (1 - g) * x[t]
            peak = torch.maximum(peak, level)
            levels.append(level)
            peaks.append(peak)
        return torch.stack(levels), torch.stack(peaks)


@layer("scans", given(6, 4), axes=None, own=True)
class ScanLastState(nn.Module):
    """Only the last state is read out."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(8, 4)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(4)
        for t in range(x.size(0)):
            h = torch.tanh(self.cell(torch.cat([x[t], h])))
        return h


class Recurrence(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 6)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            h = self.cell(x[t].unsqueeze(0), h)
            out.append(h[0])
        return torch.stack(out)


@layer("scans", rows, axes=[0], own=True)
class ScanInsideLayers(nn.Module):
    """The loop stands in a submodule between layers over the whole sequence."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(6, 6)
        self.recurrence = Recurrence()
        self.norm = nn.LayerNorm(6)
        self.fc2 = nn.Linear(6, 3)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.fc1(x))
        return self.fc2(self.norm(self.recurrence(h) + h))
