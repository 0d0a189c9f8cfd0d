#include "core/support/failure_list.h"

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

    void placesThatReadAlikeAreCounted() {
        lockstep::FailureList list;
        QVERIFY(list.empty());
        QCOMPARE(list.add({"aten::sort", "head", "model.py:12: y = x.sort()", "sorting depends on data"}),
                 std::size_t{0});
        QCOMPARE(list.add({"aten::sort", "tail", "model.py:12: y = x.sort()", "sorting depends on data"}),
                 std::size_t{1});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(list.add({"aten::sort", "tail", "model.py:12: y = x.sort()", "sorting depends on data"}),
                     std::size_t{1});
        QCOMPARE(list.size(), std::size_t{2});
        QCOMPARE(list.nodes()[0].reason, std::string("sorting depends on data"));
        QCOMPARE(list.nodes()[1].reason, std::string("sorting depends on data (4 times)"));
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
