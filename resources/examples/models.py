"""The three example models of Lockstep, as their users write them."""

import torch
import torch.nn.functional as F
from torch import nn


class Lstm(nn.Module):
    """Two LSTM layers and a linear read-out: (20, 128) -> (20, 16), the sequence on axis 0."""

    def __init__(self, features: int = 128, hidden: int = 256, outputs: int = 16) -> None:
        super().__init__()
        self.lstm = nn.LSTM(features, hidden, num_layers=2)
        self.readout = nn.Linear(hidden, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y, _ = self.lstm(x)
        return self.readout(y)


class Mlp(nn.Module):
    """Three linear layers with a residual around the second: (784) -> (10)."""

    def __init__(self, features: int = 784, hidden: int = 128, outputs: int = 10) -> None:
        super().__init__()
        self.fc1 = nn.Linear(features, hidden)
        self.fc2 = nn.Linear(hidden, hidden)
        self.fc3 = nn.Linear(hidden, outputs)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.fc1(x))
        residual = x
        x = F.relu(self.fc2(x)) + residual
        return self.fc3(x)


class CausalConv1d(nn.Module):
    """A convolution that sees the past only: padded on the left, so that the length stays."""

    def __init__(self, in_channels: int, out_channels: int, kernel_size: int) -> None:
        super().__init__()
        self.left = kernel_size - 1
        self.conv = nn.Conv1d(in_channels, out_channels, kernel_size)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.conv(F.pad(x, (self.left, 0)))


class Cnn(nn.Module):
    """Two causal convolutions with ReLU between: (1, 32, 5) -> (1, 1, 5), the sequence on axis 2."""

    def __init__(self, in_channels: int = 32, hidden: int = 128, kernel_size: int = 3) -> None:
        super().__init__()
        self.conv1 = CausalConv1d(in_channels, hidden, kernel_size)
        self.conv2 = CausalConv1d(hidden, 1, kernel_size)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = F.relu(self.conv1(x))
        return self.conv2(x)
