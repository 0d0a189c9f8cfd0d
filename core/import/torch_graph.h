#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <variant>
#include <vector>

#include "core/import/imported_graph.h"
#include "core/import/torch_arena.h"
#include "core/import/torch_values.h"

namespace lockstep::torch_import {

/// The ImportedGraph while it is being made, with LibTorch's constants, and its way onto the wire.
class GraphRecord {
  public:
    struct Constant {
        at::Tensor tensor;
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
    };
    struct State {
        std::string name;
        at::Tensor initial;
        std::uint32_t read = 0;
        std::uint32_t written = 0;
        ImportedSource source;
    };

    std::uint32_t add_value(const std::string& name, const at::Tensor& like);
    std::uint32_t add_value(const std::string& name, const Shape& shape, at::ScalarType type);
    /// A value that is always the same.
    std::uint32_t add_constant(const std::string& name, const at::Tensor& tensor,
                               const ImportedSource& source);
    const std::string& value_name(std::uint32_t value) const { return values_[value].name; }
    void rename(std::uint32_t value, const std::string& name) { values_[value].name = name; }
    const Shape& shape(std::uint32_t value) const { return values_[value].shape; }
    const std::string& dtype(std::uint32_t value) const { return values_[value].dtype; }
    void add_node(Node node) { nodes_.push_back(std::move(node)); }
    std::size_t node_count() const { return nodes_.size(); }
    const std::vector<Node>& nodes() const { return nodes_; }

    std::vector<std::uint32_t> inputs;
    std::vector<std::uint32_t> outputs;
    std::vector<State> states;
    std::vector<StateProposal> proposals;
    std::vector<std::string> notes;
    std::string model_name;

    /// Drops nodes and states that no output needs.
    void drop_unused();
    /// Keeps what the graph's constants are, when the memory that they lie in is about to be written.
    void keep_constants(const c10::StorageImpl* memory);
    /// The graph as JSON. Offsets of constants count through the arena, where those lie that the file holds
    /// as they are, and `weights` behind it, where the others are written as fp32 from its start; `used` is
    /// how many bytes they took. Throws Error(unsupported) when they don't fit.
    nlohmann::json to_json(const LoadArena& arena, std::span<std::byte> weights, std::uint64_t& used) const;

    Constant capture(const at::Tensor& tensor);
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
    std::unordered_set<const c10::StorageImpl*> captured_;
};

}  // namespace lockstep::torch_import
