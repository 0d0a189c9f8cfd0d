"""Control flow, lists, strings, calls, and writes through views: what has to vanish or become functional."""

from typing import Dict, List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import add, given, layer

rows = given(5, 6)


@layer("control", rows, axes=[0])
class IfOnAttribute(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.kind = "tanh"
        self.scale: Optional[float] = 0.5
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        if self.kind == "relu":
            y = F.relu(y)
        elif self.kind == "tanh":
            y = torch.tanh(y)
        else:
            raise RuntimeError("unknown activation " + self.kind)
        scale = self.scale
        if scale is not None:
            y = y * scale
        return y


@layer("control", rows, axes=[0])
class IfOnShape(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> Tensor:
        assert x.dim() == 2, "expected time x features"
        if x.size(-1) > 6:
            x = x[:, :6]
        if x.shape[0] == 1:
            return self.fc(x) * 2.0
        return self.fc(x)


@layer("control", rows, axes=[0])
class OverDictionary(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gains: Dict[str, float] = {"a": 0.5, "b": 2.0}
        self.fc = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        for name, gain in self.gains.items():
            if name != "a":
                y = y * gain
        return y + self.gains["a"]


@layer("control", rows, axes=[0])
class WhileKnown(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        n = 0
        while n < 10:
            x = torch.tanh(self.fc(x))
            n += 3
            if n == 9:
                break
        return x


@layer("control", rows, axes=[0])
class ListsAndTuples(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fcs = nn.ModuleList([nn.Linear(6, 2) for _ in range(3)])

    def forward(self, x: Tensor) -> Tensor:
        parts: List[Tensor] = [fc(x) for fc in self.fcs]
        parts.append(parts[0] * 2.0)
        parts.reverse()
        first, *rest = parts[0], parts[1], parts[2]
        pairs: List[Tuple[Tensor, int]] = [(first, 1), (parts.pop(), 3)]
        total = torch.zeros(x.size(0), 2)
        for value, factor in pairs:
            total = total + value * factor
        return torch.cat(parts + [total], dim=1)


@layer("control", rows, axes=[0])
class CallsMethods(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def encode(self, x: Tensor, twice: bool = False) -> Tensor:
        y = torch.sigmoid(self.fc(x))
        return y * 2.0 if twice else y

    def forward(self, x: Tensor) -> Tensor:
        return self.encode(x) + self.encode(x, True)


def gate(x: Tensor, kind: str, slope: Optional[float] = None) -> Tensor:
    if kind == "leaky" and slope is not None:
        return F.leaky_relu(x, slope)
    return F.relu(x)


@layer("control", rows, axes=[0])
class CallsFunctions(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        return gate(self.fc(x), "leaky", 0.3) - gate(x, "relu")


@layer("control", rows, axes=[0])
class PrintsAndUnused(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 4)
        self.verbose = False

    def forward(self, x: Tensor) -> Tensor:
        b, n = x.size(0), x.size(1)
        if self.verbose:
            print("shape", b, n)
        unused = x.sum() * float(b)
        return self.fc(x.view(b, n))


@layer("control", given(1, 10, 6), axes=None)
class HeadPerChunk(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fcs = nn.ModuleList([nn.Linear(6, 3), nn.Linear(6, 3)])

    def forward(self, x: Tensor) -> Tensor:
        out = []
        parts = x.chunk(2, dim=1)
        for i, fc in enumerate(self.fcs):
            out.append(fc(parts[i]).mean(1))
        return torch.stack(out, dim=1)


@layer("control", rows, axes=None)
class WritesRows(nn.Module):
    """Rows of fresh zeros, written through views."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.zeros(x.size(0), 4)
        for i in range(x.size(0)):
            y[i] = self.fc(x[i]) * (i + 1)
        return y


@layer("control", rows, axes=[0])
class WritesColumns(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x)
        y[:, 0] = x[:, 1]
        y[:, 2:4] += 1.0
        y[:, -1].mul_(2.0)
        return y


@layer("control", rows, axes=[0])
class WritesThroughViews(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y = self.fc(x).view(-1, 2, 3)
        y[:, 1].copy_(torch.tanh(x[:, :3]))
        y[:, 0, 1:].zero_()
        return y.reshape(-1, 6) + 1.0


@layer("control", rows, axes=[0])
class WritesByIndex(nn.Module):
    """index_put_ with constant indices."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("index", torch.tensor([4, 1]))

    def forward(self, x: Tensor) -> Tensor:
        y = x.clone()
        y[:, self.index] = x[:, :2] * 3.0
        return y


@layer("control", rows, axes=[0])
class WritesSeenEarlier(nn.Module):
    """A value that is read before and after it is written in place."""

    def forward(self, x: Tensor) -> Tensor:
        y = x * 2.0
        before = y + 1.0
        y.add_(before)
        y[:, :3] = before[:, 3:]
        return y * before


@layer("control", rows, axes=[0])
class BooleanMaskWrite(nn.Module):
    """y[y < 0] = 0 is a choice, not a copy of some values."""

    def forward(self, x: Tensor) -> Tensor:
        y = x + 0.5
        return y.masked_fill_(x < 0, 0.25)


@layer("control", rows, axes=[0])
class ConstantsMade(nn.Module):
    """Constants computed in forward."""

    def forward(self, x: Tensor) -> Tensor:
        n = x.size(-1)
        position = torch.arange(n, dtype=torch.float32).unsqueeze(0)
        wave = torch.sin(position / 10.0 ** (2.0 * position / n))
        eye = torch.eye(n)
        return (x + wave) @ (eye * 2.0 + torch.ones(n, n) / n)


@layer("control", rows, axes=[0], scripted=False)
class BooleanListComprehension(nn.Module):
    """Python that only tracing takes."""

    def __init__(self) -> None:
        super().__init__()
        self.fcs = nn.ModuleList([nn.Linear(6, 2), nn.Linear(6, 2)])

    def forward(self, x):
        outs = {f"head{i}": fc(x) for i, fc in enumerate(self.fcs)}
        return torch.cat([outs[k] for k in sorted(outs, reverse=True)], -1)


class Inner(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc = nn.Linear(6, width)

    def forward(self, x: Tensor, masks: List[Tensor]) -> Tuple[Tensor, List[Tensor]]:
        y = self.fc(x)
        masks.append(torch.sigmoid(y))
        return y, masks


@layer("control", rows, axes=[0])
class PassesListsAround(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.inner = Inner(4)

    def forward(self, x: Tensor) -> Tensor:
        y, masks = self.inner(x, [torch.ones(x.size(0), 4)])
        for mask in masks[1:]:
            y = y * mask
        return y + masks[0]
