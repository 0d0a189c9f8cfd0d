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

using namespace lockstep;

namespace {

const AcceleratorConfig& config() {
    static const AcceleratorConfig found = find_config("v80_c6b32");
    return found;
}

Tensor filled(const Shape& shape, const std::vector<float>& first, float rest = 0) {
    std::vector<float> values(static_cast<std::size_t>(element_count(shape)), rest);
    std::ranges::copy(first, values.begin());
    return {shape, std::move(values)};
}

/// The whole program's VM and float64 beside it, from the initial states.
struct Beside {
    nnir::Graph graph;
    AttributedRun run;
};

Beside run_beside(const nnir::Graph& graph, const std::vector<std::vector<float>>& inputs,
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

std::vector<float> random_row(std::size_t size, std::uint64_t index) {
    std::vector<float> row;
    for (std::size_t k = 0; k < size; ++k) row.push_back(random_input(11, index, k));
    return row;
}

nnir::Graph streamed_lstm() {
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
void check_sum(const Attribution& a, const AttributedRun& run) {
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

}  // namespace

class TestAttribution : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// One thing is wrong in an otherwise exact chain of three layers: small whole numbers and powers of two.
    void aPlantedErrorIsFound_data() {
        QTest::addColumn<int>("layer");  // -1: the input
        QTest::addColumn<QString>("source");
        QTest::addColumn<double>("error");
        for (int layer = 0; layer < 3; ++layer) {
            // 257 - 256 becomes 256 - 256.
            QTest::addRow("weights of layer %d", layer) << layer << QStringLiteral("weight rounding") << -1.0;
            // 256 + 1 becomes 256.
            QTest::addRow("rounding of layer %d", layer)
                << layer << QStringLiteral("activation rounding") << -1.0;
            // 2^24 + 1 is 2^24 in fp32, fourteen times, before 2^24 is taken away.
            QTest::addRow("sums of layer %d", layer) << layer << QStringLiteral("accumulation") << -14.0;
        }
        QTest::newRow("the input") << -1 << QStringLiteral("input rounding") << -1.0;
    }
    void aPlantedErrorIsFound() {
        QFETCH(int, layer);
        QFETCH(QString, source);
        QFETCH(double, error);
        constexpr std::int64_t width = 16;
        nnir::GraphBuilder b("chain");
        nnir::ValueId x = b.input("x", {width});
        for (int k = 0; k < 3; ++k) {
            // The first value goes on, all others are 1 in front of each layer.
            Tensor weight = filled({width, width}, {1});
            Tensor bias = filled({width}, {0}, 1);
            std::vector<float> row(width, 0);
            row[0] = 1;
            if (k == layer && source == QStringLiteral("weight rounding")) row = {257, -256};
            if (k == layer && source == QStringLiteral("activation rounding")) row = {1, 256};
            if (k == layer && source == QStringLiteral("accumulation")) {
                row.assign(width, 1);
                row.front() = 0x1p24F;
                row.back() = -0x1p24F;
            }
            x = b.linear(x, filled({width, width}, row), bias);
        }
        b.output(x);
        std::vector<float> input(width, 1);
        if (layer < 0) input[0] = 257;
        const Beside beside = run_beside(b.graph(), {input});
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.focus, 0);
        QCOMPARE(a.error[0], error);
        for (const auto& [kind, share] : a.sources) {
            const bool planted = QString::fromUtf8(name(kind).data()) == source;
            QCOMPARE(share.at_focus, planted ? error : 0.0);
        }
        QCOMPARE(a.nodes.size(), std::size_t{3});
        for (int k = 0; k < 3; ++k) {
            const NodeError& node = a.nodes[static_cast<std::size_t>(k)];
            QVERIFY(!node.emulated);
            QCOMPARE(node.total.at_focus, k == layer ? error : 0.0);
            if (layer < 0) continue;
            // An exact 257 is rounded by whoever reads it.
            const bool rounds = source == QStringLiteral("activation rounding");
            QCOMPARE(node.alone, k == layer || (rounds && k > layer) ? -error : 0.0);
            const bool spared = k == layer && (k == 2 || !rounds);
            QCOMPARE(node.all_but, spared ? 0.0 : -error);
            QCOMPARE(node.max_abs > 0, k >= layer);
        }
        const bool diverges =
            source == QStringLiteral("accumulation") || source == QStringLiteral("weight rounding");
        QCOMPARE(a.first_diverged.has_value(), diverges);
        if (diverges) QCOMPARE(*a.first_diverged, static_cast<std::size_t>(layer));
    }

    /// A function by a table that reads it half a step beside, made 256 times as large behind it; all else is
    /// exact but for the function's own rounding.
    void aFunctionsErrorIsFound_data() {
        QTest::addColumn<QString>("function");
        QTest::addColumn<double>("x");
        QTest::addColumn<bool>("table");
        for (const char* function : {"tanh", "sigmoid", "silu", "softplus"}) {
            QTest::addRow("%s by table", function)
                << QString::fromLatin1(function) << 0.0078125 * 2.5 << true;
            QTest::addRow("%s", function) << QString::fromLatin1(function) << 0.0078125 * 2.5 << false;
        }
    }
    void aFunctionsErrorIsFound() {
        QFETCH(QString, function);
        QFETCH(double, x);
        QFETCH(bool, table);
        constexpr std::int64_t width = 16;
        nnir::GraphBuilder b("function");
        const nnir::ValueId y =
            b.add("Activation", {{"function", function.toStdString()}}, {b.input("x", {width})});
        b.output(b.linear(y, filled({1, width}, {256})));
        std::vector<float> input(width, 0);
        input[0] = static_cast<float>(x);
        const FunctionStyle style = table ? FunctionStyle::table : FunctionStyle::exact;
        const Beside beside = run_beside(b.graph(), {input}, style);
        const Attribution a = attribute_error(beside.graph, config(), beside.run, {}, style);
        check_sum(a, beside.run);
        // By hand: at the table's point or at x, rounded to bf16.
        const auto by_hand = [&](bool by_table) {
            const double at = by_table ? std::nearbyint(x * 128) / 128 : x;
            const double sigmoid =
                by_table ? 0.5 * (std::tanh(std::nearbyint(x * 64) / 128) + 1) : 1 / (1 + std::exp(-x));
            if (function == QStringLiteral("tanh")) return std::tanh(at);
            if (function == QStringLiteral("softplus")) return std::log1p(std::exp(at));
            return function == QStringLiteral("silu") ? x * sigmoid : sigmoid;
        };
        const auto rounded = [](double v) {
            return static_cast<double>(round_to_bf16(static_cast<float>(v)));
        };
        const double ours = rounded(by_hand(table));
        const double exact = rounded(by_hand(false));
        const double expected = 256 * (ours - exact);
        const NodeError& node = a.nodes[0];
        QVERIFY(!node.emulated);
        QVERIFY2(std::abs(node.functions.at_focus - expected) <= 1e-4 * std::abs(expected) + 1e-9,
                 qPrintable(QString::number(node.functions.at_focus)));
        if (table && function != QStringLiteral("sigmoid")) QVERIFY(std::abs(expected) > 0.01);
        QCOMPARE(node.weights.at_focus, 0.0);
        QCOMPARE(node.accumulation.at_focus, 0.0);
        QCOMPARE(a.nodes[1].functions.max_abs, 0.0);
        for (const auto& [source, share] : a.sources)
            if (source == ErrorSource::functions) QCOMPARE(share.at_focus, node.functions.at_focus);
    }

    /// The cell unit's functions too.
    void aCellsFunctionsAreFound() {
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < 4; ++k) inputs.push_back(random_row(12, k));
        const Beside exact = run_beside(streamed_lstm(), inputs);
        const Beside table = run_beside(streamed_lstm(), inputs, FunctionStyle::table);
        const Attribution few = attribute_error(exact.graph, config(), exact.run);
        const Attribution many = attribute_error(table.graph, config(), table.run, {}, FunctionStyle::table);
        check_sum(few, exact.run);
        check_sum(many, table.run);
        const auto functions = [](const Attribution& a) {
            return a.sources[static_cast<std::size_t>(ErrorSource::functions)].second.max_abs;
        };
        QVERIFY2(functions(many) > 3 * functions(few), qPrintable(QString::number(functions(many))));
        QVERIFY(functions(many) > 0);
    }

