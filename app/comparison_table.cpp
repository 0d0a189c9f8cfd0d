#include "app/comparison_table.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QTableWidget>

#include "widgets/panels/panel_setup.h"
#include "widgets/panels/table_text.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ComparisonTable)
};

constexpr int keyRole = Qt::UserRole + 1;
constexpr int figureRole = Qt::UserRole + 2;

/// Sorted by plain values; what has none stands behind the others.
class ComparisonItem : public QTableWidgetItem {
  public:
    using QTableWidgetItem::QTableWidgetItem;

    bool operator<(const QTableWidgetItem& other) const override {
        const QVariant own = data(keyRole);
        const QVariant its = other.data(keyRole);
        if (own.isValid() && its.isValid()) {
            if (own.typeId() == QMetaType::QString)
                return own.toString().localeAwareCompare(its.toString()) < 0;
            return own.toDouble() < its.toDouble();
        }
        if (own.isValid() != its.isValid()) {
            const bool descending =
                tableWidget() != nullptr &&
                tableWidget()->horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder;
            return own.isValid() != descending;
        }
        return text().localeAwareCompare(other.text()) < 0;
    }
};

}  // namespace

QTableWidget* makeComparisonTable(const char* name, const QString& accessible,
                                  const QList<ComparisonColumn>& columns, int stretched, QWidget* parent) {
    auto* table = new QTableWidget(0, static_cast<int>(columns.size()), parent);
    table->setObjectName(QLatin1String(name));
    table->setAccessibleName(accessible);
    for (int column = 0; column < table->columnCount(); ++column) {
        auto* title = new QTableWidgetItem(columns[column].title);
        title->setTextAlignment((columns[column].isFigure ? Qt::AlignRight : Qt::AlignLeft) |
                                Qt::AlignVCenter);
        title->setData(figureRole, columns[column].isFigure);
        title->setToolTip(columns[column].tip);
        table->setHorizontalHeaderItem(column, title);
    }
    setUpRowTable(*table);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    if (stretched >= 0) {
        table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
        table->horizontalHeader()->setStretchLastSection(false);
        table->horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    }
    makeCopyable(*table);
    return table;
}

void addComparisonRow(QTableWidget& table, const std::vector<ComparisonCell>& cells) {
    const int row = table.rowCount();
    table.insertRow(row);
    for (int column = 0; column < static_cast<int>(cells.size()); ++column) {
        const ComparisonCell& cell = cells[static_cast<std::size_t>(column)];
        const bool figure = table.horizontalHeaderItem(column)->data(figureRole).toBool();
        auto* item = new ComparisonItem(cell.text);
        item->setTextAlignment((figure ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        item->setToolTip(cell.tip.isEmpty() ? cell.text : cell.tip);
        item->setIcon(cell.icon);
        if (cell.key.isValid()) item->setData(keyRole, cell.key);
        if (cell.data.isValid()) item->setData(Qt::UserRole, cell.data);
        table.setItem(row, column, item);
    }
}

QString refusalText(bool doesNotFit, const QString& message) {
    return (doesNotFit ? Words::tr("does not fit: %1") : Words::tr("not taken: %1")).arg(message);
}

}  // namespace lockstep::app
