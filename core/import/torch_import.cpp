#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/import/torch_evaluator.h"
#include "core/import/torch_model.h"

/// A method of a model becomes a graph.
namespace lockstep::torch_import {
namespace {

namespace jit = torch::jit;

constexpr int pass_limit = 6;

std::string number_text(const c10::IValue& value) {
    if (value.isDouble()) return fmt::format("{}", value.toDouble());
    if (value.isBool()) return fmt::format("{}", value.toBool());
    return fmt::format("{}", value.toInt());
}

/// A part that two names share: "h" of "h_0", "h_t", "hx", "h_n", "hidden_in", "hidden_out".
std::string role(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (const auto dot = name.rfind('.'); dot != std::string::npos && !plain_name(name).empty())
        name = name.substr(dot + 1).find_first_not_of("0123456789") == std::string::npos
                   ? name
                   : name.substr(dot + 1);
    for (const char* ending : {"_in", "_out", "_prev", "_next", "_new", "_t", "_n", "_0", "_1", "_state",
                               "in", "out", "n", "x", "t"}) {
        const std::string_view end(ending);
        if (name.size() > end.size() && name.ends_with(end)) {
            name.erase(name.size() - end.size());
            break;
        }
    }
    return plain_name(name).empty() ? name : plain_name(name);
}

/// Pairs of an input and an output that look like one state.
std::vector<StateProposal> propose_states(const GraphRecord& graph) {
    std::vector<StateProposal> proposals;
    std::vector<bool> taken(graph.outputs.size(), false);
    for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
        const std::string& input = graph.value_name(graph.inputs[i]);
        const Shape& shape = graph.shape(graph.inputs[i]);
        std::optional<std::size_t> match;
        bool named = false;
        std::size_t alike = 0;
        for (std::size_t o = 0; o < graph.outputs.size(); ++o) {
            if (taken[o] || graph.shape(graph.outputs[o]) != shape ||
                graph.dtype(graph.outputs[o]) != graph.dtype(graph.inputs[i]))
                continue;
            ++alike;
            const std::string& output = graph.value_name(graph.outputs[o]);
            if (role(output) == role(input) && !named) {
                match = o;
                named = true;
            }
        }
        // Without a name in common: the inputs behind the first one, against the outputs behind the first
        // one, in order, where the shapes fit.
        const bool in_line = graph.inputs.size() == graph.outputs.size() && i > 0;
        if (!named && in_line && alike > 0 && !taken[i] && graph.shape(graph.outputs[i]) == shape &&
            graph.dtype(graph.outputs[i]) == graph.dtype(graph.inputs[i]))
            match = i;
        if (!match || (!named && i == 0)) continue;
        taken[*match] = true;
        const std::string& output = graph.value_name(graph.outputs[*match]);
        proposals.push_back({input, output,
                             fmt::format("same shape ({}) and {}", lockstep::to_text(shape),
                                         named ? fmt::format("both are named like '{}'", role(input))
                                               : fmt::format("both are number {} in line", i + 1))});
    }
    return proposals;
}

/// The last names of the module that makes a value ("readout", "layers.0"); empty outside of all modules.
std::string module_name(const GraphRecord& graph, std::uint32_t value) {
    for (auto node = graph.nodes().rbegin(); node != graph.nodes().rend(); ++node) {
        if (std::find(node->outputs.begin(), node->outputs.end(), value) == node->outputs.end()) continue;
        const std::string& module = node->source.module;
        std::size_t first = module.rfind('.');
        if (first != std::string::npos && plain_name(module.substr(first + 1)).empty())
            first = module.rfind('.', first - 1);
        return first == std::string::npos ? module : module.substr(first + 1);
    }
    return {};
}

/// Readable names, each once: what graphs, reports and --state speak of. A key of a dictionary and the
/// author's variable win over the module that makes the value. The name of an input gets the ending "_out",
/// the name of another output a number.
void name_outputs(GraphRecord& graph, const std::vector<Evaluator::Output>& outputs) {
    std::set<std::string> inputs;
    for (const std::uint32_t input : graph.inputs) inputs.insert(graph.value_name(input));
    std::set<std::string> taken = inputs;
    std::set<std::uint32_t> named(graph.inputs.begin(), graph.inputs.end());
    for (const GraphRecord::State& state : graph.states) named.insert(state.read);
    for (const Evaluator::Output& output : outputs) {
        graph.outputs.push_back(output.value);
        if (!named.insert(output.value).second) continue;
        std::string name = output.name.empty() ? plain_name(graph.value_name(output.value)) : output.name;
        // Variables of torch's own functions, which traces keep.
        if (name.empty() || name == "input" || name == "result") name = module_name(graph, output.value);
        if (name.empty()) name = "output";
        if (inputs.count(name) != 0) name += "_out";
        std::string free = name;
        for (int i = 2; !taken.insert(free).second; ++i) free = fmt::format("{}_{}", name, i);
        graph.rename(output.value, free);
    }
}

}  // namespace

