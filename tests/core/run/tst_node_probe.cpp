#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"
#include "core/run/state_edit.h"
#include "core/run/watched_run.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

const AcceleratorConfig& config() {
    static const AcceleratorConfig found = find_config("v80_c6b32");
    return found;
}

/// Two linear layers with a tanh between, which is computed together with the first.
nnir::Graph mlp() {
    nnir::GraphBuilder b("mlp");
    nnir::ValueId x = b.input("x", {48});
    x = b.linear(x, nnir::sample_tensor({64, 48}, 1, 0.3), nnir::sample_tensor({64}, 2));
    x = b.add("Activation", {{"function", std::string("tanh")}}, {x}, "tanh");
    b.output(b.linear(x, nnir::sample_tensor({8, 64}, 3, 0.3), nnir::sample_tensor({8}, 4)));
    return solve_data_dimensions(b.graph());
}

nnir::Graph streamed_lstm() {
    nnir::GraphBuilder b("lstm");
    const nnir::ValueId x = b.input("x", {5, 12});
    const nnir::ValueId h = b.lstm(x, nnir::sample_lstm(12, 40, 1), 0, 0);
    const nnir::ValueId squashed = b.add("Activation", {{"function", std::string("tanh")}}, {h}, "tanh");
    b.output(b.linear(squashed, nnir::sample_tensor({3, 40}, 9, 0.317), nnir::sample_tensor({3}, 10)));
    return solve_data_dimensions(streaming_transform(b.graph(), {0}).graph);
}

std::unique_ptr<LockstepRun> run_of(const nnir::Graph& graph, std::int64_t reset_every = 0) {
    const CompiledProgram compiled = compile(graph, config());
    RunOptions options;
    options.reset_every = reset_every;
    options.nodes = {.graph = std::make_shared<const nnir::Graph>(graph), .options = {}};
    return std::make_unique<LockstepRun>(compiled, random_inputs(compiled.program->inputs, 11), nullptr,
                                         options);
}

const nnir::Node& node_named(const nnir::Graph& graph, const std::string& name) {
    return *std::ranges::find(graph.nodes, name,
                              [&](const nnir::Node& n) { return graph.value(n.outputs.front()).name; });
}

/// The node's values of inferences 0 to `end` - 1 in a VM whose program has them as its only further output,
/// and in float64.
struct Expected {
    std::vector<std::vector<float>> vm;
    std::vector<std::vector<double>> exact;
};
Expected expected_of(nnir::Graph graph, nnir::ValueId value, std::int64_t end, std::int64_t reset_every) {
    const nnir::Graph plain = graph;
    graph.outputs.push_back(value);
    Vm vm(compile(graph, config()).program);
    const auto inputs = random_inputs(vm.program().inputs, 11);
    std::vector<float> in(static_cast<std::size_t>(vm.program().input_values()));
    std::vector<float> out(static_cast<std::size_t>(vm.program().output_values()));
    const std::ptrdiff_t size = element_count(graph.value(value).type.shape);
    std::vector<nnir::RealTensor> states = nnir::initial_states(plain);
    Expected expected;
    for (std::int64_t k = 0; k < end; ++k) {
        if (reset_every > 0 && k % reset_every == 0) {
            vm.reset();
            states = nnir::initial_states(plain);
        }
        inputs->values(k, in);
        vm.step(in, out);
        expected.vm.emplace_back(out.end() - size, out.end());
        nnir::RealTensor x(plain.value(plain.inputs.front()).type.shape);
        std::ranges::transform(in, x.values.begin(), [](float v) { return static_cast<double>(v); });
        nnir::Evaluation found = nnir::evaluate(plain, {x}, states);
        states = found.states;
        expected.exact.push_back(found.values.at(value).values);
    }
    return expected;
}

double largest_error(const Expected& expected, std::size_t k) {
    double worst = 0;
    for (std::size_t e = 0; e < expected.vm[k].size(); ++e)
        worst = std::max(worst, std::abs(static_cast<double>(expected.vm[k][e]) - expected.exact[k][e]));
    return worst;
}

}  // namespace

