#pragma once

#include <QStyledItemDelegate>

namespace lockstep {

/// Paints a thin bar under a term: from the middle of the cell to the right for what adds to the error, to
/// the left for what takes away. `role` gives the bar's length in [-1, 1].
class TermBarDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    TermBarDelegate(int role, QObject* parent) : QStyledItemDelegate(parent), m_role(role) {}

    static QColor colourOf(double term, bool dark);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

  private:
    int m_role;
};

}  // namespace lockstep
