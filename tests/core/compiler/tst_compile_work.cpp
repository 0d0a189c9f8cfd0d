#include <algorithm>
#include <set>

#include <QTest>

#include <nlohmann/json.hpp>

#include "core/program/program_file.h"
#include "core/support/error.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;
using compiler::compile_work;

namespace {

CompiledProgram compiled(const test::TestModel& model, const AcceleratorConfig& config) {
    return compile_work(model.list, model.view, config);
}

std::int64_t most_used(const Program& program, const std::string& memory) {
    std::int64_t most = 0;
    for (const MemoryUse& use : program.memory)
        if (use.name == memory) most = std::max(most, use.used);
    return most;
}

test::TestModel residual_model() {
    test::ListBuilder builder;
    const auto x = builder.input(784);
    const auto y = builder.linear(x, 128, true);
    const auto z = builder.add(y, builder.linear(y, 128, true), false);
    builder.output(builder.linear(z, 10, false));
    return {std::move(builder.list), std::move(builder.view)};
}

test::TestModel sequence_model(int steps) {
    test::ListBuilder builder;
    std::vector<lowering::VectorId> x;
    for (int t = 0; t < steps; ++t) x.push_back(builder.input(64));
    for (const auto h : builder.lstm_sequence(x, 96)) builder.output(h);
    return {std::move(builder.list), std::move(builder.view)};
}

}  // namespace

