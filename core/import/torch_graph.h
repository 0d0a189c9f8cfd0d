#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/import/imported_graph.h"
#include "core/import/torch_values.h"

namespace lockstep::torch_import {

/// The ImportedGraph while it is being made, with LibTorch's constants, and its way onto the wire.
class GraphRecord {
  public:
    struct Constant {
        at::Tensor tensor;
        std::int64_t version = 0;  ///< when it was captured: a later write would change what the graph means
    };
    struct Argument {
        std::string name;
        std::variant<c10::IValue, std::uint32_t> value;
        bool is_list = false;
        std::vector<std::variant<std::uint32_t, Constant>> list;
    };
    struct Node {
        std::string op;
        std::vector<Argument> arguments;
        std::vector<std::uint32_t> outputs;
        ImportedSource source;
        std::vector<Constant> constants;  ///< those among the arguments
    };

    std::uint32_t add_value(const std::string& name, const at::Tensor& like);
    void add_node(Node node) { nodes_.push_back(std::move(node)); }
    std::size_t node_count() const { return nodes_.size(); }
    const std::vector<Node>& nodes() const { return nodes_; }

    std::vector<std::uint32_t> inputs;
    std::vector<std::uint32_t> outputs;
    std::vector<std::string> notes;
    std::string model_name;

    /// Drops nodes that no output needs.
    void drop_unused();
    /// A constant that was written after the graph captured it: the node that captured it.
    const Node* changed_constant() const;
    /// The graph as JSON; the constants go into `weights` as fp32 from its start, `used` is how many bytes
    /// they took. Throws Error(unsupported) when they don't fit.
    nlohmann::json to_json(std::span<std::byte> weights, std::uint64_t& used) const;

    static Constant capture(const at::Tensor& tensor) { return {tensor, tensor._version()}; }
    /// Whether a known argument has a form in ImportedAttribute.
    static bool representable(const c10::IValue& value);

  private:
    struct ValueInfo {
        std::string name;
        Shape shape;
        std::string dtype;
    };
    std::vector<ValueInfo> values_;
    std::vector<Node> nodes_;
};

}  // namespace lockstep::torch_import
