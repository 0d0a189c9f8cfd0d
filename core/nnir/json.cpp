#include "core/nnir/json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/nnir/op.h"
#include "core/support/overloaded.h"

namespace lockstep::nnir {
namespace {

using Json = nlohmann::ordered_json;

Json value_json(const Value& value) {
    Json data_dim = nullptr;
    if (value.type.data_dim != no_data_dim) data_dim = value.type.data_dim;
    return {{"value", value.name},
            {"shape", value.type.shape},
            {"data_dim", data_dim},
            {"format", name(value.type.format)}};
}

Json values_json(const Graph& graph, const std::vector<ValueId>& ids) {
    Json list = Json::array();
    for (const ValueId id : ids) list.push_back(value_json(graph.value(id)));
    return list;
}

Json number_json(double value) {
    if (std::isfinite(value)) return value;
    if (std::isnan(value)) return "nan";
    return value > 0 ? "inf" : "-inf";
}

Json attribute_json(const Attribute& attribute) {
    return std::visit(Overloaded{[](double value) { return number_json(value); },
                                 [](const Tensor& value) {
                                     return Json{{"constant", value.shape()}, {"elements", value.size()}};
                                 },
                                 [](const auto& value) { return Json(value); }},
                      attribute);
}

Json node_json(const Graph& graph, const Node& node) {
    Json inputs = Json::array();
    for (const ValueId id : node.inputs) inputs.push_back(graph.value(id).name);
    Json attributes = Json::object();
    for (const auto& [key, value] : node.attributes.entries()) attributes[key] = attribute_json(value);
    const Provenance& p = node.provenance;
    const Support support = node.op->support(bind(graph, node));
    return {{"id", node.id.value},
            {"op", node.op->name()},
            {"inputs", inputs},
            {"outputs", values_json(graph, node.outputs)},
            {"module", p.module},
            {"source", {{"file", p.file}, {"line", p.line}, {"text", p.text}}},
            {"origins", node.origins},
            {"attributes", attributes},
            {"precision", name(node.precision)},
            {"support", {{"level", name(support.level)}, {"note", support.note}}}};
}

}  // namespace

Json to_json(const Graph& graph) {
    Json nodes = Json::array();
    for (const Node& node : graph.nodes) nodes.push_back(node_json(graph, node));
    Json states = Json::array();
    for (const State& state : graph.states)
        states.push_back({{"name", state.name},
                          {"role", state.role},
                          {"value", graph.value(state.read).name},
                          {"written", graph.value(state.written).name},
                          {"shape", state.initial.shape()},
                          {"module", state.provenance.module}});
    return {{"name", graph.name},
            {"nodes", nodes},
            {"states", states},
            {"inputs", values_json(graph, graph.inputs)},
            {"outputs", values_json(graph, graph.outputs)}};
}

}  // namespace lockstep::nnir
