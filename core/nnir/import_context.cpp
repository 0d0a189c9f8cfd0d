#include "core/nnir/import_context.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "core/nnir/axes.h"
#include "core/nnir/make_node.h"

namespace lockstep::nnir {
namespace {

/// A constant tensor of whole numbers as integers; nothing if it holds others.
std::optional<std::vector<std::int64_t>> whole_numbers(const Tensor& tensor) {
    // Beyond it fp32, which carries the constants, does not hold every integer.
    constexpr float largest = 16777216.0F;
    std::vector<std::int64_t> all;
    for (const float v : tensor.values()) {
        if (!(std::abs(v) <= largest) || std::trunc(v) != v) return std::nullopt;
        all.push_back(static_cast<std::int64_t>(v));
    }
    return all;
}

}  // namespace

ImportContext::ImportContext(Graph& graph, const ImportedGraph& imported, const ImportedNode& node,
                             ValueMap& values, const std::vector<bool>& live)
    : graph_(graph), imported_(imported), node_(node), values_(values), live_(live) {}

const ImportedAttribute* ImportContext::known(const std::string& argument) const {
    const ImportedArgument* found = node_.find(argument);
    if (found == nullptr) return nullptr;
    if (std::holds_alternative<std::uint32_t>(found->value))
        refuse("its argument '" + argument + "' is computed from the input; it must be a constant");
    const auto& attribute = std::get<ImportedAttribute>(found->value);
    return std::holds_alternative<std::monostate>(attribute) ? nullptr : &attribute;
}

bool ImportContext::is_value(const std::string& argument) const {
    const ImportedArgument* found = node_.find(argument);
    return found != nullptr && std::holds_alternative<std::uint32_t>(found->value);
}

bool ImportContext::has(const std::string& argument) const {
    const ImportedArgument* found = node_.find(argument);
    if (found == nullptr) return false;
    const auto* attribute = std::get_if<ImportedAttribute>(&found->value);
    return attribute == nullptr || !std::holds_alternative<std::monostate>(*attribute);
}

ValueId ImportContext::value(const std::string& argument) {
    const ImportedArgument* found = node_.find(argument);
    if (found == nullptr) refuse("its argument '" + argument + "' is missing");
    const auto* index = std::get_if<std::uint32_t>(&found->value);
    if (index == nullptr)
        refuse("its argument '" + argument + "' is a constant; it must be computed from the input");
    return mapped(*index, argument);
}

ValueId ImportContext::mapped(std::uint32_t index, const std::string& argument) const {
    const auto found = values_.find(index);
    if (found == values_.end()) refuse("its argument '" + argument + "' has no counterpart in NNIR");
    return found->second;
}

ValueId ImportContext::operand(const std::string& argument) {
    if (is_value(argument)) return value(argument);
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) refuse("its argument '" + argument + "' is missing");
    if (const auto* t = std::get_if<Tensor>(a)) return operand(Item{*t});
    return operand(Item{Tensor({}, {static_cast<float>(number(argument))})});
}

ValueId ImportContext::operand(const Item& item) {
    if (const auto* id = std::get_if<ValueId>(&item)) return *id;
    const auto* constant = std::get_if<Tensor>(&item);
    if (constant == nullptr) refuse("an entry of its list is None");
    return add("Constant", {{"value", *constant}}, {});
}

const std::string& ImportContext::dtype(const std::string& argument) const {
    const ImportedArgument* found = node_.find(argument);
    const auto* index = found == nullptr ? nullptr : std::get_if<std::uint32_t>(&found->value);
    if (index == nullptr) refuse("its argument '" + argument + "' is not computed");
    return imported_.values.at(*index).dtype;
}

const std::string& ImportContext::output_dtype(std::size_t index) const {
    return imported_.values.at(node_.outputs.at(index)).dtype;
}

bool ImportContext::boolean(const std::string& argument, bool otherwise) const {
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) return otherwise;
    if (const auto* b = std::get_if<bool>(a)) return *b;
    if (const auto* i = std::get_if<std::int64_t>(a)) return *i != 0;
    refuse("its argument '" + argument + "' is not a bool");
}

std::int64_t ImportContext::integer(const std::string& argument,
                                    std::optional<std::int64_t> otherwise) const {
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) {
        if (otherwise) return *otherwise;
        refuse("its argument '" + argument + "' is missing");
    }
    if (const auto* i = std::get_if<std::int64_t>(a)) return *i;
    if (const std::vector<std::int64_t> all = integers(argument); all.size() == 1) return all.front();
    refuse("its argument '" + argument + "' is not an integer");
}

double ImportContext::number(const std::string& argument, std::optional<double> otherwise) const {
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) {
        if (otherwise) return *otherwise;
        refuse("its argument '" + argument + "' is missing");
    }
    if (const auto* d = std::get_if<double>(a)) return *d;
    if (const auto* i = std::get_if<std::int64_t>(a)) return static_cast<double>(*i);
    if (const auto* b = std::get_if<bool>(a)) return *b ? 1.0 : 0.0;
    if (const auto* t = std::get_if<Tensor>(a); t != nullptr && t->size() == 1) return t->values()[0];
    refuse("its argument '" + argument + "' is not a number");
}

