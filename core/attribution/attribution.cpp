#include "core/attribution/attribution.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/attribution/node_arithmetic.h"
#include "core/nnir/op.h"
#include "core/numerics/bf16.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using nnir::RealTensor;
using Values = std::map<nnir::ValueId, RealTensor>;
using Tensors = std::vector<RealTensor>;

constexpr std::size_t sources = static_cast<std::size_t>(ErrorSource::fusion) + 1;
constexpr std::size_t node_parts =
    static_cast<std::size_t>(ErrorSource::fusion) - static_cast<std::size_t>(ErrorSource::weights);

Tensors operands_of(const nnir::Node& node, const Values& values) {
    Tensors operands;
    for (const nnir::ValueId id : node.inputs) operands.push_back(values.at(id));
    return operands;
}

void set_results(const nnir::Node& node, Values& values, Tensors results) {
    for (std::size_t k = 0; k < node.outputs.size(); ++k)
        values.insert_or_assign(node.outputs[k], std::move(results[k]));
}

bool equal(const Tensors& a, const Tensors& b) {
    return std::ranges::equal(a, b, [](const RealTensor& x, const RealTensor& y) {
        return std::ranges::equal(x.values, y.values, [](double p, double q) {
            return p == q || (std::isnan(p) && std::isnan(q));
        });
    });
}

double largest(std::span<const double> values) {
    double most = 0;
    for (const double value : values) most = std::max(most, std::abs(value));
    return most;
}

void finish(ErrorShare& share, std::size_t focus) {
    double squares = 0;
    for (const double value : share.change) squares += value * value;
    share.at_focus = share.change.empty() ? 0 : share.change[focus];
    share.max_abs = largest(share.change);
    share.rms = std::sqrt(squares / static_cast<double>(std::max<std::size_t>(share.change.size(), 1)));
}

/// Goes through the terms in their order, each time with the outputs of the last inference.
class Walk {
  public:
    Walk(const nnir::Graph& graph, const AcceleratorConfig& config, const AttributedRun& run,
         const JobControl& job, FunctionStyle functions)
        : graph_(graph), run_(run), job_(job), steps_(run.inputs.size()) {
        for (const nnir::Node& node : graph_.nodes) nodes_.emplace_back(graph_, node, config, functions);
        result_.inferences = static_cast<std::int64_t>(steps_);
        result_.nodes.resize(nodes_.size());
        const std::size_t outputs = run.vm_outputs.size();
        by_source_.assign(sources, std::vector<double>(outputs, 0.0));
        by_node_.assign(nodes_.size(), std::vector(node_parts, std::vector<double>(outputs, 0.0)));
        by_inference_.assign(steps_, std::vector<double>(outputs, 0.0));
        for (NodeError& figures : result_.nodes) figures.by_inference.assign(steps_, 0.0);
        result_.error.resize(outputs);
        for (std::size_t k = 0; k < outputs; ++k)
            result_.error[k] =
                static_cast<double>(run.vm_outputs[k]) - static_cast<double>(run.reference_outputs[k]);
        for (std::size_t k = 0; k < outputs; ++k)
            if (std::abs(result_.error[k]) > std::abs(result_.error[focus_])) focus_ = k;
    }

    Attribution take() {
        const Tensors reference_states = tensors(run_.reference_states, states_read());
        before_ = to_doubles(run_.reference_outputs);
        reference_values_ = last_from(0, reference_states);
        term(ErrorSource::reference, outputs_of(reference_values_), {}, {});
        states_ = known(0) ? tensors(run_.vm_states[0], states_read()) : reference_states;
        term(ErrorSource::carried, exact_from(0, states_), {}, {});
        for (std::size_t step = 0; step < steps_; ++step) walk(step);
        finish_figures();
        return std::move(result_);
    }

  private:
    std::vector<nnir::ValueId> states_read() const {
        std::vector<nnir::ValueId> ids;
        for (const nnir::State& state : graph_.states) ids.push_back(state.read);
        return ids;
    }
    bool known(std::size_t step) const {
        return step < run_.vm_states.size() && !run_.vm_states[step].empty();
    }
    Tensors tensors(std::span<const float> flat, const std::vector<nnir::ValueId>& ids) const {
        Tensors result;
        for (const nnir::ValueId id : ids) {
            RealTensor tensor(graph_.value(id).type.shape);
            if (flat.size() < tensor.values.size())
                throw Error(FailureKind::bad_shape,
                            "the run has too few values for the graph's " + graph_.value(id).name);
            std::ranges::transform(flat.first(tensor.values.size()), tensor.values.begin(),
                                   [](float v) { return static_cast<double>(v); });
            flat = flat.subspan(tensor.values.size());
            result.push_back(std::move(tensor));
        }
        if (!flat.empty()) throw Error(FailureKind::bad_shape, "the run has more values than the graph");
        return result;
    }
    static std::vector<double> to_doubles(const std::vector<float>& values) {
        return {values.begin(), values.end()};
    }

