#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/tensor/tensor.h"

/// The neutral form that every front end emits: a straight line of open operators on tensors of known shape.
/// Nothing behind it knows TorchScript. Control flow, lists, strings and module attributes are gone: the
/// front end has evaluated what is known and unrolled what is not.
namespace lockstep {

/// A known argument. `std::monostate` is None; a Tensor is a constant (weight).
using ImportedAttribute = std::variant<std::monostate, bool, std::int64_t, double, std::string,
                                       std::vector<std::int64_t>, std::vector<double>, Tensor>;

/// Operators of the importer's own: a constant that is an output or a state (argument "value", no inputs),
/// and a place that was refused, in a graph that is for looking at only (see ModelSession::import).
inline constexpr const char* constant_op = "lockstep::constant";
inline constexpr const char* unsupported_op = "lockstep::unsupported";

/// One argument of an imported node, in the order of the operator's schema: either a value or known.
struct ImportedArgument {
    std::string name;                                      ///< the schema's argument name, e.g. "weight"
    std::variant<std::uint32_t, ImportedAttribute> value;  ///< index into ImportedGraph::values, or known
    /// A list of values (`Tensor[]`), e.g. of aten::cat or (h, c) of aten::lstm; empty for other arguments.
    std::vector<std::variant<std::uint32_t, Tensor>> list;
};

struct ImportedSource {
    std::string module;  ///< module path by attribute names, e.g. "lstm"
    std::string file;
    int line = 0;
    std::string text;
};

struct ImportedValue {
    std::string name;
    Shape shape;
    std::string dtype;  ///< "float32", "float64", "float16", "bfloat16", "int64", "bool", …
};

struct ImportedNode {
    std::uint32_t id = 0;  ///< equal to its index; what `origins` refer to
    std::string op;        ///< open operator name with overload removed, e.g. "aten::linear"
    std::vector<ImportedArgument> arguments;
    std::vector<std::uint32_t> outputs;  ///< indices into `values`
    ImportedSource source;

    const ImportedArgument* find(const std::string& argument) const {
        for (const ImportedArgument& a : arguments)
            if (a.name == argument) return &a;
        return nullptr;
    }
};

/// What the model keeps between calls: an input that stands for the value before a call, and the value that
/// it has after it. `read` is not among the graph's inputs and `written` need not be among its outputs.
struct ImportedState {
    std::string name;  ///< "hidden_state", "rnn.h", or the input's name for a pair that the user named
    Tensor initial;    ///< of the shape of `read`
    std::uint32_t read = 0;
    std::uint32_t written = 0;  ///< of the same shape and dtype; equal to `read` if a call leaves it as it is
    ImportedSource source;
};

/// An input and an output that look like state passed in and out: a proposal, never applied unasked.
struct StateProposal {
    std::string input;
    std::string output;
    std::string reason;  ///< for people: "same shape (1 x 1 x 64) and both named h"
};

struct ImportedGraph {
    std::string front_end;  ///< "torchscript"
    std::string name;       ///< class name or file stem
    std::vector<ImportedValue> values;
    std::vector<ImportedNode> nodes;     ///< topological order
    std::vector<std::uint32_t> inputs;   ///< tensor inputs in the order of the signature, tuples flattened
    std::vector<std::uint32_t> outputs;  ///< tensor outputs, tuples flattened
    std::vector<ImportedState> states;
    std::vector<StateProposal> state_proposals;
    std::string model_sha256;        ///< of the file's bytes
    std::vector<std::string> notes;  ///< for people: what was assumed (training mode was switched off, …)
};

}  // namespace lockstep
