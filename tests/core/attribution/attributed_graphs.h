#pragma once

#include <QtTest>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/attribution/attributed_run.h"
#include "core/attribution/attribution.h"
#include "core/compiler/compile.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/numerics/bf16.h"
#include "core/numerics/random.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/run/lockstep_run.h"
#include "core/run/state_edit.h"
#include "core/support/error.h"
#include "core/vm/vm.h"

/// Graphs whose errors are taken apart, and the sum that must come of it.
namespace attributed_graphs {

using namespace lockstep;

inline const AcceleratorConfig& config() {
    static const AcceleratorConfig found = find_config("v80_c6b32");
    return found;
}

inline Tensor filled(const Shape& shape, const std::vector<float>& first, float rest = 0) {
    std::vector<float> values(static_cast<std::size_t>(element_count(shape)), rest);
    std::ranges::copy(first, values.begin());
    return {shape, std::move(values)};
}

/// The whole program's VM and float64 beside it, from the initial states.
struct Beside {
    nnir::Graph graph;
    AttributedRun run;
};

inline Beside run_beside(const nnir::Graph& graph, const std::vector<std::vector<float>>& inputs,
                         FunctionStyle functions = FunctionStyle::exact) {
    Beside result{.graph = solve_data_dimensions(graph), .run = {}};
    const CompiledProgram compiled = compile(result.graph, config());
    Vm vm(compiled.program, VmOptions{.functions = functions});
    std::vector<nnir::RealTensor> states = nnir::initial_states(result.graph);
    std::vector<float> vm_states;
    for (const nnir::RealTensor& state : states)
        for (const double value : state.values) vm_states.push_back(static_cast<float>(value));
    result.run.reference_states = vm_states;
    for (const std::vector<float>& input : inputs) {
        result.run.inputs.push_back(input);
        result.run.vm_states.push_back(vm_states);
        result.run.vm_outputs.resize(static_cast<std::size_t>(compiled.program->output_values()));
        vm.step(input, result.run.vm_outputs);
        std::vector<nnir::RealTensor> given;
        auto at = input.begin();
        for (const nnir::ValueId id : result.graph.inputs) {
            nnir::RealTensor tensor(result.graph.value(id).type.shape);
            for (double& value : tensor.values) value = static_cast<double>(*at++);
            given.push_back(std::move(tensor));
        }
        nnir::Evaluation exact = nnir::evaluate(result.graph, given, states);
        states = std::move(exact.states);
        result.run.reference_outputs.clear();
        for (const nnir::RealTensor& output : exact.outputs)
            for (const double value : output.values)
                result.run.reference_outputs.push_back(static_cast<float>(value));
        vm_states.clear();
        for (const nnir::State& state : result.graph.states) {
            const auto entry = std::ranges::find(compiled.program->states, state.name, &StateEntry::name);
            std::vector<float> values(static_cast<std::size_t>(state.initial.size()));
            vm.read_state(static_cast<std::size_t>(entry - compiled.program->states.begin()), values);
            vm_states.insert(vm_states.end(), values.begin(), values.end());
        }
    }
    return result;
}

inline std::vector<float> random_row(std::size_t size, std::uint64_t index) {
    std::vector<float> row;
    for (std::size_t k = 0; k < size; ++k) row.push_back(random_input(11, index, k));
    return row;
}

inline nnir::Graph streamed_lstm() {
    nnir::GraphBuilder b("lstm");
    const nnir::ValueId x = b.input("x", {5, 12});
    nnir::LstmWeights weights = nnir::sample_lstm(12, 40, 1);
    weights.input = nnir::sample_tensor({160, 12}, 5, 0.537);
    weights.recurrent = nnir::sample_tensor({160, 40}, 6, 0.211);
    const nnir::ValueId h = b.lstm(x, weights, 0, 0);
    b.output(b.linear(h, nnir::sample_tensor({3, 40}, 9, 0.317), nnir::sample_tensor({3}, 10)));
    return streaming_transform(b.graph(), {0}).graph;
}

/// float64, stepped, as the reference of a run.
class EvaluatedReference final : public Reference {
  public:
    EvaluatedReference(const nnir::Graph& graph, std::shared_ptr<const InputSource> inputs)
        : graph_(graph), inputs_(std::move(inputs)) {}

