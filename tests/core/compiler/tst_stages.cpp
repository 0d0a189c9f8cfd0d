#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include <QTest>

#include "core/compiler/assign_cores.h"
#include "core/compiler/place_tensors.h"
#include "core/compiler/schedule.h"
#include "core/compiler/tile.h"
#include "core/numerics/bf16.h"
#include "core/support/error.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;
using namespace lockstep::compiler;

namespace {

/// Two layers, a residual, a state in the tensor RAM and an LSTM: all stages have something to do.
lowering::WorkList sample_list() {
    test::ListBuilder builder;
    const auto x = builder.input(100);
    const auto y = builder.linear(x, 300, true);
    const auto z = builder.linear(y, 100, false);
    const auto sum = builder.add(x, z, true);
    const auto h = builder.lstm(sum, 70);
    builder.output(h);
    builder.output(y);
    builder.list.vectors.push_back({100, lowering::VectorOrigin::state, std::vector<float>(100)});
    const lowering::VectorId before{static_cast<std::uint32_t>(builder.list.vectors.size() - 1)};
    builder.add(before, sum, false);
    builder.list.states.push_back({nnir::StateId{9}, {sum}, {before}, {}, false});
    std::stable_partition(builder.list.work.begin(), builder.list.work.end(),
                          [](const auto& work) { return !work.state_update; });
    return std::move(builder.list);
}

constexpr std::uint32_t cores = 3;
constexpr std::uint32_t accumulators = 8;

struct Stages {
    lowering::WorkList list = sample_list();
    Tiling tiling = tile(list, 16);
    Decisions decisions = plain_decisions(list, cores, accumulators);
    Assignment assignment = assign_cores(list, tiling, decisions);
    Schedule schedule = make_schedule(list, tiling, assignment, decisions);
};

struct Fault {
    const char* name;
    std::function<void(Stages&)> plant;
};

std::size_t entry_of(const Stages& stages, std::size_t work) {
    for (std::size_t e = 0; e < stages.schedule.entries.size(); ++e)
        if (const auto* step = std::get_if<WorkStep>(&stages.schedule.entries[e].step);
            step != nullptr && step->work == work)
            return e;
    return stages.schedule.entries.size();
}

std::vector<Fault> schedule_faults() {
    return {
        {"run missing",
         [](Stages& s) {
             s.schedule.entries.erase(s.schedule.entries.begin() + std::ptrdiff_t(entry_of(s, 1)));
         }},
        {"run twice", [](Stages& s) { s.schedule.entries.push_back(s.schedule.entries[entry_of(s, 4)]); }},
        {"wrong order",
         [](Stages& s) {
             std::swap(s.schedule.entries[entry_of(s, 0)], s.schedule.entries[entry_of(s, 2)]);
         }},
        {"wrong core", [](Stages& s) { s.schedule.entries[entry_of(s, 1)].core = 2; }},
        {"output missing",
         [](Stages& s) {
             std::erase_if(s.schedule.entries,
                           [](const auto& e) { return std::holds_alternative<OutputStep>(e.step); });
         }},
        {"state missing", [](Stages& s) { s.schedule.entries.resize(s.schedule.entries.size() - cores); }},
        {"update first", [](Stages& s) { s.schedule.entries[entry_of(s, 0)].state_update = true; }},
        {"state before its readers",
         [](Stages& s) {
             std::rotate(s.schedule.entries.begin() + 1, s.schedule.entries.end() - 1,
                         s.schedule.entries.end());
         }},
    };
}

std::vector<Fault> assignment_faults() {
    return {
        {"block missing", [](Stages& s) { s.assignment.runs[0].back().blocks -= 1; }},
        {"block twice", [](Stages& s) { s.assignment.runs[0].push_back(s.assignment.runs[0].front()); }},
        {"too many sums",
         [](Stages& s) {
             s.assignment.runs[0] = {{0, 0, 19}};
         }},
        {"no such core", [](Stages& s) { s.assignment.runs[1][0].core = 7; }},
        {"not the owner", [](Stages& s) { s.assignment.owner[1][0] = 2; }},
        {"reader forgotten", [](Stages& s) { s.assignment.readers[0][0] = 0; }},
    };
}

}  // namespace

class TestStages : public QObject {
    Q_OBJECT

