"""Cases of one line: what people write in a forward. x, y, z are inputs, w and v are buffers (constants) of the module."""

from case_table import Given, add, given
from composed_expressions import COMPOSED

import linecache
import sys
import types

import torch

positive = given(5, 6, kind="positive")
away = given(5, 6, kind="away")
two = (given(5, 6), given(5, 6))
conv = given(1, 6, 9)

# group: {name: (code, inputs, options)}; "w", "v" among the options are the shapes of constants, the rest is for Case.
# The streaming axis is 0 for all inputs if nothing else is said.
EXPRESSIONS = {
    "pointwise": {
        "add": ("x + y", two),
        "subtract": ("x - y", two),
        "multiply": ("x * y", two),
        "divide": ("x / y", (given(5, 6), away)),
        "add_alpha": ("torch.add(x, y, alpha=2)", two),
        "subtract_alpha": ("torch.sub(x, y, alpha=0.5)", two),
        "add_scalar": ("x + 1.5", ()),
        "scalar_minus": ("1.5 - x", ()),
        "multiply_integer": ("3 * x", ()),
        "divide_scalar": ("x / 3.0", ()),
        "scalar_divided": ("2.0 / x", (away,)),
        "reversed_subtract": ("torch.rsub(x, y)", two),
        "add_constant_row": ("x + self.w", (), {"w": (6,)}),
        "constant_row_minus": ("self.w - x", (), {"w": (6,)}),
        "multiply_constant_full": ("x * self.w", (), {"w": (5, 6), "axes": None}),
        "divide_constant_row": ("x / (self.w.abs() + 0.5)", (), {"w": (6,)}),
        "constant_divided": ("self.w / x", (away,), {"w": (6,)}),
        "constant_column": ("x * self.w", (), {"w": (5, 1), "axes": None}),
        "constant_wider": ("x[:, :1] * self.w", (), {"w": (6,)}),
        "broadcast_row": ("x + y", (given(5, 6), given(6)), {"axes": [0, None]}),
        "broadcast_column": ("x * y", (given(5, 6), given(5, 1))),
        "broadcast_both": ("x + y", (given(5, 1, 4), given(1, 3, 4)), {"axes": [0, None]}),
        "outer_product": ("x[:, :, None] * y[:, None, :]", (given(5, 3), given(5, 4))),
        "maximum": ("torch.maximum(x, y)", two),
        "minimum": ("torch.minimum(x, y)", two),
        "max_of_two": ("torch.max(x, y)", two),
        "min_of_two": ("torch.min(x, y)", two),
        "maximum_constant": ("torch.maximum(x, self.w)", (), {"w": (6,)}),
        "in_place_chain": ("h = x + 1.0; h.add_(y); h *= 2.0; h.sub_(0.5); h /= 4.0; return h", two),
        "in_place_activation": ("h = x * 1.0; torch.relu_(h); return h.sigmoid_()", ()),
        "in_place_clamp": ("h = x * 2.0; h.clamp_(-1.0, 1.0); return h", ()),
        "addcmul": ("torch.addcmul(x, y, y, value=0.5)", two),
        "addcdiv": ("torch.addcdiv(x, y, y.abs() + 1.0, value=0.5)", two),
        "lerp": ("torch.lerp(x, y, 0.25)", two),
        "scalar_tensor": ("x * torch.tensor(0.5)", ()),
        "zero_dimensional_buffer": ("x * self.w", (), {"w": ()}),
        "same_operand": ("x * x + x", ()),
        "type_as": ("x.type_as(self.w) + self.w", (), {"w": (6,)}),
        "to_contiguous_detach": ("x.to(torch.float32).contiguous().detach().clone() * 2.0", ()),
        "float_double": ("(x.double() * 2.0).float()", ()),
        "dropout": ("F.dropout(x, 0.5, self.training) * 2.0", ()),
    },
    "choices": {
        "greater": ("torch.where(x > y, x, y)", two),
        "greater_equal": ("torch.where(x >= y, x, y * 2.0)", two),
        "less": ("torch.where(x < y, x * 2.0, y)", two),
        "less_equal": ("torch.where(x <= y, x, 2.0 - y)", two),
        "equal": ("torch.where(F.relu(x) == F.relu(y), x, y)", two),
        "not_equal": ("torch.where(F.relu(x) != 0.0, x, y)", two),
        "greater_scalar": ("torch.where(x > 0.5, x, y)", two),
        "less_than_constant": ("torch.where(x < self.w, x, self.w)", (), {"w": (6,)}),
        "where_zeros": ("torch.where(x > 0, x, torch.zeros_like(x))", ()),
        "where_scalars": ("torch.where(x > 0, 1.0, -1.0)", ()),
        "where_tensor_scalar": ("torch.where(x > 0, x, torch.tensor(0.1))", ()),
        "masked_fill": ("x.masked_fill(y > 0, 0.0)", two),
        "masked_fill_constant": ("x.masked_fill(self.w > 0, -1.0)", (), {"w": (6,)}),
        "mask_times": ("x * (y > 0).float()", two),
        "mask_and": ("torch.where((x > 0) & (y > 0), x, y)", two),
        "mask_or": ("torch.where((x > 0) | (y > 0), x, y)", two),
        "mask_not": ("torch.where(~(x > 0), x, y)", two),
        "sign_by_where": ("torch.where(x > 0, torch.ones_like(x), torch.where(x < 0, -torch.ones_like(x), torch.zeros_like(x)))", ()),
        "clamp": ("torch.clamp(x, -0.5, 0.75)", ()),
        "clamp_min_only": ("x.clamp(min=0.1)", ()),
        "clamp_max_only": ("torch.clamp(x, max=0.1)", ()),
        "clamp_min": ("torch.clamp_min(x, -0.25)", ()),
        "clamp_max": ("torch.clamp_max(x, 0.25)", ()),
        "clamp_tensors": ("torch.clamp(x, -self.w.abs(), self.w.abs())", (), {"w": (6,)}),
        "relu": ("F.relu(x)", ()),
        "relu_method": ("x.relu() + torch.relu(-x) * 0.5", ()),
        "relu6": ("F.relu6(x * 4.0)", ()),
        "hardtanh": ("F.hardtanh(x, -0.5, 0.5)", ()),
        "hardsigmoid": ("F.hardsigmoid(x * 3.0)", ()),
        "hardswish": ("F.hardswish(x * 3.0)", ()),
        "leaky_relu": ("F.leaky_relu(x, 0.2)", ()),
        "prelu_functional": ("F.prelu(x, self.w)", (), {"w": (6,)}),
        "threshold": ("F.threshold(x, 0.1, -0.2)", ()),
    },
    "functions": {
        "sqrt": ("torch.sqrt(x)", (positive,)),
        "rsqrt": ("torch.rsqrt(x)", (positive,)),
        "exp": ("torch.exp(x)", ()),
        "exp2": ("torch.exp2(x)", ()),
        "expm1": ("torch.expm1(x)", ()),
        "log": ("torch.log(x)", (positive,)),
        "log2": ("torch.log2(x)", (positive,)),
        "log10": ("torch.log10(x)", (positive,)),
        "log1p": ("torch.log1p(x)", (positive,)),
        "tanh": ("torch.tanh(x)", ()),
        "sigmoid": ("torch.sigmoid(x)", ()),
        "silu": ("F.silu(x)", ()),
        "swish_written": ("x * torch.sigmoid(x)", ()),
        "gelu": ("F.gelu(x)", ()),
        "gelu_tanh": ("F.gelu(x, approximate='tanh')", ()),
        "softplus": ("F.softplus(x)", ()),
        "softplus_beta": ("F.softplus(x, beta=2.0, threshold=10.0)", ()),
        "elu": ("F.elu(x)", ()),
        "elu_alpha": ("F.elu(x, 0.5)", ()),
        "softsign": ("F.softsign(x)", ()),
        "softsign_written": ("x / (1 + torch.abs(x))", ()),
        "abs": ("x.abs()", ()),
        "neg": ("-x", ()),
        "reciprocal": ("torch.reciprocal(x)", (away,)),
        "square": ("torch.square(x)", ()),
        "pow_2": ("x ** 2", ()),
        "pow_3": ("torch.pow(x, 3)", ()),
        "pow_half": ("x ** 0.5", (positive,)),
        "pow_minus_half": ("torch.pow(x, -0.5)", (positive,)),
        "pow_minus_1": ("x ** -1", (away,)),
        "pow_1_5": ("x.pow(1.5)", (positive,)),
        "gelu_written": ("0.5 * x * (1.0 + torch.tanh(0.7978845608 * (x + 0.044715 * x * x * x)))", ()),
    },
    "reductions": {
        "sum_last": ("x.sum(-1)", ()),
        "sum_last_keepdim": ("torch.sum(x, dim=-1, keepdim=True)", ()),
        "sum_first": ("x.sum(0)", (), {"axes": None}),
        "sum_all": ("x.sum()", (), {"axes": None}),
        "sum_two": ("x.sum(dim=(1, 2))", (given(5, 3, 4),)),
        "sum_middle": ("x.sum(1)", (given(5, 3, 4),)),
        "mean_last": ("x.mean(-1)", ()),
        "mean_keepdim": ("x.mean(dim=1, keepdim=True)", ()),
        "mean_first": ("x.mean(dim=0)", (), {"axes": None}),
        "mean_all": ("torch.mean(x)", (), {"axes": None}),
        "mean_time": ("x.mean(dim=2)", (conv,), {"axes": None}),
        "max_last": ("torch.max(x, dim=-1)[0]", ()),
        "max_keepdim": ("x.max(dim=-1, keepdim=True).values", ()),
        "max_first": ("torch.max(x, 0)[0]", (), {"axes": None}),
        "max_all": ("torch.max(x)", (), {"axes": None}),
        "min_last": ("torch.min(x, dim=1)[0]", ()),
        "amax": ("torch.amax(x, dim=-1)", ()),
        "amin": ("torch.amin(x, dim=(1, 2), keepdim=True)", (given(5, 3, 4),)),
        "variance": ("x.var(dim=-1)", ()),
        "variance_biased": ("x.var(-1, unbiased=False, keepdim=True)", ()),
        "std": ("x.std(dim=-1, keepdim=True)", ()),
        "norm_2": ("torch.norm(x, dim=-1)", ()),
        "norm_2_keepdim": ("x.norm(p=2, dim=-1, keepdim=True)", ()),
        "norm_1": ("x.norm(1, dim=-1)", ()),
        "norm_inf": ("torch.linalg.vector_norm(x, float('inf'), dim=-1)", ()),
        "norm_all": ("torch.norm(x)", (), {"axes": None}),
        "vector_norm": ("torch.linalg.norm(x, dim=1)", ()),
        "softmax": ("torch.softmax(x, dim=-1)", ()),
        "softmax_first": ("F.softmax(x, dim=0)", (), {"axes": None}),
        "log_softmax": ("F.log_softmax(x, dim=1)", ()),
        "softmax_of_3": ("x.softmax(1)", (given(5, 3, 4),)),
        "sum_of_squares": ("(x * x).sum(1, keepdim=True)", ()),
    },
    "norms": {
        "normalize": ("F.normalize(x, dim=-1)", ()),
        "normalize_default": ("F.normalize(x)", ()),
        "normalize_1": ("F.normalize(x, p=1.0, dim=-1, eps=1e-6)", ()),
        "normalize_written": ("x / x.norm(2, -1, keepdim=True).clamp_min(1e-12).expand_as(x)", ()),
        "functional_layer_norm": ("F.layer_norm(x, (6,), self.w, self.v)", (), {"w": (6,), "v": (6,)}),
        "layer_norm_plain": ("F.layer_norm(x, [6])", ()),
        "layer_norm_two_axes": ("F.layer_norm(x, [3, 4])", (given(5, 3, 4),)),
        "layer_norm_far_from_zero": ("F.layer_norm(x + 40.0, [6])", ()),
        "layer_norm_far_wide": ("F.layer_norm(x * 0.25 + 10.0, [300])", (given(2, 300),)),
        "rms_mean_rsqrt": ("x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.w", (), {"w": (6,)}),
        "rms_square_sqrt": ("x / torch.sqrt(torch.mean(torch.square(x), dim=-1, keepdim=True) + 1e-6) * self.w", (), {"w": (6,)}),
        "rms_norm_sqrt_n": ("x / (x.norm(2, dim=-1, keepdim=True) * 6 ** -0.5 + 1e-6) * self.w", (), {"w": (6,)}),
        "rms_sum_over_n": ("self.w * (x * ((x * x).sum(-1, keepdim=True) / x.size(-1) + 1e-6) ** -0.5)", (), {"w": (6,)}),
        "rms_normalize": ("F.normalize(x, dim=-1) * 6 ** 0.5 * self.w", (), {"w": (6,)}),
        "mean_std_buffers": ("(x - self.w) / (self.v.abs() + 0.5)", (), {"w": (6,), "v": (6,)}),
        "mean_std_of_data": ("(x - x.mean(-1, keepdim=True)) / (x.std(-1, keepdim=True) + 1e-5)", ()),
        "layer_norm_written": ("(x - x.mean(-1, keepdim=True)) * torch.rsqrt(x.var(-1, unbiased=False, keepdim=True) + 1e-5)", ()),
        "clip_norm": ("x / torch.clamp(x.norm(2, dim=-1, keepdim=True), min=1.0)", ()),
        "min_max_scaled": ("(x - x.min(dim=-1, keepdim=True)[0]) / (x.max(dim=-1, keepdim=True)[0] - x.min(dim=-1, keepdim=True)[0])", ()),
        "functional_batch_norm": ("F.batch_norm(x, self.w, self.v.abs() + 0.5)", (given(5, 6),), {"w": (6,), "v": (6,)}),
    },
    "products": {
        "matmul_weight": ("torch.matmul(x, self.w)", (), {"w": (6, 4)}),
        "at_weight": ("x @ self.w + self.v", (), {"w": (6, 4), "v": (4,)}),
        "constant_left": ("torch.matmul(self.w, x)", (given(6, 4),), {"w": (5, 6), "axes": [1]}),
        "constant_left_vector": ("self.w @ x", (given(6),), {"w": (5, 6), "axes": None}),
        "constant_right_vector": ("x @ self.w", (), {"w": (6,)}),
        "mm_weight": ("torch.mm(x, self.w)", (), {"w": (6, 4)}),
        "mm_constant_left": ("torch.mm(self.w, x)", (given(6, 4),), {"w": (5, 6), "axes": [1]}),
        "mm_transposed": ("x.mm(self.w.t())", (), {"w": (4, 6)}),
        "bmm_weight": ("torch.bmm(x, self.w)", (given(2, 5, 6),), {"w": (2, 6, 4), "axes": [1]}),
        "bmm_constant_left": ("torch.bmm(self.w, x)", (given(2, 6, 4),), {"w": (2, 5, 6), "axes": [2]}),
        "addmm": ("torch.addmm(self.v, x, self.w)", (), {"w": (6, 4), "v": (4,)}),
        "addmm_scaled": ("torch.addmm(self.v, x, self.w, beta=0.5, alpha=2.0)", (), {"w": (6, 4), "v": (4,)}),
        "addmm_constant_left": ("torch.addmm(x[:5], self.w, x)", (given(6, 4),), {"w": (5, 6), "axes": [1]}),
        "baddbmm": ("torch.baddbmm(self.v, x, self.w)", (given(2, 5, 6),), {"w": (2, 6, 4), "v": (2, 1, 4), "axes": [1]}),
        "baddbmm_scaled": ("torch.baddbmm(self.v, x, self.w, beta=2.0, alpha=0.5)", (given(2, 5, 6),), {"w": (2, 6, 4), "v": (2, 1, 4), "axes": [1]}),
        "linear_functional": ("F.linear(x, self.w, self.v)", (), {"w": (4, 6), "v": (4,)}),
        "linear_three_dimensions": ("F.linear(x, self.w)", (given(2, 5, 6),), {"w": (4, 6), "axes": [1]}),
        "einsum_in_out": ("torch.einsum('ti,io->to', x, self.w)", (), {"w": (6, 4)}),
        "einsum_out_in": ("torch.einsum('ti,oi->to', x, self.w)", (), {"w": (4, 6)}),
        "einsum_constant_first": ("torch.einsum('oi,ti->to', self.w, x)", (), {"w": (4, 6)}),
        "einsum_batch": ("torch.einsum('bti,io->bto', x, self.w)", (given(2, 5, 6),), {"w": (6, 4), "axes": [1]}),
        "einsum_ellipsis": ("torch.einsum('...i,oi->...o', x, self.w)", (given(2, 5, 6),), {"w": (4, 6), "axes": [1]}),
        "einsum_channels_first": ("torch.einsum('oc,bct->bot', self.w, x)", (conv,), {"w": (4, 6), "axes": [2]}),
        "einsum_heads": ("torch.einsum('td,hde->the', x, self.w)", (), {"w": (2, 6, 3)}),
        "einsum_block_diagonal": ("torch.einsum('tgi,gio->tgo', x, self.w)", (given(5, 2, 3),), {"w": (2, 3, 4)}),
        "strided_weight": ("x @ self.w[:, ::2]", (), {"w": (6, 8)}),
        "strided_rows": ("F.linear(x, self.w[::2])", (), {"w": (8, 6)}),
        "expanded_weight": ("x @ self.w.expand(6, 4)", (), {"w": (6, 1)}),
        "dynamic_matmul": ("torch.matmul(x, y.transpose(-2, -1))", (given(5, 6), given(4, 6)), {"axes": [0, None]}),
        "dynamic_bmm": ("torch.bmm(x, y)", (given(2, 5, 6), given(2, 6, 3)), {"axes": [1, None]}),
        "dynamic_einsum": ("torch.einsum('ti,si->ts', x, y)", (given(5, 6), given(4, 6)), {"axes": [0, None]}),
        "row_dot": ("(x * y).sum(-1)", two),
        "gram": ("x @ x.t()", (), {"axes": None}),
        "attention": ("torch.softmax(x @ y.transpose(0, 1) / 6 ** 0.5, -1) @ y", (given(3, 6), given(5, 6)), {"axes": [0, None]}),
    },
    "shapes": {
        "transpose": ("x.transpose(0, 1) * 2.0", (), {"axes": [0]}),
        "t": ("x.t() + 1.0", ()),
        "permute": ("torch.relu(x.permute(2, 0, 1))", (given(5, 3, 4),)),
        "swapaxes": ("x.swapaxes(1, 2) * 2.0", (given(5, 3, 4),)),
        "movedim": ("torch.movedim(x, 2, 1) * 2.0", (given(5, 3, 4),)),
        "reshape": ("x.reshape(5, 12) * 2.0", (given(5, 3, 4),)),
        "view_minus_1": ("x.view(x.size(0), -1) * 2.0", (given(5, 3, 4),)),
        "flatten": ("torch.flatten(x, 1) * 2.0", (given(5, 3, 4),)),
        "flatten_all": ("x.flatten() * 2.0", (given(1, 6),), {"axes": None}),
        "unflatten": ("x.reshape(5, 2, 3).sum(1)", ()),
        "ravel": ("x.ravel() * 2.0", (given(1, 6),), {"axes": None}),
        "squeeze": ("x.squeeze(1) * 2.0", (given(5, 1, 6),)),
        "squeeze_all": ("x.squeeze() * 2.0", (given(5, 1, 6),)),
        "unsqueeze": ("(x.unsqueeze(1) * self.w).sum(2)", (), {"w": (4, 1)}),
        "none_index": ("x[:, None] * self.w", (), {"w": (4, 1)}),
        "expand": ("x.unsqueeze(1).expand(-1, 3, -1) * self.w", (), {"w": (3, 1)}),
        "expand_as": ("x[:, :1].expand_as(x) + x", ()),
        "broadcast_to": ("torch.broadcast_to(x[:, None], (5, 3, 6)) * self.w", (), {"w": (3, 6)}),
        "repeat": ("x.repeat(1, 2) * self.w", (), {"w": (12,)}),
        "concat": ("torch.cat([x, y], dim=-1)", (given(5, 6), given(5, 3))),
        "concat_three": ("torch.cat((x, y, x * 2.0), 1)", (given(5, 6), given(5, 3))),
        "concat_constant": ("torch.cat([x, self.w.expand(5, 2)], dim=1)", (), {"w": (2,)}),
        "concat_time": ("torch.cat([x, x * 2.0], 0)", (), {"axes": None}),
        "stack": ("torch.stack([x, x * 2.0], dim=1)", ()),
        "stack_last": ("torch.stack((x, -x), -1)", ()),
        "stack_first": ("torch.stack([x, x * 3.0])", (), {"axes": [0]}),
        "hstack": ("torch.hstack([x, y])", two),
        "chunk": ("a, b = x.chunk(2, dim=-1); return torch.sigmoid(a) * b", ()),
        "chunk_uneven": ("a, b = torch.chunk(x, 2, 1); return torch.cat([b, a], 1)", (given(5, 7),)),
        "split": ("a, b, c = torch.split(x, 2, dim=1); return a * b + c", ()),
        "split_sizes": ("a, b = torch.split(x, [4, 2], dim=-1); return torch.cat([b, torch.tanh(a)], -1)", ()),
        "unbind": ("a, b, c = torch.unbind(x, 1); return a + b * c", (given(5, 3, 4),)),
        "select": ("x.select(1, 2) * 2.0", (given(5, 3, 4),)),
        "narrow": ("x.narrow(1, 1, 4) * 2.0", ()),
        "slice": ("x[:, 1:4] * 2.0", ()),
        "slice_negative": ("x[:, -3:] - x[:, :-3]", ()),
        "slice_strided": ("x[:, ::2] + x[:, 1::2]", ()),
        "last_feature": ("x[..., -1] * 2.0", ()),
        "ellipsis": ("x[..., 0:2] * x[..., 2:4]", ()),
        "gather_constant": ("x[:, [0, 2, 5, 2]]", ()),
        "gather_buffer": ("x[:, self.index]", ()),
        "index_select": ("torch.index_select(x, 1, self.index)", ()),
        "gather_two": ("x[:, [0, 1], [1, 3]]", (given(5, 3, 4),)),
        "flip_features": ("x.flip(1) + x", ()),
        "roll_features": ("torch.roll(x, 1, 1)", ()),
        "pad_features": ("F.pad(x, (1, 2)) * 2.0", ()),
        "pad_value": ("F.pad(x, [2, 0], 'constant', 0.5)", ()),
        "pad_time": ("F.pad(x, (2, 0)) * 2.0", (conv,), {"axes": None}),
        "zeros_concat": ("torch.cat([torch.zeros(x.size(0), 2), x], 1)", (), {"axes": None}),
        "arange_constant": ("x * torch.arange(6, dtype=torch.float32)", ()),
        "full_constant": ("x + torch.full((6,), 0.25)", ()),
        "ones_new": ("x + x.new_ones(6) * 0.5", ()),
        "last_step": ("x[-1] * 2.0", (), {"axes": None}),
        "last_step_batch": ("torch.tanh(x[:, -1, :])", (given(2, 5, 6),), {"axes": None}),
        "triangle": ("x @ torch.tril(torch.ones(6, 6))", ()),
    },
}


