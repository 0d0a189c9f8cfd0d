#include "core/import/torch_evaluator.h"

#include <fmt/format.h>
#include <algorithm>

#include "core/import/torch_signature.h"
#include "core/support/overloaded.h"

namespace lockstep::torch_import {
namespace {

/// `with torch.no_grad():` and its like say what is recorded for gradients, or timed, and change no value.
bool concerns_gradients(const c10::Type& type) {
    return type.annotation_str().rfind("__torch__.torch.autograd.", 0) == 0;
}

namespace jit = torch::jit;

constexpr std::int64_t step_limit = 500'000;
constexpr std::size_t node_limit = 200'000;
constexpr int depth_limit = 200;

void name_modules(const jit::Module& module, const std::string& path,
                  std::unordered_map<const c10::ivalue::Object*, std::string>& paths) {
    if (!paths.emplace(module._ivalue().get(), path).second) return;  // a shared module keeps its first name
    for (const auto& child : module.named_children()) {
        name_modules(child.value, path.empty() ? child.name : path + "." + child.name, paths);
    }
}

/// torch.jit.trace keeps the numbers of the author's code as tensors without axes. As in the code, such a
/// number does not widen the type of what it is combined with.
bool is_written_number(const c10::IValue& value) {
    if (!value.isTensor() || !value.toTensor().defined() || value.toTensor().dim() != 0) return false;
    const at::ScalarType type = value.toTensor().scalar_type();
    return type == at::kDouble || type == at::kLong;
}

}  // namespace

std::string operator_name(const jit::Node& node) {
    return node.kind().toQualString();
}

Evaluator::Evaluator(const jit::Module& module, GraphRecord& graph, const StatePlan& plan)
    : graph_(graph), plan_(plan) {
    name_modules(module, "", module_paths_);
    for (const auto& parameter : module.named_parameters()) protect(parameter.value, parameter.name);
    for (const auto& buffer : module.named_buffers()) protect(buffer.value, buffer.name);
    for (const auto& part : module.named_modules()) {
        const std::string path = part.name.empty() ? "" : part.name + ".";
        module_orders_.emplace(part.value._ivalue().get(), module_orders_.size());
        for (const auto& attribute : part.value.named_attributes(false))
            protect(attribute.value, path + attribute.name);
    }
    for (const at::Tensor& tensor : ordered_memories()) keep_tensor(memory_name(tensor), tensor);
    for (const auto* entry : plan.ordered())
        attributes_[entry->first] = planned(entry->second, attribute_name(entry->first));
}

Abstract Evaluator::run(jit::Function& method, std::vector<Abstract> arguments) {
    return call(method, std::move(arguments), nullptr, nullptr);
}

std::shared_ptr<TensorValue> Evaluator::add_input(const std::string& name, const at::Tensor& example) {
    auto tensor = std::make_shared<TensorValue>();
    tensor->example = example;
    tensor->value = graph_.add_value(name, example);
    graph_.inputs.push_back(tensor->value);
    add_view(tensor);
    return tensor;
}

void Evaluator::protect(const c10::IValue& value, const std::string& name) {
    value.visit([&](const c10::IValue& part) {
        if (part.isTensor() && part.toTensor().defined() && part.toTensor().has_storage())
            protected_.emplace(part.toTensor().storage().unsafeGetStorageImpl(),
                               Owner{name, part.toTensor(), protected_.size()});
        return part.isObject();  // modules name their own
    });
}

bool Evaluator::is_protected(const c10::IValue& value) const {
    return value.isTensor() && value.toTensor().defined() && value.toTensor().has_storage() &&
           protected_.count(value.toTensor().storage().unsafeGetStorageImpl()) != 0;
}

Abstract Evaluator::get(const jit::Value* value, const Frame& frame) {
    const auto found = frame.values.find(value);
    if (found == frame.values.end()) {
        throw Error(FailureKind::internal,
                    "importer: the value %" + value->debugName() + " was never computed");
    }
    return settle(found->second);
}

std::vector<Abstract> Evaluator::get_inputs(const Node& node, const Frame& frame) {
    std::vector<Abstract> inputs;
    for (const jit::Value* input : node.inputs()) inputs.push_back(get(input, frame));
    return inputs;
}

void Evaluator::set(const jit::Value* value, Frame& frame, Abstract abstract) const {
    frame.values[value] = std::move(abstract);
}

void Evaluator::name_after(const jit::Value& value, const Abstract& abstract, const Frame& frame) {
    const auto* tensor = std::get_if<std::shared_ptr<TensorValue>>(&abstract);
    if (tensor == nullptr || (*tensor)->generation < 0) return;
    const std::uint32_t named = (*tensor)->value;
    const auto [depth, fresh] = name_depths_.try_emplace(named, frame.depth);
    const bool is_state = std::any_of(graph_.states.begin(), graph_.states.end(),
                                      [&](const GraphRecord::State& state) { return state.read == named; });
    const bool is_input = std::count(graph_.inputs.begin(), graph_.inputs.end(), named) != 0;
    if (is_state || is_input || plain_name(value.debugName()).empty()) return;
    const bool speaks = !plain_name(graph_.value_name(named)).empty();
    if (!fresh && speaks && frame.depth >= depth->second) return;
    depth->second = frame.depth;
    graph_.rename(named, value.debugName());
}

FailureNode Evaluator::describe(const Node& node, const Frame& frame, const std::string& reason) const {
    const ImportedSource source = find_source(node.sourceRange(), frame.site);
    return {operator_name(node), source.module, to_text(source), reason};
}

void Evaluator::set_unknown(const Node& node, Frame& frame, const FailureNode& origin, bool reported) const {
    const auto unknown = std::make_shared<Unknown>(Unknown{origin, reported});
    for (const jit::Value* output : node.outputs()) set(output, frame, unknown);
}

void Evaluator::refuse(const Node& node, Frame& frame, const std::string& reason) {
    const FailureNode failure = describe(node, frame, reason);
    record_failure(failure, get_inputs(node, frame), find_source(node.sourceRange(), frame.site));
    set_unknown(node, frame, failure, true);
}

void Evaluator::fail(const FailureNode& failure) {
    record_failure(failure, {}, {failure.module, {}, 0, failure.source});
}

void Evaluator::record_failure(const FailureNode& failure, const std::vector<Abstract>& inputs,
                               const ImportedSource& source) {
    const std::size_t place = failures.size();
    if (failures.add(failure) != place) return;
    GraphRecord::Node record;
    record.op = unsupported_op;
    record.source = source;
    GraphRecord::Argument index;
    index.name = "failure";
    index.value = c10::IValue(static_cast<std::int64_t>(place));
    GraphRecord::Argument read;
    read.name = "inputs";
    read.is_list = true;
    for (const Abstract& input : inputs) {
        visit_parts(
            input,
            [&](const std::shared_ptr<TensorValue>& tensor) {
                if (tensor->generation >= 0) read.list.emplace_back(tensor->value);
            },
            [](const std::shared_ptr<Unknown>&) {});
    }
    record.arguments = {std::move(index), std::move(read)};
    record.outputs = {graph_.add_value(failure.op, Shape{}, at::kFloat)};
    graph_.add_node(std::move(record));
}

Abstract Evaluator::call(jit::Function& function, std::vector<Abstract> arguments, const Frame* caller,
                         const Node* site) {
    jit::GraphFunction* body = jit::tryToGraphFunction(function);
    if (body == nullptr) throw Error(FailureKind::internal, "importer: " + function.name() + " has no graph");
    body->ensure_defined();
    Frame frame;
    if (caller != nullptr) {
        frame.site.caller = &caller->site;
        frame.site.range = site->sourceRange();
        frame.site.module = caller->site.module;
        frame.depth = caller->depth + 1;
    }
    if (frame.depth > depth_limit) {
        throw Error(FailureKind::unsupported, "the model's functions call each other more than 200 deep");
    }
    if (!arguments.empty()) {
        const auto* self = std::get_if<c10::IValue>(&arguments[0]);
        if (self != nullptr && self->isObject()) {
            if (const auto path = module_paths_.find(self->toObject().get()); path != module_paths_.end()) {
                frame.site.module = path->second;
            }
        }
    }
    const std::shared_ptr<jit::Graph> graph = body->graph();
    if (graph->inputs().size() != arguments.size()) {
        throw Error(FailureKind::internal, "importer: wrong number of arguments for " + function.name());
    }
    for (std::size_t i = 0; i < arguments.size(); ++i)
        set(graph->inputs()[i], frame, std::move(arguments[i]));
    std::vector<Abstract> results = run_block(*graph->block(), frame);
    return results.empty() ? Abstract(c10::IValue()) : results[0];
}

std::vector<Abstract> Evaluator::run_block(const jit::Block& block, Frame& frame) {
    for (const Node* node : block.nodes()) {
        if (++steps_ > step_limit || graph_.node_count() > node_limit) {
            throw Error(
                {.kind = FailureKind::unsupported,
                 .message = fmt::format(
                     "the model does not end: after {} evaluated operations ({} of them on data) it is still "
                     "running at {}",
                     steps_ - 1, graph_.node_count(), describe(*node, frame, "").source),
                 .advice = "A loop that runs for very long cannot be unrolled: shorten the sequence, or make "
                           "the loop end.",
                 .details = {},
                 .nodes = {describe(*node, frame, "in a loop that goes on and on")}});
        }
        run_node(*node, frame);
    }
    std::vector<Abstract> outputs;
    for (const jit::Value* output : block.outputs()) outputs.push_back(get(output, frame));
    return outputs;
}

void Evaluator::run_node(const Node& node, Frame& frame) {
    if (run_structural(node, frame)) return;
    // What follows from a refused or unknown value is not known either; its use is reported once. Numbers
    // that follow from it are as unknown as it is: how they are used decides.
    const bool numbers = !node.outputs().empty() &&
                         std::all_of(node.outputs().begin(), node.outputs().end(), [](const jit::Value* v) {
                             return v->type()->isSubtypeOf(*c10::NumberType::get()) ||
                                    v->type()->kind() == c10::TypeKind::BoolType;
                         });
    std::shared_ptr<Unknown> lost;
    for (const jit::Value* input : node.inputs()) {
        visit_parts(
            get(input, frame), [](const std::shared_ptr<TensorValue>&) {},
            [&](const std::shared_ptr<Unknown>& unknown) {
                if (!lost || (lost->reported && !unknown->reported)) lost = unknown;
                if (numbers || unknown->reported) return;
                record_failure(unknown->origin, {}, {unknown->origin.module, {}, 0, unknown->origin.source});
                unknown->reported = true;
            });
    }
    if (lost) {
        for (const jit::Value* output : node.outputs()) set(output, frame, lost);
        return;
    }
    if (run_container(node, frame)) return;
    run_operator(node, frame);
}

bool Evaluator::run_structural(const Node& node, Frame& frame) {
    namespace prim = c10::prim;
    const c10::Symbol kind = node.kind();
    if (kind == prim::Constant) {
        c10::optional<c10::IValue> value = jit::toIValue(node.output());
        c10::IValue constant = value ? std::move(*value) : c10::IValue();
        if (constant.isDevice()) constant = c10::IValue(c10::Device(c10::kCPU));
        if (is_written_number(constant)) {
            const at::Tensor number = constant.toTensor().detach();
            number.unsafeGetTensorImpl()->set_wrapped_number(true);
            constant = c10::IValue(number);
        }
        protect(constant, "constant");
        set(node.output(), frame, std::move(constant));
    } else if (kind == prim::GetAttr) {
        get_attribute(node, frame);
    } else if (kind == prim::SetAttr) {
        set_attribute(node, frame);
    } else if (kind == prim::CallMethod || kind == prim::CallFunction) {
        run_call(node, frame);
    } else if (kind == prim::If) {
        run_if(node, frame);
    } else if (kind == prim::Loop) {
        run_loop(node, frame);
    } else if (kind == prim::RaiseException) {
        raise(node, frame);
    } else if (kind == prim::Uninitialized) {
        set(node.output(), frame, c10::IValue());
    } else if (kind == prim::unchecked_cast || kind == c10::aten::_unwrap_optional ||
               operator_name(node) == "prim::unchecked_unwrap_optional" ||
               operator_name(node) == "prim::data" || operator_name(node) == "aten::detach_" ||
               operator_name(node) == "aten::requires_grad_") {
        set(node.output(), frame, get(node.input(0), frame));
    } else if (kind == prim::Print || operator_name(node) == "aten::warn") {
        // says something, changes nothing
    } else if ((kind == prim::Enter || kind == prim::Exit) && concerns_gradients(*node.input()->type())) {
        set(node.output(), frame, c10::IValue());
    } else if (kind == prim::CreateObject) {
        const auto type = node.output()->type()->expect<c10::ClassType>();
        auto object = c10::ivalue::Object::create(c10::StrongTypePtr(type->compilation_unit(), type),
                                                  type->numAttributes());
        fresh_objects_.insert(object.get());
        kept_objects_.emplace_back(object);
        set(node.output(), frame, c10::IValue(std::move(object)));
    } else {
        return false;
    }
    return true;
}

void Evaluator::run_call(const Node& node, Frame& frame) {
    std::vector<Abstract> arguments = get_inputs(node, frame);
    jit::Function* function = nullptr;
    if (node.kind() == c10::prim::CallFunction) {
        function = node.input(0)->type()->expectRef<c10::FunctionType>().function();
        arguments.erase(arguments.begin());
    } else {
        const auto* self = std::get_if<c10::IValue>(&arguments[0]);
        if (self == nullptr || !self->isObject()) {
            refuse(node, frame, "calls a method of something that is not known before the model runs");
            return;
        }
        function = self->toObject()->type()->findMethod(node.s(c10::attr::name));
    }
    if (function == nullptr || jit::tryToGraphFunction(*function) == nullptr) {
        refuse(node, frame, "calls a function that has no TorchScript (a compiled extension)");
        return;
    }
    const Abstract answer = call(*function, std::move(arguments), &frame, &node);
    name_after(*node.output(), answer, frame);
    set(node.output(), frame, answer);
}

void Evaluator::run_if(const Node& node, Frame& frame) {
    const Abstract condition = get(node.input(), frame);
    if (const auto* unknown = std::get_if<std::shared_ptr<Unknown>>(&condition)) {
        if ((*unknown)->reported) {
            set_unknown(node, frame, (*unknown)->origin, true);
            return;
        }
        (*unknown)->reported = true;
        refuse(node, frame,
               "its condition depends on " + (*unknown)->subject +
                   ": an accelerator runs the same instructions for every input; compute both branches and "
                   "choose with torch.where");
        return;
    }
    const c10::optional<c10::IValue> value = known(condition);
    if (!value || !value->isBool()) {
        refuse(node, frame, "its condition is not known before the model runs");
        return;
    }
    const std::vector<Abstract> results = run_block(*node.blocks()[value->toBool() ? 0 : 1], frame);
    for (std::size_t i = 0; i < results.size(); ++i) set(node.outputs()[i], frame, results[i]);
}

void Evaluator::run_loop(const Node& node, Frame& frame) {
    const jit::Block& body = *node.blocks()[0];
    const auto unknown_of = [](const Abstract& value) {
        const auto* unknown = std::get_if<std::shared_ptr<Unknown>>(&value);
        return unknown != nullptr ? *unknown : nullptr;
    };
    const auto refuse_loop = [&](const std::shared_ptr<Unknown>& unknown) {
        if (unknown->reported) {
            set_unknown(node, frame, unknown->origin, true);
            return;
        }
        unknown->reported = true;
        refuse(
            node, frame,
            "how often it runs depends on " + unknown->subject +
                ": an accelerator runs the same instructions for every input; use a fixed number of turns");
    };
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        if (const auto unknown = unknown_of(get(node.input(i), frame))) {
            refuse_loop(unknown);
            return;
        }
    }
    const c10::optional<c10::IValue> trips = known(get(node.input(0), frame));
    Abstract condition = get(node.input(1), frame);
    std::vector<Abstract> carried;
    for (std::size_t i = 2; i < node.inputs().size(); ++i) carried.push_back(get(node.input(i), frame));
    for (std::int64_t turn = 0; turn < trips->toInt(); ++turn) {
        if (const auto unknown = unknown_of(condition)) {
            refuse_loop(unknown);
            return;
        }
        if (!known(condition)->toBool()) break;
        set(body.inputs()[0], frame, c10::IValue(turn));
        for (std::size_t i = 0; i < carried.size(); ++i) set(body.inputs()[i + 1], frame, carried[i]);
        std::vector<Abstract> results = run_block(body, frame);
        if (++steps_ > step_limit) run_block(body, frame);  // an empty body: reports the limit
        condition = results[0];
        carried.assign(results.begin() + 1, results.end());
    }
    for (std::size_t i = 0; i < carried.size(); ++i) set(node.outputs()[i], frame, carried[i]);
}

void Evaluator::raise(const Node& node, const Frame& frame) {
    const c10::optional<c10::IValue> words = known(get(node.input(0), frame));
    const FailureNode place = describe(node, frame, "raises an exception for these inputs");
    throw Error({.kind = FailureKind::bad_shape,
                 .message = "the model refuses inputs of this shape: " +
                            (words && words->isString() ? words->toStringRef()
                                                        : std::string("it raises an exception")) +
                            (place.source.empty() ? "" : " (" + place.source + ")"),
                 .advice = "Give the shape that the model was written for with --input-shape.",
                 .details = {},
                 .nodes = {place}});
}

}  // namespace lockstep::torch_import
