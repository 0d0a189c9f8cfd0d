#include <QAction>
#include <QDir>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QTextBrowser>

#include "app/help_window.h"
#include "tests/app/window_driver.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// The help window: its order, its search, its keys page.
class TestHelpWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    /// Nothing of the page is cut off at its right: a pixel of a table's padding may be.
    static bool fits(const QTextBrowser& text) {
        return text.document()->size().width() <= text.viewport()->width() + 1;
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void helpIsSortedAndSearched() {
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto* help = find<HelpWindow>("helpWindow");
        QVERIFY(help != nullptr && help->isVisible());
        QCOMPARE(help->page(), QStringLiteral("first-steps"));
        QStringList pages = help->listed();
        QCOMPARE(pages.mid(0, 3), (QStringList{QStringLiteral("index"), QStringLiteral("first-steps"),
                                               QStringLiteral("words")}));
        // No page is left out.
        for (const QString& file :
             QDir(QStringLiteral(":/lockstep/help")).entryList({QStringLiteral("*.md")}))
            QVERIFY2(pages.contains(file.chopped(3)), qPrintable(file));
        auto* list = find<QListWidget>("helpPages");
        auto* text = find<QTextBrowser>("helpText");
        for (const QString& page : pages) {
            help->showPage(page);
            QCOMPARE(help->page(), page);
            QVERIFY2(fits(*text), qPrintable(page));
        }
        QVERIFY(!list->horizontalScrollBar()->isVisible());
        // Narrower too: pictures and tables shrink with the page.
        const QSize size = help->size();
        for (const QString& page : {QStringLiteral("band"), QStringLiteral("machine")}) {
            help->showPage(page);
            for (const int width : {760, 1100, 820}) {
                help->resize(width, size.height());
                QTRY_VERIFY2(fits(*text), qPrintable(page));
            }
        }
        help->resize(size);
        help->showPage(QStringLiteral("keys"));
        picture(*help, "help_keys");
        help->showPage(pages.back());
        help->activateWindow();
        QTRY_VERIFY(help->isActiveWindow());
        QTest::keyClick(help, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(help->page(), QStringLiteral("keys"));
        QTest::keyClick(help, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(help->page(), pages.back());

        QTest::keyClick(help, Qt::Key_F, Qt::ControlModifier);
        auto* field = find<QLineEdit>("helpSearch");
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("breakpoint"));
        QVERIFY(help->listed().size() < pages.size());
        QVERIFY(help->listed().contains(QStringLiteral("runs")));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(help->listed().contains(help->page()));
        QVERIFY(!text->extraSelections().isEmpty());
        picture(*help, "help_search");
        field->clear();
        m_window->actions()[Command::themeDark]->trigger();
        QCoreApplication::processEvents();
        help->showPage(QStringLiteral("words"));
        picture(*help, "help_words_dark");
        m_window->actions()[Command::themeLight]->trigger();
        picture(*help, "help_words_light");
        field->setText(QStringLiteral("zzzzqq"));
        QVERIFY(help->listed().isEmpty());
        QVERIFY(find<QWidget>("helpNothing")->isVisible());
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(help->listed(), pages);
        help->close();
    }

    void theCheatSheetHasAllKeys() {
        const QString sheet = keysMarkdown();
        for (const CommandRow& row : commandTable()) {
            if (QLatin1String(row.keys).isEmpty()) continue;
            QVERIFY2(sheet.contains(QString::fromLatin1(row.keys).section(QLatin1Char(';'), 0, 0)), row.id);
        }
        for (const char* key : {"Backspace", "Ctrl+Enter", "Shift+M", "[ ]", "W, S", "Shift+←", "Home, End"})
            QVERIFY2(sheet.contains(QString::fromUtf8(key)), key);
        drop(*m_window, model("lstm_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        // Also while a list or a graph has the keyboard.
        for (const char* panel : {"dockModules", "dockOps"}) {
            m_window->findChild<QAction*>(QStringLiteral("show_") + QLatin1String(panel))->trigger();
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Question);
            auto* help = find<HelpWindow>("helpWindow");
            QTRY_VERIFY(help != nullptr && help->isVisible());
            QCOMPARE(help->page(), QStringLiteral("keys"));
            help->close();
            m_window->activateWindow();
            QTRY_VERIFY(m_window->isActiveWindow());
        }
    }
};

QTEST_MAIN(TestHelpWindow)
#include "tst_help_window.moc"
