#include <algorithm>
#include <bit>

#include <QTest>

#include "core/accel/accelerator_config.h"
#include "core/compiler/assign_cores.h"
#include "core/compiler/core_pins.h"
#include "core/compiler/parallel_branches.h"
#include "core/compiler/tile.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;
using namespace lockstep::compiler;
using lowering::VectorId;

namespace {

/// Heads on one input, each of two sums whose product goes through a third sum, and what brings them
/// together.
struct Heads {
    test::ListBuilder builder;
    std::vector<std::vector<std::size_t>> work;  ///< by head
    std::vector<std::size_t> others;
    VectorId input;

    explicit Heads(const std::vector<std::int64_t>& widths, std::int64_t length = 128) {
        input = builder.linear(builder.input(length), length, true);
        others.push_back(0);
        std::vector<VectorId> results;
        for (const std::int64_t width : widths) {
            const std::size_t first = builder.list.work.size();
            const VectorId q = builder.linear(input, width, false);
            const VectorId k = builder.linear(input, width, false);
            const VectorId both = builder.pointwise(lowering::PointwiseOp::multiply, {q, k});
            results.push_back(builder.linear(both, 64, false));
            work.emplace_back();
            for (std::size_t w = first; w < builder.list.work.size(); ++w) work.back().push_back(w);
        }
        VectorId sum = results[0];
        for (std::size_t k = 1; k < results.size(); ++k) {
            others.push_back(builder.list.work.size());
            sum = builder.add(sum, results[k], false);
        }
        builder.output(sum);
    }
};

QList<int> homes(const Heads& heads, std::uint32_t cores) {
    const std::vector<CoreMask> home = homes_of_branches(heads.builder.list, cores);
    QList<int> result;
    for (const auto& head : heads.work) {
        const CoreMask mask = home[head.front()];
        const bool one = std::ranges::all_of(head, [&](std::size_t w) { return home[w] == mask; });
        result.append(!one ? -2 : mask == 0 ? -1 : std::countr_zero(mask));
    }
    return result;
}

}  // namespace

