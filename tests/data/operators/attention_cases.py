"""Attention layers of torch.nn, which in evaluation mode are one fused operator where they can."""

import torch
from torch import nn

from case_table import given, layer

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
