#include "core/import/torch_parts.h"

namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

constexpr const char* cells = R"(
def lstm_cell(input: Tensor, hx: List[Tensor], w_ih: Tensor, w_hh: Tensor, b_ih: Optional[Tensor], b_hh: Optional[Tensor]):
    h, c = hx
    from_h = torch.linear(h, w_hh, b_hh)
    gates = torch.add_(from_h, torch.linear(input, w_ih, b_ih))
    i, f, g, o = torch.unsafe_chunk(gates, 4, 1)
    i = torch.sigmoid_(i)
    f = torch.sigmoid_(f)
    g = torch.tanh_(g)
    o = torch.sigmoid_(o)
    c = torch.add_(torch.mul(f, c), torch.mul(i, g))
    return torch.mul(o, torch.tanh(c)), c

def gru_cell(input: Tensor, hx: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Optional[Tensor], b_hh: Optional[Tensor]):
    ir, iz, i_n = torch.unsafe_chunk(torch.linear(input, w_ih, b_ih), 3, 1)
    hr, hz, hn = torch.unsafe_chunk(torch.linear(hx, w_hh, b_hh), 3, 1)
    r = torch.sigmoid_(torch.add_(hr, ir))
    z = torch.sigmoid_(torch.add_(hz, iz))
    n = torch.tanh_(torch.add(i_n, torch.mul_(hn, r)))
    return torch.add_(torch.mul_(torch.sub(hx, n), z), n)

def rnn_tanh_cell(input: Tensor, hx: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Optional[Tensor], b_hh: Optional[Tensor]):
    from_h = torch.linear(hx, w_hh, b_hh)
    return torch.tanh(torch.add_(from_h, torch.linear(input, w_ih, b_ih)))

def rnn_relu_cell(input: Tensor, hx: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Optional[Tensor], b_hh: Optional[Tensor]):
    from_h = torch.linear(hx, w_hh, b_hh)
    return torch.relu(torch.add_(from_h, torch.linear(input, w_ih, b_ih)))
)";

constexpr const char* attention = R"(
def _native_multi_head_attention(query: Tensor, key: Tensor, value: Tensor, embed_dim: int, num_head: int,
                                 qkv_weight: Tensor, qkv_bias: Tensor, proj_weight: Tensor, proj_bias: Tensor,
                                 mask: Optional[Tensor], need_weights: bool, average_attn_weights: bool,
                                 mask_type: Optional[int]) -> Tuple[Tensor, Optional[Tensor]]:
    if query is key and key is value:
        q, k, v = torch.chunk(torch.linear(query, qkv_weight, qkv_bias), 3, -1)
    else:
        w_q, w_k, w_v = torch.chunk(qkv_weight, 3, 0)
        b_q, b_k, b_v = torch.chunk(qkv_bias, 3, 0)
        q = torch.linear(query, w_q, b_q)
        k = torch.linear(key, w_k, b_k)
        v = torch.linear(value, w_v, b_v)
    n = query.size(0)
    rows = query.size(1)
    columns = key.size(1)
    width = embed_dim // num_head
    q = q.view(n, rows, num_head, width).transpose(1, 2)
    k = k.view(n, columns, num_head, width).transpose(1, 2)
    v = v.view(n, columns, num_head, width).transpose(1, 2)
    scores = torch.matmul(q / float(width) ** 0.5, k.transpose(-2, -1))
    if mask is not None:
        hidden = mask != 0
        if mask_type is not None and mask_type == 1:
            hidden = hidden.view(n, 1, 1, columns)
        scores = torch.masked_fill(scores, hidden, -float('inf'))
    weights = torch.softmax(scores, -1)
    heads = torch.matmul(weights, v).transpose(1, 2).reshape(n, rows, embed_dim)
    shown: Optional[Tensor] = None
    if need_weights:
        shown = weights.mean(1) if average_attn_weights else weights
    return torch.linear(heads, proj_weight, proj_bias), shown

def _transformer_encoder_layer_fwd(src: Tensor, embed_dim: int, num_heads: int, qkv_weight: Tensor, qkv_bias: Tensor,
                                   proj_weight: Tensor, proj_bias: Tensor, use_gelu: bool, norm_first: bool, eps: float,
                                   norm_weight_1: Tensor, norm_bias_1: Tensor, norm_weight_2: Tensor, norm_bias_2: Tensor,
                                   ffn_weight_1: Tensor, ffn_bias_1: Tensor, ffn_weight_2: Tensor, ffn_bias_2: Tensor,
                                   mask: Optional[Tensor], mask_type: Optional[int]) -> Tensor:
    x = torch.layer_norm(src, [embed_dim], norm_weight_1, norm_bias_1, eps) if norm_first else src
    x = src + _native_multi_head_attention(x, x, x, embed_dim, num_heads, qkv_weight, qkv_bias, proj_weight, proj_bias,
                                           mask, False, True, mask_type)[0]
    if not norm_first:
        x = torch.layer_norm(x, [embed_dim], norm_weight_1, norm_bias_1, eps)
    y = torch.layer_norm(x, [embed_dim], norm_weight_2, norm_bias_2, eps) if norm_first else x
    y = torch.linear(y, ffn_weight_1, ffn_bias_1)
    y = torch.gelu(y) if use_gelu else torch.relu(y)
    x = x + torch.linear(y, ffn_weight_2, ffn_bias_2)
    return x if norm_first else torch.layer_norm(x, [embed_dim], norm_weight_2, norm_bias_2, eps)
)";

constexpr const char* products = R"(
def linalg_cross(self: Tensor, other: Tensor, dim: int):
    a, b, c = torch.unbind(self, dim)
    x, y, z = torch.unbind(other, dim)
    return torch.stack([b * z - c * y, c * x - a * z, a * y - b * x], dim)

def cross(self: Tensor, other: Tensor, dim: Optional[int]):
    if dim is not None:
        return linalg_cross(self, other, dim)
    first = 0
    while first + 1 < self.dim() and self.size(first) != 3:
        first += 1
    return linalg_cross(self, other, first)
)";

}  // namespace

jit::Function* parts_of(const std::string& op) {
    constexpr std::string_view prefix = "aten::";
    if (!op.starts_with(prefix)) return nullptr;
    static const std::unique_ptr<jit::CompilationUnit> unit = [] {
        auto made = std::make_unique<jit::CompilationUnit>();
        made->define(c10::nullopt, cells, jit::nativeResolver(), nullptr);
        made->define(c10::nullopt, attention, jit::nativeResolver(), nullptr);
        made->define(c10::nullopt, products, jit::nativeResolver(), nullptr);
        return made;
    }();
    return unit->find_function(c10::QualifiedName(op.substr(prefix.size())));
}

}  // namespace lockstep::torch_import