class TestCompileWork : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// The check list of the machine model: cycles added up by hand there.
    void checkList_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("meta");
        QTest::addColumn<int>("spaced");
        QTest::newRow("slp 128") << QStringLiteral("slp") << QStringLiteral("input=128;output=128") << 76;
        QTest::newRow("slp 1024") << QStringLiteral("slp") << QStringLiteral("input=1024;output=1024") << 287;
        QTest::newRow("lstm 128") << QStringLiteral("lstm") << QStringLiteral("layers=1;hidden_size=128")
                                  << 100;
    }
    void checkList() {
        QFETCH(QString, family);
        QFETCH(QString, meta);
        QFETCH(int, spaced);
        const auto program = compiled(test::benchmark_model(family.toStdString(), meta.toStdString()),
                                      find_config("v80_c6b32"));
        QCOMPARE(program.timeline->spaced, std::int64_t{spaced});
    }

    /// Slp 1024 on the V80, in detail: core 0 issues 192 products from 25 to 216, block 0 leaves at 256.
    void products() {
        const auto program =
            compiled(test::benchmark_model("slp", "input=1024;output=1024"), find_config("v80_c6b32"));
        QCOMPARE(program.timeline->first_output, std::int64_t{256});
        for (const TimelineEvent& event : program.timeline->events) {
            if (event.core != 0 || event.unit != Unit::matvec) continue;
            QCOMPARE(event.start, std::int64_t{25});
            QCOMPARE(event.end, std::int64_t{217});
            QCOMPARE(event.busy, std::int64_t{192});
        }
        QCOMPARE(most_used(*program.program, "weight_store"), std::int64_t{192});
        QCOMPARE(most_used(*program.program, "accumulator_store"), std::int64_t{6});
    }

    void memoryIsReported() {
        const auto program =
            compiled(test::benchmark_model("lstm", "layers=2;hidden_size=250"), find_config("v80_c6b32"));
        std::set<std::pair<int, std::string>> seen;
        for (const MemoryUse& use : program.program->memory) {
            QVERIFY(use.used <= use.depth);
            QVERIFY(!use.unit.empty());
            seen.emplace(use.core, use.name);
        }
        QCOMPARE(seen.size(), std::size_t{6 * 6});
        QVERIFY(most_used(*program.program, "cell_store") > 0);
    }

    void doesNotFit() {
        const test::TestModel model = test::benchmark_model("lstm", "layers=3;hidden_size=960");
        try {
            compiled(model, find_config("ia_840f_c3b64"));
            QFAIL("it fits");
        } catch (const Error& error) {
            // 15 hidden blocks, 5 of them on the fullest core, 4 gates, 15 + 15 input blocks, 3 layers.
            QCOMPARE(error.failure().message,
                     std::string(
                         "weight_store: core 0 needs 1800 of 512 blocks of ia_840f_c3b64 (derived depth)"));
            QVERIFY2(error.failure().advice.find("v80_c6b32") != std::string::npos,
                     error.failure().advice.c_str());
            QCOMPARE(error.failure().nodes.size(), std::size_t{3});
            QCOMPARE(error.failure().nodes[0].op, std::string("LstmCell"));
            QCOMPARE(error.failure().nodes[0].reason, std::string("uses 600 blocks"));
        }
    }

    void assumedDepthWarns() {
        AcceleratorConfig config = find_config("v80_c6b32");
        config.weight_store_depth = {10, "blocks", Basis::assumed, "test"};
        const auto program = compiled(test::benchmark_model("slp", "input=1024;output=1024"), config);
        QCOMPARE(program.program->warnings,
                 std::vector<std::string>{
                     "weight_store: core 0 needs 192 blocks; the depth of 10 is assumed, not published"});
    }

    /// What a user's config says binds, plain numbers too.
    void givenDepthRefuses() {
        const AcceleratorConfig config = config_from_json(
            {{"base", "v80_c6b32"}, {"name", "mine"}, {"accumulator_store_depth", 5}}, "mine.json");
        const test::TestModel model = test::benchmark_model("slp", "input=1024;output=1024");
        try {
            compiled(model, config);
            QFAIL("it fits");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::does_not_fit);
            QCOMPARE(error.failure().message,
                     std::string("accumulator_store: core 0 needs 6 of 5 blocks of mine (given depth)"));
        }
    }

    /// A weight that every step of a sequence uses is stored once.
    void weightsAreShared() {
        const auto once = compiled(sequence_model(1), find_config("v80_c6b32"));
        const auto often = compiled(sequence_model(5), find_config("v80_c6b32"));
        QCOMPARE(most_used(*often.program, "weight_store"), most_used(*once.program, "weight_store"));
        QCOMPARE(most_used(*often.program, "cell_store"), most_used(*once.program, "cell_store"));
        QVERIFY(often.timeline->spaced > once.timeline->spaced);
    }

    /// Tensor RAM is used again when its values are over: a long chain needs no more than a short one.
    void tensorRamIsReused() {
        const auto with_layers = [](int layers) {
            return compiled(
                test::benchmark_model("mlp", "layers=" + std::to_string(layers) + ";n_features=384"),
                find_config("v80_c6b32"));
        };
        QCOMPARE(most_used(*with_layers(12).program, "tensor_ram"),
                 most_used(*with_layers(6).program, "tensor_ram"));
    }

    void fewCores_data() {
        QTest::addColumn<double>("threshold");
        QTest::addColumn<int>("cores");
        QTest::newRow("never") << 0.0 << 6;
        QTest::newRow("as fitted") << 0.88 << 6;
        QTest::newRow("if at all faster") << 1.0 << 6;
    }
    void fewCores() {
        QFETCH(double, threshold);
        QFETCH(int, cores);
        AcceleratorConfig config = find_config("v80_c6b32");
        config.timing.one_core_threshold.value = threshold;
        QCOMPARE(
            compiled(test::benchmark_model("mlp", "layers=7;n_features=384"), config).program->cores_used,
            std::int64_t{cores});
    }
    /// On a machine with a slow bus one core is faster.
    void slowBus() {
        AcceleratorConfig config = find_config("v80_c6b32");
        config.timing.bus_latency.value = 500;
        const auto program = compiled(test::benchmark_model("mlp", "layers=3;n_features=96"), config);
        QCOMPARE(program.program->cores_used, std::int64_t{1});
        for (std::size_t core = 1; core < 6; ++core) QVERIFY(program.program->cores[core].stream.empty());
    }

    void everyInstructionHasItsNode() {
        const test::TestModel model = residual_model();
        const auto program = compiled(model, find_config("v80_c6b32"));
        std::set<std::uint32_t> seen;
        for (const CoreProgram& core : program.program->cores)
            seen.insert(core.node_of.begin(), core.node_of.end());
        QCOMPARE(seen.size(), model.view.nodes.size());
        std::int64_t blocks = 0;
        for (const ProgramNode& node : program.program->nodes) blocks += node.weight_blocks;
        QCOMPARE(blocks, std::int64_t{25 * 4 + 4 * 4 + 4 * 1});
    }

    /// A state that is shown lies where the entry says, with its initial value.
    void statesAreShown() {
        const test::TestModel model = test::benchmark_model("lstm", "layers=1;hidden_size=40");
        const auto program = compiled(model, find_config("v80_c6b32"));
        const std::vector<StateEntry>& states = program.program->states;
        QCOMPARE(states.size(), std::size_t{2});
        QCOMPARE(states[0].memory, StateMemory::tensor_ram);
        QCOMPARE(states[0].blocks.size(), std::size_t{2});
        QCOMPARE(states[1].memory, StateMemory::cell_store);
        QCOMPARE(states[1].blocks.size(), std::size_t{2});
        const StateEntry::Block& cell = states[1].blocks[1];
        QCOMPARE(program.program->cores[cell.core].cell_store[cell.address * 32 + 7],
                 model.list.cells[0].initial[39]);
    }

    void survivesTheFile() {
        const auto program = compiled(residual_model(), find_config("ia_840f_c2b64d"));
        const Program again = program_from_bytes(program_to_bytes(*program.program), "file");
        QVERIFY(again == *program.program);
        QCOMPARE(play(again).spaced, program.timeline->spaced);
    }

    void cancelled() {
        std::stop_source stop;
        stop.request_stop();
        const test::TestModel model = residual_model();
        try {
            compile_work(model.list, model.view, find_config("v80_c6b32"), {},
                         {.stop = stop.get_token(), .progress = {}});
            QFAIL("it went on");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::cancelled);
        }
    }
    /// A stop that comes at any step of the work ends it.
    void cancelledMidway() {
        const test::TestModel model = residual_model();
        std::vector<double> shares;
        const auto run = [&](std::size_t stop_at) {
            std::stop_source stop;
            std::size_t count = 0;
            JobControl job{.stop = stop.get_token(), .progress = [&](double share, std::string_view) {
                               shares.push_back(share);
                               if (count++ == stop_at) stop.request_stop();
                           }};
            compile_work(model.list, model.view, find_config("v80_c6b32"), {}, job);
        };
        run(1000);
        QVERIFY(std::ranges::is_sorted(shares));
        QCOMPARE(shares.back(), 1.0);
        for (std::size_t at = 0; at < 3; ++at) QVERIFY_THROWS_EXCEPTION(Error, run(at));
    }
};

QTEST_APPLESS_MAIN(TestCompileWork)
#include "tst_compile_work.moc"
