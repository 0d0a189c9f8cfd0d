#include <algorithm>
#include <limits>
#include <random>

#include <QTest>

#include "core/analysis/one_machine.h"

using namespace lockstep;

namespace {

/// The largest min(head) + sum(work) + min(tail) over all sets of jobs.
std::int64_t over_all_sets(const std::vector<UnitJob>& jobs) {
    std::int64_t largest = std::numeric_limits<std::int64_t>::min();
    for (unsigned set = 1; set < (1U << jobs.size()); ++set) {
        std::int64_t head = std::numeric_limits<std::int64_t>::max();
        std::int64_t tail = std::numeric_limits<std::int64_t>::max();
        std::int64_t work = 0;
        for (std::size_t i = 0; i < jobs.size(); ++i) {
            if ((set >> i & 1U) == 0) continue;
            head = std::min(head, jobs[i].head);
            tail = std::min(tail, jobs[i].tail);
            work += jobs[i].work;
        }
        largest = std::max(largest, head + work + tail);
    }
    return largest;
}

}  // namespace

class TestOneMachine : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void nothing() { QCOMPARE(one_machine_bound({}), std::int64_t{0}); }

    void byHand() {
        // The short tail is interrupted for the long one.
        QCOMPARE(one_machine_bound({{0, 4, 1}, {2, 3, 10}}), std::int64_t{15});
        QCOMPARE(one_machine_bound({{5, 1, 2}}), std::int64_t{8});
    }

    void isTheLargestOverAllSets() {
        std::mt19937 random(5);
        const auto pick = [&random](int low, int high) {
            return low + static_cast<std::int64_t>(random() % static_cast<unsigned>(high - low + 1));
        };
        for (int round = 0; round < 300; ++round) {
            std::vector<UnitJob> jobs;
            for (auto count = pick(1, 9); count > 0; --count)
                jobs.push_back({pick(0, 20), pick(1, 6), pick(0, 20)});
            QCOMPARE(one_machine_bound(jobs), over_all_sets(jobs));
        }
    }
};

QTEST_APPLESS_MAIN(TestOneMachine)
#include "tst_one_machine.moc"
