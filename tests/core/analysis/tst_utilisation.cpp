#include <algorithm>

#include <QTest>

#include "core/analysis/utilisation.h"
#include "tests/core/analysis/many_programs.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

namespace {

const UnitUse& use_of(const std::vector<UnitUse>& uses, Unit unit, std::optional<std::uint16_t> core) {
    return *std::ranges::find_if(uses,
                                 [&](const UnitUse& use) { return use.unit == unit && use.core == core; });
}

}  // namespace

class TestUtilisation : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyCycleIsCounted_data() { test::many_programs_rows(); }
    void everyCycleIsCounted() {
        QFETCH(int, program);
        const Program& judged = test::many_programs()[static_cast<std::size_t>(program)].program;
        const RecordedPlay played = play_recorded(judged);
        const std::vector<UnitUse> uses = utilisation(judged, played);
        QCOMPARE(uses.size(), 2 * judged.cores.size() + 3);
        WaitCycles of_units;
        for (const UnitUse& use : uses) {
            QCOMPARE(use.busy_spaced + use.waits.sum() + use.idle, played.timeline.spaced);
            QVERIFY(use.idle >= 0);
            QVERIFY(use.busy_spaced <= use.busy);
            QVERIFY(use.share_spaced >= 0 && use.share_spaced <= 1);
            if (use.unit == Unit::matvec || use.unit == Unit::vector || use.unit == Unit::load)
                for (int wait = 0; wait < wait_count; ++wait) of_units.cycles[wait] += use.waits.cycles[wait];
            if (use.unit == Unit::bus) QCOMPARE(use.waits[Wait::transfer], std::int64_t{0});
            // The events of the timeline, counted by the player, are as busy; products that only move sums
            // are events that take no time.
            std::int64_t busy = 0;
            for (const TimelineEvent& event : played.timeline.events) {
                if (event.unit != use.unit || (use.core && event.core != *use.core)) continue;
                const Instruction& instruction = judged.cores[event.core].stream[event.instruction];
                const auto* matvec = std::get_if<MatvecInstruction>(&instruction);
                if (matvec != nullptr && matvec->input_blocks == 0) continue;
                busy += event.unit == Unit::input ? event.end - event.start : event.busy;
            }
            QCOMPARE(use.busy, busy);
        }
        WaitCycles of_nodes;
        for (const WaitCycles& waits : waits_of_nodes(judged, played))
            for (int wait = 0; wait < wait_count; ++wait) of_nodes.cycles[wait] += waits.cycles[wait];
        QVERIFY(of_nodes == of_units);
    }

    void byHand() {
        const Program program = test::lstm_program();
        const RecordedPlay played = play_recorded(program);
        // Products 6..9 of 30 cycles, then U h from 27 to 31, of which three are before the end.
        const std::vector<UnitUse> uses = utilisation(program, played);
        const UnitUse& matvec = use_of(uses, Unit::matvec, std::uint16_t{0});
        QCOMPARE(matvec.busy_spaced, std::int64_t{4 + 3});
        QCOMPARE(matvec.busy, std::int64_t{8});
        QCOMPARE(matvec.waits[Wait::input], std::int64_t{6});
        QCOMPARE(matvec.waits[Wait::result], std::int64_t{27 - 10});
        QCOMPARE(matvec.idle, std::int64_t{0});
        QCOMPARE(matvec.share_contiguous, 8.0 / 31.0);
        QCOMPARE(use_of(uses, Unit::vector, std::uint16_t{1}).idle, std::int64_t{30});
    }
};

QTEST_APPLESS_MAIN(TestUtilisation)
#include "tst_utilisation.moc"
