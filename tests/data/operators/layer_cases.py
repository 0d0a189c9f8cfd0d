"""Layers of torch.nn, and the modules that people write from them."""

from typing import Dict, List, Optional, Tuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import add, given, layer

rows = given(5, 6)
channels = given(1, 6, 9)


def one(name: str, make, *inputs, group: str = "layers", **options) -> None:
    options.setdefault("axes", [0] * len(inputs))
    add(name, group, lambda: nn.Sequential(make()), *inputs, **options)


def conv(name: str, make, *inputs, **options) -> None:
    options.setdefault("axes", None)
    one(name, make, *inputs, group="convolutions", **options)


one("linear", lambda: nn.Linear(6, 4), rows)
one("linear_no_bias", lambda: nn.Linear(6, 4, bias=False), rows)
one("linear_wide", lambda: nn.Linear(70, 45), given(2, 70))
one("linear_vector", lambda: nn.Linear(6, 4), given(6), axes=None)
one("linear_batched", lambda: nn.Linear(6, 4), given(2, 5, 6), axes=[1])
one("layer_norm", lambda: nn.LayerNorm(6), rows)
one("layer_norm_no_affine", lambda: nn.LayerNorm(6, eps=1e-3, elementwise_affine=False), rows)
one("layer_norm_wide", lambda: nn.LayerNorm(70), given(2, 70))
one("softmax_layer_norm", lambda: nn.Sequential(nn.Softmax(-1), nn.LayerNorm(35)), given(3, 35))
one("softmax_layer_norm_wide", lambda: nn.Sequential(nn.Softmax(-1), nn.LayerNorm(300)), given(2, 300))
one("softmax_layer_norm_channels", lambda: nn.Sequential(nn.Softmax(-1), nn.GroupNorm(3, 24)), given(1, 24, 6), axes=None)
one("batch_norm", lambda: nn.BatchNorm1d(6), rows)
one("batch_norm_no_affine", lambda: nn.BatchNorm1d(6, affine=False), rows)
one("batch_norm_channels", lambda: nn.BatchNorm1d(6), channels, axes=[2])
one("softmax_layer", lambda: nn.Softmax(dim=-1), rows)
one("identity_flatten", lambda: nn.Sequential(nn.Identity(), nn.Flatten(), nn.Linear(12, 3)), given(5, 3, 4))
one("dropout_layer", lambda: nn.Sequential(nn.Linear(6, 6), nn.Dropout(0.5), nn.ReLU()), rows)
one("prelu", lambda: nn.PReLU(), rows)
one("prelu_channels", lambda: nn.PReLU(6), channels, axes=[2])
one("activations", lambda: nn.Sequential(
    nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 8), nn.ELU(), nn.Linear(8, 8), nn.SiLU(), nn.Linear(8, 8), nn.GELU(), nn.Linear(8, 8),
    nn.LeakyReLU(0.1), nn.Linear(8, 8), nn.Softplus(), nn.Linear(8, 4), nn.Tanh()), rows)
one("hard_activations", lambda: nn.Sequential(
    nn.Linear(6, 8), nn.Hardtanh(), nn.Linear(8, 8), nn.Hardsigmoid(), nn.Linear(8, 8), nn.Hardswish(), nn.Linear(8, 8), nn.ReLU6(),
    nn.Linear(8, 4), nn.Softsign()), rows)
one("in_place_layers", lambda: nn.Sequential(nn.Linear(6, 6), nn.ReLU(inplace=True), nn.Linear(6, 6), nn.ELU(inplace=True)), rows)
one("weight_norm", lambda: nn.utils.weight_norm(nn.Linear(6, 4)), rows, scripted=False)

