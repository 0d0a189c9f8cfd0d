#include "core/passes/import_nnir.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/nnir/import_context.h"
#include "core/nnir/op.h"
#include "core/ops/refusals.h"
#include "core/passes/state_roles.h"
#include "core/support/failure_list.h"

namespace lockstep {
namespace {

using namespace nnir;

/// The values that a node reads.
std::vector<std::uint32_t> operands(const ImportedNode& node) {
    std::vector<std::uint32_t> all;
    for (const ImportedArgument& argument : node.arguments) {
        if (const auto* value = std::get_if<std::uint32_t>(&argument.value)) all.push_back(*value);
        for (const auto& entry : argument.list)
            if (const auto* value = std::get_if<std::uint32_t>(&entry)) all.push_back(*value);
    }
    return all;
}

/// Which values an output of the graph needs, now or, by way of a state, in a later inference.
std::vector<bool> live_values(const ImportedGraph& imported) {
    std::vector<bool> live(imported.values.size(), false);
    for (const std::uint32_t output : imported.outputs) live.at(output) = true;
    for (bool grows = true; grows;) {
        for (auto node = imported.nodes.rbegin(); node != imported.nodes.rend(); ++node) {
            const bool needed = std::any_of(node->outputs.begin(), node->outputs.end(),
                                            [&](std::uint32_t v) { return live.at(v); });
            if (!needed) continue;
            for (const std::uint32_t value : operands(*node)) live.at(value) = true;
        }
        grows = false;
        for (const ImportedState& state : imported.states) {
            if (!live.at(state.read) || live.at(state.written)) continue;
            live.at(state.written) = true;
            grows = true;
        }
    }
    return live;
}

std::string source_of(const ImportedSource& s) {
    return s.file.empty() ? std::string() : s.file + ":" + std::to_string(s.line) + ": " + s.text;
}

FailureNode failure_of(const ImportedNode& node, const std::string& reason) {
    return {node.op, node.source.module, source_of(node.source), reason};
}

bool is_floating(const std::string& dtype) {
    return dtype == "float32" || dtype == "float64" || dtype == "float16" || dtype == "bfloat16";
}

class Importer {
  public:
    explicit Importer(const ImportedGraph& imported) : imported_(imported), live_(live_values(imported)) {}

    Graph run() {
        graph_.name = imported_.name;
        for (const std::uint32_t input : imported_.inputs) {
            const ImportedValue& value = imported_.values.at(input);
            if (!is_floating(value.dtype) && live_.at(input))
                refused_.add({"input '" + value.name + "'",
                              {},
                              {},
                              "it is of type " + value.dtype + "; only floating-point inputs are supported"});
            values_[input] = graph_.add_value(value.name, {.shape = value.shape});
            graph_.inputs.push_back(values_[input]);
        }
        for (const ImportedState& state : imported_.states)
            if (live_.at(state.read)) read(state);
        for (const ImportedNode& node : imported_.nodes)
            if (std::any_of(node.outputs.begin(), node.outputs.end(),
                            [&](std::uint32_t v) { return live_.at(v); }))
                import(node);
        for (const std::uint32_t output : imported_.outputs) {
            if (const auto found = values_.find(output); found != values_.end()) {
                graph_.outputs.push_back(found->second);
            } else if (!poisoned_.contains(output)) {
                refused_.add({"output", {}, {}, "it does not depend on the input"});
            }
        }
        for (const ImportedState& state : imported_.states)
            if (live_.at(state.read)) write(state);
        if (!refused_.empty()) fail();
        name_roles(graph_);
        return std::move(graph_);
    }

