#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/support/id.h"
#include "core/tensor/tensor.h"

/// NNIR: a graph of typed values and nodes, close to ONNX in level. A Graph is a value: passes take one and
/// return another, tensors are shared.
namespace lockstep::nnir {

using ValueId = Id<struct ValueTag>;
using NodeId = Id<struct NodeTag>;
using StateId = Id<struct StateTag>;
/// Index of a node of the ImportedGraph; what `origins` are made of.
using ImportedId = std::uint32_t;

class Op;

enum class NumberFormat : std::uint8_t { bf16, fp32, mask };
std::string_view name(NumberFormat format);

/// What a node asks for beside the usual bf16 (help/precision.md).
enum class Precision : std::uint8_t {
    bf16,
    fp32,  ///< its operands are taken and its results kept in fp32 (a comparison's result stays a mask)
    fp8,   ///< its constant weights are stored as fp8; everything else in bf16
};
std::string_view name(Precision precision);

inline constexpr int no_data_dim = -1;

struct ValueType {
    Shape shape;
    /// The axis along which the hardware vectorises; no_data_dim until solved (passes/data_dimension.h).
    int data_dim = no_data_dim;
    NumberFormat format = NumberFormat::bf16;
    friend bool operator==(const ValueType&, const ValueType&) = default;
};

/// Where a node comes from in the author's words.
struct Provenance {
    std::string front_end;  ///< "torchscript"
    std::string module;     ///< module path, e.g. "lstm" or "blocks.0.conv"; empty at the top
    std::string file;       ///< the author's file, as stored in the model file; may be empty
    int line = 0;           ///< 1-based; 0 if unknown
    std::string text;       ///< the author's source line, trimmed
    friend bool operator==(const Provenance&, const Provenance&) = default;
};

using Attribute = std::variant<bool, std::int64_t, double, std::string, std::vector<std::int64_t>, Tensor>;

/// Attributes of a node by name, in the order of the names. The typed getters throw Error(internal) if the
/// attribute is absent or of another type.
class Attributes {
  public:
    Attributes() = default;
    Attributes(std::initializer_list<std::pair<const std::string, Attribute>> entries) : entries_(entries) {}

    void set(const std::string& key, Attribute value) { entries_.insert_or_assign(key, std::move(value)); }
    bool has(const std::string& key) const { return entries_.contains(key); }
    bool boolean(const std::string& key) const;
    std::int64_t integer(const std::string& key) const;
    double number(const std::string& key) const;
    const std::string& string(const std::string& key) const;
    const std::vector<std::int64_t>& integers(const std::string& key) const;
    const Tensor& tensor(const std::string& key) const;

    const std::map<std::string, Attribute>& entries() const { return entries_; }
    friend bool operator==(const Attributes&, const Attributes&) = default;

  private:
    std::map<std::string, Attribute> entries_;
};

struct Value {
    ValueId id;
    std::string name;  ///< unique in the graph; readable
    ValueType type;
};

struct Node {
    NodeId id;
    const Op* op = nullptr;  ///< never null in a verified graph; ops live for the whole program
    Attributes attributes;   ///< weights included, as tensors
    std::vector<ValueId> inputs;
    std::vector<ValueId> outputs;
    std::vector<ImportedId> origins;  ///< the imported nodes that it comes from; sorted, unique
    Provenance provenance;
    Precision precision = Precision::bf16;
};

/// What a streaming graph keeps between inferences: read by nodes, written once per inference.
struct State {
    StateId id;
    std::string name;  ///< e.g. "lstm.h0"
    std::string role;  ///< "hidden", "cell" or "history"
    Tensor initial;    ///< of the shape of the value `read`
    ValueId read;      ///< the value before the inference
    ValueId written;   ///< the value after it; of the same type
    std::vector<ImportedId> origins;
    Provenance provenance;
};

/// Nodes are in topological order. Ids are never reused, also across passes: a pass starts from a copy of its
/// input graph, so the counters go on; a node that a pass leaves alone keeps its id.
struct Graph {
    std::string name;
    std::map<ValueId, Value> values;
    std::vector<Node> nodes;
    std::vector<ValueId> inputs;
    std::vector<ValueId> outputs;
    std::vector<State> states;
    std::uint32_t next_value = 0;
    std::uint32_t next_node = 0;
    std::uint32_t next_state = 0;
    /// Names that values have or had, with the last suffix that was tried: a name is never given twice.
    std::map<std::string, std::uint32_t> given_names = {};

    /// A value of this name, or of it with a suffix ("x_2") if the name was given before.
    ValueId add_value(const std::string& value_name, ValueType type);
    /// Gives up the names of values that are gone: of "x_2" and "x_3", in the order of their ids, the first
    /// becomes "x".
    void tidy_names();
    NodeId new_node_id() { return NodeId{next_node++}; }
    StateId new_state_id() { return StateId{next_state++}; }

    const Value& value(ValueId id) const;
    Value& value(ValueId id);
    const Node& node(NodeId id) const;
    const Node* find_node(NodeId id) const;
    /// The node that makes the value; null for inputs and for values that a state gives.
    const Node* producer(ValueId id) const;
    /// The nodes that read the value, in graph order.
    std::vector<const Node*> consumers(ValueId id) const;
    /// The state that gives this value to the inference; null if it is no state's.
    const State* state_read_as(ValueId id) const;
    bool is_output(ValueId id) const;
    bool has_state() const { return !states.empty(); }

  private:
    std::string unique_name(const std::string& wish);
};

}  // namespace lockstep::nnir
