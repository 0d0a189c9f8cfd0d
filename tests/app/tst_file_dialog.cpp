#include <QFileDialog>
#include <QFileIconProvider>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include "app/file_dialog.h"

using namespace lockstep::app;

class TestFileDialog : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    /// Whatever a file holds or is called, nothing is looked up for it.
    void entriesHaveTwoIcons() {
        QTemporaryDir folder;
        const QStringList names = {QStringLiteral("a.txt"), QStringLiteral("b.png"), QStringLiteral("c.zip"),
                                   QStringLiteral("plain")};
        for (const QString& name : names) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("\x89PNG\r\n\x1a\n");
        }
        QWidget window;
        QFileDialog* dialog = newFileDialog(&window, QStringLiteral("exportDialog"), QStringLiteral("Write"));
        QCOMPARE(dialog->objectName(), QStringLiteral("exportDialog"));
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Write"));
        QVERIFY(dialog->testAttribute(Qt::WA_DeleteOnClose));
        const QAbstractFileIconProvider* icons = dialog->iconProvider();
        QVERIFY(icons != nullptr);
        const QIcon first = icons->icon(QFileInfo(folder.filePath(names.front())));
        QVERIFY(!first.isNull());
        for (const QString& name : names)
            QCOMPARE(icons->icon(QFileInfo(folder.filePath(name))).cacheKey(), first.cacheKey());
        const QIcon ofFolder = icons->icon(QFileInfo(folder.path()));
        QVERIFY(!ofFolder.isNull());
        QVERIFY(ofFolder.cacheKey() != first.cacheKey());
        QCOMPARE(icons->type(QFileInfo(folder.filePath(names[1]))), QStringLiteral("png"));
        QCOMPARE(icons->type(QFileInfo(folder.filePath(names[3]))), QStringLiteral("File"));
        QCOMPARE(icons->type(QFileInfo(folder.path())), QStringLiteral("Folder"));
    }

    /// The folder is still being read by a thread when the dialog goes.
    void closingWhileAFolderIsReadIsSafe() {
        QTemporaryDir folder;
        for (int i = 0; i < 400; ++i) {
            QFile file(folder.filePath(QStringLiteral("f%1.txt").arg(i)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        for (int round = 0; round < 5; ++round) {
            QWidget window;
            QFileDialog* dialog =
                newFileDialog(&window, QStringLiteral("openDialog"), QStringLiteral("Open"));
            dialog->setDirectory(folder.path());
            dialog->open();
            QTest::qWait(round * 5);
        }
    }
};

QTEST_MAIN(TestFileDialog)
#include "tst_file_dialog.moc"
