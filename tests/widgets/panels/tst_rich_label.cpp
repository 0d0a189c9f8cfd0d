#include <QScrollArea>
#include <QVBoxLayout>
#include <QtTest>

#include "widgets/layout_hold.h"
#include "widgets/panels/rich_label.h"

using namespace lockstep;

namespace {

const QString words =
    QStringLiteral("<b>Lstm</b> of 256 units, read by <a href='node:3'>two operators</a>. ").repeated(6);

/// What QLabel itself says, asked anew.
int heightOf(const QString& text, const QFont& font, int margin, int width) {
    QLabel label;
    label.setTextFormat(Qt::RichText);
    label.setWordWrap(true);
    label.setFont(font);
    label.setContentsMargins(margin, margin, margin, margin);
    label.setText(text);
    return label.heightForWidth(width);
}

}  // namespace

class TestRichLabel : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void heightIsThatOfALabel_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("lines") << words;
        QTest::newRow("table") << QStringLiteral("<table><tr><td>shape</td><td>20 × 128</td></tr></table>");
        QTest::newRow("nothing") << QString();
    }
    void heightIsThatOfALabel() {
        QFETCH(QString, text);
        RichLabel label;
        label.setText(text);
        // More widths than it remembers, twice.
        for (int round = 0; round < 2; ++round) {
            for (const int width : {80, 120, 200, 300, 410, 555})
                QCOMPARE(label.heightForWidth(width), heightOf(text, label.font(), 0, width));
        }
    }

    void anotherTextFontOrMarginIsMeasuredAnew() {
        RichLabel label;
        label.setText(words);
        const int before = label.heightForWidth(200);
        label.setText(words + words);
        QCOMPARE(label.heightForWidth(200), heightOf(words + words, label.font(), 0, 200));
        QVERIFY(label.heightForWidth(200) > before);
        QFont large = label.font();
        large.setPointSizeF(large.pointSizeF() * 2);
        label.setFont(large);
        QCOMPARE(label.heightForWidth(200), heightOf(words + words, large, 0, 200));
        label.setContentsMargins(9, 9, 9, 9);
        QCOMPARE(label.heightForWidth(200), heightOf(words + words, large, 9, 200));
    }

    /// In a column that scrolls, as in the inspector, every line is to be seen.
    void columnIsAsHighAsItsText() {
        QScrollArea area;
        area.setWidgetResizable(true);
        area.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        auto* content = new QWidget;
        auto* column = new QVBoxLayout(content);
        auto* first = new RichLabel(content);
        auto* second = new RichLabel(content);
        first->setText(words);
        second->setText(words + words);
        column->addWidget(first);
        column->addWidget(second);
        column->addStretch(1);
        area.setWidget(content);
        area.resize(240, 100);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        for (const RichLabel* label : {first, second})
            QCOMPARE(label->height(), heightOf(label->text(), label->font(), 0, label->width()));
    }

    void heldLayoutIsArrangedAfterwards() {
        QWidget window;
        auto* row = new QVBoxLayout(&window);
        QWidget* parts[] = {new QWidget, new QWidget};
        for (QWidget* part : parts) {
            part->setMinimumHeight(40);
            row->addWidget(part);
        }
        parts[1]->hide();
        window.resize(200, 200);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QRect before = parts[0]->geometry();
        {
            const LayoutHold outer(row);
            {
                const LayoutHold inner(row);
                parts[1]->show();
            }
            QCOMPARE(parts[0]->geometry(), before);
            QVERIFY(!row->isEnabled());
        }
        QVERIFY(row->isEnabled());
        QTRY_VERIFY(parts[0]->height() < before.height());
        QVERIFY(parts[1]->geometry().top() > parts[0]->geometry().bottom());
    }
};

QTEST_MAIN(TestRichLabel)
#include "tst_rich_label.moc"
