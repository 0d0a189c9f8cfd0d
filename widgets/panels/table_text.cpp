#include "widgets/panels/table_text.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QTableView>
#include <algorithm>
#include <functional>
#include <vector>

namespace lockstep {
namespace {

/// Columns that are seen, from left to right.
std::vector<int> columnsOf(const QTableView& table) {
    std::vector<int> columns;
    const QHeaderView& header = *table.horizontalHeader();
    for (int place = 0; place < header.count(); ++place)
        if (const int column = header.logicalIndex(place); !table.isColumnHidden(column))
            columns.push_back(column);
    return columns;
}

QString lines(const QTableView& table, const std::vector<int>& rows, QLatin1Char separator,
              const std::function<QString(const QString&)>& quoted) {
    const QAbstractItemModel& model = *table.model();
    const std::vector<int> columns = columnsOf(table);
    QStringList all;
    QStringList cells;
    for (const int column : columns) cells << quoted(model.headerData(column, Qt::Horizontal).toString());
    all << cells.join(separator);
    for (const int row : rows) {
        cells.clear();
        for (const int column : columns) cells << quoted(model.index(row, column).data().toString());
        all << cells.join(separator);
    }
    return all.join(QLatin1Char('\n'));
}

std::vector<int> allRows(const QTableView& table) {
    std::vector<int> rows;
    for (int row = 0; row < table.model()->rowCount(); ++row) rows.push_back(row);
    return rows;
}

}  // namespace

QString tableText(const QTableView& table) {
    std::vector<int> rows;
    for (const QModelIndex& index : table.selectionModel()->selectedRows()) rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    if (rows.empty()) rows = allRows(table);
    return lines(table, rows, QLatin1Char('\t'), [](QString cell) {
        return cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
    });
}

QByteArray tableCsv(const QTableView& table) {
    const auto quoted = [](QString cell) {
        if (!cell.contains(QLatin1Char(',')) && !cell.contains(QLatin1Char('"')) &&
            !cell.contains(QLatin1Char('\n')))
            return cell;
        return QLatin1Char('"') + cell.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
    };
    return (lines(table, allRows(table), QLatin1Char(','), quoted) + QLatin1Char('\n')).toUtf8();
}

void makeCopyable(QTableView& table) {
    auto* copy = new QAction(QTableView::tr("&Copy rows"), &table);
    copy->setObjectName(QStringLiteral("tableCopy"));
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    table.addAction(copy);
    table.setContextMenuPolicy(Qt::ActionsContextMenu);
    QObject::connect(copy, &QAction::triggered, &table,
                     [&table] { QGuiApplication::clipboard()->setText(tableText(table)); });
}

}  // namespace lockstep
