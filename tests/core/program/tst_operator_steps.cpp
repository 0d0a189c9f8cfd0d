#include <QtTest>
#include <map>

#include "core/program/operator_steps.h"
#include "core/program/player.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

namespace {

/// A program whose instruction i works for the node with index i, and a timeline of one event each.
struct Made {
    Program program;
    Timeline timeline;

    void node(std::uint32_t id, std::vector<std::uint32_t> fused_into = {}) {
        ProgramNode made;
        made.id = id;
        made.fused_into = std::move(fused_into);
        program.nodes.push_back(made);
    }
    void event(std::uint32_t node, std::int64_t start, std::int64_t end, bool state = false) {
        program.cores.resize(1);
        program.cores[0].node_of.push_back(node);
        TimelineEvent made;
        made.instruction = static_cast<std::uint32_t>(program.cores[0].node_of.size() - 1);
        made.start = start;
        made.end = end;
        made.ready = end + 2;
        made.state_update = state;
        timeline.events.push_back(made);
    }
};

}  // namespace

class TestOperatorSteps : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void orderIsThatInWhichTheyAreDone() {
        Made made;
        for (const std::uint32_t id : {40U, 10U, 30U, 20U}) made.node(id);
        made.event(0, 0, 8);
        made.event(1, 2, 30);
        made.event(2, 4, 12);
        made.event(0, 6, 9);
        made.event(2, 13, 90, true);  // for the next inference: it does not keep the operator from being done
        made.event(3, 50, 60, true);  // an operator that does nothing else
        const std::vector<OperatorStep> steps = operator_steps(made.timeline, made.program);
        const std::vector<OperatorStep> expected = {{.node = 40, .event = 3, .start = 0, .end = 11},
                                                    {.node = 30, .event = 2, .start = 4, .end = 14},
                                                    {.node = 10, .event = 1, .start = 2, .end = 32},
                                                    {.node = 20, .event = 5, .start = 50, .end = 62}};
        QVERIFY(steps == expected);
    }

    void whatIsToCome() {
        Made made;
        made.node(1);
        made.node(2, {0, 2});
        made.node(3);
        made.node(4, {2});
        made.node(5);  // needs no work: it is never to come
        made.event(0, 0, 5);
        made.event(2, 5, 9);
        const std::vector<OperatorStep> steps = operator_steps(made.timeline, made.program);
        QCOMPARE(steps.size(), std::size_t{2});
        using Nodes = std::vector<std::uint32_t>;
        QCOMPARE(nodes_to_come(steps, 0, made.program), (Nodes{1, 2, 3, 4}));
        QCOMPARE(nodes_to_come(steps, 1, made.program), (Nodes{3, 4}));
        QCOMPARE(nodes_to_come(steps, 2, made.program), Nodes{});
    }

    /// Events that point nowhere (a damaged file) give no step.
    void eventsWithoutANode() {
        Made made;
        made.node(1);
        made.event(0, 0, 5);
        made.event(7, 0, 5);
        made.timeline.events.back().core = 9;
        made.event(3, 1, 2);
        QCOMPARE(operator_steps(made.timeline, made.program).size(), std::size_t{1});
        QVERIFY(operator_steps({}, made.program).empty());
    }

    /// Of a program that was played: every node that works has one step, which covers its events.
    void coversAPlayedProgram() {
        const Program program = test::lstm_program();
        const Timeline timeline = play(program);
        const std::vector<OperatorStep> steps = operator_steps(timeline, program);
        std::map<std::uint32_t, std::pair<std::int64_t, std::int64_t>> spans;
        for (const TimelineEvent& event : timeline.events) {
            if (event.state_update) continue;
            const std::uint32_t node = program.nodes[program.cores[event.core].node_of[event.instruction]].id;
            auto [span, fresh] = spans.try_emplace(node, event.start, 0);
            span->second.first = std::min(span->second.first, event.start);
            span->second.second = std::max(span->second.second, event.ready);
        }
        QVERIFY(!steps.empty());
        std::int64_t last = 0;
        for (const OperatorStep& step : steps) {
            QVERIFY(step.end >= last);
            last = step.end;
            if (const auto span = spans.find(step.node); span != spans.end()) {
                QCOMPARE(step.start, span->second.first);
                QCOMPARE(step.end, span->second.second);
                spans.erase(span);
            }
        }
        QVERIFY(spans.empty());
    }
};

QTEST_APPLESS_MAIN(TestOperatorSteps)
#include "tst_operator_steps.moc"
