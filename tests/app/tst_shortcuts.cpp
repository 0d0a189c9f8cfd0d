#include <QAction>
#include <QKeySequence>
#include <QtTest>

#include "app/actions.h"
#include "app/shortcuts.h"

using namespace lockstep::app;

class TestShortcuts : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void noKeyTwice() {
        QWidget window;
        const Actions actions(&window);
        QHash<QString, QString> owner;
        for (const QAction* action : actions.all()) {
            for (const QKeySequence& key : action->shortcuts()) {
                const QString text = key.toString(QKeySequence::PortableText);
                QVERIFY2(!text.isEmpty(), qPrintable(action->objectName()));
                QVERIFY2(!owner.contains(text), qPrintable(text + QStringLiteral(": ") + owner.value(text) +
                                                           QStringLiteral(" and ") + action->objectName()));
                owner.insert(text, action->objectName());
            }
        }
        QVERIFY(owner.size() > 20);
    }

    void noCommandOrNameTwice() {
        QSet<int> commands;
        QSet<QString> names;
        for (const CommandRow& row : commandTable()) {
            QVERIFY2(!commands.contains(static_cast<int>(row.command)), row.id);
            QVERIFY2(!names.contains(QLatin1String(row.id)), row.id);
            commands.insert(static_cast<int>(row.command));
            names.insert(QLatin1String(row.id));
        }
        // The enumeration has no command without a row: its last one closes the range.
        QCOMPARE(commands.size(), static_cast<int>(Command::about) + 1);
    }

    void everyRowIsComplete_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const CommandRow& row : commandTable()) QTest::newRow(row.id) << index++;
    }

    void everyRowIsComplete() {
        QFETCH(int, index);
        const CommandRow& row = commandTable()[static_cast<std::size_t>(index)];
        QWidget window;
        const Actions actions(&window);
        const QAction* action = actions[row.command];
        QVERIFY(action != nullptr);
        QVERIFY(!QString::fromUtf8(row.menu).isEmpty());
        QVERIFY(!plainText(row).isEmpty());
        QVERIFY(action->toolTip().contains(plainText(row)));
        QVERIFY(action->toolTip().size() > plainText(row).size() + 5);
        QCOMPARE(action->icon().isNull(), QLatin1String(row.icon).isEmpty());
        for (const QKeySequence& key : action->shortcuts()) {
            QVERIFY(
                action->toolTip().contains(action->shortcuts().front().toString(QKeySequence::NativeText)));
            QVERIFY(key.count() == 1);
        }
    }

    void theKeysOfTheDesign_data() {
        QTest::addColumn<int>("command");
        QTest::addColumn<QString>("key");
        QTest::newRow("run") << static_cast<int>(Command::run) << "F5";
        QTest::newRow("reload") << static_cast<int>(Command::reload) << "Ctrl+R";
        QTest::newRow("fit") << static_cast<int>(Command::fit) << "F";
        QTest::newRow("play") << static_cast<int>(Command::play) << "Space";
        QTest::newRow("step") << static_cast<int>(Command::step) << "F10";
        QTest::newRow("step back") << static_cast<int>(Command::stepBack) << "Shift+F10";
        QTest::newRow("go to") << static_cast<int>(Command::goTo) << "Ctrl+G";
    }

    void theKeysOfTheDesign() {
        QFETCH(int, command);
        QFETCH(QString, key);
        QWidget window;
        const Actions actions(&window);
        const QAction* action = actions[static_cast<Command>(command)];
        QVERIFY(action->shortcuts().contains(QKeySequence(key, QKeySequence::PortableText)));
    }
};

QTEST_MAIN(TestShortcuts)
#include "tst_shortcuts.moc"
