#include <QDoubleSpinBox>
#include <QInputDialog>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>

#include "app/speed_box.h"
#include "app/transport_bar.h"
#include "tests/app/window_driver.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// How far a step goes, how fast Play goes, and going to an inference by its number.
class TestStepping : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void typeCount(const char* digits) {
        auto* count = find<QSpinBox>("stepCount");
        count->setFocus();
        count->selectAll();
        QTest::keyClicks(count, QLatin1String(digits));
        QTest::keyClick(count, Qt::Key_Return);
        m_window->graphs().setFocus();
    }
    double speed() const { return m_window->store().state().speed; }

  private Q_SLOTS:
    void init() { openWindow({1280, 800}); }
    void cleanup() { closeWindow(); }

    void stepsOfTen() {
        openStreamed();
        typeCount("10");
        QCOMPARE(m_window->store().state().stepCount, 10);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 10, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 20, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 10, patience);
        // Back to the start, with all that was run.
        QTest::keyClick(m_window.get(), Qt::Key_Home, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 0, patience);
        QCOMPARE(document().done(), 20);
        typeCount("3");
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 3, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F10, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 0, patience);
    }

    void goToByNumber() {
        openStreamed();
        runTo(20);
        QTest::keyClick(m_window.get(), Qt::Key_G, Qt::ControlModifier);
        QInputDialog* dialog = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((dialog = m_window->findChild<QInputDialog*>(QStringLiteral("goToDialog"))),
                                 patience);
        QCOMPARE(dialog->intValue(), 19);
        QCOMPARE(dialog->intMinimum(), 0);
        QVERIFY(dialog->okButtonText().contains(QStringLiteral("Go")));
        dialog->setIntValue(7);
        dialog->accept();
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 8, patience);
    }

    /// No further than there are inputs.
    void goToEndsWithTheInputs() {
        openStreamed();
        const QString table = file("prices.csv");
        QFile csv(table);
        QVERIFY(csv.open(QIODevice::WriteOnly));
        const auto width = element_count(document().compiled->compiled.program->inputs[0].shape);
        for (int row = 0; row < 12; ++row) {
            QByteArray line;
            for (std::int64_t k = 0; k < width; ++k)
                line += (k > 0 ? "," : "") + QByteArray::number(row + 0.5);
            csv.write(line + '\n');
        }
        csv.close();
        m_window->store().change(QStringLiteral("inputs"), ViewStore::Group::single,
                                 [&](ViewState& state) { state.input.files = {table}; });
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().inputCount == 12, patience);
        QTest::keyClick(m_window.get(), Qt::Key_G, Qt::ControlModifier);
        QInputDialog* dialog = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((dialog = m_window->findChild<QInputDialog*>(QStringLiteral("goToDialog"))),
                                 patience);
        QCOMPARE(dialog->intMaximum(), 11);
        dialog->reject();
        // Nor does a long step.
        typeCount("50");
        QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 12, patience);
        QVERIFY(document().failures.empty());
    }

    void speeds() {
        openStreamed();
        auto* field = find<QDoubleSpinBox>("speed");
        auto* slider = find<QSlider>("speedSlider");
        const auto type = [&](const char* words) {
            field->setFocus();
            field->selectAll();
            QTest::keyClicks(field, QLatin1String(words));
            QTest::keyClick(field, Qt::Key_Return);
        };
        type("37");
        QCOMPARE(speed(), 37.0);
        type("2.5");
        QCOMPARE(speed(), 2.5);
        type("max");
        QCOMPARE(speed(), fullSpeed);
        QCOMPARE(slider->value(), slider->maximum());
        type("0.001");  // slower than Play goes: nothing changes
        QVERIFY(speed() >= 0.1);
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(speed(), 0.1);
        QTest::keyClick(slider, Qt::Key_End);
        QCOMPARE(speed(), fullSpeed);
        QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(speed(), 10'000.0);
        QTest::keyClick(m_window.get(), Qt::Key_BracketLeft, Qt::ControlModifier);
        QCOMPARE(speed(), 1000.0);
        QCOMPARE(field->value(), 1000.0);
        find<QAction>("undo")->trigger();
        QVERIFY(speed() != 1000.0);
        QCOMPARE(field->value(), speed());
        // Beside Play, and nothing of the bar is cut at the smallest common size.
        auto* play = m_window->findChild<QWidget*>(QStringLiteral("button_play"));
        QVERIFY(std::abs(slider->mapTo(m_window.get(), QPoint()).x() -
                         (play->mapTo(m_window.get(), QPoint()).x() + play->width())) < 16);
        QVERIFY(find<QSlider>("scrubber")->width() >= 60);
        QVERIFY(m_window->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/transport_1280.png")));
    }

    /// Every place of the slider is a speed of its own, slower ones first, that leads back to it.
    void placesOfTheSlider() {
        double last = 0;
        for (int place = 0; place <= SpeedBox::steps; ++place) {
            const double here = SpeedBox::speedAt(place);
            QVERIFY(here >= last);
            last = here;
            if (here >= 1) QVERIFY(std::abs(SpeedBox::placeOf(here) - place) <= 1);
        }
        QCOMPARE(last, fullSpeed);
        for (const double each : TransportBar::speeds())
            QVERIFY(SpeedBox::placeOf(each) >= 0 && SpeedBox::placeOf(each) <= SpeedBox::steps);
    }
};

QTEST_MAIN(TestStepping)
#include "tst_stepping.moc"
