#include <QElapsedTimer>
#include <QtTest>

#include <thread>

#include "core/vm/helper_thread.h"

using namespace lockstep;

/// The thread beside a step. It comes only if it is at once there, so each of these tries again until it
/// came: some minutes would mean that it never does.
class TestHelperThread : public QObject {
    Q_OBJECT

    static constexpr qint64 patience_ms = 120'000;

    /// True once it has come with this value.
    static bool joins(HelperThread& helper, std::size_t value) {
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < patience_ms) {
            if (helper.join(value)) return true;
            std::this_thread::yield();
        }
        return false;
    }

  private Q_SLOTS:
    void itDoesItsPartOncePerJoin() {
        std::size_t sum = 0;
        std::size_t calls = 0;
        std::thread::id worker;
        HelperThread helper([&](std::size_t value) {
            sum += value;
            ++calls;
            worker = std::this_thread::get_id();
        });
        std::size_t expected = 0;
        for (std::size_t k = 1; k <= 8; ++k) {
            QVERIFY2(joins(helper, k), "the helper never came");
            helper.finish();
            expected += k;
            // What it wrote is seen behind finish().
            QCOMPARE(sum, expected);
            QCOMPARE(calls, k);
            QVERIFY(worker != std::this_thread::get_id());
        }
    }

    /// An offer that was taken back is not done later.
    void whoDoesNotComeDoesNothing() {
        std::atomic<int> calls = 0;
        int joined = 0;
        {
            HelperThread helper([&](std::size_t) { ++calls; });
            for (int k = 0; k < 200; ++k) {
                if (!helper.join(0)) continue;
                helper.finish();
                ++joined;
            }
        }
        QCOMPARE(calls.load(), joined);
    }

    void itComesAfterItSlept() {
        int calls = 0;
        HelperThread helper([&](std::size_t) { ++calls; });
        QTest::qSleep(50);  // far longer than it waits in its loop
        QVERIFY2(joins(helper, 1), "the helper never came");
        helper.finish();
        QCOMPARE(calls, 1);
    }

    void itEndsWhereverItIs() {
        for (int k = 0; k < 20; ++k) HelperThread([](std::size_t) {});
        int calls = 0;
        {
            HelperThread helper([&](std::size_t) { ++calls; });
            QVERIFY2(joins(helper, 0), "the helper never came");
            helper.finish();
            QTest::qSleep(5);
        }
        QCOMPARE(calls, 1);
    }

    /// Two threads that go on by turns see what the other one wrote.
    void progressHandsOver() {
        Progress ours;
        Progress theirs;
        int value = 0;
        std::thread other([&] {
            for (std::uint32_t k = 1; k <= 100; ++k) {
                ours.wait_for(k);
                ++value;
                theirs.set(k);
            }
        });
        for (std::uint32_t k = 1; k <= 100; ++k) {
            ++value;
            ours.set(k);
            theirs.wait_for(k);
            if (value != static_cast<int>(2 * k)) break;
        }
        other.join();
        QCOMPARE(value, 200);
    }
};

QTEST_APPLESS_MAIN(TestHelperThread)
#include "tst_helper_thread.moc"
