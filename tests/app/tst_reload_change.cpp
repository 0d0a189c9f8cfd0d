#include "app/reload_change.h"

#include <QSignalSpy>

#include "window_driver.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

class TestReloadChange : public QObject, WindowFixture {
    Q_OBJECT

  private:
    /// Another model is saved under the name of the open one, as an export from Python does it.
    void replace(const QString& target, const QString& with) {
        const QByteArray bytes = contents(with);
        QVERIFY(!bytes.isEmpty());
        QFile file(target);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void theWords_data() {
        QTest::addColumn<QList<double>>(
            "figures");  // cycles, error, inferences; before and after; -1: absent
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const QList<double>& figures, const char* text) {
            QTest::newRow(name) << figures << QString::fromUtf8(text);
        };
        row("both", {254, 0.004, 20, 225, 0.006, 20},
            "254 → 225 cycles (−11.4 %), worst error 4.00e−3 → 6.00e−3");
        row("more cycles", {200, 0.004, 20, 300, 0.004, 20},
            "200 → 300 cycles (+50.0 %), worst error 4.00e−3 as before");
        row("other inference", {254, 0.004, 20, 254, 0.006, 7}, "254 cycles as before");
        row("nothing run", {254, -1, 0, 225, -1, 0}, "254 → 225 cycles (−11.4 %)");
        row("nothing compiled", {-1, -1, 0, 225, 0.01, 20}, "");
    }

    void theWords() {
        QFETCH(QList<double>, figures);
        QFETCH(QString, text);
        const auto make = [](double cycles, double error, double inferences) {
            KeyFigures made;
            if (cycles >= 0) made.cycles = static_cast<qint64>(cycles);
            if (error >= 0) made.worstError = error;
            made.inferences = static_cast<qint64>(inferences);
            return made;
        };
        QCOMPARE(
            changeText(make(figures[0], figures[1], figures[2]), make(figures[3], figures[4], figures[5])),
            text);
    }

    void aChangedFileIsReadAgainAndSaysWhatChanged() {
        const QString path = file("model.pt");
        QVERIFY(QFile::copy(model("mlp_float64.pt"), path));
        drop(*m_window, path);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        m_window->actions()[Command::run]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), document().view.runLength, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        const KeyFigures before = keyFigures(document());
        replace(path, model("mlp_deeper_float64.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("has changed on disk")),
                                 patience);
        QTest::mouseClick(find<QPushButton>("messageAction"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("was read again")), patience);
        const KeyFigures after = keyFigures(document());
        QVERIFY(after.cycles && before.cycles && *after.cycles != *before.cycles);
        // The run stands where it stood.
        QCOMPARE(after.inferences, before.inferences);
        QVERIFY(m_window->message().contains(changeText(before, after)));
    }

    void aFileInTheBackTellsWhenItComesToTheFront() {
        const QString path = file("model.pt");
        QVERIFY(QFile::copy(model("mlp_float64.pt"), path));
        drop(*m_window, path);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        drop(*m_window, model("cnn_scripted.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().title() == QStringLiteral("cnn_scripted.pt"),
                                 patience);
        replace(path, model("mlp_deeper_float64.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->controller().documents().front()->changedOnDisk, patience);
        QVERIFY(m_window->message().isEmpty());
        m_window->controller().setCurrent(0);
        QVERIFY(m_window->message().contains(QStringLiteral("has changed on disk")));
    }
};

QTEST_MAIN(TestReloadChange)
#include "tst_reload_change.moc"
