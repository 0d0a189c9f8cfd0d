#pragma once

#include <QStyledItemDelegate>

namespace lockstep::app {

/// A row of a chooser's list: its text, and behind it in quieter type what `role` says of it.
class DetailDelegate : public QStyledItemDelegate {
    Q_OBJECT

  public:
    static constexpr int role = Qt::UserRole + 1;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  private:
    /// Where the details of all rows begin, right of the longest text.
    int detailLeft(const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

}  // namespace lockstep::app
