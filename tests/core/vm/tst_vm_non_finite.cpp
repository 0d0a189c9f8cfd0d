#include <QtTest>

#include <bit>
#include <cmath>
#include <limits>
#include <set>

#include "core/compiler/compile.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/program/program_file.h"
#include "core/run/non_finite_names.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/machines.h"
#include "tests/core/vm/sample_graphs.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using nnir::GraphBuilder;
using nnir::ValueId;

Q_DECLARE_METATYPE(nnir::Graph)

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

std::shared_ptr<const Program> saved(const nnir::Graph& graph, const AcceleratorConfig& config) {
    return std::make_shared<const Program>(
        program_from_bytes(program_to_bytes(*compile(graph, config).program), "a file"));
}

/// The largest finite size of all values of an inference in float64; infinite if one of them is not finite.
double largest(const nnir::Evaluation& evaluation) {
    double found = 0;
    for (const auto& [id, value] : evaluation.values)
        for (const double each : value.values) {
            if (!std::isfinite(each)) return std::numeric_limits<double>::infinity();
            found = std::max(found, std::abs(each));
        }
    return found;
}

std::vector<nnir::RealTensor> split(const nnir::Graph& graph, std::span<const float> flat) {
    std::vector<nnir::RealTensor> tensors;
    std::size_t at = 0;
    for (const ValueId id : graph.inputs) {
        nnir::RealTensor& tensor = tensors.emplace_back(graph.value(id).type.shape);
        for (double& value : tensor.values) value = static_cast<double>(flat[at++]);
    }
    return tensors;
}

bool same_bits(std::span<const float> a, std::span<const float> b) {
    return std::ranges::equal(a, b, [](float x, float y) {
        return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
    });
}

ValueId function(GraphBuilder& b, const char* name, ValueId x) {
    return b.add("Activation", {{"function", std::string(name)}}, {x}, name);
}

Tensor diagonal(std::int64_t size, float value) {
    std::vector<float> values(static_cast<std::size_t>(size * size));
    for (std::int64_t k = 0; k < size; ++k) values[static_cast<std::size_t>(k * size + k)] = value;
    return {Shape{size, size}, std::move(values)};
}

}  // namespace