std::vector<Parameter> Model::named_parameters(const jit::Method& called,
                                               const std::set<std::string>& given) const {
    std::vector<Parameter> parameters = parameters_of(called.function().getSchema());
    bind_optional(parameters, given);
    if (jit::GraphFunction* body = jit::tryToGraphFunction(called.function())) {
        body->ensure_defined();
        find_parts(body->graph(), parameters);
        use_names_of(*body->graph(), parameters);
    }
    return parameters;
}

Model::Evaluated Model::evaluate(const Request& request) {
    const at::NoGradGuard no_gradients;
    const jit::Method called = method(request.method);
    const std::vector<Parameter> parameters = named_parameters(called, request.given);
    std::size_t tensors = 0;
    for (const Parameter* parameter : flatten(parameters))
        tensors += parameter->kind == Parameter::Kind::tensor ? 1 : 0;
    if (request.shapes.size() > tensors) {
        throw Error(FailureKind::bad_shape,
                    fmt::format("{} input shapes were given, but the model has {} tensor inputs",
                                request.shapes.size(), tensors));
    }
    if (tensors == 0)
        throw Error(FailureKind::unsupported, "the method '" + request.method + "' has no tensor input");
    at::manual_seed(0);
    std::vector<at::Tensor> examples;
    for (const std::optional<Shape>& shape : request.shapes)
        examples.push_back(shape ? at::randn(*shape) : at::Tensor());
    StatePlan plan;
    std::vector<at::Tensor> made;  // known tensors of the first call
    bool initial_known = false;
    std::string no_initial;
    for (int pass = 0;; ++pass) {
        Evaluated result;
        GraphRecord& graph = result.graph;
        graph.notes = notes_;
        for (const std::string& name : optional_names(parameters))
            graph.notes.push_back(fmt::format(
                "the optional input '{0}' is left out (None); --input-shape {0}=… gives it", name));
        graph.model_name = module_.type()->name() ? module_.type()->name()->name() : "model";
        Evaluator evaluator(module_, graph, plan);
        std::size_t index = 0;
        const std::function<Abstract(const Parameter&)> make = [&](const Parameter& parameter) -> Abstract {
            if (parameter.kind == Parameter::Kind::tensor) {
                if (index >= examples.size() || !examples[index].defined()) {
                    throw Error(
                        FailureKind::bad_shape,
                        fmt::format("the shape of the input '{}' is not known", parameter.name),
                        fmt::format("Give it with --input-shape {}=20,128 (your numbers).", parameter.name));
                }
                return evaluator.add_input(parameter.name, examples[index++]);
            }
            if (parameter.kind == Parameter::Kind::scalar) {
                const c10::IValue value = scalar_value(parameter, request.values);
                graph.notes.push_back(
                    fmt::format("the input '{}' is the constant {}", parameter.name, number_text(value)));
                return value;
            }
            if (parameter.kind == Parameter::Kind::fixed) return parameter.value;
            auto container = std::make_shared<Sequence>();
            container->kind = parameter.kind == Parameter::Kind::tuple  ? Sequence::Kind::tuple
                              : parameter.kind == Parameter::Kind::list ? Sequence::Kind::list
                                                                        : Sequence::Kind::dict;
            container->type = parameter.torch_type;
            for (const Parameter& part : parameter.parts) {
                if (parameter.kind == Parameter::Kind::dict) container->keys.emplace_back(part.key);
                container->items.push_back(make(part));
            }
            return container;
        };
        std::vector<Abstract> values = {c10::IValue(module_._ivalue())};
        for (const Parameter& parameter : parameters) values.push_back(make(parameter));
        at::manual_seed(0);
        const Abstract answer = evaluator.run(called.function(), std::move(values));
        StatePlan found = evaluator.kept_state();
        if (pass == 0) made = evaluator.all_known_tensors();
        if (!found.same_as(plan)) {
            if (pass + 1 < pass_limit) {
                plan = std::move(found);
                continue;
            }
            evaluator.fail({"prim::SetAttr", "", "",
                            "keeps state whose shape or number of parts changes from call to call: give it a "
                            "fixed size"});
        } else if (!initial_known && (!plan.without_initial().empty() || plan.first_call_differs())) {
            no_initial = find_initial(plan, made, request, examples);
            initial_known = true;
            continue;
        }
        const std::vector<Evaluator::Output> outputs = evaluator.flatten_outputs(answer);
        evaluator.finish_states();
        if (!no_initial.empty()) evaluator.fail({"prim::SetAttr", "", "", no_initial});
        name_outputs(graph, outputs);
        result.failures = evaluator.failures;
        if (result.failures.empty()) {
            if (graph.outputs.empty())
                throw Error(FailureKind::unsupported,
                            "the method '" + request.method + "' returns no tensor");
            graph.drop_unused();
            for (const GraphRecord::State& state : graph.states) {
                if (at::isFloatingType(state.initial.scalar_type())) continue;
                result.failures.add(
                    {"prim::GetAttr", state.source.module, "",
                     fmt::format("the state '{}' is of type {}, and the outputs depend on it: keep counters "
                                 "and flags outside of the model, or make it a floating-point tensor",
                                 state.name, dtype_name(state.initial.scalar_type()))});
            }
            graph.proposals = propose_states(graph);
        }
        return result;
    }
}

