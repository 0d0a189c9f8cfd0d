"""Attention layers of torch.nn, which in evaluation mode are one fused operator where they can."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from case_table import add, given, layer

sequence = given(1, 7, 8)


@layer("attention", sequence)
class AttentionFused(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x, need_weights=False)[0]


@layer("attention", given(2, 5, 8))
class AttentionWithWeights(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x)


@layer("attention", sequence)
class AttentionOfHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 4, batch_first=True)

    def forward(self, x):
        return self.attention(x, x, x, average_attn_weights=False)[1]


@layer("attention", sequence)
class AttentionHidesKeys(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.register_buffer("hidden", torch.arange(7).unsqueeze(0) > 4)

    def forward(self, x):
        return self.attention(x, x, x, key_padding_mask=self.hidden, need_weights=False)[0]


@layer("attention", given(7, 1, 8))
class AttentionCausal(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2)
        self.register_buffer("later", torch.triu(torch.ones(7, 7), 1).bool())

    def forward(self, x):
        return self.attention(x, x, x, attn_mask=self.later)[0]


@layer("attention", sequence, given(1, 5, 8))
class AttentionAcross(nn.Module):
    def __init__(self):
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)

    def forward(self, x, y):
        return self.attention(x, y, y, need_weights=False)[0]


@layer("attention", sequence)
class EncoderLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.TransformerEncoderLayer(8, 2, 12, batch_first=True)
        self.second = nn.TransformerEncoderLayer(8, 2, 12, batch_first=True, norm_first=True, activation="gelu")

    def forward(self, x):
        return self.second(self.first(x))


@layer("attention", given(7, 1, 8))
class EncoderOfTimeFirst(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 12), 2)

    def forward(self, x):
        return self.layers(x)


@layer("attention", sequence, given(1, 5, 8))
class DecoderLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.TransformerDecoderLayer(8, 2, 12, batch_first=True)

    def forward(self, x, memory):
        return self.layer(x, memory)


class Heads(nn.Module):
    """The values of nn.MultiheadAttention alone."""

    def __init__(self, **options) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, **options)

    def forward(self, x: Tensor) -> Tensor:
        return self.attention(x, x, x)[0]


# A trace makes three products of three equal views, a script one of one.
add("heads_unbatched", "attention", Heads, given(5, 8), traced=False)
add("heads_unbatched_traced", "attention", Heads, given(5, 8), scripted=False)
# torch.jit.script refuses it.
add("heads_without_bias", "attention", lambda: Heads(bias=False), given(5, 1, 8), scripted=False)
add("heads_added_keys", "attention", lambda: Heads(add_bias_kv=True, add_zero_attn=True), given(5, 1, 8))
add("transformer", "attention", lambda: nn.Transformer(8, 2, 1, 1, 16, batch_first=True), given(1, 5, 8), given(1, 3, 8))


@layer("attention", given(4, 1, 8), given(3, 1, 6), scripted=False)
class HeadsAcross(nn.Module):
    """Keys and values of another width."""

    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.MultiheadAttention(8, 2, kdim=6, vdim=6)

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return self.attention(x, y, y)[0]


@layer("attention", given(1, 5, 8))
class EncoderCausal(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2)
        self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(5))

    def forward(self, x: Tensor) -> Tensor:
        return self.encoder(x, self.mask)


@layer("attention", given(2, 5, 4), given(2, 3, 4), given(2, 3, 6))
class ScaledDotProduct(nn.Module):
    """With a scale and a mask of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mask", torch.tensor([[0.0, 0.0, float("-inf")]] * 2 + [[0.0, 0.0, 0.0]] * 3))

    def forward(self, x: Tensor, y: Tensor, z: Tensor) -> Tensor:
        scores = torch.matmul(x * 0.3, y.transpose(-2, -1)) + self.mask
        return torch.matmul(F.softmax(scores, dim=-1), z)


@layer("attention", given(1, 6), own=True, steps=24)
class AttendsToWindow(nn.Module):
    """Keys and values of the last positions are kept; the newest one asks."""

    def __init__(self) -> None:
        super().__init__()
        self.q = nn.Linear(6, 8)
        self.k = nn.Linear(6, 8)
        self.v = nn.Linear(6, 8)
        self.out = nn.Linear(8, 4)
        self.register_buffer("keys", torch.zeros(7, 8))
        self.register_buffer("values", torch.zeros(7, 8))

    def forward(self, x: Tensor) -> Tensor:
        self.keys.copy_(torch.cat([self.keys[1:], self.k(x)]))
        self.values.copy_(torch.cat([self.values[1:], self.v(x)]))
        weights = torch.softmax(self.q(x) @ self.keys.t() / 8 ** 0.5, dim=-1)
        return self.out(weights @ self.values)