conv("conv", lambda: nn.Conv1d(6, 4, 3), channels)
conv("conv_no_bias", lambda: nn.Conv1d(6, 4, 3, bias=False), channels)
conv("conv_unbatched", lambda: nn.Conv1d(6, 4, 3), given(6, 9))
conv("conv_padding", lambda: nn.Conv1d(6, 4, 3, padding=1), channels)
conv("conv_same", lambda: nn.Conv1d(6, 4, 3, padding="same"), channels)
conv("conv_valid_word", lambda: nn.Conv1d(6, 4, 3, padding="valid"), channels)
conv("conv_stride", lambda: nn.Conv1d(6, 4, 3, stride=2), channels)
conv("conv_stride_padding", lambda: nn.Conv1d(6, 4, 4, stride=3, padding=2), given(1, 6, 13))
conv("conv_dilation", lambda: nn.Conv1d(6, 4, 3, dilation=2), channels)
conv("conv_groups", lambda: nn.Conv1d(6, 4, 3, groups=2), channels)
conv("conv_depthwise", lambda: nn.Conv1d(6, 6, 3, groups=6), channels)
conv("conv_depthwise_multiplier", lambda: nn.Conv1d(6, 12, 3, groups=6, bias=False), channels)
conv("conv_pointwise", lambda: nn.Conv1d(6, 4, 1), channels, axes=[2])
conv("conv_batch", lambda: nn.Conv1d(6, 4, 3), given(2, 6, 9))
conv("conv_wide", lambda: nn.Conv1d(40, 36, 3, padding=1), given(1, 40, 4))
conv("causal_by_pad_module", lambda: nn.Sequential(nn.ConstantPad1d((2, 0), 0.0), nn.Conv1d(6, 4, 3)), channels, axes=[2])
conv("causal_dilated", lambda: nn.Sequential(nn.ConstantPad1d((4, 0), 0.0), nn.Conv1d(6, 4, 3, dilation=2), nn.ReLU()), channels, axes=[2])
conv("causal_depthwise", lambda: nn.Sequential(nn.ConstantPad1d((3, 0), 0.0), nn.Conv1d(6, 6, 4, groups=6), nn.SiLU()), channels, axes=[2])
conv("causal_groups", lambda: nn.Sequential(nn.ConstantPad1d((2, 0), 0.0), nn.Conv1d(6, 4, 3, groups=2)), channels, axes=[2])
conv("causal_stack", lambda: nn.Sequential(
    nn.ConstantPad1d((2, 0), 0.0), nn.Conv1d(6, 8, 3), nn.BatchNorm1d(8), nn.PReLU(8), nn.ConstantPad1d((4, 0), 0.0),
    nn.Conv1d(8, 4, 3, dilation=2), nn.Tanh()), channels, axes=[2])
for name, make in {
    "max_pool": lambda: nn.MaxPool1d(2), "max_pool_stride": lambda: nn.MaxPool1d(3, stride=2),
    "max_pool_dense": lambda: nn.MaxPool1d(3, stride=1), "max_pool_padding": lambda: nn.MaxPool1d(3, stride=2, padding=1),
    "max_pool_dilation": lambda: nn.MaxPool1d(2, stride=1, dilation=2), "avg_pool": lambda: nn.AvgPool1d(2),
    "avg_pool_stride": lambda: nn.AvgPool1d(3, stride=1), "avg_pool_padding": lambda: nn.AvgPool1d(3, stride=2, padding=1),
    "avg_pool_exclusive": lambda: nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False),
    "global_pool": lambda: nn.AdaptiveAvgPool1d(1),
}.items():
    conv(name, make, channels)


@layer("convolutions", channels, axes=[2])
class CausalFunctionalPad(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(6, 4, 3, dilation=2)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.conv(F.pad(x, (4, 0))))


@layer("convolutions", given(1, 9, 6), axes=[1])
class CausalTimeFirst(nn.Module):
    """(batch, time, features), as a transformer author has it."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv1d(6, 6, 4, groups=6, padding=3)
        self.out = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv(x.transpose(1, 2))[..., : x.size(1)].transpose(1, 2)
        return self.out(F.silu(y))


@layer("convolutions", given(1, 1, 32), axes=None)
class ShortTimeFourier(nn.Module):
    """Magnitudes of a short-time Fourier transform, by a strided convolution."""

    def __init__(self) -> None:
        super().__init__()
        n = torch.arange(8, dtype=torch.float32)
        angle = 2 * torch.pi * torch.outer(torch.arange(5, dtype=torch.float32), n) / 8
        self.register_buffer("basis", torch.cat([torch.cos(angle), -torch.sin(angle)]).unsqueeze(1))

    def forward(self, x: Tensor) -> Tensor:
        parts = F.conv1d(x, self.basis, stride=4)
        re, im = parts[:, :5], parts[:, 5:]
        return torch.sqrt(re * re + im * im + 1e-6)


@layer("convolutions", given(1, 4, 12), axes=[2])
class TemporalBlock(nn.Module):
    """Chomp1d and a residual, as temporal convolutional networks are written."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(4, 8, 3, padding=4, dilation=2)
        self.conv2 = nn.Conv1d(8, 8, 3, padding=4, dilation=2)
        self.down = nn.Conv1d(4, 8, 1)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.conv1(x)[:, :, :-4].contiguous())
        y = F.relu(self.conv2(y)[:, :, :-4].contiguous())
        return F.relu(y + self.down(x))


@layer("layers", rows, axes=[0])
class RmsNorm(nn.Module):
    """As Llama writes it."""

    def __init__(self) -> None:
        super().__init__()
        self.eps = 1e-6
        self.weight = nn.Parameter(torch.rand(6) + 0.5)

    def _norm(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)

    def forward(self, x: Tensor) -> Tensor:
        return self._norm(x.float()).type_as(x) * self.weight


