#include "app/command_text.h"
#include "app/seed_box.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/states_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// Nothing that was run is lost: by Stop, by what is refused, by looking for hits.
class TestKeptRuns : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void change(const std::function<void(ViewState&)>& edit) {
        m_window->store().change(QStringLiteral("test"), ViewStore::Group::single, edit);
    }
    QString cell() const {
        for (const StateTrace& trace : document().recording->states)
            if (trace.role == "cell") return QString::fromStdString(trace.name);
        qFatal("no cell state");
    }
    /// The run that was there is shown, goes on, and the view says what it was made for.
    void verifyStays(const std::vector<float>& outputs, qint64 done) {
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().recording, patience);
        QCOMPARE(document().done(), done);
        QVERIFY(document().recording->outputs == outputs);
        const ViewState& view = m_window->store().state();
        QVERIFY(view.input == document().runView.input);
        QVERIFY(view.reference == document().runView.reference);
        QVERIFY(view.resetEvery == document().runView.resetEvery);
        QVERIFY(view.edits == document().runView.edits);
        QVERIFY(view == document().view);
        QVERIFY(document().kept.empty());
        runTo(done + 1);
        QCOMPARE(document().done(), done + 1);
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void stopWhileAnotherRunIsPrepared_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"seed", "reference", "reset", "edit"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void stopWhileAnotherRunIsPrepared() {
        QFETCH(QString, what);
        openStreamed();
        runTo(60);
        const std::vector<float> outputs = document().recording->outputs;
        change([&](ViewState& view) {
            if (what == QLatin1String("seed")) view.input.seed = 5;
            if (what == QLatin1String("reference")) view.reference = QStringLiteral("stepped");
            if (what == QLatin1String("reset")) view.resetEvery = 7;
            if (what == QLatin1String("edit")) view.edits << QStringLiteral("20:%1[0]=1").arg(cell());
        });
        m_window->controller().cancel();
        verifyStays(outputs, 60);
        QVERIFY(document().failures.empty());
    }

    void whatIsRefusedKeepsTheRun_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"input", "reference", "edit", "far edit"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void whatIsRefusedKeepsTheRun() {
        QFETCH(QString, what);
        openStreamed();
        runTo(60);
        const std::vector<float> outputs = document().recording->outputs;
        change([&](ViewState& view) {
            if (what == QLatin1String("input")) view.input.files << file("nobody.npy");
            if (what == QLatin1String("reference")) view.reference = file("nobody.npy");
            if (what == QLatin1String("edit")) view.edits << QStringLiteral("20:nobody=1");
            if (what == QLatin1String("far edit"))
                view.edits << QStringLiteral("1000000000000:%1[0]=1").arg(cell());
        });
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().failures.contains(Stage::run), patience);
        QVERIFY(!m_window->message().isEmpty());
        QVERIFY(!m_window->message().contains(QStringLiteral("--")));
        verifyStays(outputs, 60);
    }

    /// Of a session, whose edits have no run to go back to: the run comes without them, and the reason is
    /// told.
    void farEditsOfASession() {
        ViewState view;
        view.edits << QStringLiteral("1000000000000:lstm.c0[0]=1");
        m_window->controller().open(model("lstm_traced.pt"), false, {}, view, false);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(document().failures.contains(Stage::run));
        QVERIFY(document().view.edits.isEmpty());
        QVERIFY(document().runView.edits.isEmpty());
    }

    /// A condition of its own is looked for in what was run, and nothing behind it is given up.
    void runUntilFromAnEarlierPlace() {
        openStreamed();
        runTo(300);
        const std::vector<float> outputs = document().recording->outputs;
        goTo(20);
        const QString until = QStringLiteral("abs(%1) > 0").arg(cell());
        m_window->controller().runTo(200, until);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 21, patience);
        QCOMPARE(document().done(), 300);
        m_window->controller().runTo(200, QStringLiteral("abs(%1) > 1e30").arg(cell()));
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 200, patience);
        QCOMPARE(document().done(), 300);
        m_window->controller().runTo(290, QStringLiteral("abs(%1) > 1e30").arg(cell()));
        m_window->controller().cancel();
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        QCOMPARE(document().done(), 300);
        goTo(300);
        QVERIFY(document().recording->outputs == outputs);
    }

    /// A step does not wait for what the window counts for itself.
    void stepsDoNotWaitForBackgroundWork() {
        openStreamed();
        runTo(20);
        FailureKind failed = FailureKind::internal;
        m_window->controller().askRun(
            QStringLiteral("endless"), QStringLiteral("Counting"),
            [](LockstepRun&, const JobControl& control) {
                for (;;) control.check();
                return 0;
            },
            [](int) {}, [&failed](const Failure& failure) { failed = failure.kind; });
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 21, patience);
        QCOMPARE(failed, FailureKind::cancelled);
    }

    void seedsOfAnySize() {
        openStreamed();
        constexpr quint64 seed = 18'446'744'073'709'551'615ULL;
        auto* box = find<SeedBox>("seed");
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, QString::number(seed));
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().runView.input.seed == seed, patience);
        QCOMPARE(box->value(), seed);
        QTest::keyClick(box, Qt::Key_Up);
        QCOMPARE(box->value(), seed);
        QTest::keyClick(box, Qt::Key_Down);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().runView.input.seed == seed - 1, patience);
        QVERIFY(commandText(document()).contains(QString::number(seed - 1)));
        box->selectAll();
        QTest::keyClicks(box, QStringLiteral("-99999999999999999999"));
        QTest::keyClick(box, Qt::Key_Return);
        QVERIFY(box->value() <= seed);
    }

    /// A config that cannot be compiled is not what the run was made for.
    void aRunIsNamedAfterItsProgram() {
        openStreamed();
        runTo(20);
        change([&](ViewState& view) { view.config = file("nobody.json"); });
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().failures.contains(Stage::compile), patience);
        change([](ViewState& view) { view.input.seed = 3; });
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().runView.input.seed == 3, patience);
        QCOMPARE(document().runView.config, QStringLiteral("v80_c6b32"));
        QCOMPARE(document().kept.size(), std::size_t{1});
        QCOMPARE(document().kept[0].inferences, 20);
        QVERIFY(document().kept[0].error.inferences > 0);
    }
};

QTEST_MAIN(TestKeptRuns)
#include "tst_kept_runs.moc"
