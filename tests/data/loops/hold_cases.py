"""State behind unpadded convolutions: it stays as it is until they have their first result."""

from typing import List

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import given, layer


@layer("holds", given(1, 4, 14), axes=[2], warm_up=6, own=True)
class HoldLstm(nn.Module):
    """Unpadded convolutions in front of an LSTM, as detectors of events in audio have them."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(4, 6, 3)
        self.conv2 = nn.Conv1d(6, 6, 3, dilation=2)
        self.lstm = nn.LSTM(6, 8, num_layers=2, batch_first=True)
        self.out = nn.Linear(8, 3)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.conv2(F.relu(self.conv1(x))))
        h, _ = self.lstm(y.transpose(1, 2))
        return self.out(h).transpose(1, 2)


@layer("holds", given(1, 4, 14), axes=[2], warm_up=4, own=True)
class HoldGru(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 5)
        self.gru = nn.GRU(6, 8, batch_first=True)
        self.out = nn.Conv1d(8, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        h, _ = self.gru(torch.tanh(self.conv(x)).transpose(1, 2))
        return self.out(h.transpose(1, 2))


@layer("holds", given(1, 4, 14), axes=[2], warm_up=2, own=True)
class HoldCausal(nn.Module):
    """An unpadded convolution in front of padded ones."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(4, 6, 3)
        self.conv2 = nn.Conv1d(6, 6, 3, dilation=2)
        self.conv3 = nn.Conv1d(6, 3, 2)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.conv1(x))
        y = F.relu(self.conv2(F.pad(y, (4, 0))))
        return self.conv3(F.pad(y, (1, 0)))


@layer("holds", given(1, 4, 14), axes=[2], warm_up=3, own=True)
class HoldLoop(nn.Module):
    """A model's own recurrence behind an unpadded convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 4)
        self.keep = nn.Linear(6, 6)
        self.start = nn.Parameter(torch.rand(1, 6))

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv(x)
        level = self.start
        out: List[Tensor] = []
        for t in range(y.size(2)):
            gate = torch.sigmoid(self.keep(y[:, :, t]))
            level = gate * level + (1 - gate) * y[:, :, t]
            out.append(level)
        return torch.stack(out, dim=2)


@layer("holds", given(1, 4, 14), axes=[2], warm_up=3, own=True)
class HoldRnn(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(4, 6, 4)
        self.rnn = nn.RNN(6, 8, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.rnn(self.conv(x).transpose(1, 2))[0].transpose(1, 2)