    std::vector<float> initial_states() const override { return flat(nnir::initial_states(graph_)); }
    std::int64_t state_offset(const std::string& name) const override {
        std::int64_t at = 0;
        for (const nnir::State& state : graph_.states) {
            if (state.name == name) return at;
            at += state.initial.size();
        }
        return -1;
    }
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float> states,
                       const JobControl&) override {
        ReferenceRows rows;
        std::vector<nnir::RealTensor> now;
        for (const nnir::State& state : graph_.states) {
            nnir::RealTensor tensor(state.initial.shape());
            for (double& value : tensor.values) {
                value = static_cast<double>(states.front());
                states = states.subspan(1);
            }
            now.push_back(std::move(tensor));
        }
        std::vector<float> row(12);
        for (std::int64_t i = first; i < first + count; ++i) {
            inputs_->values(i, row);
            nnir::RealTensor input(graph_.value(graph_.inputs[0]).type.shape);
            std::ranges::copy(row, input.values.begin());
            nnir::Evaluation exact = nnir::evaluate(graph_, {input}, now);
            now = std::move(exact.states);
            append(rows.outputs, flat(exact.outputs));
            append(rows.states, flat(now));
        }
        rows.kinds.assign(static_cast<std::size_t>(count), ReferenceKind::stepped);
        return rows;
    }
    ReferenceInfo info(std::int64_t) const override { return {.kind = ReferenceKind::stepped, .note = {}}; }
    double mean_us() const override { return 0; }

  private:
    static std::vector<float> flat(const std::vector<nnir::RealTensor>& tensors) {
        std::vector<float> values;
        for (const nnir::RealTensor& tensor : tensors)
            for (const double value : tensor.values) values.push_back(static_cast<float>(value));
        return values;
    }
    static void append(std::vector<float>& to, const std::vector<float>& values) {
        to.insert(to.end(), values.begin(), values.end());
    }

    const nnir::Graph& graph_;
    std::shared_ptr<const InputSource> inputs_;
};

/// The terms against the error, which this test measures itself.
inline void check_sum(const Attribution& a, const AttributedRun& run) {
    QCOMPARE(a.error.size(), run.vm_outputs.size());
    for (std::size_t k = 0; k < a.error.size(); ++k) {
        const double measured =
            static_cast<double>(run.vm_outputs[k]) - static_cast<double>(run.reference_outputs[k]);
        double sources = 0;
        double nodes = 0;
        for (const auto& [source, share] : a.sources) {
            sources += share.change[k];
            const bool of_nodes = source == ErrorSource::weights || source == ErrorSource::activation ||
                                  source == ErrorSource::accumulation || source == ErrorSource::functions;
            if (!of_nodes) nodes += share.change[k];
        }
        for (const NodeError& node : a.nodes) {
            nodes += node.total.change[k];
            QVERIFY(std::abs(node.total.change[k] - node.weights.change[k] - node.activation.change[k] -
                             node.accumulation.change[k] - node.functions.change[k]) <= 1e-12);
        }
        const double allowed = 1e-6 * std::abs(measured) + 1e-13;
        QVERIFY2(std::abs(sources - measured) <= allowed, qPrintable(QString::number(sources - measured)));
        QVERIFY2(std::abs(nodes - measured) <= allowed, qPrintable(QString::number(nodes - measured)));
        if (static_cast<std::int64_t>(k) != a.focus) continue;
        double inferences = 0;
        for (const double value : a.by_inference) inferences += value;
        for (const auto& [source, share] : a.sources)
            if (source == ErrorSource::reference || source == ErrorSource::carried)
                inferences += share.change[k];
        QVERIFY(std::abs(inferences - measured) <= allowed);
    }
}

}  // namespace attributed_graphs
