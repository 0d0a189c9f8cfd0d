#include <QApplication>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QIcon>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

#include "widgets/theme.h"
#include "widgets/window_style.h"

using namespace lockstep;

class WindowStyleTest : public QObject {
    Q_OBJECT

  private:
    /// The left- and rightmost columns of `area` that differ from the leftmost pixel of their line.
    static std::pair<int, int> inked(const QImage& image, const QRect& area) {
        int first = area.right() + 1;
        int last = area.left() - 1;
        for (int x = area.left(); x <= area.right(); ++x) {
            for (int y = area.top(); y <= area.bottom(); ++y) {
                // Line by line: a head is a gradient.
                if (image.pixel(x, y) == image.pixel(area.left(), y)) continue;
                first = qMin(first, x);
                last = qMax(last, x);
            }
        }
        return {first, last};
    }

  private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(new WindowStyle); }

    void dialogButtonsHaveNoIcons() {
        QDialogButtonBox box(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::Close);
        for (const QAbstractButton* button : box.buttons())
            QVERIFY2(button->icon().isNull(), qPrintable(button->text()));
    }

    void aSelectedSwatchKeepsItsColour() {
        QPixmap swatch(12, 12);
        swatch.fill(QColor(0xe6, 0x9f, 0x00));
        const QImage selected = QIcon(swatch).pixmap(QSize(12, 12), QIcon::Selected).toImage();
        QCOMPARE(selected.pixelColor(6, 6), QColor(0xe6, 0x9f, 0x00));
    }

    void aTablesTextsStandOffTheirEdges() {
        QStandardItemModel model(1, 2);
        model.setHorizontalHeaderLabels({QStringLiteral("HHHH"), QStringLiteral("HHHH")});
        for (int column = 0; column < 2; ++column) {
            auto* item = new QStandardItem(QStringLiteral("HHHH"));
            item->setTextAlignment(column == 0 ? Qt::AlignRight | Qt::AlignVCenter
                                               : Qt::AlignLeft | Qt::AlignVCenter);
            model.setItem(0, column, item);
        }
        QTableView table;
        table.setModel(&model);
        table.setShowGrid(false);
        table.setFocusPolicy(Qt::NoFocus);
        table.resizeColumnsToContents();
        table.resize(400, 120);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const QImage image = table.viewport()->grab().toImage();
        const QRect right = table.visualRect(model.index(0, 0)).adjusted(1, 1, -1, -1);
        const QRect left = table.visualRect(model.index(0, 1)).adjusted(1, 1, -1, -1);
        const auto [rightFirst, rightLast] = inked(image, right);
        const auto [leftFirst, leftLast] = inked(image, left);
        QVERIFY2(leftFirst - rightLast >= 12, qPrintable(QString::number(leftFirst - rightLast)));
        const QImage head = table.horizontalHeader()->viewport()->grab().toImage();
        const int section = table.horizontalHeader()->sectionViewportPosition(1);
        const QRect title(section + 2, 2, table.horizontalHeader()->sectionSize(1) - 4, head.height() - 4);
        // The head stands over what is below it.
        QVERIFY(qAbs(inked(head, title).first - leftFirst) <= 2);
        // Whole: nothing of the text is cut off by the room that it takes.
        QVERIFY(rightFirst >= right.left() + 4);
        QVERIFY(leftLast <= left.right() - 4);
    }

    void fieldsHaveAFrameThatIsSeen_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void fieldsHaveAFrameThatIsSeen() {
        QFETCH(bool, dark);
        QWidget window;
        window.setPalette(themePalette(dark));
        QVBoxLayout column(&window);
        QList<QWidget*> fields = {new QLineEdit, new QSpinBox, new QComboBox};
        for (QWidget* field : fields) column.addWidget(field);
        window.setFocusPolicy(Qt::StrongFocus);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.setFocus();
        const QImage image = window.grab().toImage();
        const QColor ground = themeColors(dark).ground;
        for (const QWidget* field : fields) {
            // Down from above the field's middle: the frame is the first line that differs from the ground.
            double best = 0;
            for (int y = field->y(); y < field->y() + 3; ++y)
                best = qMax(best, contrast(image.pixelColor(field->geometry().center().x(), y), ground));
            QVERIFY2(
                best >= 3,
                qPrintable(
                    QStringLiteral("%1: %2").arg(QLatin1String(field->metaObject()->className())).arg(best)));
        }
    }

    void theMenuArrowStandsBesideTheWords() {
        QMenu menu;
        QToolButton button;
        button.setText(QStringLiteral("HHHHHH"));
        button.setAutoRaise(true);
        const int plain = button.sizeHint().width();
        button.setMenu(&menu);
        button.setPopupMode(QToolButton::InstantPopup);
        QVERIFY(button.sizeHint().width() > plain);
        button.resize(button.sizeHint());
        button.show();
        QVERIFY(QTest::qWaitForWindowExposed(&button));
        const QImage image = button.grab().toImage();
        const QRect arrow(button.width() - 14, 0, 13, button.height());
        QRect ink;
        const QRgb ground = image.pixel(arrow.topLeft());
        for (int x = arrow.left(); x <= arrow.right(); ++x)
            for (int y = arrow.top() + 1; y < arrow.bottom(); ++y)
                if (image.pixel(x, y) != ground) ink |= QRect(x, y, 1, 1);
        QVERIFY(!ink.isEmpty());
        QVERIFY2(qAbs(ink.center().y() - button.rect().center().y()) <= 2,
                 qPrintable(QString::number(ink.center().y())));
    }
};

QTEST_MAIN(WindowStyleTest)
#include "tst_window_style.moc"
