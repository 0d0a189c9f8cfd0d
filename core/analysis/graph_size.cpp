#include "core/analysis/graph_size.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "core/nnir/op.h"

namespace lockstep {
namespace {

using nnir::Graph;
using nnir::Node;

/// Constants that are no parameters: what a state or a sequence begins with.
bool is_initial(std::string_view key) {
    return key == "initial_h" || key == "initial_c" || key == "history";
}

bool is_bias(std::string_view key) {
    return key.starts_with("bias");
}

std::int64_t bytes_per_value(nnir::NumberFormat format) {
    return format == nnir::NumberFormat::fp32 ? 4 : 2;
}

std::int64_t bytes_of(const Node& node, std::string_view key, const Tensor& tensor) {
    std::int64_t each = node.precision == nnir::Precision::fp32 ? 4 : 2;
    if (is_bias(key)) each = 4;
    if (key.starts_with("weight") && tensor.shape().size() > 1)
        each = node.precision == nnir::Precision::fp8 ? 1 : 2;
    return tensor.size() * each;
}

/// Multiply-accumulates of a layer or cell with these weights, each used once per row of its input.
std::int64_t recurrent_macs(const nnir::BoundNode& node) {
    std::int64_t weights = 0;
    for (const char* key : {"weight_ih", "weight_hh", "weight_hr"})
        if (node.attributes().has(key)) weights += node.attributes().tensor(key).size();
    const std::int64_t features = node.in().back();
    return features == 0 ? 0 : element_count(node.in()) / features * weights;
}

std::int64_t macs_of(const Graph& graph, const Node& node) {
    const nnir::BoundNode bound = nnir::bind(graph, node);
    const std::string& op = node.op->name();
    if (op == "MatMul") return element_count(bound.out()) * bound.in(0).back();
    if (node.attributes.has("weight_ih")) return recurrent_macs(bound);
    if (op == "Linear") return element_count(bound.out()) * bound.in().back();
    if (op == "Conv1d" || op == "Conv1dStep") {
        const Shape& weight = node.attributes.tensor("weight").shape();
        return element_count(bound.out()) * weight.at(1) * weight.at(2);
    }
    return 0;
}

/// Adds up nodes; remembers the tensors that were counted.
class Sum {
  public:
    explicit Sum(const Graph& graph) : graph_(graph) {}

    void add(const Node& node) {
        ++nodes_;
        size_.macs += macs_of(graph_, node);
        for (const nnir::ValueId id : node.outputs) {
            const nnir::ValueType& type = graph_.value(id).type;
            size_.value_bytes += element_count(type.shape) * bytes_per_value(type.format);
        }
        for (const auto& [key, attribute] : node.attributes.entries()) {
            const auto* tensor = std::get_if<Tensor>(&attribute);
            if (tensor == nullptr || tensor->shape().empty() || tensor->size() == 0 || is_initial(key))
                continue;
            if (!counted_.emplace(tensor->values().data(), tensor->size()).second) continue;
            size_.parameters += tensor->size();
            size_.parameter_bytes += bytes_of(node, key, *tensor);
        }
    }

    const Size& size() const { return size_; }
    std::int64_t nodes() const { return nodes_; }

  private:
    const Graph& graph_;
    Size size_;
    std::int64_t nodes_ = 0;
    std::set<std::pair<const float*, std::int64_t>> counted_;
};

}  // namespace

GraphSize graph_size(const nnir::Graph& graph) {
    GraphSize result;
    Sum total(graph);
    std::map<std::string, Sum> modules;
    for (const Node& node : graph.nodes) {
        Sum own(graph);
        own.add(node);
        result.nodes.push_back({node.id, own.size()});
        total.add(node);
        const std::string& path = node.provenance.module;
        for (std::size_t end = path.find('.'); !path.empty(); end = path.find('.', end + 1)) {
            modules.try_emplace(path.substr(0, end), graph).first->second.add(node);
            if (end == std::string::npos) break;
        }
    }
    for (const auto& [module, sum] : modules) result.modules.push_back({module, sum.nodes(), sum.size()});
    result.total = total.size();
    return result;
}

Size size_of(const nnir::Graph& graph, const std::vector<nnir::NodeId>& nodes) {
    std::vector<nnir::NodeId> wanted = nodes;
    std::ranges::sort(wanted);
    Sum sum(graph);
    for (const Node& node : graph.nodes)
        if (std::ranges::binary_search(wanted, node.id)) sum.add(node);
    return sum.size();
}

}  // namespace lockstep
