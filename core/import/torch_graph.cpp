#include "core/import/torch_graph.h"

#include <cmath>
#include <cstring>
#include <map>
#include <tuple>

#include "core/support/overloaded.h"

namespace lockstep::torch_import {
namespace {

using nlohmann::json;

json number(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    return value;
}

/// Copies constants as contiguous fp32, each storage region once.
class WeightWriter {
  public:
    explicit WeightWriter(std::span<std::byte> space) : space_(space) {}

    json write(const at::Tensor& tensor) {
        const Key key = {tensor.data_ptr(), tensor.sizes().vec(), tensor.strides().vec(),
                         tensor.scalar_type()};
        const auto [entry, fresh] = offsets_.try_emplace(key, used_);
        if (fresh) {
            const at::Tensor plain = tensor.to(at::kFloat).contiguous();
            const std::uint64_t size = static_cast<std::uint64_t>(plain.numel()) * sizeof(float);
            if (size > space_.size() - used_) {
                throw Error(FailureKind::unsupported, "the constants of the model need more than the " +
                                                          std::to_string(space_.size() >> 20) +
                                                          " MiB that its file allows for");
            }
            std::memcpy(space_.data() + used_, plain.data_ptr<float>(), size);
            used_ += (size + 63) / 64 * 64;
            used_ = std::min<std::uint64_t>(used_, space_.size());
            kept_.push_back(tensor);
        }
        return {{"k", "tensor"}, {"s", tensor.sizes().vec()}, {"o", entry->second}};
    }
    std::uint64_t used() const { return used_; }