nlohmann::json Model::import(const Request& request, std::span<std::byte> weights) {
    Evaluated result = evaluate(request);
    GraphRecord& graph = result.graph;
    std::uint64_t used = 0;
    if (!result.failures.empty()) {
        FailureList& all = result.failures;
        for (const GraphRecord::Node& node : graph.nodes()) {
            const bool ours = node.op == unsupported_op || node.op == constant_op;
            if (ours || request.operators.empty() || request.operators.count(node.op) != 0) continue;
            const auto why = request.refusals.find(node.op);
            all.add({node.op, node.source.module, to_text(node.source),
                     why != request.refusals.end() ? why->second : "is not a supported operator"});
        }
        Failure failure;
        failure.kind = FailureKind::unsupported;
        failure.nodes = all.nodes();
        failure.message = all.size() == 1
                              ? "one place in the model cannot be imported"
                              : fmt::format("{} places in the model cannot be imported", all.size());
        failure.advice = "Change these places in the model and save it again.";
        graph.outputs.clear();
        graph.proposals.clear();
        nlohmann::json partial = graph.to_json(arena_, weights, used);
        return {{"refused", to_json(failure)}, {"graph", std::move(partial)}, {"used", used}};
    }
    nlohmann::json json = graph.to_json(arena_, weights, used);
    method_ = request.method;
    shapes_.clear();
    for (const std::optional<Shape>& shape : request.shapes) shapes_.push_back(*shape);
    values_ = request.values;
    parameters_ = named_parameters(method(method_), request.given);
    stateful_ = !graph.states.empty();
    running_.reset();
    return {{"graph", std::move(json)}, {"used", used}};
}

bool Model::accepts(const Request& request) {
    try {
        evaluate(request);
        return true;
    } catch (const Error& error) {
        // What is refused for another reason is refused with every shape.
        return error.failure().kind == FailureKind::unsupported;
    }
}

}  // namespace lockstep::torch_import