    void theTermsAreTheError_data() {
        QTest::addColumn<int>("inferences");
        for (const int inferences : {1, 2, 7}) QTest::addRow("%d inferences", inferences) << inferences;
    }
    void theTermsAreTheError() {
        QFETCH(int, inferences);
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < 9; ++k) inputs.push_back(random_row(12, k));
        const Beside all = run_beside(streamed_lstm(), inputs);
        Beside beside = all;
        const auto skip = std::ssize(inputs) - inferences;
        beside.run.inputs.erase(beside.run.inputs.begin(), beside.run.inputs.begin() + skip);
        beside.run.vm_states.erase(beside.run.vm_states.begin(), beside.run.vm_states.begin() + skip);
        // The reference's states in front of the stretch.
        const std::vector<std::vector<float>> before(inputs.begin(), inputs.begin() + skip);
        std::vector<nnir::RealTensor> states = nnir::initial_states(beside.graph);
        for (const std::vector<float>& input : before) {
            nnir::RealTensor tensor(beside.graph.value(beside.graph.inputs[0]).type.shape);
            std::ranges::copy(input, tensor.values.begin());
            states = nnir::evaluate(beside.graph, {tensor}, states).states;
        }
        beside.run.reference_states.clear();
        for (const nnir::RealTensor& state : states)
            for (const double value : state.values)
                beside.run.reference_states.push_back(static_cast<float>(value));
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.inferences, inferences);
        QVERIFY(a.sources[static_cast<std::size_t>(ErrorSource::carried)].second.max_abs > 0);
        QVERIFY(a.sources[static_cast<std::size_t>(ErrorSource::weights)].second.max_abs > 0);
        for (const NodeError& node : a.nodes) {
            QVERIFY(!node.emulated);
            QCOMPARE(std::ssize(node.by_inference), inferences);
            const double bound = 1e-12 * std::abs(a.error[static_cast<std::size_t>(a.focus)]);
            const double over_time = std::accumulate(node.by_inference.begin(), node.by_inference.end(), 0.0);
            QVERIFY(std::abs(over_time - node.total.at_focus) <= bound);
            double parts = 0;
            for (const auto& [source, share] : parts_of(node)) parts += share->at_focus;
            QVERIFY(std::abs(parts - node.total.at_focus) <= bound);
            double most = 0;
            QCOMPARE(node.vm_values.size(), node.reference_values.size());
            for (std::size_t k = 0; k < node.vm_values.size(); ++k)
                most = std::max(most, std::abs(node.vm_values[k] - node.reference_values[k]));
            QCOMPARE(node.max_abs, most);
        }
        // What is left to the whole program is far below what its nodes do.
        const double rest = a.sources[static_cast<std::size_t>(ErrorSource::fusion)].second.max_abs;
        QVERIFY2(rest <= 0.01 * std::abs(a.error[static_cast<std::size_t>(a.focus)]),
                 qPrintable(QString::number(rest)));
    }

    void aStateThatIsOffIsCarried() {
        Beside beside = run_beside(streamed_lstm(), {random_row(12, 0), random_row(12, 1)});
        beside.run.inputs.erase(beside.run.inputs.begin());
        beside.run.vm_states.erase(beside.run.vm_states.begin());
        // The reference goes another way.
        beside.run.reference_states = beside.run.vm_states[0];
        for (float& value : beside.run.reference_states) value += 0.25F;
        nnir::RealTensor input(beside.graph.value(beside.graph.inputs[0]).type.shape);
        std::ranges::copy(beside.run.inputs[0], input.values.begin());
        std::vector<nnir::RealTensor> states;
        auto at = beside.run.reference_states.begin();
        for (const nnir::State& state : beside.graph.states) {
            nnir::RealTensor tensor(state.initial.shape());
            for (double& value : tensor.values) value = static_cast<double>(*at++);
            states.push_back(std::move(tensor));
        }
        const nnir::Evaluation expected = nnir::evaluate(beside.graph, {input}, states);
        std::ranges::transform(expected.outputs[0].values, beside.run.reference_outputs.begin(),
                               [](double v) { return static_cast<float>(v); });
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        const double carried = a.sources[static_cast<std::size_t>(ErrorSource::carried)].second.at_focus;
        const double error = a.error[static_cast<std::size_t>(a.focus)];
        QVERIFY(std::abs(error) > 0.01);
        QVERIFY(std::abs(carried - error) < 0.1 * std::abs(error));
    }

    void aRunGivesItsStretch() {
        const nnir::Graph graph = solve_data_dimensions(streamed_lstm());
        const CompiledProgram compiled = compile(graph, config());
        LockstepRun alone(compiled, random_inputs(compiled.program->inputs, 11), nullptr);
        alone.run(20);
        // Without a reference there is no error.
        QVERIFY_THROWS_EXCEPTION(Error, attributed_run(alone, graph, 0, 4));
        LockstepRun run(
            compiled, random_inputs(compiled.program->inputs, 11),
            std::make_unique<EvaluatedReference>(graph, random_inputs(compiled.program->inputs, 11)),
            RunOptions{.tolerance = {}, .recorder = {.window = 2}, .reset_every = 15});
        run.run(40);
        QVERIFY_THROWS_EXCEPTION(Error, attributed_run(run, graph, 40, 4));
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 15; k < 25; ++k) inputs.push_back(random_row(12, k));
        const AttributedRun whole = run_beside(graph, inputs).run;
        const AttributedRun stretch = attributed_run(run, graph, 24, 4);
        QCOMPARE(stretch.inputs.size(), std::size_t{4});
        QVERIFY(std::equal(stretch.inputs.begin(), stretch.inputs.end(), inputs.end() - 4));
        QVERIFY(std::equal(stretch.vm_states.begin(), stretch.vm_states.end(), whole.vm_states.end() - 4));
        QVERIFY(stretch.vm_outputs == whole.vm_outputs);
        QVERIFY(stretch.reference_outputs == whole.reference_outputs);
        check_sum(attribute_error(graph, config(), stretch), stretch);
        // It does not reach over a reset.
        QCOMPARE(attributed_run(run, graph, 16, 4).inputs.size(), std::size_t{2});
        QCOMPARE(run.position(), 40);
    }

    void fusedLayers_data() {
        QTest::addColumn<QString>("function");
        for (const char* function : {"sigmoid", "tanh", "relu"}) QTest::newRow(function) << function;
    }
    /// Linear, activation, Linear: by an account of its own, with one rounding behind the activation.
    void fusedLayers() {
        QFETCH(QString, function);
        constexpr std::size_t in = 8;
        constexpr std::size_t width = 32;
        const Tensor first = nnir::sample_tensor({32, 8}, 3, 0.4);
        const Tensor second = nnir::sample_tensor({4, 32}, 4, 0.3);
        nnir::GraphBuilder b("fused");
        const nnir::ValueId sum = b.linear(b.input("x", {8}), first);
        const bool clamps = function == QStringLiteral("relu");
        b.output(b.linear(
            clamps ? b.relu(sum) : b.add("Activation", {{"function", function.toStdString()}}, {sum}),
            second));
        const Beside beside = run_beside(b.graph(), {random_row(in, 3)});
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        QCOMPARE(a.nodes.size(), std::size_t{3});

        const auto bf16 = [](double v) { return static_cast<double>(round_to_bf16(static_cast<float>(v))); };
        const auto product = [](const Tensor& weight, const std::vector<double>& x, bool rounds) {
            std::vector<double> y(static_cast<std::size_t>(weight.shape()[0]), 0);
            for (std::size_t r = 0; r < y.size(); ++r)
                for (std::size_t c = 0; c < x.size(); ++c) {
                    const float w = weight.values()[r * x.size() + c];
                    y[r] += x[c] * static_cast<double>(rounds ? round_to_bf16(w) : w);
                }
            return y;
        };
        const auto activated = [&](std::vector<double> y, bool rounds) {
            for (double& v : y) {
                if (clamps) v = std::max(v, 0.0);
                if (function == QStringLiteral("tanh")) v = std::tanh(v);
                if (function == QStringLiteral("sigmoid")) v = 1 / (1 + std::exp(-v));
                if (rounds) v = bf16(v);
            }
            return y;
        };
        std::vector<double> x(beside.run.inputs[0].begin(), beside.run.inputs[0].end());
        for (double& v : x) v = bf16(v);
        const auto behind = [&](const std::vector<double>& hidden) {
            return product(second, hidden, false)[static_cast<std::size_t>(a.focus)];
        };
        const double exact = behind(activated(product(first, x, false), false));
        const double weighted = behind(activated(product(first, x, true), false));
        const double rounded = behind(activated(product(first, x, true), true));
        QCOMPARE(static_cast<std::size_t>(first.shape()[0]), width);
        const double bound = 1e-9;
        const NodeError& linear = a.nodes[0];
        const NodeError& end = a.nodes[1];
        QVERIFY(!linear.has_values);
        QVERIFY(linear.vm_values.empty());
        QCOMPARE(linear.computed_with, end.name);
        QVERIFY(end.has_values && end.computed_with.empty());
        QVERIFY(std::abs(linear.weights.at_focus - (weighted - exact)) < bound);
        QCOMPARE(linear.activation.max_abs, 0.0);
        QCOMPARE(linear.accumulation.max_abs, 0.0);
        QVERIFY(std::abs(rounded - weighted) > 1e-6);
        QVERIFY2(std::abs(end.activation.at_focus - (rounded - weighted)) < bound,
                 qPrintable(QStringLiteral("%1 %2").arg(end.activation.at_focus).arg(rounded - weighted)));
        QCOMPARE(end.weights.max_abs, 0.0);
        QCOMPARE(a.sources[static_cast<std::size_t>(ErrorSource::fusion)].second.max_abs, 0.0);
        QVERIFY(!a.first_diverged || *a.first_diverged != 0);
        // The values are those that another program gives that stops behind the activation.
        nnir::GraphBuilder part("part");
        const nnir::ValueId again = part.linear(part.input("x", {8}), first);
        part.output(clamps ? part.relu(again)
                           : part.add("Activation", {{"function", function.toStdString()}}, {again}));
        const Beside until = run_beside(part.graph(), beside.run.inputs);
        QVERIFY(std::ranges::equal(end.vm_values, until.run.vm_outputs,
                                   [](double v, float w) { return v == static_cast<double>(w); }));
    }

    void littleIsLeftToTheWhole_data() {
        QTest::addColumn<int>("model");
        for (int model = 0; model < 6; ++model)
            QTest::addRow("%s", std::array{"a chain of layers", "a convolution and a clamp", "a GRU",
                                           "an LSTM over a window", "a sum of two layers",
                                           "scaled layers"}[static_cast<std::size_t>(model)])
                << model;
    }
    /// What no node explains is at most a hundredth of the error.
    void littleIsLeftToTheWhole() {
        QFETCH(int, model);
        nnir::GraphBuilder b("model");
        const auto function = [&b](const char* name, nnir::ValueId x) {
            return b.add("Activation", {{"function", std::string(name)}}, {x});
        };
        nnir::ValueId y;
        std::size_t in = 0;
        if (model == 0) {
            in = 40;
            y = b.relu(b.linear(b.input("x", {40}), nnir::sample_tensor({64, 40}, 1, 0.3)));
            y = function("tanh", b.linear(y, nnir::sample_tensor({48, 64}, 2, 0.2)));
            y = b.linear(y, nnir::sample_tensor({3, 48}, 5, 0.2), nnir::sample_tensor({3}, 6));
        } else if (model == 1) {
            in = 16 * 20;
            y = b.conv1d(b.input("x", {16, 20}), nnir::sample_tensor({24, 16, 3}, 1, 0.2));
            y = b.conv1d(b.relu(y), nnir::sample_tensor({8, 24, 3}, 2, 0.2));
        } else if (model == 2) {
            in = 12;
            y = b.add("Gru",
                      {{"weight_ih", nnir::sample_tensor({60, 12}, 1, 0.5)},
                       {"weight_hh", nnir::sample_tensor({60, 20}, 2, 0.3)},
                       {"bias_ih", nnir::sample_tensor({60}, 3)},
                       {"bias_hh", nnir::sample_tensor({60}, 4)},
                       {"time_axis", std::int64_t{0}},
                       {"layer", std::int64_t{0}}},
                      {b.input("x", {5, 12})});
        } else if (model == 3) {
            in = 60;
            y = b.linear(b.lstm(b.input("x", {5, 12}), nnir::sample_lstm(12, 24, 1), 0, 0),
                         nnir::sample_tensor({3, 24}, 9, 0.3));
        } else if (model == 4) {
            in = 24;
            const nnir::ValueId x = b.input("x", {24});
            const nnir::ValueId both = b.pointwise("add", b.linear(x, nnir::sample_tensor({40, 24}, 1, 0.3)),
                                                   b.linear(x, nnir::sample_tensor({40, 24}, 2, 0.3)));
            y = b.linear(function("sigmoid", both), nnir::sample_tensor({4, 40}, 3, 0.3));
        } else {
            in = 24;
            const nnir::ValueId h = b.linear(b.input("x", {24}), nnir::sample_tensor({40, 24}, 1, 0.3));
            y = b.linear(b.relu(b.pointwise("multiply", h, nnir::sample_tensor({40}, 7))),
                         nnir::sample_tensor({4, 40}, 3, 0.3));
        }
        b.output(y);
        const nnir::Graph graph = model == 2 ? streaming_transform(b.graph(), {0}).graph : b.graph();
        std::vector<std::vector<float>> inputs;
        for (std::uint64_t k = 0; k < (model == 2 ? 4U : 1U); ++k) inputs.push_back(random_row(in, k));
        const Beside beside = run_beside(graph, inputs);
        const Attribution a = attribute_error(beside.graph, config(), beside.run);
        check_sum(a, beside.run);
        for (const NodeError& node : a.nodes) QVERIFY2(!node.emulated, node.name.c_str());
        const double error = std::abs(a.error[static_cast<std::size_t>(a.focus)]);
        const double rest = a.sources[static_cast<std::size_t>(ErrorSource::fusion)].second.max_abs;
        QVERIFY2(rest <= 0.01 * error, qPrintable(QStringLiteral("%1 of %2").arg(rest).arg(error)));
    }

    /// The stretch of an edited run begins at the edit, and with its states.
    void anEditedRunGivesItsStretch() {
        const nnir::Graph graph = solve_data_dimensions(streamed_lstm());
        const CompiledProgram compiled = compile(graph, config());
        const auto inputs = random_inputs(compiled.program->inputs, 11);
        LockstepRun run(compiled, inputs, std::make_unique<EvaluatedReference>(graph, inputs));
        run.run(12);
        std::vector<float> values(80);
        for (std::size_t k = 0; k < values.size(); ++k) values[k] = k < 40 ? 0.5F : 2;
        StateEdit edit = edit_states(graph, compiled, {}, values);
        // The reference keeps a drift of its own.
        edit.reference_states[3] = 0.501F;
        run.edit(5, edit);
        run.run(7);
        for (const std::int64_t index : {5, 6, 9}) {
            const AttributedRun stretch = attributed_run(run, graph, index, 4);
            QCOMPARE(std::ssize(stretch.inputs), std::min<std::int64_t>(index - 5 + 1, 4));
            const Attribution a = attribute_error(graph, config(), stretch);
            check_sum(a, stretch);
            const double error = std::abs(a.error[static_cast<std::size_t>(a.focus)]);
            for (const ErrorSource source : {ErrorSource::reference, ErrorSource::fusion}) {
                const double share = a.sources[static_cast<std::size_t>(source)].second.max_abs;
                QVERIFY2(share < 0.01 * error, qPrintable(QStringLiteral("%1 of %2").arg(share).arg(error)));
            }
            if (index > 8) continue;
            QVERIFY(stretch.vm_states[0] == values);
            QVERIFY(stretch.reference_states == edit.reference_states);
        }
        // In front of it nothing is edited.
        QCOMPARE(attributed_run(run, graph, 4, 4).inputs.size(), std::size_t{4});
    }

    /// What is NaN is not unknown.
    void statesThatAreNotFiniteAreToldAsSuch() {
        const nnir::Graph graph = solve_data_dimensions(streamed_lstm());
        const CompiledProgram compiled = compile(graph, config());
        InputArray rows{.name = {}, .where = "x.npy", .shape = {20, 12}, .values = std::vector<float>(240)};
        rows.values[5 * 12 + 3] = std::numeric_limits<float>::quiet_NaN();
        const auto inputs = array_inputs(compiled.program->inputs, {rows});
        LockstepRun run(compiled, inputs, std::make_unique<EvaluatedReference>(graph, inputs));
        run.run(20);
        try {
            attributed_run(run, graph, 15, 4);
            QFAIL("nothing was refused");
        } catch (const Error& error) {
            const std::string& message = error.failure().message;
            QVERIFY2(message.find("not finite") != std::string::npos, message.c_str());
        }
    }

    void valuesThatDoNotFitAreRefused() {
        Beside beside = run_beside(streamed_lstm(), {random_row(12, 0)});
        AttributedRun run = beside.run;
        run.inputs[0].pop_back();
        QVERIFY_THROWS_EXCEPTION(Error, attribute_error(beside.graph, config(), run));
        run = beside.run;
        run.reference_states.push_back(0);
        QVERIFY_THROWS_EXCEPTION(Error, attribute_error(beside.graph, config(), run));
        QVERIFY_THROWS_EXCEPTION(Error, attribute_error(beside.graph, config(), AttributedRun()));
    }

    void stepsOfBf16() {
        QCOMPARE(bf16_step(1.0), 0x1p-7);
        QCOMPARE(bf16_step(1.99), 0x1p-7);
        QCOMPARE(bf16_step(256), 2.0);
    }
};

QTEST_APPLESS_MAIN(TestAttribution)
#include "tst_attribution.moc"