class TestParallelBranches : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void heads_data() {
        QTest::addColumn<QList<int>>("widths");
        QTest::addColumn<int>("cores");
        QTest::addColumn<QList<int>>("expected");
        const QList<int> six{32, 32, 32, 32, 32, 32};
        QTest::newRow("a core each") << six << 6 << QList<int>{0, 1, 2, 3, 4, 5};
        QTest::newRow("neighbours share") << six << 3 << QList<int>{0, 0, 1, 1, 2, 2};
        QTest::newRow("one core") << six << 1 << QList<int>{0, 0, 0, 0, 0, 0};
        QTest::newRow("some cores idle") << six << 8 << QList<int>{0, 1, 2, 3, 4, 5};
        QTest::newRow("half of the cores idle") << six << 12 << QList<int>{-1, -1, -1, -1, -1, -1};
        QTest::newRow("of several widths") << QList<int>{160, 128, 128} << 3 << QList<int>{0, 1, 2};
        QTest::newRow("two are no heads") << QList<int>{32, 32} << 3 << QList<int>{-1, -1};
    }
    void heads() {
        QFETCH(QList<int>, widths);
        QFETCH(int, cores);
        QFETCH(QList<int>, expected);
        const Heads heads({widths.begin(), widths.end()});
        QCOMPARE(homes(heads, static_cast<std::uint32_t>(cores)), expected);
        const std::vector<CoreMask> home =
            homes_of_branches(heads.builder.list, static_cast<std::uint32_t>(cores));
        for (const std::size_t w : heads.others) QCOMPARE(home[w], CoreMask{0});
    }

    /// Layers one behind the other, and halves that are multiplied, are no branches.
    void noBranches() {
        test::ListBuilder builder;
        VectorId x = builder.input(96);
        for (int layer = 0; layer < 4; ++layer) {
            const VectorId a = builder.linear(x, 96, false);
            const VectorId b = builder.linear(x, 96, false);
            x = builder.add(x, builder.pointwise(lowering::PointwiseOp::multiply, {a, b}), true);
        }
        builder.output(x);
        for (const CoreMask home : homes_of_branches(builder.list, 3)) QCOMPARE(home, CoreMask{0});
    }

    /// What updates the state of a head, and what only that reads, lies with the head.
    void updatesOfStates() {
        Heads heads({32, 32, 32});
        lowering::WorkList& list = heads.builder.list;
        for (const auto& head : heads.work) {
            const VectorId k = std::get<lowering::LinearWork>(list.work[head[1]].body).result;
            const VectorId held = heads.builder.state(std::vector<float>(32), "window");
            const VectorId shared = heads.builder.linear(heads.input, 32, false);
            const VectorId decayed = heads.builder.pointwise(lowering::PointwiseOp::multiply, {held, shared});
            heads.builder.written(held, heads.builder.add(decayed, k, false));
            for (std::size_t w = list.work.size() - 3; w < list.work.size(); ++w)
                list.work[w].state_update = true;
        }
        const std::vector<CoreMask> home = homes_of_branches(list, 3);
        for (std::size_t w = 0, update = 0; w < list.work.size(); ++w)
            if (list.work[w].state_update) QCOMPARE(home[w], CoreMask{1} << update++ / 3);

        // What a state becomes is written in its place: what reads the old value stands in front of it.
        Decisions decisions = plain_decisions(list, 3, 8);
        for (std::size_t w = 0; w < home.size(); ++w)
            if (home[w] != 0) decisions.cores[w] = home[w];
        const Tiling tiling = tile(list, 32);
        const Assignment assignment = assign_cores(list, tiling, decisions);
        QCOMPARE(verify_assignment(list, tiling, assignment, decisions), std::vector<std::string>{});
        for (const lowering::StateBinding& state : list.states)
            QCOMPARE(assignment.in_place[state.written[0].value], state.read[0].value);
    }

    /// A window's oldest slot, which nobody reads, lies with the slots that are read, and brings none of them
    /// to another core.
    void windows() {
        test::ListBuilder builder;
        const VectorId x = builder.input(32);
        const VectorId newest = builder.linear(x, 32, false);
        const VectorId oldest = builder.state(std::vector<float>(32), "oldest");
        const VectorId middle = builder.state(std::vector<float>(32), "middle");
        builder.output(builder.add(middle, newest, false));
        builder.written(oldest, middle);
        builder.written(middle, newest);
        Decisions decisions = plain_decisions(builder.list, 6, 8);
        for (CoreMask& cores : decisions.cores) cores = 0b1000;
        const Assignment assignment = assign_cores(builder.list, tile(builder.list, 32), decisions);
        for (const VectorId slot : {oldest, middle, newest})
            QCOMPARE(assignment.readers[slot.value].front(), CoreMask{0b1000});
    }

    /// The program takes the heads' homes where that is faster, and does not where it is not.
    void compiled() {
        Heads heads({32, 32, 32, 32, 32, 32}, 256);
        const CompiledProgram program =
            compile_work(heads.builder.list, heads.builder.view, find_config("v80_c6b32"));
        for (std::size_t head = 0; head < heads.work.size(); ++head)
            for (const std::size_t w : heads.work[head])
                QCOMPARE(cores_of(*program.program, heads.builder.list.work[w].nodes.front()),
                         CoreMask{1} << head);
        Heads wide({640, 640, 640, 640}, 256);
        const CompiledProgram spread =
            compile_work(wide.builder.list, wide.builder.view, find_config("v80_c6b32"));
        QCOMPARE(cores_of(*spread.program, wide.builder.list.work[wide.work[0][0]].nodes.front()),
                 lowest_cores(6));
    }

    /// A pin outweighs a home, and parts of one sum may be pinned apart.
    void pinsOutweighHomes() {
        Heads heads({32, 32, 32, 32, 32, 32}, 256);
        const std::uint32_t pinned = heads.builder.list.work[heads.work[2][0]].nodes.front().value;
        heads.builder.view.pins[pinned] = {0b100000, "head"};
        const CompiledProgram program =
            compile_work(heads.builder.list, heads.builder.view, find_config("v80_c6b32"));
        QCOMPARE(cores_of(*program.program, nnir::NodeId{pinned}), CoreMask{0b100000});
    }
    void partsOfOneSum() {
        test::ListBuilder builder;
        const VectorId x = builder.input(64);
        const VectorId a = builder.linear(x, 96, false);
        const VectorId b = builder.linear(x, 96, false);
        builder.output(builder.add(a, b, false));
        for (std::size_t w : {0U, 1U}) builder.list.work[w].together = 1;
        const auto masks = [&](CoreMask first, CoreMask second) {
            const PinnedNodes pins{{builder.list.work[0].nodes[0].value, {first, "a"}},
                                   {builder.list.work[1].nodes[0].value, {second, "b"}}};
            return allowed_cores(builder.list, pins, 6);
        };
        for (const auto& [first, second] : {std::pair<CoreMask, CoreMask>{0b11, 0b1100}, {0b111, 0b111}}) {
            Decisions decisions = plain_decisions(builder.list, 6, 8);
            decisions.cores = masks(first, second);
            QCOMPARE(decisions.cores[0], first);
            QCOMPARE(decisions.cores[1], second);
            const std::vector<std::uint32_t> groups = work_groups(builder.list, decisions.cores);
            QCOMPARE(groups[0] == groups[1], first == second);
            const Tiling tiling = tile(builder.list, 32);
            const Assignment assignment = assign_cores(builder.list, tiling, decisions);
            QCOMPARE(verify_assignment(builder.list, tiling, assignment, decisions),
                     std::vector<std::string>{});
        }
    }

  private:
    static CoreMask cores_of(const Program& program, nnir::NodeId id) {
        CoreMask cores = 0;
        for (std::size_t core = 0; core < program.cores.size(); ++core)
            for (std::size_t i = 0; i < program.cores[core].stream.size(); ++i)
                if (program.nodes[program.cores[core].node_of[i]].id == id.value &&
                    unit_of(program.cores[core].stream[i]) != Unit::output)
                    cores |= CoreMask{1} << core;
        return cores;
    }
};

QTEST_APPLESS_MAIN(TestParallelBranches)
#include "tst_parallel_branches.moc"
