#include <algorithm>

#include <QTest>

#include "core/program/disassembly.h"
#include "core/program/program_file.h"
#include "core/support/error.h"
#include "tests/core/compiler/machines.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;
using namespace lockstep::lowering;
using test::ListBuilder;

namespace {

Tensor ones(std::int64_t count) {
    return {{1, count}, std::vector<float>(static_cast<std::size_t>(count), 1.0F)};
}

}  // namespace

/// Where splats and reductions are made, what they take of the memories, how programs with them are kept, and
/// what is refused.
class TestSplats : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Sums and reductions of many rows are spread over the cores.
    void splatsAreSpread() {
        ListBuilder builder;
        std::vector<VectorId> rows;
        for (int k = 0; k < 6; ++k) rows.push_back(builder.input(32));
        for (const VectorId row : rows)
            builder.output(
                builder.pointwise(PointwiseOp::subtract, {row, builder.reduce(ReduceOp::maximum, row)}));
        AcceleratorConfig config = find_config("ip_core_c3b16");
        config.timing.one_core_threshold.value = 0;
        const auto program = compiler::compile_work(builder.list, builder.view, config).program;
        for (const CoreProgram& core : program->cores)
            QCOMPARE(std::ranges::count_if(core.stream,
                                           [](const Instruction& instruction) {
                                               return std::holds_alternative<ReduceInstruction>(instruction);
                                           }),
                     std::ptrdiff_t{2});
    }

    /// A row of equal values takes one block, and one that several sums share is stored once: by its values,
    /// whichever tensor holds it; but a row for one value and the same row for a splat are not the same
    /// blocks.
    void rowsAreShared() {
        const auto blocks = [](int rows, bool one_is_vector) {
            ListBuilder builder;
            const VectorId x = builder.input(64);
            for (int k = 0; k < rows; ++k) builder.output(builder.row(x, ones(64), 0));
            if (one_is_vector) {
                builder.output(builder.linear(x, 1, false));
                std::get<LinearWork>(builder.list.work.back().body).products[0].weight = ones(64);
            }
            AcceleratorConfig config = find_config("ip_core_c1b32");
            const auto program = compiler::compile_work(builder.list, builder.view, config).program;
            return program->cores[0].weights.size() / (32 * 32);
        };
        QCOMPARE(blocks(1, false), std::size_t{1});
        QCOMPARE(blocks(5, false), std::size_t{1});
        QCOMPARE(blocks(5, true), std::size_t{3});
    }

    /// A reduction stays with the core that made its source; only its one block goes over the bus.
    void whereReductionsRun() {
        ListBuilder builder;
        const VectorId y = builder.linear(builder.input(64), 96, false);
        const VectorId high = builder.reduce(ReduceOp::maximum, y);
        builder.output(builder.pointwise(PointwiseOp::subtract, {y, high}));
        AcceleratorConfig config = find_config("ip_core_c3b16");
        config.timing.one_core_threshold.value = 0;
        const auto program = compiler::compile_work(builder.list, builder.view, config).program;
        std::size_t reductions = 0;
        for (std::size_t core = 0; core < program->cores.size(); ++core)
            for (const Instruction& instruction : program->cores[core].stream)
                if (const auto* reduce = std::get_if<ReduceInstruction>(&instruction)) {
                    ++reductions;
                    QCOMPARE(core, std::size_t{0});
                    QCOMPARE(reduce->targets, CoreMask{0b111});
                    QCOMPARE(reduce->blocks, std::uint16_t{6});
                }
        QCOMPARE(reductions, std::size_t{1});
    }

    /// The file keeps everything that the new instructions say.
    void survivesTheFile() {
        ListBuilder builder;
        const VectorId x = builder.input(21);
        const VectorId high = builder.reduce(ReduceOp::minimum, x);
        const VectorId mask = builder.pointwise(PointwiseOp::less, {high, x});
        builder.output(
            builder.pointwise(PointwiseOp::select, {x, high, mask}, {.activation = Activation::gelu}));
        for (const AcceleratorConfig& config : test::machines()) {
            const auto program = compiler::compile_work(builder.list, builder.view, config).program;
            const Program again = program_from_bytes(program_to_bytes(*program), "file");
            QVERIFY(again == *program);
            const std::string listing = disassemble(again, play(again));
            QVERIFY(listing.find("minimum(") != std::string::npos);
            QVERIFY(listing.find(" ? ") != std::string::npos);
            QVERIFY(listing.find("gelu(") != std::string::npos);
        }
    }

    void moreTensorsThanInstructionsCanName() {
        ListBuilder builder;
        VectorId x = builder.input(1);
        for (int k = 0; k < 65536; ++k)
            x = builder.pointwise(PointwiseOp::add, {x}, {.activation = Activation::tanh});
        builder.output(x);
        try {
            compiler::compile_work(builder.list, builder.view, find_config("ip_core_c1b8"));
            QFAIL("it compiles");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::does_not_fit);
            QCOMPARE(error.failure().message,
                     std::string("the program needs 65537 tensors; instructions can name 65536"));
        }
    }

    void unsoundWork_data() {
        QTest::addColumn<int>("fault");
        QTest::newRow("splat of a vector") << 0;
        QTest::newRow("splat of two rows") << 1;
        QTest::newRow("reduction to a vector") << 2;
        QTest::newRow("lengths differ") << 3;
    }
    void unsoundWork() {
        QFETCH(int, fault);
        ListBuilder builder;
        const VectorId x = builder.input(8);
        const VectorId sum = builder.row(x, ones(8), 0);
        const VectorId high = builder.reduce(ReduceOp::maximum, x);
        const VectorId y = builder.pointwise(PointwiseOp::add, {x, sum});
        builder.output(y);
        if (fault == 0) builder.list.vectors[y.value] = builder.list.vectors[sum.value];
        if (fault == 1) std::get<LinearWork>(builder.list.work[0].body).rows = 2;
        if (fault == 2) builder.list.vectors[high.value].splat = false;
        if (fault == 3) builder.list.vectors[x.value].length = 9;
        QVERIFY_THROWS_EXCEPTION(
            Error, compiler::compile_work(builder.list, builder.view, find_config("v80_c6b32")));
    }
};

QTEST_APPLESS_MAIN(TestSplats)
#include "tst_splats.moc"