/// NaN and infinities inside a step: every one that counts is told, and no lane that only fills up a block.
class TestVmNonFinite : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Where float64 has ordinary values only, nothing is told, whatever lies in the lanes that fill up.
    void lanesThatFillUpDoNotCount_data() { test::add_sample_graphs(); }
    void lanesThatFillUpDoNotCount() {
        QFETCH(nnir::Graph, graph);
        for (const AcceleratorConfig& config : test::machines()) {
            const auto program = saved(graph, config);
            Vm plain(program);
            Vm watched(program);
            watched.watch_values(true);
            std::vector<nnir::RealTensor> states = nnir::initial_states(graph);
            std::vector<float> in(static_cast<std::size_t>(program->input_values()));
            std::vector<float> a(static_cast<std::size_t>(program->output_values()));
            std::vector<float> b = a;
            for (std::uint64_t step = 0; step < 4; ++step) {
                for (std::size_t k = 0; k < in.size(); ++k) in[k] = oracle::random_value(17, step, k);
                const nnir::Evaluation exact = nnir::evaluate(graph, split(graph, in), states);
                states = exact.states;
                plain.step(in, a);
                watched.step(in, b);
                QVERIFY(same_bits(a, b));
                if (largest(exact) > 1e30) continue;
                if (!watched.non_finite().empty()) {
                    const auto place = NonFiniteNames(*program).place(watched.non_finite().front());
                    QFAIL((config.name + ": " + place.where + ", " + place.detail).c_str());
                }
            }
        }
    }

    /// What comes out of an inference as no finite number was told inside it, or came in.
    void whatComesOutWasTold_data() { test::add_sample_graphs(); }
    void whatComesOutWasTold() {
        QFETCH(nnir::Graph, graph);
        for (const AcceleratorConfig& config : test::machines()) {
            const auto program = saved(graph, config);
            Vm vm(program);
            vm.watch_values(true);
            std::vector<float> in(static_cast<std::size_t>(program->input_values()));
            std::vector<float> out(static_cast<std::size_t>(program->output_values()));
            for (std::uint64_t step = 0; step < 3; ++step) {
                for (std::size_t k = 0; k < in.size(); ++k)
                    in[k] = oracle::random_value(5, step, k) * (step == 0 ? 1e20F : 3e37F);
                if (step == 2) in.back() = -infinity;
                vm.step(in, out);
                bool finite = std::ranges::all_of(out, [](float v) { return std::isfinite(v); });
                for (std::size_t s = 0; s < program->states.size(); ++s) {
                    if (program->states[s].memory == StateMemory::partial_sums) continue;
                    std::vector<float> state(
                        static_cast<std::size_t>(element_count(program->states[s].shape)));
                    vm.read_state(s, state);
                    finite = finite && std::ranges::all_of(state, [](float v) { return std::isfinite(v); });
                }
                // An input may be an output or a state as it is.
                const bool passes = step == 2;
                QVERIFY(finite || passes || !vm.non_finite().empty());
            }
        }
    }

    void insideAndHidden_data() {
        QTest::addColumn<nnir::Graph>("graph");
        QTest::addColumn<float>("ordinary");
        QTest::addColumn<float>("bad");
        QTest::addColumn<QString>("where");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("detail");  // a part of it
        constexpr double inf = std::numeric_limits<double>::infinity();
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        const auto row = [](const char* name, GraphBuilder& b, ValueId out, float ordinary, float bad,
                            const char* where, double value, const char* detail) {
            b.output(out);
            QTest::newRow(name) << solve_data_dimensions(b.graph()) << ordinary << bad
                                << QString::fromLatin1(where) << value << QString::fromLatin1(detail);
        };
        const auto ones = [](float value) { return Tensor(Shape{40}, std::vector<float>(40, value)); };
        {
            // 1 / (1 + exp(linear(x))): the output is 0.
            GraphBuilder b;
            const ValueId x = b.linear(b.input("x", {40}), diagonal(40, 1));
            const ValueId e = b.pointwise("add", function(b, "exp", x), ones(1));
            row("exp", b, function(b, "reciprocal", e), 1, 100, "exp[37]", inf, "store, exp");
        }
        {
            GraphBuilder b;
            const ValueId x = b.input("x", {40});
            const ValueId d = b.pointwise("divide", x, b.pointwise("subtract", x, ones(3)));
            row("division by zero", b, b.clamp(d, -6, 6), 1, 3, "pointwise_2[37]", inf,
                "vector divide, clamp");
        }
        {
            GraphBuilder b;
            const ValueId x = b.input("x", {40});
            const ValueId sum = b.pointwise("add", x, x);
            row("a sum of two", b, function(b, "reciprocal", sum), 1, 3e38F, "pointwise[37]", inf,
                "vector add");
        }
        {
            GraphBuilder b;
            const ValueId x = b.linear(b.input("x", {40}), diagonal(40, 1e38F));
            row("a sum of products", b, b.clamp(x, -6, 6), 1, 100, "linear[37]", inf,
                "in front of its clamp");
        }
        {
            GraphBuilder b;
            const ValueId x = b.clamp(b.input("x", {40}), 0, 100);
            row("log of zero", b, function(b, "exp", function(b, "log", x)), 1, 0, "log[37]", -inf, "log");
        }
        {
            GraphBuilder b;
            const ValueId root = function(b, "sqrt", b.input("x", {40}));
            row("root of a negative number", b, b.pointwise("less", root, ones(1)), 1, -1, "sqrt[37]", nan,
                "sqrt");
        }
    }
    void insideAndHidden() {
        QFETCH(nnir::Graph, graph);
        QFETCH(float, ordinary);
        QFETCH(float, bad);
        QFETCH(QString, where);
        QFETCH(double, value);
        QFETCH(QString, detail);
        for (const AcceleratorConfig& config : test::machines()) {
            const auto program = saved(graph, config);
            Vm vm(program);
            vm.watch_values(true);
            std::vector<float> in(40, ordinary);
            std::vector<float> out(static_cast<std::size_t>(program->output_values()));
            vm.step(in, out);
            QVERIFY(vm.non_finite().empty());
            in[37] = bad;
            vm.step(in, out);
            QVERIFY(std::ranges::all_of(out, [](float v) { return std::isfinite(v); }));
            QVERIFY(!vm.non_finite().empty());
            const NonFinite first = vm.non_finite().front();
            const NonFiniteNames::Place place = NonFiniteNames(*program).place(first);
            QCOMPARE(QString::fromStdString(place.where), where);
            QVERIFY2(QString::fromStdString(place.detail).contains(detail), place.detail.c_str());
            if (std::isnan(value))
                QVERIFY(std::isnan(first.value));
            else
                QCOMPARE(static_cast<double>(first.value), value);
            QCOMPARE(program->nodes[place.node].id, place.id);
            // It is over when the input is.
            in[37] = ordinary;
            vm.step(in, out);
            QVERIFY(vm.non_finite().empty());
            vm.watch_values(false);
            in[37] = bad;
            vm.step(in, out);
            QVERIFY(vm.non_finite().empty());
        }
    }

    /// A gate that overflows opens or shuts the cell: nothing of it is seen outside.
    void gatesOfAnLstm() {
        GraphBuilder b;
        nnir::LstmWeights weights = nnir::sample_lstm(12, 40, 1);
        std::vector<float> values(weights.input.values().begin(), weights.input.values().end());
        // Unit 7 of gate o reads x[3] times 3e38.
        values[(3 * 40 + 7) * 12 + 3] = 3e38F;
        weights.input = Tensor(weights.input.shape(), std::move(values));
        b.output(b.lstm(b.input("x", {5, 12}), weights, 0, 0));
        const nnir::Graph graph = solve_data_dimensions(streaming_transform(b.graph(), {0}).graph);
        const auto program = saved(graph, find_config("v80_c6b32"));
        Vm vm(program);
        vm.watch_values(true);
        std::vector<float> in(12, 0.5F);
        std::vector<float> out(40);
        vm.step(in, out);
        QVERIFY(vm.non_finite().empty());
        in[3] = 16;
        vm.step(in, out);
        QVERIFY(std::ranges::all_of(out, [](float v) { return std::isfinite(v); }));
        QVERIFY(!vm.non_finite().empty());
        const NonFiniteNames::Place place = NonFiniteNames(*program).place(vm.non_finite().front());
        QVERIFY2(place.where.ends_with(".o[7]"), place.where.c_str());
        QCOMPARE(vm.non_finite().front().value, infinity);
    }

    /// A mask of -inf is the model's own: what it does to the values that it hides is no fault. The same
    /// infinity of another sign or a NaN counts.
    void infinitiesOfConstants() {
        GraphBuilder b;
        std::vector<float> mask(40, 0);
        for (std::size_t k = 20; k < mask.size(); ++k) mask[k] = -infinity;
        const ValueId x = b.input("x", {40});
        const ValueId masked = b.pointwise("add", x, Tensor(Shape{40}, std::move(mask)));
        b.output(function(b, "exp", masked));
        const auto program = saved(solve_data_dimensions(b.graph()), find_config("v80_c6b32"));
        Vm vm(program);
        vm.watch_values(true);
        std::vector<float> in(40, 1);
        std::vector<float> out(40);
        vm.step(in, out);
        QCOMPARE(out[30], 0.0F);
        QVERIFY(vm.non_finite().empty());
        in[30] = infinity;  // inf - inf
        vm.step(in, out);
        QVERIFY(!vm.non_finite().empty());
        QVERIFY(std::isnan(vm.non_finite().front().value));
    }
};

QTEST_APPLESS_MAIN(TestVmNonFinite)
#include "tst_vm_non_finite.moc"
