#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/nnir/graph.h"
#include "core/nnir/real_tensor.h"
#include "core/nnir/streaming_rule.h"
#include "core/support/error.h"

namespace lockstep::lowering {
class Builder;
}

namespace lockstep::nnir {

class ImportContext;
class TorchSource;

/// What the published accelerators make of an operator.
enum class SupportLevel : std::uint8_t {
    published,      ///< their toolchain takes it as it is
    composed,       ///< built from operators that they take
    lockstep_only,  ///< ours; no published accelerator is known to run it
};
std::string_view name(SupportLevel level);

struct Support {
    SupportLevel level = SupportLevel::published;
    std::string note;
};

struct AttributeInfo {
    std::string name;
    std::string summary;
    bool optional = false;
};

/// Which precisions beside bf16 an operator may be asked for.
struct Formats {
    bool fp32 = false;
    bool fp8_weights = false;       ///< it keeps constant weights in the weight store
    bool computed_weights = false;  ///< it multiplies computed values
};

/// What help pages say of an operator.
struct OpInfo {
    std::string name;
    std::string summary;
    std::vector<AttributeInfo> attributes;
    Support support;
    Formats formats = {};
};

/// A node with its operands: what rules look at.
struct BoundNode {
    const Node& node;
    std::vector<Value> inputs;
    std::vector<Value> outputs;

    const Attributes& attributes() const { return node.attributes; }
    const Shape& in(std::size_t index = 0) const { return inputs[index].type.shape; }
    const Shape& out(std::size_t index = 0) const { return outputs[index].type.shape; }
};
BoundNode bind(const Graph& graph, const Node& node);

/// Data dimension per input and output; no_data_dim where it is not known or not constrained.
struct DataDims {
    std::vector<int> inputs;
    std::vector<int> outputs;
};

/// Maps an operator of a front end: reads the node from the context and emits NNIR through it.
struct ImportRule {
    std::string front_end;  ///< "torchscript"
    std::string op;         ///< "aten::linear"
    std::function<void(ImportContext&)> import;
};

/// A small graph that every law is tested on. `axes` (one per input) streams it; empty: it is not meant to
/// stream.
struct Sample {
    std::string name;
    Graph graph;
    std::vector<int> axes = {};
};

/// An operator. One stateless instance each, found by name. Every rule is pure virtual: a new operator that
/// forgets one does not compile.
class Op {
  public:
    virtual ~Op() = default;

    virtual const OpInfo& info() const = 0;
    const std::string& name() const { return info().name; }
    /// What the published accelerators make of this very node; info().support says it of the operator.
    virtual Support support(const BoundNode&) const { return info().support; }
    /// Why this very node cannot have the precision, as the end of a sentence; empty if it can. Data
    /// dimensions are solved. Nodes for which it depends on more than info().formats override it.
    virtual std::string obstacle(const BoundNode& node, Precision precision) const;

    /// Types of the outputs (data dimension left open). Throws Error(bad_shape) naming the values at fault.
    virtual std::vector<ValueType> infer(const Attributes& attributes,
                                         std::span<const Value> inputs) const = 0;

    /// What the node demands of the data dimensions, given what is known. Throws Error(unsupported) if what
    /// is known cannot be.
    virtual DataDims data_dims(const BoundNode& node, const DataDims& known) const = 0;

    /// How it streams when the sequence stands at axes[k] of input k, or no_axis: not all of them are.
    virtual StreamRule stream(const BoundNode& node, std::span<const int> axes) const = 0;

    /// Writes the node's work. Data dimensions are solved. Throws Error(unsupported) with the reason.
    virtual void lower(lowering::Builder& builder, const Node& node) const = 0;

    /// The node's outputs in float64: simple and exact to rounding.
    virtual std::vector<RealTensor> reference(const Attributes& attributes,
                                              std::span<const RealTensor> inputs) const = 0;

    /// Writes TorchScript statements that compute the outputs with LibTorch's operators.
    virtual void torch_source(TorchSource& source, const BoundNode& node) const = 0;

    virtual std::vector<ImportRule> imports() const = 0;
    virtual std::vector<Sample> samples() const = 0;
};

/// All operators, ordered by name (made by CMake from the list in core/ops/CMakeLists.txt).
std::span<const Op* const> all_ops();
/// Null if there is none of this name.
const Op* find_op(std::string_view name);
/// Throws Error(internal) if there is none of this name.
const Op& op(std::string_view name);
/// The rule that maps an operator of a front end; null if there is none.
const ImportRule* find_import(std::string_view front_end, std::string_view op);

/// The format of an output that infer() gives `inferred`: a mask stays one, numbers are what the node asks
/// for.
NumberFormat format_of(const Node& node, NumberFormat inferred);

/// infer() helpers: throw Error(bad_shape) with the operator, the values and what was expected.
void expect_inputs(const OpInfo& info, std::span<const Value> inputs, std::size_t count);
[[noreturn]] void bad_operand(const OpInfo& info, const Value& value, const std::string& reason);
/// The node as a place in the model that a failure is about.
FailureNode failure_node(const Node& node, const std::string& reason);
/// Throws Error(unsupported) for lower(): what cannot be lowered and what would be.
[[noreturn]] void cannot_lower(const Node& node, const std::string& reason, const std::string& advice = {});

}  // namespace lockstep::nnir
