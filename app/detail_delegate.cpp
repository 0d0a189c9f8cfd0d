#include "app/detail_delegate.h"

#include <QAbstractItemModel>
#include <QPainter>
#include <algorithm>

#include "widgets/theme.h"

namespace lockstep::app {
namespace {

constexpr int space = 16;
constexpr int lineHeight = 9;

/// How a combo box marks the lines between its rows.
bool isLine(const QModelIndex& index) {
    return index.data(Qt::AccessibleDescriptionRole).toString() == QLatin1String("separator");
}

}  // namespace

int DetailDelegate::detailLeft(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    int widest = 0;
    for (int row = 0; row < index.model()->rowCount(index.parent()); ++row) {
        const QModelIndex each = index.sibling(row, index.column());
        if (each.data(role).toString().isEmpty()) continue;
        widest = std::max(widest, option.fontMetrics.horizontalAdvance(each.data().toString()));
    }
    return widest + space;
}

void DetailDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    if (isLine(index)) {
        painter->fillRect(QRect(option.rect.left(), option.rect.center().y(), option.rect.width(), 1),
                          themeColors(option.palette).hairline);
        return;
    }
    QStyledItemDelegate::paint(painter, option, index);
    const QString detail = index.data(role).toString();
    if (detail.isEmpty()) return;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setFont(themeFont(option.font, TextSize::small));
    painter->setPen(selected ? option.palette.color(QPalette::HighlightedText)
                             : themeColors(option.palette).quietText);
    painter->drawText(option.rect.adjusted(detailLeft(option, index), 0, -space / 2, 0),
                      Qt::AlignLeft | Qt::AlignVCenter, detail);
    painter->restore();
}

QSize DetailDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (isLine(index)) return {1, lineHeight};
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    const QString detail = index.data(role).toString();
    if (detail.isEmpty()) return size;
    const int width = QFontMetrics(themeFont(option.font, TextSize::small)).horizontalAdvance(detail);
    return {detailLeft(option, index) + width + space, size.height() + 4};
}

}  // namespace lockstep::app
