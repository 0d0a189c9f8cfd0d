#include "core/analysis/node_figures.h"

#include <QTest>
#include <set>

#include "tests/core/analysis/many_programs.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

class TestNodeFigures : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Against the timeline and the account of the path, which count events and not nodes.
    void addUp_data() { test::many_programs_rows(); }
    void addUp() {
        QFETCH(int, program);
        const Program& judged = test::many_programs()[static_cast<std::size_t>(program)].program;
        const Why why = explain(judged);
        const Timeline timeline = play(judged);
        const auto figure = [&](NodeFigure which) { return node_figure(which, judged, timeline, &why); };
        double events = 0;
        for (const TimelineEvent& event : timeline.events) {
            if (judged.cores[event.core].node_of[event.instruction] < judged.nodes.size())
                events += static_cast<double>(event.busy);
        }
        double cycles = 0;
        for (const auto& [node, value] : figure(NodeFigure::cycles)) cycles += value;
        QCOMPARE(cycles, events);
        double held = 0;
        for (const Holder& holder : why.holders)
            if (holder.node) held += static_cast<double>(holder.cycles);
        double share = 0;
        for (const auto& [node, value] : figure(NodeFigure::path_share)) share += value;
        QVERIFY(qAbs(share - 100 * held / static_cast<double>(why.spaced)) < 1e-9);
        for (const auto& [node, value] : figure(NodeFigure::utilisation)) QVERIFY(value >= 0 && value <= 100);
        // What is on the path can't slip.
        const auto slack = figure(NodeFigure::slack);
        for (const auto& [node, value] : slack) QVERIFY(value >= 0);
        std::int64_t blocks = 0;
        for (const ProgramNode& node : judged.nodes)
            blocks += node.precision == "fp8" ? 0 : node.weight_blocks;
        double bytes = 0;
        for (const auto& [id, value] : figure(NodeFigure::weight_bytes)) {
            const auto node = std::find_if(judged.nodes.begin(), judged.nodes.end(),
                                           [id = id](const ProgramNode& one) { return one.id == id; });
            if (node->precision != "fp8") bytes += value;
        }
        const int block = judged.config.block_size.value;
        QCOMPARE(bytes, static_cast<double>(blocks * block * block * 2));
    }

    void withoutTheAccountOnlyThePathIsUnknown() {
        const Program program = test::lstm_program();
        const Timeline timeline = play(program);
        for (const NodeFigure figure : node_figures()) {
            const bool path = figure == NodeFigure::path_share || figure == NodeFigure::slack;
            if (path) QVERIFY(node_figure(figure, program, timeline, nullptr).empty());
        }
        QVERIFY(!node_figure(NodeFigure::cycles, program, timeline, nullptr).empty());
    }

    void keysAreDistinct() {
        std::set<std::string_view> keys;
        for (const NodeFigure figure : node_figures()) keys.insert(key(figure));
        QCOMPARE(keys.size(), node_figures().size());
    }
};

QTEST_APPLESS_MAIN(TestNodeFigures)
#include "tst_node_figures.moc"
