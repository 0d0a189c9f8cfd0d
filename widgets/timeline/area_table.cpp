#include "widgets/timeline/area_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>

#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

AreaTable::AreaTable(QWidget* parent) : QTableWidget(parent) {
    setObjectName(QStringLiteral("areaTable"));
    setAccessibleName(tr("Statistics of the selected cycles"));
    setFrameShape(QFrame::NoFrame);
    setColumnCount(columnCount);
    setHorizontalHeaderLabels(
        {tr("operator"), tr("events"), tr("total"), tr("self"), tr("avg"), tr("min"), tr("max")});
    const QStringList tips{tr("What the events work for"),
                           tr("Events that touch the area"),
                           tr("Cycles in which units are held, inside the area"),
                           tr("Of these the cycles in which the units work; of an event that the area cuts "
                              "the same share"),
                           tr("Cycles of an event inside the area, on average"),
                           tr("Of the shortest one"),
                           tr("Of the longest one")};
    for (int column = 0; column < columnCount; ++column) {
        horizontalHeaderItem(column)->setToolTip(tips[column]);
        if (column > 0) horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    setFont(themeFont(font(), TextSize::small));
    horizontalHeader()->setFont(font());
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMinimumSectionSize(24);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(operatorColumn, QHeaderView::Stretch);
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(fontMetrics().height() + 2);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 4);
    setShowGrid(false);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setWordWrap(false);
    setToolTip(tr("Cycles inside the selection; Ctrl+C copies"));
}

QSize AreaTable::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 58, 120};
}

void AreaTable::addRow(const QString& label, const AreaStatistics& s) {
    const int row = rowCount();
    insertRow(row);
    const QStringList cells{label,
                            countText(s.count),
                            countText(s.total),
                            countText(s.worked),
                            figureText(s.average),
                            countText(s.minimum),
                            countText(s.maximum)};
    for (int column = 0; column < columnCount; ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        if (column > 0) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        if (row == 0) {
            QFont bold = font();
            bold.setBold(true);
            item->setFont(bold);
        }
        setItem(row, column, item);
    }
}

void AreaTable::setArea(const TimelineGeometry& geometry, const std::optional<TimelineArea>& area) {
    setRowCount(0);
    if (!area || geometry.empty()) return;
    addRow(tr("all"), areaStatistics(geometry.timeline(), geometry.lanes(), area->firstLane, area->lastLane,
                                     area->from, area->to));
    if (geometry.program() == nullptr) return;
    for (const LabelledStatistics& row :
         areaStatisticsByOperator(geometry.timeline(), *geometry.program(), geometry.lanes(), area->firstLane,
                                  area->lastLane, area->from, area->to))
        addRow(row.label.empty() ? tr("unknown") : QString::fromStdString(row.label), row.statistics);
}

void AreaTable::keyPressEvent(QKeyEvent* event) {
    if (!event->matches(QKeySequence::Copy)) {
        QTableWidget::keyPressEvent(event);
        return;
    }
    QStringList lines;
    QStringList titles;
    for (int column = 0; column < columnCount; ++column) titles << horizontalHeaderItem(column)->text();
    lines << titles.join(QLatin1Char('\t'));
    for (int row = 0; row < rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < columnCount; ++column) cells << item(row, column)->text();
        lines << cells.join(QLatin1Char('\t'));
    }
    QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace lockstep
