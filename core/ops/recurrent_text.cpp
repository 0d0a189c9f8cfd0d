#include <fmt/format.h>

#include "core/nnir/torch_source.h"
#include "core/ops/recurrent.h"

/// What recurrent operators say of themselves: help and TorchScript.
namespace lockstep::ops {

using namespace nnir;

std::vector<AttributeInfo> cell_attribute_infos(const std::string& gates) {
    return {{"layer", "its number in a stack of layers, from 0", true},
            {"weight_ih", "[" + gates + "hidden, in]"},
            {"weight_hh", "[" + gates + "hidden, hidden]"},
            {"bias_ih", "[" + gates + "hidden]", true},
            {"bias_hh", "[" + gates + "hidden]", true}};
}

std::vector<AttributeInfo> layer_attributes(const std::string& gates) {
    std::vector<AttributeInfo> all = cell_attribute_infos(gates);
    all.insert(all.begin(), {"time_axis", "axis of the sequence"});
    all.push_back({"reverse", "it runs from the last position to the first", true});
    all.push_back({"initial_h", "h in front of the sequence; absent: zeros", true});
    return all;
}

std::vector<std::string> weight_arguments(TorchSource& source, const Attributes& attributes) {
    std::vector<std::string> all;
    for (const char* key : {"weight_ih", "weight_hh"}) all.push_back(source.weight(attributes.tensor(key)));
    if (attributes.has("bias_ih") || attributes.has("bias_hh")) {
        const Tensor zeros = Tensor::filled({attributes.tensor("weight_ih").shape()[0]}, 0.0F);
        for (const char* key : {"bias_ih", "bias_hh"})
            all.push_back(source.weight(attributes.has(key) ? attributes.tensor(key) : zeros));
    }
    if (attributes.has("weight_hr")) all.push_back(source.weight(attributes.tensor("weight_hr")));
    return all;
}

void write_torch_layer(TorchSource& source, const BoundNode& node, const std::string& function,
                       const std::vector<std::string>& states, std::int64_t width,
                       const std::vector<std::string>& weights) {
    const Attributes& a = node.attributes();
    const Shape& x = node.in();
    const AxisView rows = axis_view(without_axis(x, last_axis(x)), static_cast<int>(a.integer("time_axis")));
    const std::int64_t batch = rows.outer * rows.inner;
    const std::string y = TorchSource::variable(node.outputs[0].id);
    // PyTorch's layers take time x batch x features.
    source.write(fmt::format(
        "{}_in = torch.reshape(torch.permute(torch.reshape({}, [{}, {}, {}, {}]), [1, 0, 2, 3]), "
        "[{}, {}, {}])",
        y, source.in(node), rows.outer, rows.extent, rows.inner, x.back(), rows.extent, batch, x.back()));
    const bool reverse = runs_backwards(a);
    if (reverse) source.write(fmt::format("{0}_in = torch.flip({0}_in, [0])", y));
    std::string results;
    for (std::size_t k = 0; k < states.size(); ++k) results += fmt::format(", {}_{}", y, k);
    const bool biases = a.has("bias_ih") || a.has("bias_hh");
    source.write(fmt::format("{0}_all{1} = {2}({0}_in, {3}, [{4}], {5}, 1, 0.0, False, False, False)", y,
                             results, function,
                             states.size() == 1 ? states[0] : fmt::format("[{}]", fmt::join(states, ", ")),
                             fmt::join(weights, ", "), biases ? "True" : "False"));
    if (reverse) source.write(fmt::format("{0}_all = torch.flip({0}_all, [0])", y));
    source.write(fmt::format(
        "{0} = torch.reshape(torch.permute(torch.reshape({0}_all, [{1}, {2}, {3}, {4}]), [1, 0, 2, 3]), {5})",
        y, rows.extent, rows.outer, rows.inner, width, TorchSource::list(node.out())));
}

}  // namespace lockstep::ops
