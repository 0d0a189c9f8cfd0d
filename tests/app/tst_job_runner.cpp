#include <QSemaphore>
#include <QSignalSpy>
#include <QtTest>
#include <atomic>
#include <thread>

#include "app/job_runner.h"

using lockstep::Error;
using lockstep::Failure;
using lockstep::FailureKind;
using lockstep::JobControl;
using lockstep::app::JobRunner;

namespace {

/// Work that ends only when it is asked to stop.
int untilStopped(const JobControl& control) {
    for (;;) {
        control.check();
        std::this_thread::yield();
    }
}

}  // namespace

class TestJobRunner : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void resultArrivesInTheThreadOfTheRunner() {
        JobRunner runner;
        std::thread::id worker;
        std::thread::id receiver;
        int result = 0;
        runner.start(
            QStringLiteral("a"), QStringLiteral("Work"),
            [&worker](const JobControl&) {
                worker = std::this_thread::get_id();
                return 42;
            },
            [&](int value) {
                result = value;
                receiver = std::this_thread::get_id();
            },
            nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(result, 42, 20'000);
        QVERIFY(worker != std::this_thread::get_id());
        QVERIFY(receiver == std::this_thread::get_id());
    }

    void lastOfFiveWins() {
        JobRunner runner;
        QList<int> results;
        int failures = 0;
        for (int i = 0; i < 5; ++i) {
            runner.start(
                QStringLiteral("same"), QStringLiteral("Work"),
                [i](const JobControl& control) { return i < 4 ? untilStopped(control) : i; },
                [&results](int value) { results << value; }, [&failures](const Failure&) { ++failures; });
        }
        QTRY_VERIFY_WITH_TIMEOUT(!runner.isBusy(), 20'000);
        QCOMPARE(results, QList<int>{4});
        QCOMPARE(failures, 0);
    }

    /// Those that are asked to stop tell, and the others go on.
    void oneKindIsStopped() {
        JobRunner runner;
        QList<FailureKind> failures;
        int done = 0;
        for (int i = 0; i < 2; ++i)
            runner.start(
                i == 0 ? QStringLiteral("a") : QStringLiteral("b"), QStringLiteral("Work"),
                [i](const JobControl& control) { return i == 0 ? untilStopped(control) : 7; },
                [&done](int value) { done = value; },
                [&failures](const Failure& failure) { failures << failure.kind; });
        runner.stop(QStringLiteral("nobody"));
        runner.stop(QStringLiteral("a"));
        QTRY_VERIFY_WITH_TIMEOUT(!runner.isBusy(), 20'000);
        QCOMPARE(failures, QList<FailureKind>{FailureKind::cancelled});
        QCOMPARE(done, 7);
    }

    void otherKindsAreLeftAlone() {
        JobRunner runner;
        QStringList results;
        for (const char* kind : {"a", "b", "c"}) {
            runner.start(
                QLatin1String(kind), QStringLiteral("Work"),
                [kind](const JobControl&) { return QLatin1String(kind); },
                [&results](const QString& value) { results << value; }, nullptr);
        }
        QTRY_COMPARE_WITH_TIMEOUT(results.join(QString()), QStringLiteral("abc"), 20'000);
    }

    void throwBecomesFailure_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<FailureKind>("kind");
        QTest::addColumn<QString>("message");
        QTest::newRow("our error") << 0 << FailureKind::does_not_fit << "too big";
        QTest::newRow("another exception") << 1 << FailureKind::internal << "Compiling failed unexpectedly";
    }

    void throwBecomesFailure() {
        QFETCH(int, what);
        QFETCH(FailureKind, kind);
        QFETCH(QString, message);
        JobRunner runner;
        std::optional<Failure> failure;
        runner.start(
            QStringLiteral("a"), QStringLiteral("Compiling"),
            [what](const JobControl&) -> int {
                if (what == 0) throw Error(FailureKind::does_not_fit, "too big");
                throw std::runtime_error("odd");
            },
            [](int) { QFAIL("a job that throws has no result"); },
            [&failure](const Failure& f) { failure = f; });
        QTRY_VERIFY_WITH_TIMEOUT(failure.has_value(), 20'000);
        QVERIFY(failure->kind == kind);
        QCOMPARE(QString::fromStdString(failure->message), message);
        if (what == 1) QCOMPARE(QString::fromStdString(failure->details), QStringLiteral("odd"));
    }

    void cancelIsHeardOf() {
        JobRunner runner;
        QSemaphore begun;
        std::optional<Failure> failure;
        runner.start(
            QStringLiteral("a"), QStringLiteral("Work"),
            [&begun](const JobControl& control) {
                begun.release();
                return untilStopped(control);
            },
            [](int) {}, [&failure](const Failure& f) { failure = f; });
        QVERIFY(begun.tryAcquire(1, 20'000));
        runner.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(failure.has_value(), 20'000);
        QVERIFY(failure->kind == FailureKind::cancelled);
        QVERIFY(!runner.isBusy());
    }

    void droppedJobsAreNotHeardOf() {
        JobRunner runner;
        QSemaphore begun;
        bool heard = false;
        runner.start(
            QStringLiteral("a"), QStringLiteral("Work"),
            [&begun](const JobControl& control) {
                begun.release();
                return untilStopped(control);
            },
            [&heard](int) { heard = true; }, [&heard](const Failure&) { heard = true; });
        QVERIFY(begun.tryAcquire(1, 20'000));
        runner.drop(QStringLiteral("a"));
        QTRY_VERIFY_WITH_TIMEOUT(!runner.isBusy(), 20'000);
        QVERIFY(!heard);
    }

    void busyAndProgressAreTold() {
        JobRunner runner;
        QSignalSpy busy(&runner, &JobRunner::busyChanged);
        QSignalSpy progress(&runner, &JobRunner::progressChanged);
        QSemaphore seen;
        runner.start(
            QStringLiteral("a"), QStringLiteral("Work"),
            [&seen](const JobControl& control) {
                control.report(0.5, "half");
                seen.acquire();
                return 0;
            },
            [](int) {}, nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(progress.size(), 1, 20'000);
        QCOMPARE(progress.front().at(0).toDouble(), 0.5);
        QCOMPARE(progress.front().at(1).toString(), QStringLiteral("half"));
        seen.release();
        QTRY_COMPARE_WITH_TIMEOUT(busy.size(), 2, 20'000);
        QCOMPARE(busy.at(0).front().toBool(), true);
        QCOMPARE(busy.at(1).front().toBool(), false);
    }

    void destroyedWhileBusy() {
        std::atomic<int> handled = 0;
        for (int i = 0; i < 200; ++i) {
            JobRunner runner;
            QSemaphore begun;
            runner.start(
                QStringLiteral("a"), QStringLiteral("Work"),
                [&begun](const JobControl& control) {
                    begun.release();
                    control.report(0.1, "busy");
                    return untilStopped(control);
                },
                [&handled](int) { ++handled; }, [&handled](const Failure&) { ++handled; });
            runner.start(
                QStringLiteral("b"), QStringLiteral("Work"), [](const JobControl&) { return 1; },
                [&handled](int) { ++handled; }, nullptr);
            QVERIFY(begun.tryAcquire(1, 20'000));
        }
        QCoreApplication::processEvents();
        QCOMPARE(handled.load(), 0);
    }
};

QTEST_GUILESS_MAIN(TestJobRunner)
#include "tst_job_runner.moc"
