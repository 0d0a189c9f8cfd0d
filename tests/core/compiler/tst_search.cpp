#include <algorithm>
#include <cmath>
#include <set>

#include <QTest>

#include "core/compiler/candidate.h"
#include "core/compiler/compile_work.h"
#include "core/compiler/core_pins.h"
#include "core/compiler/search.h"
#include "core/compiler/split_sums.h"
#include "core/nnir/builder.h"
#include "core/numerics/random.h"
#include "core/passes/data_dimension.h"
#include "core/program/program_file.h"
#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;
using namespace lockstep::compiler;

Q_DECLARE_METATYPE(lockstep::test::TestModel)

namespace {

/// Two branches of unequal length from one input, which a third sum joins.
test::TestModel branches() {
    test::ListBuilder builder;
    const auto x = builder.input(256);
    const auto a = builder.linear(builder.linear(builder.linear(x, 300, true), 200, true), 96, false);
    const auto b = builder.linear(x, 96, true);
    builder.output(builder.linear(builder.add(a, b, true), 40, false));
    return {std::move(builder.list), std::move(builder.view)};
}

CompiledProgram compiled(const test::TestModel& model, const std::string& config,
                         const SearchOptions& search) {
    CompileOptions options;
    options.search = search;
    return compile_work(model.list, model.view, find_config(config), options);
}

/// Outputs of some inferences, one after another.
std::vector<float> outputs_of(const CompiledProgram& compiled) {
    Vm vm(compiled.program);
    std::vector<float> inputs(static_cast<std::size_t>(compiled.program->input_values()));
    std::vector<float> outputs(static_cast<std::size_t>(compiled.program->output_values()));
    std::vector<float> all;
    for (std::uint64_t inference = 0; inference < 4; ++inference) {
        fill_random_input(5, inference, inputs);
        vm.step(inputs, outputs);
        all.insert(all.end(), outputs.begin(), outputs.end());
    }
    return all;
}

/// The cores in whose streams instructions of the node stand.
std::set<std::size_t> cores_of_node(const Program& program, std::uint32_t id) {
    std::set<std::size_t> cores;
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        for (std::size_t i = 0; i < program.cores[core].stream.size(); ++i) {
            const Unit unit = unit_of(program.cores[core].stream[i]);
            if (program.nodes[program.cores[core].node_of[i]].id == id && unit != Unit::input &&
                unit != Unit::output)
                cores.insert(core);
        }
    return cores;
}

template <class Function>
QString refusal(Function function) {
    try {
        function();
    } catch (const Error& error) {
        return QString::fromStdString(to_text(error.failure()));
    }
    return {};
}

}  // namespace

class TestSearch : public QObject {
    Q_OBJECT

    static void models(bool small) {
        QTest::addColumn<test::TestModel>("model");
        QTest::addColumn<QString>("config");
        for (const char* config : {"v80_c6b32", "ia_840f_c3b64"}) {
            const QString name = QString::fromLatin1(config);
            QTest::addRow("branches %s", config) << branches() << name;
            QTest::addRow("lstm %s", config)
                << test::benchmark_model("lstm", "layers=2;hidden_size=250") << name;
            if (small) continue;
            QTest::addRow("mlp %s", config)
                << test::benchmark_model("mlp", "layers=7;n_features=384;activation=ReLU") << name;
        }
    }

  private Q_SLOTS:
    void sameSeedSameProgram_data() { models(true); }
    void sameSeedSameProgram() {
        QFETCH(test::TestModel, model);
        QFETCH(QString, config);
        for (const bool optimize : {false, true}) {
            const SearchOptions search{.optimize = optimize, .quick = false, .seeds = optimize ? 1U : 3U};
            const CompiledProgram once = compiled(model, config.toStdString(), search);
            const CompiledProgram again = compiled(model, config.toStdString(), search);
            QCOMPARE(program_to_bytes(*once.program), program_to_bytes(*again.program));
            QVERIFY(*once.timeline == *again.timeline);
            QVERIFY(play(*once.program) == *once.timeline);
        }
    }

    /// The calibrated program is what a free search begins with; the sums stay the same, bit for bit.
    void optimizedIsNeverWorse_data() { models(false); }
    void optimizedIsNeverWorse() {
        QFETCH(test::TestModel, model);
        QFETCH(QString, config);
        const CompiledProgram calibrated = compiled(model, config.toStdString(), {});
        const CompiledProgram free =
            compiled(model, config.toStdString(), {.optimize = true, .quick = false, .seeds = 1});
        QVERIFY(!calibrated.program->optimized);
        QVERIFY(free.program->optimized);
        QVERIFY(free.timeline->spaced <= calibrated.timeline->spaced);
        QVERIFY(free.timeline->contiguous <= calibrated.timeline->contiguous);
        QCOMPARE(free.program->search.calibrated_spaced, calibrated.timeline->spaced);
        QCOMPARE(free.program->search.calibrated_contiguous, calibrated.timeline->contiguous);
        QCOMPARE(verify_program(*free.program), std::vector<std::string>{});
        QCOMPARE(outputs_of(free), outputs_of(calibrated));
        const Program again = program_from_bytes(program_to_bytes(*free.program), "file");
        QVERIFY(again == *free.program);
    }

