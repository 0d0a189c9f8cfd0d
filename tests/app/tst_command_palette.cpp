#include "app/command_palette.h"

#include "window_driver.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

class TestCommandPalette : public QObject, WindowFixture {
    Q_OBJECT

  private:
    CommandPalette& palette() { return *m_window->findChild<CommandPalette*>(); }
    QLineEdit& field() { return *m_window->findChild<QLineEdit*>(QStringLiteral("paletteField")); }
    void open() {
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(palette().isVisible());
        QVERIFY(field().hasFocus());
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void everyCommandIsListed() {
        open();
        const QStringList listed = palette().listed();
        for (const CommandRow& row : commandTable()) {
            // Undo and redo say what they would undo.
            if (row.command == Command::undo || row.command == Command::redo) continue;
            QVERIFY2(listed.contains(plainText(row)), row.id);
        }
        // Panels and examples are in the menus too.
        QVERIFY(listed.contains(QStringLiteral("Timeline")));
        QVERIFY(listed.indexOf(QStringLiteral("Open")) < listed.indexOf(QStringLiteral("Step back")));
    }

    void typingFindsAndEnterDoes() {
        open();
        QTest::keyClicks(&field(), QStringLiteral("theme dark"));
        QCOMPARE(palette().listed().value(0), QStringLiteral("Dark"));
        QTest::keyClick(&field(), Qt::Key_Return);
        QVERIFY(!palette().isVisible());
        QCOMPARE(m_window->store().state().theme, ThemeMode::dark);
    }

    void theArrowsChoose() {
        m_window->store().change({}, ViewStore::Group::single,
                                 [](ViewState& state) { state.theme = ThemeMode::dark; });
        open();
        QTest::keyClicks(&field(), QStringLiteral("theme"));
        const qsizetype light = palette().listed().indexOf(QStringLiteral("Light"));
        const qsizetype dark = palette().listed().indexOf(QStringLiteral("Dark"));
        QVERIFY(dark >= 0 && light > dark);
        for (qsizetype i = 0; i < light; ++i) QTest::keyClick(&field(), Qt::Key_Down);
        QTest::keyClick(&field(), Qt::Key_Return);
        QCOMPARE(m_window->store().state().theme, ThemeMode::light);
    }

    void whatCannotBeDoneIsNotDone() {
        open();
        QTest::keyClicks(&field(), QStringLiteral("step back"));
        QCOMPARE(palette().listed().value(0), QStringLiteral("Step back"));
        QTest::keyClick(&field(), Qt::Key_Return);
        QVERIFY(palette().isVisible());
    }

    void escapeGivesTheFocusBack() {
        auto* before = m_window->findChild<QPushButton*>(QStringLiteral("welcomeOpen"));
        before->setFocus();
        open();
        QTest::keyClick(&field(), Qt::Key_Escape);
        QVERIFY(!palette().isVisible());
        QVERIFY(before->hasFocus());
    }

    void aClickElsewhereEndsIt() {
        open();
        m_window->findChild<QPushButton*>(QStringLiteral("welcomeOpen"))->setFocus();
        QVERIFY(!palette().isVisible());
    }

    void nothingFoundSaysSo() {
        open();
        QTest::keyClicks(&field(), QStringLiteral("qqqq"));
        QVERIFY(palette().listed().isEmpty());
        QTest::keyClick(&field(), Qt::Key_Return);
        QVERIFY(palette().isVisible());
    }

    void itIsReadable() {
        QDir(QStringLiteral(LOCKSTEP_BINARY_DIR)).mkpath(QStringLiteral("pictures"));
        for (const ThemeMode theme : {ThemeMode::light, ThemeMode::dark}) {
            m_window->store().change({}, ViewStore::Group::single,
                                     [&](ViewState& state) { state.theme = theme; });
            QTRY_COMPARE(isDark(m_window->palette()), theme == ThemeMode::dark);
            m_window->resize(1280, 800);
            open();
            QTest::keyClicks(&field(), QStringLiteral("re"));
            QVERIFY(palette().listed().size() > 3);
            QVERIFY(m_window->rect().contains(palette().geometry()));
            QVERIFY(
                m_window->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/palette-%1.png")
                                          .arg(QLatin1String(theme == ThemeMode::dark ? "dark" : "light"))));
            QTest::keyClick(&field(), Qt::Key_Escape);
        }
    }
};

QTEST_MAIN(TestCommandPalette)
#include "tst_command_palette.moc"