  private:
    using Key = std::tuple<void*, std::vector<std::int64_t>, std::vector<std::int64_t>, at::ScalarType>;
    std::span<std::byte> space_;
    std::uint64_t used_ = 0;
    std::map<Key, std::uint64_t> offsets_;
    std::vector<at::Tensor> kept_;  ///< so that no address is used twice
};

json tensor_attribute(const at::Tensor& tensor, WeightWriter& weights) {
    const bool whole = at::isIntegralType(tensor.scalar_type(), true);
    if (tensor.dim() == 0) {
        if (tensor.scalar_type() == at::kBool) return {{"k", "bool"}, {"b", tensor.item<bool>()}};
        if (whole) return {{"k", "int"}, {"i", tensor.item<std::int64_t>()}};
        return {{"k", "double"}, {"d", number(tensor.item<double>())}};
    }
    if (whole && tensor.dim() == 1) {
        const at::Tensor plain = tensor.to(at::kLong).contiguous();
        const auto* data = plain.data_ptr<std::int64_t>();
        return {{"k", "ints"}, {"i", std::vector<std::int64_t>(data, data + plain.numel())}};
    }
    return weights.write(tensor);
}

json attribute(const c10::IValue& value, WeightWriter& weights) {
    if (value.isNone()) return {{"k", "none"}};
    if (value.isBool()) return {{"k", "bool"}, {"b", value.toBool()}};
    if (value.isInt()) return {{"k", "int"}, {"i", value.toInt()}};
    if (value.isDouble()) return {{"k", "double"}, {"d", number(value.toDouble())}};
    if (value.isString()) return {{"k", "string"}, {"s", value.toStringRef()}};
    if (value.isDevice()) return {{"k", "string"}, {"s", value.toDevice().str()}};
    if (value.isIntList()) return {{"k", "ints"}, {"i", value.toIntVector()}};
    if (value.isBoolList()) {
        json items = json::array();
        for (const bool item : value.toBoolList()) items.push_back(item ? 1 : 0);
        return {{"k", "ints"}, {"i", items}};
    }
    if (value.isDoubleList()) {
        json items = json::array();
        for (const double item : value.toDoubleVector()) items.push_back(number(item));
        return {{"k", "doubles"}, {"d", items}};
    }
    if (value.isTensor()) return tensor_attribute(value.toTensor(), weights);
    throw Error(FailureKind::internal, "a constant of kind " + value.tagKind() + " reached the graph");
}

json list_item(const std::variant<std::uint32_t, GraphRecord::Constant>& item, WeightWriter& weights) {
    return std::visit(Overloaded{[](std::uint32_t value) -> json {
                                     return {{"k", "value"}, {"i", value}};
                                 },
                                 [&](const GraphRecord::Constant& constant) -> json {
                                     if (!constant.tensor.defined()) return {{"k", "none"}};
                                     return weights.write(constant.tensor);
                                 }},
                      item);
}

}  // namespace

bool GraphRecord::representable(const c10::IValue& value) {
    if (value.isTensor()) {
        const at::Tensor& tensor = value.toTensor();
        return tensor.defined() && !tensor.is_quantized() && !tensor.is_sparse() && !tensor.is_complex() &&
               tensor.device().is_cpu();
    }
    return value.isNone() || value.isBool() || value.isInt() || value.isDouble() || value.isString() ||
           value.isDevice() || value.isIntList() || value.isBoolList() || value.isDoubleList();
}

std::uint32_t GraphRecord::add_value(const std::string& name, const at::Tensor& like) {
    values_.push_back({name, shape_of(like), dtype_name(like.scalar_type())});
    return static_cast<std::uint32_t>(values_.size() - 1);
}

void GraphRecord::drop_unused() {
    std::vector<bool> needed(values_.size(), false);
    for (const std::uint32_t output : outputs) needed[output] = true;
    std::vector<Node> kept;
    for (auto node = nodes_.rbegin(); node != nodes_.rend(); ++node) {
        bool used = false;
        for (const std::uint32_t output : node->outputs) used = used || needed[output];
        if (!used) continue;
        for (const Argument& argument : node->arguments) {
            if (const auto* value = std::get_if<std::uint32_t>(&argument.value)) needed[*value] = true;
            for (const auto& item : argument.list) {
                if (const auto* value = std::get_if<std::uint32_t>(&item)) needed[*value] = true;
            }
        }
        kept.push_back(std::move(*node));
    }
    nodes_.assign(std::make_move_iterator(kept.rbegin()), std::make_move_iterator(kept.rend()));
}

const GraphRecord::Node* GraphRecord::changed_constant() const {
    const auto changed = [](const Constant& constant) {
        return constant.tensor.defined() && constant.tensor._version() != constant.version;
    };
    for (const Node& node : nodes_) {
        for (const Constant& constant : node.constants) {
            if (changed(constant)) return &node;
        }
    }
    return nullptr;
}

json GraphRecord::to_json(std::span<std::byte> weights, std::uint64_t& used) const {
    WeightWriter writer(weights);
    json values = json::array();
    for (const ValueInfo& value : values_)
        values.push_back({{"n", value.name}, {"s", value.shape}, {"d", value.dtype}});
    json nodes = json::array();
    for (const Node& node : nodes_) {
        json arguments = json::array();
        for (const Argument& argument : node.arguments) {
            json entry = {{"n", argument.name}};
            if (argument.is_list) {
                entry["l"] = json::array();
                for (const auto& item : argument.list) entry["l"].push_back(list_item(item, writer));
            } else if (const auto* value = std::get_if<std::uint32_t>(&argument.value)) {
                entry["v"] = {{"k", "value"}, {"i", *value}};
            } else {
                entry["v"] = attribute(std::get<c10::IValue>(argument.value), writer);
            }
            arguments.push_back(std::move(entry));
        }
        nodes.push_back({{"op", node.op},
                         {"args", std::move(arguments)},
                         {"outs", node.outputs},
                         {"module", node.source.module},
                         {"file", node.source.file},
                         {"line", node.source.line},
                         {"text", node.source.text}});
    }
    used = writer.used();
    return {{"name", model_name}, {"values", std::move(values)}, {"nodes", std::move(nodes)},
            {"inputs", inputs},   {"outputs", outputs},          {"notes", notes}};
}

}  // namespace lockstep::torch_import