/// Breakpoints on what a node computes.
class TestNodeProbe : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void valuesAndErrorsOfANode_data() {
        QTest::addColumn<bool>("recurrent");
        QTest::addColumn<qint64>("resetEvery");
        QTest::newRow("mlp") << false << qint64{0};
        QTest::newRow("lstm") << true << qint64{0};
        QTest::newRow("lstm with resets") << true << qint64{37};
    }
    void valuesAndErrorsOfANode() {
        QFETCH(bool, recurrent);
        QFETCH(qint64, resetEvery);
        constexpr std::int64_t end = 150;
        const nnir::Graph graph = recurrent ? streamed_lstm() : mlp();
        const nnir::Node& node = node_named(graph, "tanh");
        const Expected expected = expected_of(graph, node.outputs.front(), end, resetEvery);

        // Bounds that few inferences cross.
        std::vector<double> sizes;
        std::vector<double> errors;
        for (std::size_t k = 0; k < static_cast<std::size_t>(end); ++k) {
            sizes.push_back(static_cast<double>(std::ranges::max(expected.vm[k])));
            errors.push_back(largest_error(expected, k));
        }
        const auto rare = [](std::vector<double> all) {
            std::ranges::sort(all);
            return (all[all.size() - 12] + all[all.size() - 11]) / 2;
        };
        const double size_bound = rare(sizes);
        const double error_bound = rare(errors);
        const auto above = [](const std::vector<double>& all, double bound) {
            std::vector<std::int64_t> found;
            for (std::size_t k = 0; k < all.size(); ++k)
                if (all[k] > bound) found.push_back(static_cast<std::int64_t>(k));
            return found;
        };
        const auto number = [](double v) { return QString::number(v, 'g', 17).toStdString(); };
        const std::string value_rule = "value(tanh) > " + number(size_bound);
        const std::string error_rule =
            "error(n" + std::to_string(node.id.value) + ") > " + number(error_bound);  // by its number

        WatchedRun watched(run_of(graph, resetEvery));
        watched.watch({condition_rule(value_rule), condition_rule(error_rule)}, {});
        watched.advance(end, false);
        std::vector<std::int64_t> value_hits;
        std::vector<std::int64_t> error_hits;
        for (const Hit& hit : watched.result().hits) {
            (hit.condition == 0 ? value_hits : error_hits).push_back(hit.index);
            QVERIFY(hit.where.starts_with("tanh["));
            QCOMPARE(hit.node.value(), node.id.value);
            const auto k = static_cast<std::size_t>(hit.index);
            QCOMPARE(hit.value, hit.condition == 0 ? sizes[k] : errors[k]);
            QCOMPARE(hit.detail.empty(), hit.condition == 0);
        }
        QCOMPARE(value_hits, above(sizes, size_bound));
        QCOMPARE(error_hits, above(errors, error_bound));

        // Going back and searching come to the same places.
        for (const std::int64_t first : {std::int64_t{90}, std::int64_t{3}, std::int64_t{141}}) {
            const Condition until = make_condition(condition_rule(error_rule), {}, watched.run());
            const auto hit = watched.search(first, end, &until);
            const auto next = std::ranges::lower_bound(error_hits, first);
            // The watched ones stop it as well.
            const auto other = std::ranges::lower_bound(value_hits, first);
            const std::int64_t wanted =
                std::min(next == error_hits.end() ? end : *next, other == value_hits.end() ? end : *other);
            QCOMPARE(hit ? hit->index : end, wanted);
        }
        // One element, and its size.
        watched.watch({}, {});
        const Condition one = make_condition(condition_rule("abs(value(tanh[5])) >= 0"), {}, watched.run());
        const auto hit = watched.search(20, end, &one);
        QVERIFY(hit);
        QCOMPARE(hit->where, std::string("tanh[5]"));
        QCOMPARE(hit->value, std::abs(static_cast<double>(expected.vm[20][5])));
    }

    /// Far back, from places that are kept, thinned out over a long run.
    void farBack() {
        const nnir::Graph graph = streamed_lstm();
        const nnir::NodeId node = node_named(graph, "tanh").id;
        const CompiledProgram compiled = compile(graph, config());
        const auto inputs = random_inputs(compiled.program->inputs, 11);
        NodeProbe probe({std::make_shared<const nnir::Graph>(graph), {}}, config(), inputs, ResetPlan(),
                        {node}, false);
        Vm vm(compiled.program);
        std::vector<float> in(12);
        std::vector<float> out(3);
        std::map<std::int64_t, std::pair<std::vector<float>, std::vector<float>>> kept;
        const std::vector<std::int64_t> looked_at = {8999, 17, 4444, 4445, 64, 0, 8998};
        for (std::int64_t k = 0; k < 9000; ++k) {
            inputs->values(k, in);
            vm.step(in, out);
            probe.see(k, in, out);
            if (std::ranges::find(looked_at, k) != looked_at.end())
                kept[k] = {out, {probe.values(node).begin(), probe.values(node).end()}};
        }
        QVERIFY(probe.same_outputs());
        for (const std::int64_t k : looked_at) {
            inputs->values(k, in);
            probe.see(k, in, kept.at(k).first);
            QVERIFY(std::ranges::equal(probe.values(node), kept.at(k).second));
        }
        QVERIFY(probe.same_outputs());
    }

    void refusals() {
        const nnir::Graph graph = mlp();
        WatchedRun watched(run_of(graph));
        const auto refuses = [&](const char* text, FailureKind kind, const char* part) {
            try {
                watched.watch({condition_rule(text)}, {});
            } catch (const Error& error) {
                QCOMPARE(error.failure().kind, kind);
                QVERIFY2(error.failure().message.find(part) != std::string::npos,
                         error.failure().message.c_str());
                return;
            }
            QFAIL(text);
        };
        refuses("value(nobody) > 1", FailureKind::bad_input, "tanh");
        refuses("value(tanh[64]) > 1", FailureKind::bad_input, "64 values");
        refuses("error() > 1", FailureKind::usage, "no value is named");
        QVERIFY_THROWS_EXCEPTION(Error, condition_rule("error(tanh)"));
        // A program alone has no nodes that could be looked at.
        const CompiledProgram compiled = compile(graph, config());
        const LockstepRun alone(compiled, random_inputs(compiled.program->inputs, 1), nullptr);
        QVERIFY_THROWS_EXCEPTION(Error, make_condition(condition_rule("value(tanh) > 1"), {}, alone));
    }

    void notBehindAnEdit() {
        const nnir::Graph graph = streamed_lstm();
        const auto run = run_of(graph);
        run->run(10);
        std::vector<float> states;
        for (const nnir::State& state : graph.states)
            states.insert(states.end(), state.initial.values().begin(), state.initial.values().end());
        run->edit(5, edit_states(graph, run->compiled(), {}, states));
        QVERIFY_THROWS_EXCEPTION(Error, make_condition(condition_rule("value(tanh) > 1"), {}, *run));
    }
};

QTEST_APPLESS_MAIN(TestNodeProbe)
#include "tst_node_probe.moc"