  private:
    void read(const ImportedState& state) {
        const ImportedValue& value = imported_.values.at(state.read);
        if (!is_floating(value.dtype)) {
            refused_.add({"state '" + state.name + "'", state.source.module, source_of(state.source),
                          "it is of type " + value.dtype + "; only floating-point states are supported"});
            poisoned_.insert(state.read);
            return;
        }
        State made{.id = graph_.new_state_id(),
                   .name = unique_name(state.name),
                   .role = "carried",
                   .initial = state.initial,
                   .read = graph_.add_value(state.name, {.shape = value.shape}),
                   .written = {},
                   .origins = {},
                   .provenance = {imported_.front_end, state.source.module, state.source.file,
                                  state.source.line, state.source.text}};
        values_[state.read] = made.read;
        graph_.states.push_back(std::move(made));
    }

    void write(const ImportedState& state) {
        const auto made = std::find_if(graph_.states.begin(), graph_.states.end(), [&](const State& s) {
            const auto mapped = values_.find(state.read);
            return mapped != values_.end() && s.read == mapped->second;
        });
        if (made == graph_.states.end()) return;
        const auto found = values_.find(state.written);
        if (found != values_.end()) {
            made->written = found->second;
        } else if (!poisoned_.contains(state.written)) {
            // A call leaves a constant: the same one from the second inference on.
            refused_.add({"state '" + state.name + "'", state.source.module, source_of(state.source),
                          "what a call leaves in it does not depend on the input or on a state"});
        }
    }

    std::string unique_name(const std::string& wish) const {
        const auto taken = [&](const std::string& name) {
            return std::any_of(graph_.states.begin(), graph_.states.end(),
                               [&](const State& s) { return s.name == name; });
        };
        std::string name = wish.empty() ? "state" : wish;
        for (int number = 2; taken(name); ++number) name = wish + "_" + std::to_string(number);
        return name;
    }

    void import(const ImportedNode& node) {
        const ImportRule* rule = find_import(imported_.front_end, node.op);
        const std::vector<std::uint32_t> inputs = operands(node);
        const bool poisoned =
            std::any_of(inputs.begin(), inputs.end(), [&](std::uint32_t v) { return poisoned_.contains(v); });
        if (rule == nullptr) {
            const auto& refusals = ops::known_refusals(imported_.front_end);
            const auto why = refusals.find(node.op);
            refused_.add(
                failure_of(node, why != refusals.end() ? why->second : "the operator is not supported"));
        } else if (!poisoned) {
            try {
                ImportContext context(graph_, imported_, node, values_, live_);
                rule->import(context);
                check_shapes(node);
                return;
            } catch (const ImportRefusal& refusal) {
                refused_.add(failure_of(node, refusal.reason));
            } catch (const Error& error) {
                refused_.add(failure_of(node, error.failure().message));
            }
        }
        poisoned_.insert(node.outputs.begin(), node.outputs.end());
    }

    /// The rule must give what LibTorch gave.
    void check_shapes(const ImportedNode& node) const {
        for (const std::uint32_t output : node.outputs) {
            const auto mapped = values_.find(output);
            if (mapped == values_.end()) {
                if (live_.at(output)) throw ImportRefusal{"one of its results is used that is not supported"};
                continue;
            }
            const Shape& shape = graph_.value(mapped->second).type.shape;
            const Shape& expected = imported_.values.at(output).shape;
            if (shape != expected)
                throw ImportRefusal{"its result has shape " + to_text(expected) + " in PyTorch but " +
                                    to_text(shape) + " in NNIR"};
        }
    }

    [[noreturn]] void fail() {
        const std::string count =
            refused_.size() == 1 ? "one operator" : std::to_string(refused_.size()) + " operators";
        Failure failure{
            .kind = FailureKind::unsupported,
            .message = "the model uses " + count + " that cannot be lowered to NNIR",
            .advice =
                "rewrite these parts with supported operators, or leave them outside of the exported module",
            .details = {},
            .nodes = refused_.nodes()};
        throw Error(std::move(failure));
    }

    const ImportedGraph& imported_;
    std::vector<bool> live_;
    Graph graph_;
    ImportContext::ValueMap values_;
    std::set<std::uint32_t> poisoned_;
    FailureList refused_;
};

}  // namespace

nnir::Graph import_nnir(const ImportedGraph& imported) {
    return Importer(imported).run();
}

}  // namespace lockstep
