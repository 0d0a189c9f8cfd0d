"""What streams in ways of its own: unpadded stacks with a warm-up, several inputs, and what cannot stream."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import add, given, layer


class ValidBlock(nn.Module):
    """An unpadded dilated convolution and a residual, cut at the front."""

    def __init__(self, channels: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, kernel, dilation=dilation)
        self.act = nn.PReLU(channels)
        self.mix = nn.Conv1d(channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        y = self.mix(self.act(self.conv(x)))
        return y + x[:, :, -y.size(2) :]


@layer("streaming", given(1, 2, 24), axes=[2], warm_up=14, own=True)
class ValidStack(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.input = nn.Conv1d(2, 6, 1)
        self.blocks = nn.ModuleList([ValidBlock(6, 3, 1), ValidBlock(6, 3, 2), ValidBlock(6, 3, 4)])
        self.output = nn.Conv1d(6, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = self.input(x)
        for block in self.blocks:
            x = block(x)
        return torch.tanh(self.output(x))


@layer("streaming", given(1, 3, 16), axes=[2], warm_up=6, own=True)
class ValidFixedCut(nn.Module):
    """The cut written as a number."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(3, 5, 3)
        self.conv2 = nn.Conv1d(5, 3, 5)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv2(F.relu(self.conv1(x))) + x[..., 6:]


def center_crop(x: Tensor, length: int) -> Tensor:
    start = (x.size(2) - length) // 2
    return x[:, :, start : start + length]


@layer("streaming", given(1, 3, 16), axes=[2], warm_up=4, own=True)
class ValidCentreCrop(nn.Module):
    """The residual is the middle of the input: its positions are older than the newest one."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(3, 3, 5)

    def forward(self, x: Tensor) -> Tensor:
        y = torch.tanh(self.conv(x))
        return y + center_crop(x, y.size(2))


@layer("streaming", given(1, 4, 8), given(1, 3, 8), axes=[2, 2], own=True)
class TwoStreams(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Conv1d(4, 5, 3)
        self.b = nn.Conv1d(3, 5, 2)

    def forward(self, audio: Tensor, control: Tensor):
        a = self.a(F.pad(audio, (2, 0)))
        b = torch.sigmoid(self.b(F.pad(control, (1, 0))))
        return a * b, b


@layer("streaming", given(6, 1, 4), given(3), axes=[0, None], own=True)
class StreamAndParameter(nn.Module):
    """One input streams, the other is the same in every inference."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(4, 6)
        self.fc = nn.Linear(3, 6)

    def forward(self, x: Tensor, setting: Tensor) -> Tensor:
        y, _ = self.lstm(x)
        return y * torch.sigmoid(self.fc(setting))


@layer("streaming", given(1, 3, 8), axes=None, own=True, cannot_stream=[{"axes": [2], "reason": "pool"}])
class PoolsOverTime(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(3, 4, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool1d(F.relu(self.conv(x)), 2)


@layer("streaming", given(4, 6), axes=None, own=True, cannot_stream=[{"axes": [0], "reason": ""}])
class AttendsOverTime(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.softmax(x @ x.t(), dim=-1) @ x


@layer("streaming", given(1, 3, 8), axes=None, own=True, cannot_stream=[{"axes": [2], "reason": ""}])
class SeesTheFuture(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(3, 3, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x) + x


@layer("streaming", given(5, 6), axes=None, own=True, cannot_stream=[{"axes": [0], "reason": ""}])
class NormalisesOverTime(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return (x - x.mean(0)) * 2.0