@layer("layers", given(4, 8), axes=None)
class SelfAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(8, 24)
        self.out = nn.Linear(8, 8)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        weights = torch.softmax(q @ k.transpose(-2, -1) * 0.35, dim=-1)
        return self.out(weights @ v)


@layer("layers", given(4, 8), axes=None)
class TwoHeads(nn.Module):
    """Heads by view and transpose, masked so that no position sees a later one."""

    def __init__(self) -> None:
        super().__init__()
        self.q = nn.Linear(8, 8)
        self.k = nn.Linear(8, 8)
        self.v = nn.Linear(8, 8)
        self.register_buffer("mask", torch.triu(torch.full((4, 4), -30.0), diagonal=1))

    def forward(self, x: Tensor) -> Tensor:
        n = x.size(0)
        q = self.q(x).view(n, 2, 4).transpose(0, 1)
        k = self.k(x).view(n, 2, 4).transpose(0, 1)
        v = self.v(x).view(n, 2, 4).transpose(0, 1)
        a = torch.softmax(torch.matmul(q, k.transpose(1, 2)) / 2.0 + self.mask, dim=-1)
        return torch.matmul(a, v).transpose(0, 1).reshape(n, 8)


@layer("layers", given(3, 8), axes=[0])
class GatedFeedForward(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.gate = nn.Linear(8, 12, bias=False)
        self.up = nn.Linear(8, 12, bias=False)
        self.down = nn.Linear(12, 8, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


@layer("layers", rows, axes=[0])
class StackOfBlocks(nn.Module):
    """ModuleList, ModuleDict, enumerate."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.ModuleList([nn.Linear(6, 6) for _ in range(3)])
        self.heads = nn.ModuleDict({"mean": nn.Linear(6, 2), "scale": nn.Linear(6, 2)})

    def forward(self, x: Tensor) -> Tensor:
        for i, block in enumerate(self.blocks):
            x = torch.tanh(block(x)) + x * float(i)
        parts: List[Tensor] = []
        for name, head in self.heads.items():
            parts.append(head(x))
        return torch.cat(parts, dim=-1)


@layer("layers", rows, axes=[0])
class DictResult(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(6, 2)
        self.b = nn.Linear(6, 3)

    def forward(self, x: Tensor) -> Dict[str, Tensor]:
        return {"action": torch.tanh(self.a(x)), "value": self.b(x)}


@layer("layers", rows, axes=[0])
class ListResult(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> List[Tensor]:
        y = self.a(x)
        return [y[:, :2], torch.sigmoid(y[:, 2:])]


@layer("layers", rows, axes=[0])
class NestedTupleResult(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(6, 4)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        y = self.a(x)
        return y, (F.relu(y), x * 2.0)


@layer("layers", (given(5, 6), given(5, 3)), axes=[0, 0], own=True)
class TupleArgument(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(9, 4)

    def forward(self, pair: Tuple[Tensor, Tensor]) -> Tensor:
        first, second = pair
        return self.a(torch.cat([first, second], -1))


@layer("layers", rows, axes=[0], own=True, traced=False)
class OptionalArgument(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(6, 4)

    def forward(self, x: Tensor, mask: Optional[Tensor] = None) -> Tensor:
        y = self.a(x)
        if mask is not None:
            y = y * mask
        return y


@layer("layers", rows, axes=[0], own=True, traced=False, values={"gain": 0.5, "rate": 16000})
class ScalarArguments(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.a = nn.Linear(6, 4)

    def forward(self, x: Tensor, gain: float, rate: int) -> Tensor:
        if rate not in (8000, 16000):
            raise ValueError("unsupported sampling rate")
        y = self.a(x)
        return y * gain if rate == 16000 else y


class HalfWeight(nn.Module):
    """Weights kept in a narrower type, used in fp32."""

    def __init__(self, dtype: torch.dtype) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 6).to(dtype), requires_grad=False)
        self.bias = nn.Parameter(torch.randn(4).to(dtype), requires_grad=False)

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight.float(), self.bias.to(torch.float32))


add("weights_float16", "dtypes", lambda: HalfWeight(torch.float16), rows, axes=[0])
add("weights_bfloat16", "dtypes", lambda: HalfWeight(torch.bfloat16), rows, axes=[0])
add("weights_float64", "dtypes", lambda: HalfWeight(torch.float64), rows, axes=[0])
add("model_float64", "dtypes", lambda: nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 4)).double(), rows, axes=[0], own=True)
add("model_bfloat16", "dtypes", lambda: nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 4)).bfloat16(), rows, axes=[0], own=True)


@layer("dtypes", rows, axes=[0])
class OddStrides(nn.Module):
    """A weight that is a column-major view of another."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(6, 4).t(), requires_grad=False)
        self.register_buffer("step", torch.randn(8)[::2])

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight) + self.step
