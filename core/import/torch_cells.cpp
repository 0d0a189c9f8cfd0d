#include "core/import/torch_cells.h"

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

}  // namespace

jit::Function* parts_of_cell(const std::string& op) {
    for (const char* cell : {"lstm_cell", "gru_cell", "rnn_tanh_cell", "rnn_relu_cell"}) {
        if (op != std::string("aten::") + cell) continue;
        static const std::unique_ptr<jit::CompilationUnit> unit = [] {
            auto made = std::make_unique<jit::CompilationUnit>();
            made->define(c10::nullopt, cells, jit::nativeResolver(), nullptr);
            return made;
        }();
        return &unit->get_function(c10::QualifiedName(cell));
    }
    return nullptr;
}

}  // namespace lockstep::torch_import
