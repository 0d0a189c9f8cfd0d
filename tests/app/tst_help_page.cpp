#include <QPalette>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextTable>
#include <QtTest>

#include "app/help_page.h"

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
