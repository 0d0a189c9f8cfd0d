#include <QTest>

#include "core/compiler/assign_cores.h"
#include "core/compiler/part_copies.h"
#include "core/compiler/tile.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;
using namespace lockstep::compiler;

namespace {

/// Two halves of one projection, multiplied.
struct Halves {
    test::ListBuilder builder;
    lowering::VectorId first, second;
    explicit Halves(std::int64_t rows) {
        const auto x = builder.input(192);
        first = builder.linear(x, rows, false);
        second = builder.linear(x, rows, false);
        for (lowering::Work& work : builder.list.work) work.together = 1;
        builder.output(builder.pointwise(lowering::PointwiseOp::multiply, {first, second}));
    }
};

}  // namespace

/// Which parts of a projection are copied, and where to.
class TestPartCopies : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void copies_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("copies");
        // 24 blocks a half: 8 of the 48 in each core, so that the halves lie in different cores.
        QTest::newRow("halves in different cores") << "v80_c6b32" << 768 << 2;
        QTest::newRow("halves in different cores, b = 64") << "ia_840f_c3b64" << 768 << 2;
        // 48 blocks a half: a pass each, cut as a sum of its own.
        QTest::newRow("a pass a half") << "v80_c6b32" << 1536 << 0;
        QTest::newRow("a pass a half, b = 64") << "ia_840f_c3b64" << 1536 << 0;
        QTest::newRow("one core") << "ip_core_c1b32" << 768 << 0;
    }
    void copies() {
        QFETCH(QString, preset);
        QFETCH(int, rows);
        QFETCH(int, copies);
        const AcceleratorConfig config = find_config(preset.toStdString());
        const auto cores = static_cast<std::uint32_t>(config.cores.value);
        const auto accumulators = static_cast<std::uint32_t>(config.timing.accumulators.value);
        Halves halves(rows);
        const std::size_t before = halves.builder.list.work.size();
        const lowering::WorkList list = with_part_copies(halves.builder.list, config);
        QCOMPARE(static_cast<int>(list.work.size() - before), copies);

        const Tiling tiling = tile(list, config.block_size.value);
        const Decisions decisions = plain_decisions(list, cores, accumulators);
        const Assignment assignment = assign_cores(list, tiling, decisions);
        QVERIFY(verify_assignment(list, tiling, assignment, decisions).empty());
        // Whatever reads a half finds it where a vector of its own would lie.
        for (const lowering::VectorId half : {halves.first, halves.second})
            for (const Run& run : split_rows(tiling.vector_blocks[half.value], cores, accumulators))
                for (std::uint32_t block = run.first; block < run.first + run.blocks; ++block)
                    QCOMPARE(assignment.owner[half.value][block], run.core);
    }
};

QTEST_APPLESS_MAIN(TestPartCopies)
#include "tst_part_copies.moc"
