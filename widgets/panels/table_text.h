#pragma once

#include <QByteArray>
#include <QString>

class QTableView;

namespace lockstep {

/// Titles and the chosen rows of a table (all if none is) as it shows them, hidden columns left out: a tab
/// between two cells, a line per row, for spreadsheets.
QString tableText(const QTableView& table);
/// The whole table as CSV in UTF-8, titles first, in the order that is shown. Cells with commas, quotes or
/// line breaks are quoted (RFC 4180).
QByteArray tableCsv(const QTableView& table);
/// Ctrl+C in the table puts its tableText() on the clipboard.
void makeCopyable(QTableView& table);

}  // namespace lockstep
