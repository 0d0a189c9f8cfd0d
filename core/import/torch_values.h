#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/import/torch_headers.h"
#include "core/support/error.h"
#include "core/tensor/tensor.h"

/// The values of the partial evaluator. A value is known, or a tensor that is computed from the inputs, or a
/// container that holds such a tensor, or unknown (it depends on input data in a way that a graph cannot
/// hold).
namespace lockstep::torch_import {

/// A tensor of the graph. Several names may share one (Python assigns references); a write in place moves all
/// of them on.
struct TensorValue {
    std::uint32_t value = 0;  ///< index into the graph's values
    at::Tensor example;       ///< some tensor of the same shape, type and strides; its numbers mean nothing
    /// The number of writes to its memory that `value` has seen; -1: it was never read.
    std::int64_t generation = 0;
};

struct Sequence;

/// Not known before the model runs: a number read out of a tensor, or the result of something refused.
struct Unknown {
    FailureNode origin;                      ///< what made it
    bool reported = false;                   ///< it, or its use, is among the failures already
    std::string subject = "the input data";  ///< what it depends on, for people
};

using Abstract = std::variant<c10::IValue, std::shared_ptr<TensorValue>, std::shared_ptr<Sequence>,
                              std::shared_ptr<Unknown>>;

/// A list, tuple or dictionary with at least one element that may be a tensor of the graph.
struct Sequence {
    enum class Kind { list, tuple, dict };
    Kind kind = Kind::list;
    std::vector<Abstract> items;
    std::vector<c10::IValue> keys;  ///< of a dictionary, parallel to items
    c10::TypePtr type;
};

/// The value as known, or nothing if a part of it is not.
c10::optional<c10::IValue> known(const Abstract& value);
/// The value with examples in place of the graph's tensors; nothing if a part is Unknown.
c10::optional<c10::IValue> example(const Abstract& value);
/// Visits the tensors of the graph in it, and what is Unknown.
void visit_parts(const Abstract& value,
                 const std::function<void(const std::shared_ptr<TensorValue>&)>& tensor,
                 const std::function<void(const std::shared_ptr<Unknown>&)>& unknown);

bool is_tensor(const Abstract& value);
/// TorchScript's name for the kind of value, for messages.
std::string kind_name(const Abstract& value);

/// A failure for the wire; graph_wire::read_failure reads it.
nlohmann::json to_json(const Failure& failure);

/// "float32", "int64", …
std::string dtype_name(at::ScalarType type);
/// Whether values of the graph can be of the type: real or whole numbers, or truth values.
bool is_plain_type(at::ScalarType type);
Shape shape_of(const at::Tensor& tensor);

/// The first line of what LibTorch says that is not empty.
std::string first_line(const std::string& text);

}  // namespace lockstep::torch_import