    void optimizedGains() {
        const test::TestModel model = branches();
        const CompiledProgram free =
            compiled(model, "v80_c6b32", {.optimize = true, .quick = false, .seeds = 2});
        QVERIFY(free.timeline->spaced < free.program->search.calibrated_spaced);
        QVERIFY(free.program->search.candidates > 100);
    }

    /// A long contraction into few rows: its parts run side by side. The parts are rounded on their way.
    void splitsAlongTheContraction() {
        test::ListBuilder builder;
        builder.output(builder.linear(builder.input(6144), 20, true));
        const test::TestModel model{std::move(builder.list), std::move(builder.view)};
        const CompiledProgram whole = compiled(model, "ia_420f_c6b32", {});
        const CompiledProgram split =
            compiled(model, "ia_420f_c6b32", {.optimize = true, .quick = false, .seeds = 1});
        QVERIFY(split.timeline->spaced + 50 < whole.timeline->spaced);
        const std::vector<float> expected = outputs_of(whole);
        const std::vector<float> outputs = outputs_of(split);
        QCOMPARE(outputs.size(), expected.size());
        double largest = 0;
        for (const float value : expected) largest = std::max(largest, std::abs(double{value}));
        for (std::size_t i = 0; i < outputs.size(); ++i)
            QVERIFY(std::abs(double{outputs[i]} - double{expected[i]}) <= 0.03 * largest);
        QCOMPARE(verify_program(*split.program), std::vector<std::string>{});
    }

    /// What a split sum is made of is judged by code that does not split.
    void splitFaults_data() {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<QString>("finding");
        QTest::newRow("none") << QString() << QString();
        QTest::newRow("part missing") << QStringLiteral("part") << QStringLiteral("is added 0 times");
        QTest::newRow("part twice") << QStringLiteral("twice") << QStringLiteral("is added 2 times");
        QTest::newRow("bias lost") << QStringLiteral("bias") << QStringLiteral("bias is added 0 times");
        QTest::newRow("function lost") << QStringLiteral("epilogue") << QStringLiteral("another epilogue");
        QTest::newRow("subtracted") << QStringLiteral("subtract") << QStringLiteral("no addition");
    }
    void splitFaults() {
        QFETCH(QString, fault);
        QFETCH(QString, finding);
        test::ListBuilder builder;
        builder.output(builder.linear(builder.input(200), 40, true));
        std::get<lowering::LinearWork>(builder.list.work[0].body).start.bias = builder.values(40);
        const test::TestModel model{std::move(builder.list), std::move(builder.view)};
        const CompileTask task(model.list, model.view, find_config("v80_c6b32"));
        QVERIFY(may_split(task, 0));
        const SplitTask split = split_sum(task, task.decisions(6, WorkOrder::as_written), 0, 3);
        CompileTask changed = *split.task;
        QCOMPARE(changed.list.work.size(), std::size_t{5});
        auto& last = std::get<lowering::PointwiseWork>(changed.list.work.back().body);
        if (fault == QLatin1String("part")) changed.tiling.source_parts[1].blocks -= 1;
        if (fault == QLatin1String("twice")) changed.tiling.source_parts[1].first -= 1;
        if (fault == QLatin1String("bias"))
            std::get<lowering::LinearWork>(changed.list.work[0].body).start.bias.clear();
        if (fault == QLatin1String("epilogue")) last.epilogue = {};
        if (fault == QLatin1String("subtract")) last.op = lowering::PointwiseOp::subtract;
        const std::vector<std::string> findings = verify_splits(model.list, changed);
        QCOMPARE(findings.empty(), finding.isEmpty());
        if (!finding.isEmpty()) QVERIFY(QString::fromStdString(findings.front()).contains(finding));
    }

    /// More seeds never give a longer program: the best of all tries is kept.
    void seedsNeverHarm() {
        const test::TestModel model = branches();
        const CompiledProgram one = compiled(model, "v80_c6b32", {});
        const CompiledProgram five =
            compiled(model, "v80_c6b32", {.optimize = false, .quick = false, .seeds = 5});
        QVERIFY(five.timeline->spaced <= one.timeline->spaced);
        QCOMPARE(five.program->search.candidates, one.program->search.candidates + 4);
    }

    void quickTakesTheFirst() {
        const test::TestModel model = branches();
        const CompiledProgram quick =
            compiled(model, "v80_c6b32", {.optimize = false, .quick = true, .seeds = 1});
        QCOMPARE(quick.program->search.candidates, std::int64_t{1});
        QVERIFY(quick.program->search.quick);
        QVERIFY(quick.timeline->spaced >= compiled(model, "v80_c6b32", {}).timeline->spaced);
    }

