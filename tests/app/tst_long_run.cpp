#include <QElapsedTimer>
#include <cmath>
#include <cstdio>

#include "app/error_microscope.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/error_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

/// Largest resident memory of this process so far, in MB; proc(5).
double peakMegabytes() {
    for (const QByteArray& line : contents(QStringLiteral("/proc/self/status")).split('\n'))
        if (line.startsWith("VmHWM:")) return line.mid(6).simplified().split(' ').first().toDouble() / 1024;
    return 0;
}

}  // namespace

/// A recording that is far longer than what is kept of it: run, shown and explained in the real window.
/// LOCKSTEP_LONG_RUN gives another number of inferences: ten million take minutes.
class TestLongRun : public QObject, private WindowFixture {
    Q_OBJECT

  private Q_SLOTS:
    void init() { openWindow({1280, 800}); }
    void cleanup() { closeWindow(); }

    void theWorstOfALongRunIsExplained() {
        bool given = false;
        qint64 inferences = qEnvironmentVariableIntValue("LOCKSTEP_LONG_RUN", &given);
        if (!given) inferences = 200'000;
        drop(*m_window, model("lstm_training.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        m_window->store().change({}, ViewStore::Group::single, [](ViewState& state) {
            state.streamingAxes = {0};
            state.reference = QStringLiteral("sampled:1000");
        });
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().isStreamed() &&
                                     document().runView.reference == QStringLiteral("sampled:1000"),
                                 patience);
        QElapsedTimer clock;
        clock.start();
        m_window->controller().runTo(inferences);
        QTRY_COMPARE_WITH_TIMEOUT(document().done(), inferences, 1'200'000);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        std::printf("%lld inferences in %.1f s, at most %.0f MB\n", static_cast<long long>(inferences),
                    static_cast<double>(clock.elapsed()) / 1000, peakMegabytes());
        const std::shared_ptr<const Recording> recording = document().recording;
        QCOMPARE(recording->total(), inferences);
        QVERIFY(recording->error.inferences >= inferences / 1000);
        QVERIFY(recording->error.max_abs > 0);
        QVERIFY2(peakMegabytes() < 1000, qPrintable(QString::number(peakMegabytes())));

        const qint64 worst = recording->error.worst_index;
        find<QAction>("explainWorst")->trigger();
        ErrorPanel& panel = *m_window->docks().microscope;
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->microscope().isBusy() && panel.account() != nullptr &&
                                     panel.account()->part.index == worst,
                                 patience);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), worst + 1, patience);
        const double measured = panel.account()->measured();
        QCOMPARE(std::abs(measured), recording->error.max_abs);
        QVERIFY2(std::abs(panel.sum() - measured) <= 1e-6 * std::abs(measured),
                 qPrintable(QString::number(panel.sum(), 'g', 17)));
        QDir(QStringLiteral(LOCKSTEP_BINARY_DIR)).mkpath(QStringLiteral("pictures"));
        QVERIFY(m_window->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/long_run.png")));
    }
};

QTEST_MAIN(TestLongRun)
#include "tst_long_run.moc"
