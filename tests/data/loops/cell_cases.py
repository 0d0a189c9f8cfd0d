"""Recurrent cells, however they are written: each becomes one cell of the accelerator."""

from typing import List, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import given, layer

rows = given(5, 6)
sequence = given(5, 1, 6)


@layer("cells", sequence, axes=[0], own=True)
class CellLstm(nn.Module):
    """PyTorch's own cell in a loop."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(6, 8)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 8)
        c = torch.zeros(1, 8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            h, c = self.cell(x[t], (h, c))
            out.append(h)
        return torch.stack(out)


@layer("cells", given(1, 5, 6), axes=[1], own=True)
class CellLstmBatchFirst(nn.Module):
    """Without biases, the batch in front, two layers and c as a second result."""

    def __init__(self) -> None:
        super().__init__()
        self.below = nn.LSTMCell(6, 8, bias=False)
        self.above = nn.LSTMCell(8, 8)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        h1, c1 = torch.zeros(1, 8), torch.zeros(1, 8)
        h2, c2 = torch.zeros(1, 8), torch.zeros(1, 8)
        out: List[Tensor] = []
        cells: List[Tensor] = []
        for t in range(x.size(1)):
            h1, c1 = self.below(x[:, t], (h1, c1))
            h2, c2 = self.above(h1, (h2, c2))
            out.append(h2)
            cells.append(c2)
        return torch.stack(out, 1), torch.stack(cells, 1)


@layer("cells", sequence, axes=[0], own=True)
class CellGru(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(6, 8)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            h = self.cell(x[t], h)
            out.append(h)
        return torch.stack(out)


class FusedCell(nn.Module):
    """One Linear on x and h together, gates in the order f, i, o, g."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.gates = nn.Linear(width + hidden, 4 * hidden)

    def forward(self, x: Tensor, h: Tensor, c: Tensor) -> Tuple[Tensor, Tensor]:
        f, i, o, g = self.gates(torch.cat([x, h], dim=-1)).chunk(4, dim=-1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


@layer("cells", rows, axes=[0], own=True)
class CellLstmFused(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = FusedCell(6, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        h, c = torch.zeros(8), torch.zeros(8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            h, c = self.cell(x[t], h, c)
            out.append(self.out(h))
        return torch.stack(out)


@layer("cells", given(1, 5, 6), axes=[1], own=True)
class CellLstmFourLinears(nn.Module):
    """A textbook's LSTM: a Linear for each gate, on x and on h."""

    def __init__(self) -> None:
        super().__init__()
        self.wi, self.ui = nn.Linear(6, 8), nn.Linear(8, 8, bias=False)
        self.wf, self.uf = nn.Linear(6, 8), nn.Linear(8, 8, bias=False)
        self.wg, self.ug = nn.Linear(6, 8), nn.Linear(8, 8, bias=False)
        self.wo, self.uo = nn.Linear(6, 8), nn.Linear(8, 8, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(x.size(0), 8)
        c = torch.zeros(x.size(0), 8)
        out: List[Tensor] = []
        for t in range(x.size(1)):
            row = x[:, t, :]
            i = torch.sigmoid(self.wi(row) + self.ui(h))
            f = torch.sigmoid(self.wf(row) + self.uf(h))
            g = torch.tanh(self.wg(row) + self.ug(h))
            o = torch.sigmoid(self.wo(row) + self.uo(h))
            c = i * g + f * c
            h = o * torch.tanh(c)
            out.append(h)
        return torch.stack(out, dim=1)


@layer("cells", given(1, 5, 6), axes=[1], own=True)
class CellLstmParameters(nn.Module):
    """Matrices and one bias as parameters, as many tutorials have it; the first sigmoid takes three gates."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Parameter(torch.randn(6, 32) * 0.3)
        self.u = nn.Parameter(torch.randn(8, 32) * 0.3)
        self.bias = nn.Parameter(torch.randn(32) * 0.3)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 8)
        c = torch.zeros(1, 8)
        out: List[Tensor] = []
        for t in range(x.size(1)):
            gates = x[:, t, :] @ self.w + h @ self.u + self.bias
            three = torch.sigmoid(gates[:, :24])
            i, f, o = three[:, :8], three[:, 8:16], three[:, 16:]
            c = f * c + i * torch.tanh(gates[:, 24:])
            h = o * torch.tanh(c)
            out.append(h.unsqueeze(1))
        return torch.cat(out, dim=1)


@layer("cells", sequence, axes=[0], own=True)
class CellLstmHoisted(nn.Module):
    """The products with x are made for the whole sequence in front of the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Linear(6, 32)
        self.u = nn.Linear(8, 32, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        ready = self.w(x)
        h = torch.zeros(1, 8)
        c = torch.zeros(1, 8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            i, f, g, o = (ready[t] + self.u(h)).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            out.append(h)
        return torch.stack(out)


@layer("cells", rows, axes=[0], own=True)
class CellGruByHand(nn.Module):
    """(1 - z) n + z h, gates in the order z, r, n."""

    def __init__(self) -> None:
        super().__init__()
        self.w = nn.Linear(6, 24)
        self.u = nn.Linear(8, 24)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            zx, rx, nx = self.w(x[t]).chunk(3, -1)
            zh, rh, nh = self.u(h).chunk(3, -1)
            z = torch.sigmoid(zx + zh)
            r = torch.sigmoid(rx + rh)
            n = torch.tanh(nx + r * nh)
            h = (1 - z) * n + z * h
            out.append(h)
        return torch.stack(out)


@layer("cells", rows, axes=[0], own=True)
class CellGruOtherGate(nn.Module):
    """The gate lets in what is new: h + z (n - h); r and z from one Linear on x and h."""

    def __init__(self) -> None:
        super().__init__()
        self.rz = nn.Linear(14, 16)
        self.w = nn.Linear(6, 8)
        self.u = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            r, z = torch.sigmoid(self.rz(torch.cat([x[t], h]))).chunk(2)
            n = torch.tanh(self.w(x[t]) + r * self.u(h))
            h = (1 - z) * h + z * n
            out.append(h)
        return torch.stack(out)


@layer("cells", given(1, 6), steps=6, axes=None, own=True)
class CellLstmOwnState(nn.Module):
    """A model that carries h and c itself, one call per position."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(6, 8)
        self.out = nn.Linear(8, 3)
        self.register_buffer("h", torch.zeros(1, 8))
        self.register_buffer("c", torch.zeros(1, 8))

    def forward(self, x: Tensor) -> Tensor:
        h, c = self.cell(x, (self.h, self.c))
        self.h.copy_(h)
        self.c.copy_(c)
        return self.out(h)


@layer("cells", given(1, 6), given(1, 8), steps=6, axes=None, own=True, state=[(1, 1)])
class CellGruStateInput(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.GRUCell(6, 8)
        self.out = nn.Linear(8, 3)

    def forward(self, x: Tensor, h: Tensor) -> Tuple[Tensor, Tensor]:
        h = self.cell(x, h)
        return self.out(h), h


@layer("cells", rows, axes=[0], own=True)
class CellPeephole(nn.Module):
    """Its gates look at c: no cell of the accelerator."""

    def __init__(self) -> None:
        super().__init__()
        self.gates = nn.Linear(14, 32)
        self.peep = nn.Parameter(torch.randn(8) * 0.3)

    def forward(self, x: Tensor) -> Tensor:
        h, c = torch.zeros(8), torch.zeros(8)
        out: List[Tensor] = []
        for t in range(x.size(0)):
            i, f, g, o = self.gates(torch.cat([x[t], h])).chunk(4, dim=-1)
            c = torch.sigmoid(f + self.peep * c) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            out.append(h)
        return torch.stack(out)


@layer("cells", rows, axes=[0], own=True)
class CellLearnedStart(nn.Module):
    """An LSTM that starts from parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(6, 8)
        self.h0 = nn.Parameter(torch.randn(1, 8) * 0.5)
        self.c0 = nn.Parameter(torch.randn(1, 8) * 0.5)

    def forward(self, x: Tensor) -> Tensor:
        h, c = self.h0, self.c0
        out: List[Tensor] = []
        for t in range(x.size(0)):
            h, c = self.cell(x[t : t + 1], (h, c))
            out.append(h)
        return torch.cat(out)


@layer("cells", given(6, 6), axes=None, own=True)
class CellLastStep(nn.Module):
    """Only the last h is read out."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(6, 8)
        self.out = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        h = torch.zeros(1, 8)
        c = torch.zeros(1, 8)
        for t in range(x.size(0)):
            h, c = self.cell(x[t].unsqueeze(0), (h, c))
        return self.out(h)