    /// A pinned node's instructions stand on its cores; the values stay the same.
    void pins_data() {
        QTest::addColumn<QList<int>>("cores");
        QTest::addColumn<bool>("optimize");
        QTest::newRow("one") << QList<int>{4} << false;
        QTest::newRow("two") << QList<int>{1, 5} << false;
        QTest::newRow("two, searched freely") << QList<int>{1, 5} << true;
        QTest::newRow("all") << QList<int>{0, 1, 2, 3, 4, 5} << false;
    }
    void pins() {
        QFETCH(QList<int>, cores);
        QFETCH(bool, optimize);
        test::TestModel model = test::benchmark_model("lstm", "layers=2;hidden_size=250");
        const CompiledProgram free = compiled(model, "v80_c6b32", {});
        const std::uint32_t pinned = model.list.work.front().nodes.front().value;
        CoreMask mask = 0;
        for (const int core : cores) mask |= CoreMask{1} << core;
        model.view.pins[pinned] = {mask, "layer"};
        const CompiledProgram program =
            compiled(model, "v80_c6b32", {.optimize = optimize, .quick = false, .seeds = 1});
        for (const std::size_t core : cores_of_node(*program.program, pinned))
            QVERIFY(cores.contains(static_cast<int>(core)));
        QCOMPARE(outputs_of(program), outputs_of(free));
    }

    void pinsAreRefused() {
        nnir::GraphBuilder builder("two layers");
        const nnir::ValueId x = builder.input("x", {64});
        builder.module("first");
        const nnir::ValueId y = builder.linear(x, nnir::sample_tensor({64, 64}, 1));
        builder.module("second");
        builder.output(builder.relu(y));
        const nnir::Graph graph = solve_data_dimensions(builder.finish());
        const auto with = [&](std::vector<CorePin> pins) {
            return refusal([&] {
                CompileOptions options;
                options.cores = std::move(pins);
                compile(graph, find_config("v80_c6b32"), options);
            });
        };
        QCOMPARE(with({{"first", {0}}, {"first", {2, 3}}}), QString());
        QVERIFY(with({{"first", {6}}}).contains(QLatin1String("there is no core 6")));
        QVERIFY(with({{"first", {}}}).contains(QLatin1String("names no core")));
        QVERIFY(with({{"third", {0}}}).contains(QLatin1String("third")));
        // The second node is computed with the first.
        QVERIFY(with({{"first", {0}}, {"second", {1}}}).contains(QLatin1String("computed together")));
    }

    /// What the search decides is judged by code that does not search.
    void decisionFaults_data() {
        QTest::addColumn<QString>("fault");
        for (const char* fault : {"none", "no core", "core not allowed", "apart from its partial sum",
                                  "passes too long", "passes shorter than its partial sum's",
                                  "larger shares elsewhere than its partial sum's", "another list"})
            QTest::newRow(fault) << QString::fromLatin1(fault);
    }
    void decisionFaults() {
        QFETCH(QString, fault);
        const test::TestModel model = test::benchmark_model("lstm", "layers=2;hidden_size=250");
        const lowering::WorkList& list = model.list;
        std::vector<CoreMask> allowed(list.work.size(), lowest_cores(6));
        Decisions decisions = plain_decisions(list, 6, 8);
        if (fault == QLatin1String("no core")) decisions.cores[0] = 0;
        if (fault == QLatin1String("core not allowed")) allowed[1] = 0b110;
        if (fault == QLatin1String("apart from its partial sum")) decisions.cores.front() = 0b1;
        if (fault == QLatin1String("passes too long")) decisions.limit.assign(list.work.size(), 9);
        if (fault == QLatin1String("passes shorter than its partial sum's")) decisions.limit.front() = 4;
        if (fault == QLatin1String("larger shares elsewhere than its partial sum's"))
            decisions.larger_from.front() = 1;
        if (fault == QLatin1String("another list")) decisions.ranks.pop_back();
        QCOMPARE(verify_decisions(list, decisions, allowed, 8).empty(), fault == QLatin1String("none"));
    }

    /// An assignment that leaves the cores of the decisions, or a partial sum's.
    void assignmentFaults() {
        const test::TestModel model = test::benchmark_model("lstm", "layers=2;hidden_size=250");
        const Tiling tiling = tile(model.list, 32);
        const Decisions decisions = plain_decisions(model.list, 3, 8);
        const Assignment sound = assign_cores(model.list, tiling, decisions);
        QCOMPARE(verify_assignment(model.list, tiling, sound, decisions), std::vector<std::string>{});
        const auto has = [](const std::vector<std::string>& findings, const char* words) {
            return std::ranges::any_of(findings, [words](const std::string& finding) {
                return finding.find(words) != std::string::npos;
            });
        };
        Decisions others = decisions;
        for (CoreMask& mask : others.cores) mask = 0b011;
        QVERIFY(has(verify_assignment(model.list, tiling, sound, others), "do not allow"));
        Assignment moved = sound;
        std::swap(moved.runs[0][0].core, moved.runs[0][1].core);
        QVERIFY(has(verify_assignment(model.list, tiling, moved, decisions), "in different runs"));
    }
};

QTEST_APPLESS_MAIN(TestSearch)
#include "tst_search.moc"
