#include "core/attribution/attribution.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/attribution/fused_groups.h"
#include "core/attribution/group_arithmetic.h"
#include "core/nnir/op.h"
#include "core/numerics/bf16.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using nnir::RealTensor;
using Values = GraphValues;
using Tensors = std::vector<RealTensor>;

constexpr std::size_t sources = static_cast<std::size_t>(ErrorSource::fusion) + 1;
constexpr std::size_t node_parts =
    static_cast<std::size_t>(ErrorSource::fusion) - static_cast<std::size_t>(ErrorSource::weights);

/// Sets these values; true if any of them is another one than before.
bool set_values(Values& values, const Values& made) {
    bool changes = false;
    for (const auto& [id, tensor] : made) {
        const auto old = values.find(id);
        changes = changes || old == values.end() ||
                  !std::ranges::equal(old->second.values, tensor.values, [](double p, double q) {
                      return p == q || (std::isnan(p) && std::isnan(q));
                  });
        values.insert_or_assign(id, tensor);
    }
    return changes;
}

double largest(std::span<const double> values) {
    double most = 0;
    for (const double value : values) most = std::max(most, std::abs(value));
    return most;
}

/// States that are as near as float64 tells them apart after some arithmetic: what is left of the difference
/// is counted where the sum ends.
bool is_same_way(const Tensors& a, const Tensors& b) {
    constexpr double nearly = 1e-13;
    for (std::size_t k = 0; k < a.size(); ++k) {
        const double bound = nearly * largest(a[k].values);
        for (std::size_t e = 0; e < a[k].values.size(); ++e) {
            const double off = std::abs(a[k].values[e] - b[k].values[e]);
            if (!(off <= bound)) return false;
        }
    }
    return true;
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
        : graph_(graph), run_(run), job_(job), functions_(functions), steps_(run.inputs.size()) {
        for (FusedGroup& group : fused_groups(graph_))
            groups_.emplace_back(graph_, std::move(group), config, functions);
        result_.inferences = static_cast<std::int64_t>(steps_);
        way_.resize(steps_);
        result_.nodes.resize(graph_.nodes.size());
        const std::size_t outputs = run.vm_outputs.size();
        by_source_.assign(sources, std::vector<double>(outputs, 0.0));
        by_node_.assign(graph_.nodes.size(), std::vector(node_parts, std::vector<double>(outputs, 0.0)));
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
        reference_states_ = reference_states;
        first_states_ = states_;
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
    /// From group `first` on, in float64.
    void evaluate(Values& values, std::size_t first) const {
        for (std::size_t g = first; g < groups_.size(); ++g)
            for (auto& [id, tensor] : groups_[g].exact(values, 0))
                values.insert_or_assign(id, std::move(tensor));
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
    Values last_from(std::size_t step, Tensors states) {
        for (;; ++step) {
            job_.check();
            way_[step] = states;
            Values values = start(step, states);
            evaluate(values, 0);
            if (step + 1 == steps_) return values;
            states = states_after(values);
        }
    }
    /// Its outputs. Where the states come back to those of the term before, it is as there from then on.
    std::vector<double> exact_from(std::size_t step, Tensors states) {
        for (;; ++step) {
            job_.check();
            if (way_[step] && is_same_way(*way_[step], states)) return before_;
            way_[step] = states;
            Values values = start(step, states);
            evaluate(values, 0);
            if (step + 1 == steps_) return outputs_of(values);
            states = states_after(values);
        }
    }
    /// Outputs of the last inference, exact from group `first` of this one on.
    std::vector<double> exact_behind(std::size_t step, Values values, std::size_t first) {
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

    /// How far it is in front of this group of this inference; behind the last one: of the figures by node.
    /// Counted in evaluations of the graph in float64; one in the VM takes about ten times as long.
    void report(std::size_t step, std::size_t group) const {
        constexpr double in_vm = 10;
        const auto steps = static_cast<double>(steps_);
        const auto groups = static_cast<double>(groups_.size());
        const double terms = static_cast<double>(graph_.nodes.size()) + 3 * groups;
        const auto walked = [&](double count) {
            return count * (steps - (count - 1) / 2) * terms + count * 4 * in_vm;
        };
        const auto looked = [&](double count) {
            return steps * in_vm * count * (2 * groups - count) / groups;
        };
        const double part = static_cast<double>(group) / groups;
        const double done =
            step < steps_ ? walked(static_cast<double>(step) + part) : walked(steps) + looked(part * groups);
        job_.report(done / (walked(steps) + looked(groups)), "taking an error apart");
    }

    void walk(std::size_t step) {
        Values values = rounded_inputs(start(step, states_));
        term(ErrorSource::input, exact_behind(step, values, 0), {}, step);
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            job_.check();
            report(step, g);
            GroupArithmetic& group = groups_[g];
            // What the group reads stays as it is while its own values become those of the VM.
            Values changed = values;
            set_values(changed, group.exact(values, 0));
            const auto substitute = [&](ErrorSource source, std::size_t node, const Values& made) {
                if (set_values(changed, made)) term(source, exact_behind(step, changed, g + 1), node, step);
            };
            for (std::size_t k = 0; k < group.nodes().size(); ++k)
                if (!group.is_copy(group.nodes()[k]))
                    substitute(ErrorSource::weights, group.nodes()[k], group.exact(values, k + 1));
            const std::size_t last = group.last_node();
            const Values in_vm = group.in_vm(values);
            if (!group.is_emulated()) {
                // Of weights that are folded into others it is their product that is rounded.
                if (const auto weighted = group.weight_node())
                    substitute(ErrorSource::weights, *weighted, group.unrounded(values, std::nullopt));
                substitute(ErrorSource::accumulation, last, group.unrounded(values, FunctionStyle::ideal));
                substitute(ErrorSource::functions, last, group.unrounded(values, functions_));
            }
            substitute(ErrorSource::activation, last, in_vm);
            values = std::move(changed);
        }
        if (step + 1 == steps_) {
            term(ErrorSource::fusion, to_doubles(run_.vm_outputs), {}, step);
            look_at_last(values);
            return;
        }
        states_ = known(step + 1) ? tensors(run_.vm_states[step + 1], states_read()) : states_after(values);
        term(ErrorSource::fusion, exact_from(step + 1, states_), {}, step);
    }

    /// What a group reads is the same in both.
    bool reads_same(const GroupArithmetic& group, const Values& a, const Values& b) const {
        const auto is_own = [&](nnir::ValueId id) {
            return std::ranges::any_of(group.nodes(), [&](std::size_t k) {
                return std::ranges::find(graph_.nodes[k].outputs, id) != graph_.nodes[k].outputs.end();
            });
        };
        return std::ranges::all_of(group.nodes(), [&](std::size_t k) {
            return std::ranges::all_of(graph_.nodes[k].inputs, [&](nnir::ValueId id) {
                return is_own(id) || a.at(id).values == b.at(id).values;
            });
        });
    }
    /// The whole stretch, from `states` on: all groups in the VM's arithmetic (`vm`) or in float64, but
    /// `other` the other way round. The outputs of the last inference. What a group reads as in `base` gives
    /// what it gave there; `all` gets the values by inference.
    std::vector<double> whole_stretch(Tensors states, bool vm, std::optional<std::size_t> other,
                                      const std::vector<Values>& base, std::vector<Values>* all = nullptr) {
        std::vector<double> outputs;
        for (std::size_t step = 0; step < steps_; ++step) {
            Values values = start(step, states);
            if (vm) values = rounded_inputs(std::move(values));
            for (std::size_t g = 0; g < groups_.size(); ++g) {
                job_.check();
                GroupArithmetic& group = groups_[g];
                if (g != other && !base.empty() && reads_same(group, values, base[step])) {
                    for (const nnir::ValueId id : group.results())
                        values.insert_or_assign(id, base[step].at(id));
                    continue;
                }
                set_values(values, (g == other) != vm ? group.in_vm(values) : group.exact(values, 0));
            }
            states = states_after(values);
            if (step + 1 == steps_) outputs = outputs_of(values);
            if (all != nullptr) all->push_back(std::move(values));
        }
        return outputs;
    }

    /// Figures of the nodes. `vm`: the last inference, all of them in the VM's arithmetic.
    void look_at_last(const Values& vm) {
        std::vector<Values> exact;
        std::vector<Values> ours;
        const std::vector<double> exact_outputs = whole_stretch(reference_states_, false, {}, {}, &exact);
        const std::vector<double> our_outputs = whole_stretch(first_states_, true, {}, {}, &ours);
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            report(steps_, g);
            const GroupArithmetic& group = groups_[g];
            NodeError& figures = result_.nodes[group.last_node()];
            const std::vector<double> alone = whole_stretch(reference_states_, false, g, exact);
            const std::vector<double> all_but = whole_stretch(first_states_, true, g, ours);
            for (std::size_t k = 0; k < alone.size(); ++k) {
                figures.alone = std::max(figures.alone, std::abs(alone[k] - exact_outputs[k]));
                figures.all_but =
                    std::max(figures.all_but, std::abs(result_.error[k] + all_but[k] - our_outputs[k]));
            }
            for (const std::size_t k : group.nodes()) look_at_values(group, k, vm);
        }
        for (std::size_t k = 0; k < result_.nodes.size() && !result_.first_diverged; ++k)
            if (result_.nodes[k].ulps > 1) result_.first_diverged = k;
    }

    /// What is folded into this group and others; it may have work of its own, too.
    void look_at_copy(const GroupArithmetic& group, std::size_t k) {
        NodeError& figures = result_.nodes[k];
        const bool is_made = std::ranges::any_of(groups_, [k](const GroupArithmetic& other) {
            return std::ranges::find(other.nodes(), k) != other.nodes().end() && !other.is_copy(k);
        });
        if (is_made) return;
        const std::string& end = graph_.value(graph_.nodes[group.last_node()].outputs.front()).name;
        figures.computed_with += (figures.computed_with.empty() ? "" : ", ") + end;
        figures.has_values = false;
    }

    /// The node's values in the VM, as far as it has them, against the reference's.
    void look_at_values(const GroupArithmetic& group, std::size_t k, const Values& vm) {
        if (group.is_copy(k)) {
            look_at_copy(group, k);
            return;
        }
        NodeError& figures = result_.nodes[k];
        const std::size_t last = group.last_node();
        if (k != last) figures.computed_with = graph_.value(graph_.nodes[last].outputs.front()).name;
        figures.emulated = group.is_emulated();
        figures.has_values = group.has_result(k);
        for (const nnir::ValueId id : graph_.nodes[k].outputs) {
            if (std::ranges::find(group.results(), id) == group.results().end()) continue;
            const RealTensor& ours = vm.at(id);
            const RealTensor& theirs = reference_values_.at(id);
            double most = 0;
            for (std::size_t e = 0; e < ours.values.size(); ++e)
                most = std::max(most, std::abs(ours.values[e] - theirs.values[e]));
            figures.max_abs = std::max(figures.max_abs, most);
            if (most > 0) {
                // Each output in its own steps: a cell state may be much larger than what is made of it.
                const double size = largest(theirs.values);
                figures.relative = std::max(figures.relative, most / size);
                figures.ulps = std::max(figures.ulps, most / bf16_step(size));
            }
            figures.vm_values.insert(figures.vm_values.end(), ours.values.begin(), ours.values.end());
            figures.reference_values.insert(figures.reference_values.end(), theirs.values.begin(),
                                            theirs.values.end());
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
        for (std::size_t k = 0; k < result_.nodes.size(); ++k) {
            NodeError& figures = result_.nodes[k];
            const nnir::Node& node = graph_.nodes[k];
            figures.node = node.id;
            figures.name = graph_.value(node.outputs.front()).name;
            figures.op = node.op->name();
            figures.module = node.provenance.module;
            figures.total.change.assign(result_.error.size(), 0.0);
            const std::array parts = {&figures.weights, &figures.accumulation, &figures.functions,
                                      &figures.activation};
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
    FunctionStyle functions_;
    std::size_t steps_;
    std::vector<GroupArithmetic> groups_;  ///< in an order of computation
    Attribution result_;
    std::size_t focus_ = 0;
    std::vector<double> before_;  ///< outputs with the terms so far
    /// On the way of the newest term, exact from where it was made: the states in front of each inference.
    std::vector<std::optional<Tensors>> way_;
    Tensors states_;            ///< before the inference that is walked
    Tensors first_states_;      ///< before the first one
    Tensors reference_states_;  ///< those of the reference
    Values reference_values_;   ///< float64, of the last inference
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
            {ErrorSource::accumulation, &node.accumulation},
            {ErrorSource::functions, &node.functions},
            {ErrorSource::activation, &node.activation}};
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