std::string ImportContext::string(const std::string& argument, const std::string& otherwise) const {
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) return otherwise;
    if (const auto* s = std::get_if<std::string>(a)) return *s;
    refuse("its argument '" + argument + "' is not a string");
}

std::vector<std::int64_t> ImportContext::integers(const std::string& argument) const {
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) return {};
    if (const auto* list = std::get_if<std::vector<std::int64_t>>(a)) return *list;
    if (const auto* i = std::get_if<std::int64_t>(a)) return {*i};
    if (const auto* t = std::get_if<Tensor>(a))
        if (const auto all = whole_numbers(*t)) return *all;
    if (const auto* none = std::get_if<std::vector<double>>(a); none != nullptr && none->empty()) return {};
    refuse("its argument '" + argument + "' is not a list of integers");
}

bool ImportContext::holds_list(const std::string& argument) const {
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) return false;
    const auto* t = std::get_if<Tensor>(a);
    return std::holds_alternative<std::vector<std::int64_t>>(*a) || (t != nullptr && !t->shape().empty());
}

bool ImportContext::holds_string(const std::string& argument) const {
    const ImportedAttribute* a = known(argument);
    return a != nullptr && std::holds_alternative<std::string>(*a);
}

std::optional<Tensor> ImportContext::tensor(const std::string& argument) const {
    const ImportedAttribute* a = known(argument);
    if (a == nullptr) return std::nullopt;
    if (const auto* t = std::get_if<Tensor>(a)) return *t;
    refuse("its argument '" + argument + "' is not a tensor");
}

std::vector<ImportContext::Item> ImportContext::items(const std::string& argument) const {
    const ImportedArgument* found = node_.find(argument);
    if (found == nullptr) return {};
    std::vector<Item> all;
    for (const auto& entry : found->list) {
        if (const auto* index = std::get_if<std::uint32_t>(&entry)) {
            all.emplace_back(mapped(*index, argument));
        } else if (const Tensor& constant = std::get<Tensor>(entry); !constant.empty()) {
            all.emplace_back(constant);
        } else {
            all.emplace_back(std::monostate());
        }
    }
    return all;
}

std::vector<ValueId> ImportContext::operands(const std::string& argument) {
    std::vector<ValueId> all;
    for (const Item& item : items(argument)) all.push_back(operand(item));
    return all;
}

std::vector<Tensor> ImportContext::tensors(const std::string& argument) const {
    const ImportedArgument* found = node_.find(argument);
    if (found == nullptr) refuse("its argument '" + argument + "' is missing");
    std::vector<Tensor> all;
    for (const auto& entry : found->list) {
        const auto* constant = std::get_if<Tensor>(&entry);
        if (constant == nullptr)
            refuse("its argument '" + argument + "' is computed from the input; it must hold constants only");
        all.push_back(*constant);
    }
    return all;
}

int ImportContext::axis(const std::string& argument, int rank, std::optional<std::int64_t> otherwise) const {
    const std::int64_t given = integer(argument, otherwise);
    const int normal = normal_axis(given, rank);
    if (normal < 0)
        refuse("its argument '" + argument + "' is axis " + std::to_string(given) + " of a value with " +
               std::to_string(rank) + " axes");
    return normal;
}

/// What people call the result: the last names of its module ("readout", "layers.0"), or the author's
/// variable. Empty for a bare number of the tracer: then it is named by its operator.
std::string ImportContext::readable(const std::string& name) const {
    const auto number = [](const std::string& text) {
        return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    };
    const std::string& module = node_.source.module;
    if (module.empty()) return number(name) ? std::string() : name;
    std::size_t first = module.rfind('.');
    if (first != std::string::npos && number(module.substr(first + 1))) first = module.rfind('.', first - 1);
    return first == std::string::npos ? module : module.substr(first + 1);
}

ValueId ImportContext::add(const std::string& op, Attributes attributes, std::vector<ValueId> inputs) {
    return add_all(op, std::move(attributes), std::move(inputs)).front();
}

std::vector<ValueId> ImportContext::add_all(const std::string& op, Attributes attributes,
                                            std::vector<ValueId> inputs) {
    NewNode node{.op = op, .attributes = std::move(attributes), .inputs = std::move(inputs)};
    if (!node_.outputs.empty()) node.name = readable(imported_.values.at(node_.outputs.front()).name);
    node.origins = {node_.id};
    const ImportedSource& s = node_.source;
    node.provenance = {imported_.front_end, s.module, s.file, s.line, s.text};
    append_node(graph_, node);
    return graph_.nodes.back().outputs;
}

void ImportContext::set_output(std::size_t index, ValueId value) {
    values_[node_.outputs.at(index)] = value;
}

bool ImportContext::output_used(std::size_t index) const {
    return index < node_.outputs.size() && live_.at(node_.outputs[index]);
}

void ImportContext::refuse(const std::string& reason) const {
    throw ImportRefusal{reason};
}

}  // namespace lockstep::nnir
