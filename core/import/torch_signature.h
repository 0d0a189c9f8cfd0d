#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/import/torch_values.h"

namespace lockstep::torch_import {

/// One argument of a method, or a part of one that is a tuple.
struct Parameter {
    enum class Kind { tensor, scalar, fixed, tuple, list, dict, refused };
    std::string name;  ///< "x"; parts of a tuple or list "state.0", "state.1", of a dictionary their keys
    std::string type;  ///< as TorchScript prints it
    Kind kind = Kind::fixed;
    c10::IValue value;  ///< of a fixed one, or a scalar's default (None: it has none)
    c10::TypePtr torch_type;
    std::string key;  ///< of a part of a dictionary
    std::vector<Parameter>
        parts;  ///< of a tuple; of a fixed one that may be a tensor or a tuple: what it may be
};

/// The arguments of a method without self. Optional ones that have a default, or may be None, are fixed.
std::vector<Parameter> parameters_of(const c10::FunctionSchema& schema);
/// Finds the parts of lists and dictionaries of tensors: what the code of the method takes out of them.
void find_parts(const std::shared_ptr<torch::jit::Graph>& graph, std::vector<Parameter>& parameters);
/// Gives the parts of tuples the names that the author unpacks them to ("h", "c"), where all names stay
/// apart.
void use_names_of(const torch::jit::Graph& graph, std::vector<Parameter>& parameters);
/// Optional arguments, or all parts of optional tuples, that are named in `given` are no longer fixed: they
/// are tensors as the others are.
void bind_optional(std::vector<Parameter>& parameters, const std::set<std::string>& given);
/// The names under which the fixed arguments can be given; empty: there are none.
std::vector<std::string> optional_names(const std::vector<Parameter>& parameters);
/// The constants of a function that are tensors, in the order of its graph; also of the branches in it.
std::vector<torch::jit::Node*> tensor_constants(torch::jit::Function& function);
/// "forward(x: Tensor, gain: float = 1.) -> Tensor"
std::string signature_text(const c10::FunctionSchema& schema);

/// A name without the numbers that TorchScript appends; empty when nothing is left.
std::string plain_name(std::string name);

/// The tensors and scalars among them in order, containers flattened. Throws Error(unsupported) for an input
/// of another kind, and for a container of which the code does not tell what it holds.
std::vector<const Parameter*> flatten(const std::vector<Parameter>& parameters);

/// The value of a scalar: the user's, or its default. Throws Error(bad_shape) when there is neither.
c10::IValue scalar_value(const Parameter& parameter, const std::map<std::string, double>& values);

}  // namespace lockstep::torch_import