    Values start(std::size_t step, const Tensors& states) const {
        Values values;
        const Tensors inputs = tensors(run_.inputs[step], graph_.inputs);
        for (std::size_t k = 0; k < inputs.size(); ++k) values.insert_or_assign(graph_.inputs[k], inputs[k]);
        for (std::size_t k = 0; k < states.size(); ++k)
            values.insert_or_assign(graph_.states[k].read, states[k]);
        return values;
    }
    void evaluate(Values& values, std::size_t first) const {
        for (std::size_t k = first; k < graph_.nodes.size(); ++k) {
            const nnir::Node& node = graph_.nodes[k];
            set_results(node, values, node.op->reference(node.attributes, operands_of(node, values)));
        }
    }
    Tensors states_after(const Values& values) const {
        Tensors states;
        for (const nnir::State& state : graph_.states) states.push_back(values.at(state.written));
        return states;
    }
    std::vector<double> outputs_of(const Values& values) const {
        std::vector<double> outputs;
        for (const nnir::ValueId id : graph_.outputs) {
            const RealTensor& tensor = values.at(id);
            outputs.insert(outputs.end(), tensor.values.begin(), tensor.values.end());
        }
        return outputs;
    }
    /// Values of the last inference, exact from this one's beginning.
    Values last_from(std::size_t step, Tensors states) const {
        for (;; ++step) {
            job_.check();
            Values values = start(step, states);
            evaluate(values, 0);
            if (step + 1 == steps_) return values;
            states = states_after(values);
        }
    }
    /// Its outputs.
    std::vector<double> exact_from(std::size_t step, Tensors states) const {
        return outputs_of(last_from(step, std::move(states)));
    }
    /// Outputs of the last inference, exact behind node `first` of this one.
    std::vector<double> exact_behind(std::size_t step, Values values, std::size_t first) const {
        evaluate(values, first);
        return step + 1 == steps_ ? outputs_of(values) : exact_from(step + 1, states_after(values));
    }

    void term(ErrorSource source, std::vector<double> outputs, std::optional<std::size_t> node,
              std::optional<std::size_t> step) {
        for (std::size_t k = 0; k < outputs.size(); ++k) {
            const double change = outputs[k] - before_[k];
            by_source_[static_cast<std::size_t>(source)][k] += change;
            if (node) {
                const auto part =
                    static_cast<std::size_t>(source) - static_cast<std::size_t>(ErrorSource::weights);
                by_node_[*node][part][k] += change;
            }
            if (step) by_inference_[*step][k] += change;
            if (node && step && k == focus_) result_.nodes[*node].by_inference[*step] += change;
        }
        before_ = std::move(outputs);
    }

    Values rounded_inputs(Values values) const {
        for (const nnir::ValueId id : graph_.inputs) {
            if (graph_.value(id).type.format != nnir::NumberFormat::bf16) continue;
            for (double& value : values.at(id).values)
                value = static_cast<double>(round_to_bf16(static_cast<float>(value)));
        }
        return values;
    }

    void walk(std::size_t step) {
        Values values = rounded_inputs(start(step, states_));
        term(ErrorSource::input, exact_behind(step, values, 0), {}, step);
        for (std::size_t k = 0; k < nodes_.size(); ++k) {
            job_.check();
            const nnir::Node& node = graph_.nodes[k];
            const Tensors operands = operands_of(node, values);
            Tensors before = node.op->reference(node.attributes, operands);
            const auto substitute = [&](ErrorSource source, Tensors results) {
                if (equal(before, results)) return;
                set_results(node, values, results);
                term(source, exact_behind(step, values, k + 1), k, step);
                before = std::move(results);
            };
            Tensors weighted = nodes_[k].with_stored_weights(operands);
            Tensors rounded = nodes_[k].rounded(weighted);
            substitute(ErrorSource::weights, std::move(weighted));
            substitute(ErrorSource::activation, std::move(rounded));
            Tensors in_vm = nodes_[k].in_vm(operands);
            substitute(ErrorSource::accumulation, nodes_[k].in_vm_with_ideal_functions(operands, in_vm));
            substitute(ErrorSource::functions, std::move(in_vm));
            set_results(node, values, std::move(before));
        }
        if (step + 1 == steps_) {
            term(ErrorSource::fusion, to_doubles(run_.vm_outputs), {}, step);
            look_at_last(values);
            return;
        }
        states_ = known(step + 1) ? tensors(run_.vm_states[step + 1], states_read()) : states_after(values);
        term(ErrorSource::fusion, exact_from(step + 1, states_), {}, step);
    }

