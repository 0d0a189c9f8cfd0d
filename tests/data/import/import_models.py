"""What the importer evaluates: state that a module keeps, writes through views, containers, loops, scalars."""

from typing import Dict, List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import nn


class BufferState(nn.Module):
    """A buffer written through a slice."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)
        self.register_buffer("hidden", torch.linspace(-0.5, 0.5, 6))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.tanh(self.fc(x) + self.hidden)
        self.hidden[:] = y
        return y

    @torch.jit.export
    def reset(self) -> None:
        self.hidden.zero_()


class RollingWindow(nn.Module):
    """A window of the last inputs in a buffer: rows move up, the new one comes last."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 3)
        self.register_buffer("window", torch.zeros(1, 5, 4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.window[:, :-1] = self.window[:, 1:].clone()
        self.window[:, -1] = x
        return self.fc(self.window).sum(dim=1)


class AssignedState(nn.Module):
    """LSTM states reassigned as attributes of a submodule."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = AssignedCell()
        self.out = nn.Linear(5, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.out(self.cell(x))


class AssignedCell(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 5)
        self.register_buffer("h", torch.zeros(1, 5))
        self.register_buffer("c", torch.full((1, 5), 0.25))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y, (self.h, self.c) = self.lstm(x, (self.h, self.c))
        return y


class NoneState(nn.Module):
    """Nothing before the first call."""

    h: Optional[torch.Tensor]

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 5)
        self.rec = nn.Linear(5, 5)
        self.h = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.h
        if h is None:
            h = torch.full((5,), 0.5)
        h = torch.tanh(self.fc(x) + self.rec(h))
        self.h = h
        return h


class EmptyState(nn.Module):
    """An empty tensor before the first call, replaced by zeros."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(4, 5)
        self.rec = nn.Linear(5, 5)
        self.h = torch.zeros(0)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.h.numel() == 0:
            self.h = torch.zeros(x.size(0), 5)
        self.h = torch.tanh(self.fc(x) + self.rec(self.h))
        return self.h


class FirstInputState(nn.Module):
    """Starts from its first input: no initial value stands for that."""

    h: Optional[torch.Tensor]

    def __init__(self) -> None:
        super().__init__()
        self.h = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.h
        if h is None:
            h = x
        h = 0.9 * h + 0.1 * x
        self.h = h
        return h


class TupleState(nn.Module):
    """A tuple that may be None, a list of two filters and a flag for the first call."""

    hc: Optional[Tuple[torch.Tensor, torch.Tensor]]

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 3)
        self.hc = None
        self.taps: List[torch.Tensor] = [torch.zeros(3), torch.ones(3)]
        self.started = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y, hc = self.lstm(x, self.hc)
        self.hc = hc
        if not self.started:
            self.taps[0] = torch.zeros(3)
            self.started = True
        self.taps[0] = 0.5 * self.taps[0] + y[0]
        self.taps[1] = 0.5 * self.taps[1] + self.taps[0]
        return self.taps[1]


class CountedState(nn.Module):
    """A counter that nothing reads, and a state."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.register_buffer("seen", torch.zeros((), dtype=torch.long))
        self.register_buffer("mean", torch.zeros(4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.steps += 1
        self.seen += 1
        self.mean.mul_(0.9).add_(x, alpha=0.1)
        return x - self.mean


class CounterControls(nn.Module):
    """A counter that decides."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.steps += 1
        if self.steps % 2 == 0:
            return x
        return -x


class CounterTensor(nn.Module):
    """A whole number that outputs depend on."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("seen", torch.zeros((), dtype=torch.long))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.seen += 1
        return x / self.seen


class GrowingState(nn.Module):
    """Keeps all it has seen."""

    seen: List[torch.Tensor]

    def __init__(self) -> None:
        super().__init__()
        self.seen = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.seen.append(x)
        return torch.stack(self.seen).sum(dim=0)


class FilledRows(nn.Module):
    """Rows of fresh zeros are filled one by one, and read back."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(4, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = torch.zeros(x.size(0) + 1, 4)
        for t in range(x.size(0)):
            h[t + 1] = torch.tanh(self.cell(h[t]) + x[t])
        return h[1:]


class WrittenViews(nn.Module):
    """Writes of many kinds; each is seen through the other views."""

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        y = x * 2.0
        rows = y.unbind(0)
        y[0] = x[1]
        y[:, 1] += 1.0
        y[1:3, ::2] = -x[1:3, ::2]
        y[[3, 1]] = x[[0, 2]]
        y[..., -1].fill_(0.5)
        y[2].zero_()
        y.t()[1].mul_(x[:, 0])
        y.view(-1)[3:6] = x.flatten()[:3]
        z = torch.zeros(4, 6)
        z[:, 1:5] = x[:, :4]
        z.narrow(1, 0, 2).copy_(x[:, 2:4])
        z[1, 2] = x[0, 0]
        z[2:4] *= 3.0
        w = torch.ones(2, 4, 6)
        w[1].copy_(x)
        w[:, 0] = x[3]
        F.relu(w[1], inplace=True)
        return y + rows[2].sum(), z, w


class Containers(nn.Module):
    """Dictionaries, lists, tuples, strings, comprehensions, zip and enumerate."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])
        self.heads = nn.ModuleDict({"a": nn.Linear(4, 2), "b": nn.Linear(4, 3)})
        self.gains: Dict[str, float] = {"a": 0.5, "b": 2.0}
        self.names = ["a", "b"]

    def forward(self, x: torch.Tensor) -> Dict[str, torch.Tensor]:
        skips: List[torch.Tensor] = []
        for i, block in enumerate(self.blocks):
            x = torch.tanh(block(x))
            if i % 2 == 0:
                skips.append(x)
        total = torch.stack([s * float(k + 1) for k, s in enumerate(skips)]).sum(0)
        answers: Dict[str, torch.Tensor] = {}
        for name, head in self.heads.items():
            answers[name] = head(total) * self.gains[name]
        for name, gain in zip(self.names, [1.0, 3.0]):
            if name in answers and name != "a":
                answers[name] = answers[name] + gain
        answers["sum"] = torch.cat([a for a in answers.values()], dim=-1).sum(-1)
        return answers


class Loops(nn.Module):
    """while, break and continue on known values; list arithmetic; known tensors as numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("steps", torch.tensor([2, 0, 3]))
        self.fc = nn.Linear(4, 4)

    def forward(self, x: torch.Tensor, scale: float = 2.0, twice: bool = False) -> torch.Tensor:
        n = 0
        while True:
            n += 1
            if n == 2:
                continue
            if n > 5:
                break
            x = x + float(n)
        for k in self.steps:
            for _ in range(int(k)):
                x = torch.sin(self.fc(x))
        sizes = [1] * 2 + list(x.shape)[-1:]
        y = x.reshape(sizes) * scale
        if twice:
            y = y * 2
        if x.dtype == torch.float32 and x.dim() < 3:
            y = y - torch.arange(4, dtype=x.dtype, device=x.device)
        return y.squeeze(0)


class ConstantOutput(nn.Module):
    """One output is always the same."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("version", torch.tensor([1.0, 4.0]))

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        return torch.relu(x), self.version * 2


class StatePairs(nn.Module):
    """State passed in and out, as a tuple and under its own name."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(4, 5)
        self.gru = nn.GRUCell(5, 5)

    def forward(self, x: torch.Tensor, state: Tuple[torch.Tensor, torch.Tensor], memory: torch.Tensor):
        h, c = state
        h_new, c_new = self.cell(x, (h, c))
        memory_out = self.gru(h_new, memory)
        return torch.tanh(memory_out) + x.sum(), (h_new, c_new), memory_out


class HalfWeights(nn.Module):
    """Weights of 16 bits, one with odd strides."""

    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Parameter(torch.linspace(-1, 1, 24).reshape(4, 6).to(torch.bfloat16))
        self.b = nn.Parameter(torch.linspace(-1, 1, 24).reshape(4, 6).half().t())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(x @ self.a.float()) @ self.b.float()


class Methods(nn.Module):
    """Two methods, one of them with state that the other resets."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("level", torch.zeros(3))

    @torch.jit.export
    def smooth(self, x: torch.Tensor, rate: float = 0.25) -> torch.Tensor:
        self.level = self.level + rate * (x - self.level)
        return self.level

    @torch.jit.export
    def clear(self) -> None:
        self.level = torch.zeros(3)


class Sequence(nn.Module):
    """A layer over time that TorchScript cannot script as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 3, batch_first=True)

    def forward(self, x, *rest):
        return self.lstm(x)[0]


