"""Models that an importer meets beside the three examples: other spellings of them, and what has to be refused."""

from typing import List, Tuple

import torch
import torch.nn.functional as F
from torch import nn


class CutCausalConv1d(nn.Module):
    """A causal convolution as a padded one, cut at the end."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int) -> None:
        super().__init__()
        self.right = kernel_size - 1
        self.conv = nn.Conv1d(in_channels, out_channels, kernel_size, padding=kernel_size - 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv(x)[:, :, : -self.right]


class CnnCut(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = CutCausalConv1d(32, 128, 3)
        self.conv2 = CutCausalConv1d(128, 1, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv2(F.relu(self.conv1(x)))


class CnnConstantPad(nn.Module):
    """The padding as a module."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Sequential(nn.ConstantPad1d((2, 0), 0.0), nn.Conv1d(32, 128, 3))
        self.conv2 = nn.Sequential(nn.ConstantPad1d((2, 0), 0.0), nn.Conv1d(128, 1, 3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv2(torch.relu(self.conv1(x)))


class CnnOnePad(nn.Module):
    """One pad of 4 before two valid convolutions: the second one sees the bias of the first in its history."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(32, 128, 3)
        self.conv2 = nn.Conv1d(128, 1, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.pad(x, (4, 0))
        x = F.relu(self.conv1(x))
        return self.conv2(x)


class LstmBatchFirst(nn.Module):
    """The sequence is on axis 1 of (1, 20, 128)."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(128, 32, batch_first=True)
        self.readout = nn.Linear(32, 16)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y, _ = self.lstm(x)
        return self.readout(y)


class LstmWithState(nn.Module):
    """State as explicit inputs and outputs."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, 8)

    def forward(self, x: torch.Tensor, state: Tuple[torch.Tensor, torch.Tensor]):
        y, after = self.lstm(x, state)
        return torch.tanh(y), after


class SmallLstm(nn.Module):
    """With dropout between its layers; saved in training mode."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(6, 8, num_layers=2, dropout=0.5)
        self.norm = nn.BatchNorm1d(8)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y, _ = self.lstm(x)
        return self.norm(y)


class SmallMlp(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(6, 8)
        self.fc2 = nn.Linear(8, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(torch.tanh(self.fc1(x)))


class DeeperMlp(nn.Module):
    """SmallMlp with a layer more: the same input and output."""

    def __init__(self) -> None:
        super().__init__()
        self.fc1 = nn.Linear(6, 8)
        self.fc2 = nn.Linear(8, 8)
        self.fc3 = nn.Linear(8, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc3(torch.tanh(self.fc2(torch.tanh(self.fc1(x)))))


class UnrolledLoop(nn.Module):
    """A loop of known length over the sequence, a list, and a scalar input."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor, gain: float) -> torch.Tensor:
        rows: List[torch.Tensor] = []
        h = torch.zeros(6)
        for t in range(x.size(0)):
            h = torch.tanh(self.cell(x[t] + h)) * gain
            rows.append(h)
        return torch.stack(rows)


class DataDependentIf(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.fc(x)
        if bool(x.sum() > 0):
            y = y + 1.0
        return y


class DataDependentLoop(nn.Module):
    """Two places that depend on data: both have to be named."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scale = float(x.max())
        while bool(x.norm() > 1.0):
            x = x * 0.5
        return self.fc(x) * scale


class Sort(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        values, _ = torch.sort(self.fc(x))
        return values


class InPlace(nn.Module):
    """An addition in place on a value that nothing else reads: safe."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.fc(x)
        y += 1.0
        return F.relu(y, inplace=True)


class LostWrite(nn.Module):
    """A write through a view: has to be refused, not lost."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.fc(x)
        y[0] = x[1]
        return y


class Buffered(nn.Module):
    """State kept in a buffer that forward writes in place."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)
        self.register_buffer("hidden", torch.zeros(6))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = torch.tanh(self.fc(x) + self.hidden)
        self.hidden[:] = y
        return y


class NoForward(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    @torch.jit.export
    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc(x)

    @torch.jit.export
    def decode(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(self.fc(x))


class WritesOnLoad(nn.Module):
    """Loading it runs __setstate__, which writes files."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.ones(2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.weight

    @torch.jit.export
    def __getstate__(self) -> Tuple[torch.Tensor, bool]:
        return self.weight, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[torch.Tensor, bool]) -> None:
        torch.save(state[0], "/tmp/lockstep_hostile_write_on_load")
        self.weight = state[0]
        self.training = state[1]


class MapsOnForward(nn.Module):
    """Running it creates a file through a mapping."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hole = torch.from_file("/tmp/lockstep_hostile_map_on_forward", True, 6)
        return x + hole


class EndlessOnLoad(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.ones(2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.weight

    @torch.jit.export
    def __getstate__(self) -> Tuple[torch.Tensor, bool]:
        return self.weight, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[torch.Tensor, bool]) -> None:
        count = 0
        while count >= 0:
            count = (count + 1) % 1000
        self.weight = state[0]
        self.training = state[1]


class HungryOnLoad(nn.Module):
    """Loading it asks for more and more memory."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.ones(2)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.weight

    @torch.jit.export
    def __getstate__(self) -> Tuple[torch.Tensor, bool]:
        return self.weight, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[torch.Tensor, bool]) -> None:
        hoard = [state[0]]
        while len(hoard) < 100000000:
            hoard.append(torch.ones(4000000))
        self.weight = state[0]
        self.training = state[1]


class EndlessLoop(nn.Module):
    """The trip count is known and huge: neither unrolled nor waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        count = 0
        while count >= 0:
            count = (count + 1) % 1000
        return self.fc(x)


class Raises(nn.Module):
    """Refuses inputs of another length with its own words."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.size(-1) != 6:
            raise RuntimeError("this sensor has six axes")
        return self.fc(x)
