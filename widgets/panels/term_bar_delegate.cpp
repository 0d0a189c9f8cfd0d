#include "widgets/panels/term_bar_delegate.h"

#include <QPainter>

#include "core/report/palette.h"
#include "widgets/theme.h"

namespace lockstep {

QColor TermBarDelegate::colourOf(double term, bool dark) {
    const OpColour& colour = term < 0 ? palette::blue : palette::vermillion;
    const Rgb& rgb = dark ? colour.dark_mark : colour.light_mark;
    return {rgb.r, rgb.g, rgb.b};
}

void TermBarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    QStyledItemDelegate::paint(painter, option, index);
    const QVariant share = index.data(m_role);
    if (!share.isValid()) return;
    const QRectF cell(option.rect);
    const double middle = cell.center().x();
    const double end = middle + share.toDouble() * (cell.width() / 2 - 3);
    painter->fillRect(QRectF(QPointF(middle, cell.bottom() - 2), QPointF(end, cell.bottom())).normalized(),
                      colourOf(share.toDouble(), isDark(option.palette)));
}

}  // namespace lockstep
