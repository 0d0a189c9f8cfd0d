#include "core/support/error.h"

#include <QtTest>

#include "core/support/job_control.h"

class TestError : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void textSaysWhatWhereAndWhatToDo() {
        const lockstep::Error error(lockstep::Failure{
            .kind = lockstep::FailureKind::unsupported,
            .message = "2 operators cannot be lowered",
            .advice = "Replace them.",
            .details = "a backtrace",
            .nodes = {{"aten::sort", "head", "model.py:12: y = x.sort()", "sorting depends on data"},
                      {"aten::stft", "", "", ""}}});
        QCOMPARE(lockstep::to_text(error.failure()),
                 std::string("2 operators cannot be lowered\n"
                             "  aten::sort in head (model.py:12: y = x.sort()): sorting depends on data\n"
                             "  aten::stft\n"
                             "Replace them."));
        QCOMPARE(std::string(error.what()), std::string("2 operators cannot be lowered"));
    }

    void aStopRequestCancels() {
        std::stop_source source;
        const lockstep::JobControl job{.stop = source.get_token()};
        job.check();
        source.request_stop();
        try {
            job.check();
            QFAIL("not cancelled");
        } catch (const lockstep::Error& error) {
            QVERIFY(error.failure().kind == lockstep::FailureKind::cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(TestError)
#include "tst_error.moc"