def make_class(group: str, name: str, code: str, parameters: str) -> str:
    body = code.split("; ")
    if not body[-1].startswith("return "):
        body[-1] = "return " + body[-1]
    words = "".join(word.capitalize() for word in name.split("_"))
    return "\n".join([f"class {group.capitalize()}{words}(Constants):", f"    def forward(self, {parameters}):",
                      *(f"        {line}" for line in body), ""])


class Constants(torch.nn.Module):
    """A module whose buffers are random constants."""

    def __init__(self, seed: int, **shapes: tuple) -> None:
        super().__init__()
        source = torch.Generator().manual_seed(seed)
        self.register_buffer("index", torch.tensor([5, 0, 3]))
        for name, shape in shapes.items():
            self.register_buffer(name, torch.randn(shape, generator=source))


def add_expressions() -> None:
    for group, rows in (EXPRESSIONS | COMPOSED).items():
        file = f"{group}.py"
        text = "import torch\nimport torch.nn.functional as F\n"
        made = []
        for name, row in rows.items():
            code, inputs, options = (*row, {})[:3]
            inputs = inputs or (given(5, 6),)
            text += "\n" + make_class(group, name, code, ", ".join("xyz"[: len(inputs)]))
            made.append((name, text.rsplit("class ", 1)[1].split("(")[0], inputs, dict(options)))
        module = types.ModuleType(group)
        module.__file__ = file
        module.Constants = Constants
        sys.modules[f"operators_{group}"] = module
        module.__name__ = f"operators_{group}"
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        exec(compile(text, file, "exec"), module.__dict__)
        for number, (name, cls, inputs, options) in enumerate(made):
            shapes = {k: options.pop(k) for k in ("w", "v") if k in options}
            options.setdefault("axes", [0] * len(inputs))
            make = lambda c=getattr(module, cls), n=number, s=shapes: c(n, **s)  # noqa: E731
            add(f"{group}_{name}", group, make, *[i if isinstance(i, Given) else given(*i) for i in inputs], **options)
