#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/import/imported_graph.h"
#include "core/nnir/graph.h"

namespace lockstep::nnir {

/// Thrown by ImportContext::refuse and caught by the import pass, which goes on to find all that is
/// unsupported.
struct ImportRefusal {
    std::string reason;
};

/// What an operator's import rule sees of an imported node and what it emits into. Arguments are asked for by
/// the schema's names; one that is absent or None takes the default.
class ImportContext {
  public:
    using ValueMap = std::map<std::uint32_t, ValueId>;
    /// One entry of a list argument: None, computed, or constant.
    using Item = std::variant<std::monostate, ValueId, Tensor>;

    /// `live`: which imported values something reads.
    ImportContext(Graph& graph, const ImportedGraph& imported, const ImportedNode& node, ValueMap& values,
                  const std::vector<bool>& live);

    const ImportedNode& node() const { return node_; }
    bool is_value(const std::string& argument) const;
    /// True if the argument is given and not None.
    bool has(const std::string& argument) const;

    ValueId value(const std::string& argument);
    /// The argument as a value; a constant tensor or number becomes a Constant node.
    ValueId operand(const std::string& argument);
    const ValueType& type(ValueId id) const { return graph_.value(id).type; }
    /// The front end's type of an argument that is a value ("float32", "bool"), and of a result.
    const std::string& dtype(const std::string& argument) const;
    const std::string& output_dtype(std::size_t index = 0) const;
    bool boolean(const std::string& argument, bool otherwise) const;
    std::int64_t integer(const std::string& argument, std::optional<std::int64_t> otherwise = {}) const;
    double number(const std::string& argument, std::optional<double> otherwise = {}) const;
    std::string string(const std::string& argument, const std::string& otherwise) const;
    /// A list, a constant tensor of integers, or a single integer as a list of one.
    std::vector<std::int64_t> integers(const std::string& argument) const;
    /// True for a known list of integers or a tensor of at least one axis.
    bool holds_list(const std::string& argument) const;
    bool holds_string(const std::string& argument) const;
    std::optional<Tensor> tensor(const std::string& argument) const;
    /// A list argument of constant tensors; refuses if one of them is computed.
    std::vector<Tensor> tensors(const std::string& argument) const;
    /// The entries of a list argument; empty if it is absent or None.
    std::vector<Item> items(const std::string& argument) const;
    /// A list argument as values; refuses None.
    std::vector<ValueId> operands(const std::string& argument);
    /// An entry as a value; a constant becomes a Constant node. Refuses None.
    ValueId operand(const Item& item);
    /// The axis that an argument gives, counted from 0; refuses one out of range.
    int axis(const std::string& argument, int rank, std::optional<std::int64_t> otherwise = {}) const;

    /// Emits a node with the imported node's origin and provenance; returns its first output.
    ValueId add(const std::string& op, Attributes attributes, std::vector<ValueId> inputs);
    /// Likewise; returns all its outputs.
    std::vector<ValueId> add_all(const std::string& op, Attributes attributes, std::vector<ValueId> inputs);
    void set_output(std::size_t index, ValueId value);
    bool output_used(std::size_t index) const;

    /// Says that this node cannot be mapped: what is in the way and what to do instead.
    [[noreturn]] void refuse(const std::string& reason) const;

  private:
    const ImportedAttribute* known(const std::string& argument) const;
    ValueId mapped(std::uint32_t index, const std::string& argument) const;
    std::string readable(const std::string& name) const;

    Graph& graph_;
    const ImportedGraph& imported_;
    const ImportedNode& node_;
    ValueMap& values_;
    const std::vector<bool>& live_;
};

}  // namespace lockstep::nnir
