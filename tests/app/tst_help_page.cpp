#include <QDir>
#include <QPalette>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextTable>
#include <QtTest>

#include "app/help_page.h"
#include "widgets/theme.h"

using namespace lockstep::app;

class TestHelpPage : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void figuresStandAtTheRight() {
        QTextDocument document;
        setHelpPage(document,
                    QStringLiteral("| name | cycles | mean | note |\n|---|---|---|---|\n"
                                   "| a | 254 | 0.85 µs | 2 of 3 |\n| b | 1 338 | ± 5.8 % | none |\n"),
                    QPalette());
        const auto* table = qobject_cast<QTextTable*>(document.rootFrame()->childFrames().value(0));
        QVERIFY(table != nullptr);
        const QList<Qt::Alignment> wanted = {Qt::AlignLeft, Qt::AlignRight, Qt::AlignRight, Qt::AlignLeft};
        for (int row = 0; row < table->rows(); ++row) {
            for (int column = 0; column < table->columns(); ++column) {
                QCOMPARE(table->cellAt(row, column).firstCursorPosition().blockFormat().alignment(),
                         wanted[column]);
            }
        }
        QCOMPARE(table->format().border(), 0.0);
        QVERIFY(table->cellAt(1, 1).format().toTableCellFormat().bottomBorder() > 0);
    }

    void headingsStandOffWhatIsAbove() {
        QTextDocument document;
        setHelpPage(document, QStringLiteral("# Page\n\nText\n\n## Part\n\nMore\n"), QPalette());
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            if (block.text() == QLatin1String("Part")) {
                QVERIFY(block.blockFormat().topMargin() >= 12);
                return;
            }
        }
        QFAIL("no heading");
    }

    void picturesAreOfTheTheme() {
        for (const bool dark : {false, true}) {
            QTextDocument document;
            setHelpPage(
                document,
                QStringLiteral("# A\n\n![The window](window.png)\n\n![Cycles](accuracy_cycles.svg)\n"),
                lockstep::themePalette(dark));
            const QString html = document.toHtml();
            QCOMPARE(html.contains(QLatin1String("window-dark.png")), dark);
            QCOMPARE(html.contains(QLatin1String("window.png")), !dark);
            QVERIFY(html.contains(QLatin1String("accuracy_cycles.svg")));
        }
    }

    /// What a page shows comes with the program, and each picture of the window in both themes.
    void everyPictureIsThere() {
        const QDir folder(QStringLiteral(":/lockstep/help"));
        static const QRegularExpression picture(QStringLiteral("!\\[[^\\]]+\\]\\(([^)]+)\\)"));
        int pictures = 0;
        for (const QString& name : folder.entryList({QStringLiteral("*.md")})) {
            QFile page(folder.filePath(name));
            QVERIFY(page.open(QIODevice::ReadOnly));
            QRegularExpressionMatchIterator matches = picture.globalMatch(QString::fromUtf8(page.readAll()));
            while (matches.hasNext()) {
                const QString file = matches.next().captured(1);
                QVERIFY2(folder.exists(file), qPrintable(name + QStringLiteral(": ") + file));
                if (!file.endsWith(QLatin1String(".png"))) continue;
                ++pictures;
                QVERIFY2(helpPicture(file, lockstep::themePalette(true)) != file, qPrintable(file));
            }
        }
        QVERIFY(pictures >= 6);
    }

    void thePageKeepsItsWords() {
        const QString markdown = QStringLiteral("# A\n\nWords *and* [links](b.md).\n\n| x |\n|---|\n| 1 |\n");
        QTextDocument plain;
        plain.setMarkdown(markdown);
        QTextDocument page;
        setHelpPage(page, markdown, QPalette());
        QCOMPARE(page.toPlainText(), plain.toPlainText());
    }
};

QTEST_MAIN(TestHelpPage)
#include "tst_help_page.moc"