    /// Figures of the nodes in the last inference. `vm`: all of them in the VM's arithmetic.
    void look_at_last(const Values& vm) {
        Values exact = start(steps_ - 1, states_);
        evaluate(exact, 0);
        const std::vector<double> expected = outputs_of(exact);
        const auto distance = [&expected](const std::vector<double>& outputs) {
            double most = 0;
            for (std::size_t k = 0; k < outputs.size(); ++k)
                most = std::max(most, std::abs(outputs[k] - expected[k]));
            return most;
        };
        for (std::size_t k = 0; k < nodes_.size(); ++k) {
            job_.check();
            const nnir::Node& node = graph_.nodes[k];
            NodeError& figures = result_.nodes[k];
            double reference_size = 0;
            for (const nnir::ValueId id : node.outputs) {
                const RealTensor& ours = vm.at(id);
                const RealTensor& theirs = reference_values_.at(id);
                for (std::size_t e = 0; e < ours.values.size(); ++e)
                    figures.max_abs = std::max(figures.max_abs, std::abs(ours.values[e] - theirs.values[e]));
                figures.vm_values.insert(figures.vm_values.end(), ours.values.begin(), ours.values.end());
                figures.reference_values.insert(figures.reference_values.end(), theirs.values.begin(),
                                                theirs.values.end());
                reference_size = std::max(reference_size, largest(theirs.values));
            }
            if (figures.max_abs > 0) {
                figures.relative = figures.max_abs / reference_size;
                figures.ulps = figures.max_abs / bf16_step(reference_size);
            }
            if (!result_.first_diverged && figures.ulps > 1) result_.first_diverged = k;

            Values alone = exact;
            set_results(node, alone, nodes_[k].in_vm(operands_of(node, exact)));
            evaluate(alone, k + 1);
            figures.alone = distance(outputs_of(alone));
            Values all_but = vm;
            set_results(node, all_but, node.op->reference(node.attributes, operands_of(node, vm)));
            for (std::size_t j = k + 1; j < nodes_.size(); ++j)
                set_results(graph_.nodes[j], all_but, nodes_[j].in_vm(operands_of(graph_.nodes[j], all_but)));
            figures.all_but = distance(outputs_of(all_but));
        }
    }

    void finish_figures() {
        const std::size_t focus = focus_;
        result_.focus = static_cast<std::int64_t>(focus);
        for (std::size_t s = 0; s < sources; ++s) {
            ErrorShare share{.change = std::move(by_source_[s])};
            finish(share, focus);
            result_.sources.emplace_back(static_cast<ErrorSource>(s), std::move(share));
        }
        for (std::size_t k = 0; k < nodes_.size(); ++k) {
            NodeError& figures = result_.nodes[k];
            const nnir::Node& node = graph_.nodes[k];
            figures.node = node.id;
            figures.name = graph_.value(node.outputs.front()).name;
            figures.op = node.op->name();
            figures.module = node.provenance.module;
            figures.emulated = nodes_[k].is_emulated();
            figures.total.change.assign(result_.error.size(), 0.0);
            const std::array parts = {&figures.weights, &figures.activation, &figures.accumulation,
                                      &figures.functions};
            for (std::size_t p = 0; p < parts.size(); ++p) {
                parts[p]->change = std::move(by_node_[k][p]);
                for (std::size_t e = 0; e < parts[p]->change.size(); ++e)
                    figures.total.change[e] += parts[p]->change[e];
                finish(*parts[p], focus);
            }
            finish(figures.total, focus);
        }
        for (const std::vector<double>& change : by_inference_)
            result_.by_inference.push_back(change.empty() ? 0 : change[focus]);
    }

    const nnir::Graph& graph_;
    const AttributedRun& run_;
    const JobControl& job_;
    std::size_t steps_;
    std::vector<NodeArithmetic> nodes_;
    Attribution result_;
    std::size_t focus_ = 0;
    std::vector<double> before_;  ///< outputs with the terms so far
    Tensors states_;              ///< before the inference that is walked
    Values reference_values_;     ///< float64, of the last inference
    std::vector<std::vector<double>> by_source_;
    std::vector<std::vector<std::vector<double>>> by_node_;
    std::vector<std::vector<double>> by_inference_;
};

}  // namespace

std::string_view name(ErrorSource source) {
    switch (source) {
        case ErrorSource::reference:
            return "reference";
        case ErrorSource::carried:
            return "carried state";
        case ErrorSource::input:
            return "input rounding";
        case ErrorSource::weights:
            return "weight rounding";
        case ErrorSource::activation:
            return "activation rounding";
        case ErrorSource::accumulation:
            return "accumulation";
        case ErrorSource::functions:
            return "function approximation";
        case ErrorSource::fusion:
            return "fusion and order";
    }
    return "";
}

std::vector<std::pair<ErrorSource, const ErrorShare*>> parts_of(const NodeError& node) {
    return {{ErrorSource::weights, &node.weights},
            {ErrorSource::activation, &node.activation},
            {ErrorSource::accumulation, &node.accumulation},
            {ErrorSource::functions, &node.functions}};
}

double bf16_step(double size) {
    if (size == 0) return 0x1p-133;
    int exponent = 0;
    std::frexp(size, &exponent);
    return std::ldexp(1.0, std::max(exponent - 8, -133));
}

Attribution attribute_error(const nnir::Graph& graph, const AcceleratorConfig& config,
                            const AttributedRun& run, const JobControl& job, FunctionStyle functions) {
    if (run.inputs.empty() || run.vm_outputs.size() != run.reference_outputs.size())
        throw Error(FailureKind::bad_shape, "there is no inference whose error could be taken apart");
    return Walk(graph, config, run, job, functions).take();
}

}  // namespace lockstep
