#pragma once

#include <QIcon>
#include <QList>
#include <QString>
#include <QVariant>
#include <vector>

class QTableWidget;

namespace lockstep::app {

struct ComparisonColumn {
    QString title;
    bool isFigure = false;  ///< right-aligned
    QString tip = {};
};

struct ComparisonCell {
    QString text = {};
    QVariant key = {};  ///< to sort by; without one the text is, and stands behind all that have one
    QIcon icon = {};
    QString tip = {};    ///< absent: the text
    QVariant data = {};  ///< Qt::UserRole
};

/// The table of a dialog that compares: whole rows, nothing to edit, columns as wide as their contents and
/// the one of `stretched` (-1: none) as wide as what is left. Ctrl+C copies the chosen rows.
QTableWidget* makeComparisonTable(const char* name, const QString& accessible,
                                  const QList<ComparisonColumn>& columns, int stretched, QWidget* parent);
/// Adds a row at the end. While a table is sorted, setSortingEnabled(false) stands around the calls.
void addComparisonRow(QTableWidget& table, const std::vector<ComparisonCell>& cells);
/// "does not fit: …" or "not taken: …" of an accelerator or way that gave no program.
QString refusalText(bool doesNotFit, const QString& message);

}  // namespace lockstep::app
