#include "core/import/torch_graph.h"

#include <algorithm>
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

/// Finds constants in the memory that the file was loaded into; copies the others as contiguous fp32, each
/// storage region once.
class WeightWriter {
  public:
    WeightWriter(const LoadArena& arena, std::span<std::byte> space) : arena_(arena), space_(space) {}

    json write(const at::Tensor& tensor) {
        if (const auto loaded = arena_.offset_of(tensor))
            return {{"k", "tensor"}, {"s", tensor.sizes().vec()}, {"o", *loaded}};
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
        return {{"k", "tensor"}, {"s", tensor.sizes().vec()}, {"o", arena_.size() + entry->second}};
    }
    std::uint64_t used() const { return used_; }

  private:
    using Key = std::tuple<void*, std::vector<std::int64_t>, std::vector<std::int64_t>, at::ScalarType>;
    const LoadArena& arena_;
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

json place(const ImportedSource& source) {
    return {{"module", source.module}, {"file", source.file}, {"line", source.line}, {"text", source.text}};
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
    return add_value(name, shape_of(like), like.scalar_type());
}

std::uint32_t GraphRecord::add_value(const std::string& name, const Shape& shape, at::ScalarType type) {
    values_.push_back({name, shape, is_plain_type(type) ? dtype_name(type) : "other"});
    return static_cast<std::uint32_t>(values_.size() - 1);
}

std::uint32_t GraphRecord::add_constant(const std::string& name, const at::Tensor& tensor,
                                        const ImportedSource& source) {
    const std::uint32_t value = add_value(name, tensor);
    Argument argument;
    argument.name = "value";
    argument.value = c10::IValue(capture(tensor).tensor);
    add_node({constant_op, {std::move(argument)}, {value}, source});
    return value;
}

GraphRecord::Constant GraphRecord::capture(const at::Tensor& tensor) {
    if (tensor.defined() && tensor.has_storage()) captured_.insert(tensor.storage().unsafeGetStorageImpl());
    return {tensor};
}

void GraphRecord::keep_constants(const c10::StorageImpl* memory) {
    if (captured_.erase(memory) == 0) return;
    const auto lies_there = [memory](const at::Tensor& tensor) {
        return tensor.defined() && tensor.has_storage() && tensor.storage().unsafeGetStorageImpl() == memory;
    };
    for (Node& node : nodes_) {
        for (Argument& argument : node.arguments) {
            auto* known = std::get_if<c10::IValue>(&argument.value);
            if (known != nullptr && known->isTensor() && lies_there(known->toTensor()))
                *known = c10::IValue(known->toTensor().clone());
            for (auto& item : argument.list) {
                auto* constant = std::get_if<Constant>(&item);
                if (constant != nullptr && lies_there(constant->tensor))
                    constant->tensor = constant->tensor.clone();
            }
        }
    }
}

void GraphRecord::drop_unused() {
    std::vector<bool> needed(values_.size(), false);
    for (const std::uint32_t output : outputs) needed[output] = true;
    const auto makes_needed = [&](const Node& node) {
        return std::any_of(node.outputs.begin(), node.outputs.end(),
                           [&](std::uint32_t output) { return needed[output]; });
    };
    const auto mark = [&] {
        for (auto node = nodes_.rbegin(); node != nodes_.rend(); ++node) {
            if (!makes_needed(*node)) continue;
            for (const Argument& argument : node->arguments) {
                if (const auto* value = std::get_if<std::uint32_t>(&argument.value)) needed[*value] = true;
                for (const auto& item : argument.list) {
                    if (const auto* value = std::get_if<std::uint32_t>(&item)) needed[*value] = true;
                }
            }
        }
    };
    mark();
    // A state that is needed needs what is written to it, which may need other states.
    for (bool more = true; more;) {
        more = false;
        for (const State& state : states) {
            if (!needed[state.read] || needed[state.written]) continue;
            needed[state.written] = more = true;
        }
        if (more) mark();
    }
    states.erase(
        std::remove_if(states.begin(), states.end(), [&](const State& state) { return !needed[state.read]; }),
        states.end());
    nodes_.erase(
        std::remove_if(nodes_.begin(), nodes_.end(), [&](const Node& node) { return !makes_needed(node); }),
        nodes_.end());
}

json GraphRecord::to_json(const LoadArena& arena, std::span<std::byte> weights, std::uint64_t& used) const {
    WeightWriter writer(arena, weights);
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
                const c10::IValue& known = std::get<c10::IValue>(argument.value);
                entry["v"] =
                    node.op == constant_op ? writer.write(known.toTensor()) : attribute(known, writer);
            }
            arguments.push_back(std::move(entry));
        }
        json entry = place(node.source);
        entry["op"] = node.op;
        entry["args"] = std::move(arguments);
        entry["outs"] = node.outputs;
        nodes.push_back(std::move(entry));
    }
    json kept = json::array();
    for (const State& state : states) {
        json entry = place(state.source);
        entry["n"] = state.name;
        entry["initial"] = writer.write(state.initial);
        entry["read"] = state.read;
        entry["written"] = state.written;
        kept.push_back(std::move(entry));
    }
    json pairs = json::array();
    for (const StateProposal& pair : proposals)
        pairs.push_back({{"in", pair.input}, {"out", pair.output}, {"why", pair.reason}});
    used = writer.used();
    return {{"name", model_name},
            {"values", std::move(values)},
            {"nodes", std::move(nodes)},
            {"inputs", inputs},
            {"outputs", outputs},
            {"states", std::move(kept)},
            {"proposals", std::move(pairs)},
            {"notes", notes}};
}

}  // namespace lockstep::torch_import
