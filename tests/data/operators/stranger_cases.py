"""What models from elsewhere do beside the layers: windows, differences, resizing, writes by a mask, cuts behind an activation,
layers along two axes."""

import torch
import torch.nn.functional as F
from torch import nn

from case_table import given, layer


@layer("strangers", given(1, 3, 20))
class UnfoldsWindows(nn.Module):
    def forward(self, x):
        return x.unfold(-1, 6, 4).mean(-1) + x.unfold(2, 4, 4).amax(3)[:, :, 1:]


@layer("strangers", given(2, 9))
class TakesDifferences(nn.Module):
    def forward(self, x):
        return torch.diff(x, dim=1), torch.diff(x, n=2), torch.diff(x, prepend=x[:, :1])


@layer("strangers", given(1, 3, 7))
class Resizes(nn.Module):
    def forward(self, x):
        return (F.interpolate(x, scale_factor=2.0), F.interpolate(x, size=4, mode="linear"),
                F.interpolate(x, size=12, mode="linear", align_corners=True), F.interpolate(x, size=11))


@layer("strangers", given(3, 6))
class WritesByMask(nn.Module):
    def forward(self, x):
        y = x * 2.0
        y[y < 0] = 0.25
        return y


@layer("strangers", given(3, 6), traced=False)
class WithoutGradients(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        with torch.no_grad():
            y = self.fc(x)
        return torch.relu(y)


@layer("strangers", given(9, 6), axes=[0])
class CutsBehindTheActivation(nn.Module):
    """A causal convolution as in Mamba 2: padded on both sides, its end cut off behind an activation and a transpose."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(6, 6, 4, groups=6, padding=3)

    def forward(self, x):
        length = x.shape[0]
        return F.silu(self.conv(x.t().unsqueeze(0)).transpose(1, 2))[0, :length]


@layer("strangers", given(1, 5, 6))
class MixesBothAxes(nn.Module):
    """A residual MLP over positions and one over features."""

    def __init__(self):
        super().__init__()
        self.positions = nn.Linear(5, 5)
        self.features = nn.Sequential(nn.Linear(6, 12), nn.GELU(), nn.Linear(12, 6))
        self.norm = nn.LayerNorm([5, 6])

    def forward(self, x):
        x = x + self.positions(x.transpose(1, 2)).transpose(1, 2)
        x = self.norm(x + self.features(x))
        return (x + self.positions(x.transpose(1, 2)).transpose(1, 2)).sum(1) / 5
