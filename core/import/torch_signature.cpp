#include "core/import/torch_signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <sstream>

namespace lockstep::torch_import {
namespace {

/// Whether it is a tensor, or a tuple of tensors.
bool of_tensors(const Parameter& parameter) {
    if (parameter.kind == Parameter::Kind::tensor) return true;
    return parameter.kind == Parameter::Kind::tuple && !parameter.parts.empty() &&
           std::all_of(parameter.parts.begin(), parameter.parts.end(), of_tensors);
}

Parameter describe(const std::string& name, const c10::TypePtr& type,
                   const c10::optional<c10::IValue>& fallback) {
    Parameter parameter;
    parameter.name = name;
    parameter.type = type->str();
    if (fallback) parameter.value = *fallback;
    switch (type->kind()) {
        case c10::TypeKind::TensorType:
            parameter.kind =
                fallback && fallback->isTensor() ? Parameter::Kind::fixed : Parameter::Kind::tensor;
            return parameter;
        case c10::TypeKind::OptionalType:
            parameter.kind = Parameter::Kind::fixed;
            if (!fallback || fallback->isNone()) {
                Parameter inner = describe(name, type->containedType(0), c10::nullopt);
                if (of_tensors(inner)) parameter.parts.push_back(std::move(inner));
            }
            return parameter;
        case c10::TypeKind::IntType:
        case c10::TypeKind::FloatType:
        case c10::TypeKind::BoolType:
        case c10::TypeKind::NumberType:
            parameter.kind = Parameter::Kind::scalar;
            parameter.torch_type = type;
            return parameter;
        case c10::TypeKind::TupleType:
            parameter.kind = Parameter::Kind::tuple;
            parameter.torch_type = type;
            for (std::size_t i = 0; i < type->containedTypes().size(); ++i) {
                parameter.parts.push_back(
                    describe(fmt::format("{}.{}", name, i), type->containedType(i), c10::nullopt));
            }
            return parameter;
        case c10::TypeKind::ListType:
        case c10::TypeKind::DictType: {
            const auto holds = [&](std::size_t i, c10::TypeKind kind) {
                return type->containedType(i)->kind() == kind;
            };
            parameter.torch_type = type;
            parameter.kind = Parameter::Kind::refused;
            if (fallback) {
                parameter.kind = Parameter::Kind::fixed;
            } else if (type->kind() == c10::TypeKind::ListType) {
                if (holds(0, c10::TypeKind::TensorType)) parameter.kind = Parameter::Kind::list;
            } else if (holds(0, c10::TypeKind::StringType) && holds(1, c10::TypeKind::TensorType)) {
                parameter.kind = Parameter::Kind::dict;
            }
            return parameter;
        }
        default:
            parameter.kind = fallback ? Parameter::Kind::fixed : Parameter::Kind::refused;
            return parameter;
    }
}

void add_constants(torch::jit::Block& block, std::vector<torch::jit::Node*>& found) {
    for (torch::jit::Node* node : block.nodes()) {
        const bool tensor = node->kind() == c10::prim::Constant && node->hasAttribute(c10::attr::value) &&
                            node->kindOf(c10::attr::value) == torch::jit::AttributeKind::t;
        if (tensor) found.push_back(node);
        for (torch::jit::Block* inner : node->blocks()) add_constants(*inner, found);
    }
}

void flatten_into(const std::vector<Parameter>& parameters, std::vector<const Parameter*>& flat) {
    for (const Parameter& parameter : parameters) {
        const bool counted =
            parameter.kind == Parameter::Kind::list || parameter.kind == Parameter::Kind::dict;
        if (counted && parameter.parts.empty()) {
            throw Error(FailureKind::unsupported,
                        fmt::format("the input '{}' is of type {}, and the code does not tell what it holds",
                                    parameter.name, parameter.type),
                        "Take its tensors by constant indices or keys (states[0], obs[\"joints\"]), unpack "
                        "it, or give "
                        "the model a method that takes them one by one.");
        }
        if (counted || parameter.kind == Parameter::Kind::tuple) {
            flatten_into(parameter.parts, flat);
        } else if (parameter.kind == Parameter::Kind::tensor || parameter.kind == Parameter::Kind::scalar) {
            flat.push_back(&parameter);
        } else if (parameter.kind == Parameter::Kind::refused) {
            throw Error(FailureKind::unsupported,
                        fmt::format("the input '{}' is of type {}: only tensors, containers of tensors and "
                                    "numbers can be inputs",
                                    parameter.name, parameter.type),
                        "Give the model a method that takes tensors.");
        }
    }
}

constexpr std::int64_t part_limit = 1000;  ///< of a list

Parameter tensor_part(const std::string& name) {
    Parameter part;
    part.name = name;
    part.type = "Tensor";
    part.kind = Parameter::Kind::tensor;
    return part;
}

/// How many elements a list has at least, by what the node takes out of it.
std::int64_t taken_of_list(const torch::jit::Node& node) {
    const auto constant = [&](std::size_t input) {
        const c10::optional<c10::IValue> value = torch::jit::toIValue(node.input(input));
        return value && value->isInt() ? c10::optional<std::int64_t>(value->toInt()) : c10::nullopt;
    };
    if (node.kind() == c10::prim::ListUnpack) return static_cast<std::int64_t>(node.outputs().size());
    if (node.kind() == c10::aten::__getitem__) {
        const c10::optional<std::int64_t> index = constant(1);
        return !index ? 0 : *index < 0 ? -*index : *index + 1;
    }
    // An open end is a huge number.
    const std::int64_t end = node.kind() == c10::aten::slice ? constant(2).value_or(0) : 0;
    return end < part_limit ? end : 0;
}

c10::optional<std::string> taken_of_dictionary(const torch::jit::Node& node) {
    if (node.kind() != c10::aten::__getitem__) return c10::nullopt;
    const c10::optional<c10::IValue> key = torch::jit::toIValue(node.input(1));
    return key && key->isString() ? c10::optional<std::string>(key->toStringRef()) : c10::nullopt;
}

}  // namespace

void find_parts(const std::shared_ptr<torch::jit::Graph>& graph, std::vector<Parameter>& parameters) {
    std::set<std::string> taken;
    std::shared_ptr<torch::jit::Graph> whole;  // what the container is handed to is part of the code
    for (const Parameter& parameter : parameters) {
        taken.insert(parameter.name);
        if (whole || (parameter.kind != Parameter::Kind::list && parameter.kind != Parameter::Kind::dict))
            continue;
        whole = graph->copy();
        torch::jit::Inline(*whole);
    }
    for (std::size_t i = 0; whole && i < parameters.size() && i + 1 < whole->inputs().size(); ++i) {
        Parameter& parameter = parameters[i];
        std::int64_t count = 0;
        std::set<std::string> keys;
        for (const torch::jit::Use& use : whole->inputs()[i + 1]->uses()) {
            if (parameter.kind == Parameter::Kind::list) count = std::max(count, taken_of_list(*use.user));
            if (parameter.kind != Parameter::Kind::dict) continue;
            const c10::optional<std::string> key = taken_of_dictionary(*use.user);
            if (!key || !keys.insert(*key).second) continue;
            const bool free = taken.insert(*key).second;
            parameter.parts.push_back(tensor_part(free ? *key : parameter.name + "." + *key));
            parameter.parts.back().key = *key;
        }
        for (std::int64_t k = 0; k < std::min(count, part_limit); ++k)
            parameter.parts.push_back(tensor_part(fmt::format("{}.{}", parameter.name, k)));
    }
}

std::vector<Parameter> parameters_of(const c10::FunctionSchema& schema) {
    std::vector<Parameter> parameters;
    for (std::size_t i = 1; i < schema.arguments().size(); ++i) {
        const c10::Argument& argument = schema.arguments()[i];
        parameters.push_back(describe(argument.name(), argument.type(), argument.default_value()));
    }
    return parameters;
}

std::vector<const Parameter*> flatten(const std::vector<Parameter>& parameters) {
    std::vector<const Parameter*> flat;
    flatten_into(parameters, flat);
    return flat;
}

void use_names_of(const torch::jit::Graph& graph, std::vector<Parameter>& parameters) {
    std::set<std::string> taken;
    for (const Parameter& parameter : parameters) taken.insert(parameter.name);
    for (std::size_t i = 0; i < parameters.size() && i + 1 < graph.inputs().size(); ++i) {
        if (parameters[i].kind != Parameter::Kind::tuple) continue;
        for (const torch::jit::Use& use : graph.inputs()[i + 1]->uses()) {
            if (use.user->kind() != c10::prim::TupleUnpack) continue;
            std::vector<std::string> names;
            for (const torch::jit::Value* output : use.user->outputs()) {
                const std::string name = plain_name(output->debugName());
                if (!name.empty() && taken.insert(name).second) names.push_back(name);
            }
            if (names.size() != parameters[i].parts.size()) break;
            for (std::size_t k = 0; k < names.size(); ++k) parameters[i].parts[k].name = names[k];
            break;
        }
    }
}

void bind_optional(std::vector<Parameter>& parameters, const std::set<std::string>& given) {
    for (Parameter& parameter : parameters) {
        if (parameter.kind != Parameter::Kind::fixed || parameter.parts.empty()) continue;
        const std::vector<const Parameter*> inner = flatten(parameter.parts);
        if (std::none_of(inner.begin(), inner.end(),
                         [&](const Parameter* part) { return given.count(part->name) != 0; }))
            continue;
        Parameter bound = parameter.parts.front();
        parameter = std::move(bound);
    }
}

std::vector<std::string> optional_names(const std::vector<Parameter>& parameters) {
    std::vector<std::string> names;
    for (const Parameter& parameter : parameters) {
        if (parameter.kind != Parameter::Kind::fixed) continue;
        for (const Parameter* part : flatten(parameter.parts)) names.push_back(part->name);
    }
    return names;
}

std::vector<torch::jit::Node*> tensor_constants(torch::jit::Function& function) {
    std::vector<torch::jit::Node*> found;
    if (torch::jit::GraphFunction* body = torch::jit::tryToGraphFunction(function)) {
        body->ensure_defined();
        add_constants(*body->graph()->block(), found);
    }
    return found;
}

std::string signature_text(const c10::FunctionSchema& schema) {
    std::string text = schema.name() + "(";
    for (std::size_t i = 1; i < schema.arguments().size(); ++i) {
        const c10::Argument& argument = schema.arguments()[i];
        text += fmt::format("{}{}: {}", i > 1 ? ", " : "", argument.name(), argument.type()->str());
        if (argument.default_value()) {
            std::ostringstream value;
            value << *argument.default_value();
            if (value.str().size() < 40) text += " = " + value.str();
        }
    }
    text += ")";
    if (!schema.returns().empty()) text += " -> " + schema.returns()[0].type()->str();
    return text;
}

std::string plain_name(std::string name) {
    // TorchScript numbers names that are assigned again: h_t1, out.3, x0.
    while (!name.empty() &&
           (std::isdigit(static_cast<unsigned char>(name.back())) != 0 || name.back() == '.'))
        name.pop_back();
    while (!name.empty() && name.back() == '_') name.pop_back();
    while (!name.empty() && name.front() == '_') name.erase(name.begin());
    return name;
}

c10::IValue scalar_value(const Parameter& parameter, const std::map<std::string, double>& values) {
    const auto given = values.find(parameter.name);
    if (given == values.end()) {
        if (!parameter.value.isNone()) return parameter.value;
        throw Error(FailureKind::bad_shape,
                    fmt::format("the input '{}' is a number ({}) that has no default", parameter.name,
                                parameter.type),
                    fmt::format("Give it with --input-value {}=NUMBER.", parameter.name));
    }
    const double value = given->second;
    const auto kind = parameter.torch_type->kind();
    if (kind == c10::TypeKind::BoolType) return c10::IValue(value != 0.0);
    if (kind != c10::TypeKind::IntType) return c10::IValue(value);
    if (value != std::floor(value) || std::abs(value) > 9e15) {
        throw Error(FailureKind::bad_shape,
                    fmt::format("the input '{}' takes a whole number, not {}", parameter.name, value));
    }
    return c10::IValue(static_cast<std::int64_t>(value));
}

}  // namespace lockstep::torch_import