    static void rows(const std::vector<Fault>& faults) {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < faults.size(); ++i) QTest::newRow(faults[i].name) << static_cast<int>(i);
    }

  private Q_SLOTS:
    void judgesAccept() {
        const Stages s;
        QCOMPARE(verify_tiling(s.list, s.tiling), std::vector<std::string>{});
        QCOMPARE(verify_assignment(s.list, s.tiling, s.assignment, s.decisions), std::vector<std::string>{});
        QCOMPARE(verify_schedule(s.list, s.tiling, s.assignment, s.schedule), std::vector<std::string>{});
    }

    void tilingFaults_data() {
        QTest::addColumn<int>("change");
        QTest::newRow("one more") << 1;
        QTest::newRow("one less") << -1;
    }
    void tilingFaults() {
        QFETCH(int, change);
        Stages s;
        s.tiling.vector_blocks[1] += static_cast<std::uint32_t>(change);
        QCOMPARE(verify_tiling(s.list, s.tiling).size(), std::size_t{1});
        s.tiling.work_blocks[0] += static_cast<std::uint32_t>(change);
        QCOMPARE(verify_tiling(s.list, s.tiling).size(), std::size_t{2});
    }
    void assignmentFaults_data() { rows(assignment_faults()); }
    void assignmentFaults() {
        QFETCH(int, index);
        Stages s;
        assignment_faults()[static_cast<std::size_t>(index)].plant(s);
        QVERIFY(!verify_assignment(s.list, s.tiling, s.assignment, s.decisions).empty());
    }
    void scheduleFaults_data() { rows(schedule_faults()); }
    void scheduleFaults() {
        QFETCH(int, index);
        Stages s;
        schedule_faults()[static_cast<std::size_t>(index)].plant(s);
        QVERIFY(!verify_schedule(s.list, s.tiling, s.assignment, s.schedule).empty());
    }

    /// Every element of a weight lies in its block, rounded, and nothing else does.
    void weightBlocks_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("gates");
        QTest::newRow("whole blocks") << 16 << 32 << 1;
        QTest::newRow("padded") << 19 << 9 << 1;
        QTest::newRow("gates") << 40 << 12 << 4;
    }
    void weightBlocks() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, gates);
        constexpr std::int64_t b = 8;
        test::ListBuilder builder;
        const Tensor weight = builder.weight(rows, columns);
        const std::int64_t per_gate = rows / gates;
        std::map<std::pair<std::int64_t, std::int64_t>, std::uint16_t> found;
        std::size_t zeros = 0;
        std::vector<std::uint16_t> block(b * b);
        for (int gate = 0; gate < gates; ++gate)
            for (std::uint32_t o = 0; o < blocks_of(per_gate, b); ++o)
                for (std::uint32_t i = 0; i < blocks_of(columns, b); ++i) {
                    pack_weight_block(weight, {per_gate, gate, o, i}, b, block);
                    for (std::int64_t c = 0; c < b; ++c)
                        for (std::int64_t r = 0; r < b; ++r) {
                            const bool inside = o * b + r < per_gate && i * b + c < columns;
                            const std::uint16_t value = block[static_cast<std::size_t>(c * b + r)];
                            if (inside)
                                found[{gate * per_gate + o * b + r, i * b + c}] = value;
                            else
                                QCOMPARE(value, std::uint16_t{0});
                            zeros += inside ? 0 : 1;
                        }
                }
        QCOMPARE(found.size(), static_cast<std::size_t>(rows * columns));
        for (const auto& [place, value] : found)
            QCOMPARE(
                value,
                to_bf16(weight.values()[static_cast<std::size_t>(place.first * columns + place.second)]));
        QCOMPARE(zeros > 0, rows % (b * gates) != 0 || columns % b != 0);
    }

    /// Sizes of the runs, pass by pass (machine model, section 2).
    void splitRows_data() {
        QTest::addColumn<int>("blocks");
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("largerFrom");
        QTest::addColumn<QString>("runs");
        QTest::newRow("fewer than cores") << 4 << 8 << 0 << QStringLiteral("0:1 1:1 2:1 3:1");
        QTest::newRow("even") << 12 << 8 << 0 << QStringLiteral("0:2 1:2 2:2 3:2 4:2 5:2");
        QTest::newRow("larger on lower cores") << 32 << 8 << 0 << QStringLiteral("0:6 1:6 2:5 3:5 4:5 5:5");
        QTest::newRow("two passes") << 24 << 2 << 0
                                    << QStringLiteral("0:2 1:2 2:2 3:2 4:2 5:2 0:2 1:2 2:2 3:2 4:2 5:2");
        QTest::newRow("unequal passes")
            << 17 << 2 << 0 << QStringLiteral("0:2 1:2 2:2 3:2 4:2 5:2 0:1 1:1 2:1 3:1 4:1");
        QTest::newRow("larger from the middle on")
            << 32 << 8 << 3 << QStringLiteral("0:5 1:5 2:5 3:6 4:6 5:5");
        QTest::newRow("larger from the last on") << 32 << 8 << 5 << QStringLiteral("0:6 1:5 2:5 3:5 4:5 5:6");
        QTest::newRow("fewer than cores, from the fourth on")
            << 4 << 8 << 4 << QStringLiteral("0:1 1:1 4:1 5:1");
        QTest::newRow("even stays even") << 12 << 8 << 2 << QStringLiteral("0:2 1:2 2:2 3:2 4:2 5:2");
    }
    void splitRows() {
        QFETCH(int, blocks);
        QFETCH(int, limit);
        QFETCH(int, largerFrom);
        QFETCH(QString, runs);
        QStringList told;
        std::uint32_t next = 0;
        for (const Run& run :
             split_rows(static_cast<std::uint32_t>(blocks), 6, static_cast<std::uint32_t>(limit),
                        static_cast<std::uint32_t>(largerFrom))) {
            QCOMPARE(run.first, next);
            next += run.blocks;
            told.append(QStringLiteral("%1:%2").arg(run.core).arg(run.blocks));
        }
        QCOMPARE(told.join(QLatin1Char(' ')), runs);
    }

    /// Sizes and lives only: tensors 0 … n, alive in [begin, end].
    /// Of whole tensors a core makes vectors that are neighbours, in passes that its accumulators can hold.
    void wholeTensors() {
        test::ListBuilder builder;
        const auto x = builder.input(16);
        for (int vector = 0; vector < 3; ++vector) {
            builder.output(builder.linear(x, 20 * 16, false));
            builder.list.work.back().tensor = 1;
        }
        Decisions decisions = plain_decisions(builder.list, 2, accumulators);
        decisions.whole_tensors = true;
        const Tiling tiling = tile(builder.list, 16);
        const Assignment assignment = assign_cores(builder.list, tiling, decisions);
        QCOMPARE(verify_assignment(builder.list, tiling, assignment, decisions), std::vector<std::string>());
        const std::vector<std::vector<Run>> wanted{{{0, 0, 8}, {0, 8, 8}, {0, 16, 4}},
                                                   {{0, 0, 8}, {0, 8, 2}, {1, 10, 8}, {1, 18, 2}},
                                                   {{1, 0, 8}, {1, 8, 8}, {1, 16, 4}}};
        QVERIFY(assignment.runs == wanted);
    }

    void placement_data() {
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<QList<int>>("begins");
        QTest::addColumn<QList<int>>("ends");
        QTest::addColumn<QList<int>>("addresses");
        QTest::newRow("all alive") << QList<int>{2, 3, 1} << QList<int>{0, 0, 0} << QList<int>{9, 9, 9}
                                   << QList<int>{0, 2, 5};
        QTest::newRow("chain") << QList<int>{4, 4, 4, 4} << QList<int>{0, 1, 2, 3} << QList<int>{1, 2, 3, 4}
                               << QList<int>{0, 4, 0, 4};
        QTest::newRow("first gap that fits") << QList<int>{2, 1, 3, 3} << QList<int>{0, 0, 0, 1}
                                             << QList<int>{0, 9, 9, 9} << QList<int>{0, 2, 3, 6};
        QTest::newRow("gap") << QList<int>{2, 1, 3, 2} << QList<int>{0, 0, 0, 1} << QList<int>{0, 9, 9, 9}
                             << QList<int>{0, 2, 3, 0};
        QTest::newRow("nothing") << QList<int>{} << QList<int>{} << QList<int>{} << QList<int>{};
    }
    void placement() {
        QFETCH(QList<int>, sizes);
        QFETCH(QList<int>, begins);
        QFETCH(QList<int>, ends);
        QFETCH(QList<int>, addresses);
        std::vector<TensorLife> lives;
        for (qsizetype t = 0; t < sizes.size(); ++t)
            lives.push_back({static_cast<std::uint32_t>(sizes[t]),
                             static_cast<std::uint32_t>(begins[t]),
                             {{0, static_cast<std::uint32_t>(ends[t])}}});
        const std::vector<std::uint32_t> placed =
            place_tensors(lives, [&](std::size_t earlier, std::size_t later, std::uint16_t) {
                return ends[static_cast<int>(earlier)] < begins[static_cast<int>(later)];
            });
        QCOMPARE(QList<int>(placed.begin(), placed.end()), addresses);
    }

    /// Random lives in several cores: the lowest address of all at which nothing is in the way, tried block
    /// by block.
    void placementInSeveralCores() {
        std::uint32_t seed = 7;
        const auto random = [&seed](std::uint32_t below) {
            seed = seed * 1664525U + 1013904223U;
            return (seed >> 8U) % below;
        };
        std::vector<TensorLife> lives;
        for (std::uint32_t t = 0; t < 300; ++t) {
            TensorLife life{1 + random(5), t / 2, {}};
            for (std::uint16_t core = 0; core < 3; ++core)
                if (life.cores.empty() || random(2) == 0)
                    life.cores.push_back(
                        {core, random(20) == 0 ? TensorLife::never : life.begins + random(30)});
            lives.push_back(std::move(life));
        }
        const auto end_in = [&](std::size_t t, std::uint16_t core) {
            for (const TensorLife::InCore& in : lives[t].cores)
                if (in.core == core) return std::optional(in.ends);
            return std::optional<std::uint32_t>();
        };
        // What has just ended is not over yet.
        const auto over = [&](std::size_t earlier, std::size_t later, std::uint16_t core) {
            return end_in(earlier, core).value() + 3 <= lives[later].begins;
        };
        const std::vector<std::uint32_t> placed = place_tensors(lives, over);
        for (std::size_t t = 0; t < lives.size(); ++t) {
            const auto free_at = [&](std::uint32_t address) {
                for (const TensorLife::InCore& in : lives[t].cores)
                    for (std::size_t other = 0; other < t; ++other) {
                        const auto end = end_in(other, in.core);
                        const bool apart = placed[other] + lives[other].blocks <= address ||
                                           address + lives[t].blocks <= placed[other];
                        if (end && !apart &&
                            (*end == TensorLife::never || *end > lives[t].begins || !over(other, t, in.core)))
                            return false;
                    }
                return true;
            };
            std::uint32_t lowest = 0;
            while (!free_at(lowest)) ++lowest;
            QCOMPARE(placed[t], lowest);
        }
    }

    /// Partial sums are read before they are overwritten, whatever the order of the list.
    void partialSumsMoveInOrder() {
        test::ListBuilder builder;
        const auto x = builder.input(8);
        const auto y = builder.linear(x, 8, false);
        builder.output(y);
        builder.list.partial_sums = {{8, "s0"}, {8, "s1"}};
        std::get<lowering::LinearWork>(builder.list.work[0].body).start = {{}, lowering::PartialSumId{0}};
        const auto update = [&](std::uint32_t result, std::optional<lowering::PartialSumId> from) {
            lowering::PartialSumWork work;
            work.result = lowering::PartialSumId{result};
            work.rows = 8;
            work.start.partial = from;
            builder.list.work.push_back({work, {nnir::NodeId{0}}, true});
        };
        update(1, {});
        update(0, lowering::PartialSumId{1});
        const Tiling tiling = tile(builder.list, 8);
        const Decisions decisions = plain_decisions(builder.list, 2, 8);
        const Assignment assignment = assign_cores(builder.list, tiling, decisions);
        Schedule schedule = make_schedule(builder.list, tiling, assignment, decisions);
        QCOMPARE(verify_schedule(builder.list, tiling, assignment, schedule), std::vector<std::string>{});
        std::swap(schedule.entries[schedule.entries.size() - 1].step,
                  schedule.entries[schedule.entries.size() - 2].step);
        QCOMPARE(verify_schedule(builder.list, tiling, assignment, schedule).size(), std::size_t{1});
    }

    void ringOfStates() {
        test::ListBuilder builder;
        builder.output(builder.linear(builder.input(8), 8, false));
        for (int i = 0; i < 2; ++i)
            builder.list.vectors.push_back({8, lowering::VectorOrigin::state, std::vector<float>(8)});
        const lowering::VectorId a{2}, b{3};
        builder.list.states = {{nnir::StateId{0}, {b}, {a}, {}, false},
                               {nnir::StateId{1}, {a}, {b}, {}, false}};
        const Tiling tiling = tile(builder.list, 8);
        const Decisions decisions = plain_decisions(builder.list, 2, 8);
        const Assignment assignment = assign_cores(builder.list, tiling, decisions);
        QVERIFY_THROWS_EXCEPTION(Error, make_schedule(builder.list, tiling, assignment, decisions));
    }
};

QTEST_APPLESS_MAIN(TestStages)
#include "tst_stages.moc"
