"""What has to be refused, with the operator, the author's line and what to do instead."""

from typing import List

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import given, layer

rows = given(5, 6)


def refusal(operators: str, line: str) -> dict:
    """One of the operators (a trace may hold another one than the script) in the author's line."""
    return {"operators": operators.split(), "line": line}


@layer("refused", rows, own=True, traced=False, refused=refusal("prim::If", "if bool(x.sum() > 0):"))
class IfOnData(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        if bool(x.sum() > 0):
            return x * 2.0
        return x


@layer("refused", rows, own=True, traced=False, refused=refusal("prim::If", "if bool(y[0, 0] >= 0):"))
class IfOnDataThatIsAlwaysTrue(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        y = x * 0.0
        if bool(y[0, 0] >= 0):
            y = y + x
        return y


@layer("refused", rows, own=True, traced=False, refused=refusal("prim::Loop", "while bool(x.norm() > 1.0):"))
class LoopOnData(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        while bool(x.norm() > 1.0):
            x = x * 0.5
        return x


@layer("refused", rows, own=True, refused=refusal("aten::sort", "torch.sort(x)"))
class Sorts(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.sort(x)[0]


@layer("refused", rows, own=True, refused=refusal("aten::argmax", "x.argmax(-1)"))
class ArgMax(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.argmax(-1).float()


@layer("refused", given(1, 2, 4, 4, 4), own=True, refused=refusal("aten::conv3d aten::_convolution", "self.conv(x)"))
class ConvolvesVolumes(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv3d(2, 3, 3)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.conv(x))


@layer("refused", given(1, 3, 6, 6), own=True, refused=refusal("aten::conv_transpose2d aten::_convolution", "self.conv(x)"))
class ConvolvesPlanesTransposed(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.ConvTranspose2d(3, 2, 2, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(x) * 2.0


@layer("refused", rows, own=True, refused=refusal("aten::index", "x[x[:, 0] > 0]"))
class SelectsByMask(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x[x[:, 0] > 0]


@layer("refused", rows, own=True, refused=refusal("aten::rand_like", "torch.rand_like(x)"))
class AddsNoise(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x + torch.rand_like(x)


@layer("refused", rows, own=True, refused=refusal("aten::topk", "torch.topk(x, 2)"))
class TakesTheBest(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.topk(x, 2)[0]


@layer("refused", rows, own=True, traced=False, refused=refusal("aten::sort", "y, _ = torch.sort(self.fc(x))"))
class SeveralAtOnce(nn.Module):
    """All there is to change is told at once: the sort and the fft."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Linear(6, 6)

    def forward(self, x: Tensor) -> Tensor:
        y, _ = torch.sort(self.fc(x))
        return torch.abs(torch.fft.rfft(y))