class Rotation(nn.Module):
    """Cross products along a given and along the first fitting axis, and a table of angles from numbers in the code."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 3)

    def forward(self, q: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
        turned = v * (2.0 * q[:, 3:] ** 2 - 1.0) + torch.cross(q[:, :3], v, dim=-1) * q[:, 3:] * 2.0
        angles = torch.arange(3) * -0.7
        table = torch.exp(angles)[None] * torch.cross(turned, v) + torch.linalg.cross(v, q[:, 1:])
        return self.fc(torch.cat([turned, table], dim=-1))


class Gated(nn.Module):
    """A recurrent layer and a readout, for files that PyTorch has changed before they were saved."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 3, batch_first=True)
        self.readout = nn.Linear(3, 2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y, _ = self.lstm(x)
        return torch.relu(self.readout(y))


class OptionalInput(nn.Module):
    """A state that the caller may leave out."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(7, 3)

    def forward(self, x: torch.Tensor, h: Optional[torch.Tensor] = None) -> torch.Tensor:
        if h is None:
            h = torch.ones(x.size(0), 3)
        return torch.tanh(self.fc(torch.cat([x, h], 1)))


class TokenIds(nn.Module):
    """A table that is read at the positions that come in, and one read at known positions."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(10, 4)
        self.places = nn.Embedding(8, 4)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        return self.words(ids) + self.places(torch.arange(ids.size(0)))


class InputContainers(nn.Module):
    """A dictionary and a list of tensors, taken apart by constants, also in another method."""

    def __init__(self) -> None:
        super().__init__()
        self.parts = nn.ModuleDict({"joints": nn.Linear(4, 5), "speed": nn.Linear(2, 5)})
        self.cells = nn.ModuleList([nn.GRUCell(5, 5), nn.GRUCell(5, 5)])

    def sum_of(self, obs: Dict[str, torch.Tensor]) -> torch.Tensor:
        x = torch.zeros(1, 5)
        for name, part in self.parts.items():
            x = x + part(obs[name])
        return x

    def forward(self, obs: Dict[str, torch.Tensor], states: List[torch.Tensor]):
        y = self.sum_of(obs)
        new: List[torch.Tensor] = []
        for i, cell in enumerate(self.cells):
            y = cell(y, states[i])
            new.append(y)
        return torch.tanh(y), new


class UntoldContainer(nn.Module):
    """How many tensors the list holds only the caller knows."""

    def forward(self, parts: List[torch.Tensor]) -> torch.Tensor:
        return torch.cat(parts, dim=-1)
