#include "widgets/window_style.h"

#include <QHash>
#include <QMainWindow>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTableView>
#include <QToolButton>

#include "widgets/theme.h"

namespace lockstep {
namespace {

constexpr int cellPadding = 6;  ///< at both sides of a cell's text and of a table's head
constexpr int arrowSide = 10;
constexpr int arrowRoom = arrowSide + 4;  ///< what the arrow takes of a button, at its right

/// Whether the whole button opens a menu: one without a part of its own for it.
bool opensMenu(const QWidget* widget) {
    const auto* button = qobject_cast<const QToolButton*>(widget);
    return button != nullptr && button->menu() != nullptr && button->popupMode() == QToolButton::InstantPopup;
}

/// Fusion derives the frame of a field from the window's colour, 140 % darker: next to nothing on a dark
/// ground. This palette makes it the theme's edge.
QPalette framed(const QPalette& palette) {
    const QColor edge = themeColors(palette).edge;
    QPalette result = palette;
    result.setColor(QPalette::Window,
                    QColor::fromHsv(edge.hue(), edge.saturation(), qMin(255, edge.value() * 140 / 100)));
    return result;
}

/// The same palette gives the same one again: Fusion keeps the pictures of what it has drawn by the key of
/// its palette, and a palette of its own for every drawing would find none of them, and crowd out the others.
QPalette withFrames(const QPalette& palette) {
    constexpr qsizetype most = 64;
    static QHash<qint64, QPalette> known;
    const auto found = known.constFind(palette.cacheKey());
    if (found != known.constEnd()) return *found;
    if (known.size() >= most) known.clear();
    return *known.insert(palette.cacheKey(), framed(palette));
}

template <class Option>
Option withFrames(const Option& option) {
    Option result = option;
    if (option.state.testFlag(QStyle::State_Enabled)) result.palette = withFrames(option.palette);
    return result;
}

bool isTable(const QWidget* widget) {
    return qobject_cast<const QTableView*>(widget) != nullptr;
}

}  // namespace

WindowStyle::WindowStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int WindowStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* data) const {
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;
    return QProxyStyle::styleHint(hint, option, widget, data);
}

int WindowStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    // Item views keep their text one pixel further from the cell's edge than this.
    if (metric == PM_FocusFrameHMargin && isTable(widget)) return cellPadding - 1;
    return QProxyStyle::pixelMetric(metric, option, widget);
}

QSize WindowStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                    const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_HeaderSection)
        result.rwidth() += 2 * (cellPadding - pixelMetric(PM_HeaderMargin, option, widget));
    if (type == CT_ToolButton && opensMenu(widget)) result.rwidth() += arrowRoom;
    return result;
}

QPixmap WindowStyle::generatedIconPixmap(QIcon::Mode mode, const QPixmap& pixmap,
                                         const QStyleOption* option) const {
    if (mode == QIcon::Selected) return pixmap;
    return QProxyStyle::generatedIconPixmap(mode, pixmap, option);
}

void WindowStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    if (element == CE_ToolBar) {
        // Only where it is a bar of the window: one in a panel has the panel's ground.
        if (widget == nullptr || qobject_cast<const QMainWindow*>(widget->parentWidget()) == nullptr) return;
        const QRect& bar = option->rect;
        painter->fillRect(bar, option->palette.window());
        painter->fillRect(QRect(bar.left(), bar.bottom(), bar.width(), 1),
                          themeColors(option->palette).hairline);
        return;
    }
    if (const auto* label = qstyleoption_cast<const QStyleOptionToolButton*>(option);
        element == CE_ToolButtonLabel && label != nullptr && opensMenu(widget)) {
        QStyleOptionToolButton narrower = *label;
        narrower.rect = visualRect(label->direction, label->rect, label->rect.adjusted(0, 0, -arrowRoom, 0));
        QProxyStyle::drawControl(element, &narrower, painter, widget);
        return;
    }
    if (const auto* head = qstyleoption_cast<const QStyleOptionHeader*>(option);
        element == CE_HeaderLabel && head != nullptr) {
        const int more = cellPadding - pixelMetric(PM_HeaderMargin, option, widget);
        QStyleOptionHeader narrower = *head;
        narrower.rect = head->rect.adjusted(more, 0, -more, 0);
        QProxyStyle::drawControl(element, &narrower, painter, widget);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
    if (element == PE_IndicatorArrowDown && opensMenu(widget)) {
        QStyleOption arrow = *option;
        const QRect whole = widget->rect();
        const QRect atRight(whole.right() - arrowRoom, whole.center().y() - arrowSide / 2, arrowSide,
                            arrowSide);
        arrow.rect = visualRect(option->direction, whole, atRight);
        QProxyStyle::drawPrimitive(element, &arrow, painter, widget);
        return;
    }
    if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        frame != nullptr && (element == PE_FrameLineEdit || element == PE_PanelLineEdit)) {
        const QStyleOptionFrame seen = withFrames(*frame);
        QProxyStyle::drawPrimitive(element, &seen, painter, widget);
        return;
    }
    if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        button != nullptr && (element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton ||
                              element == PE_PanelButtonCommand)) {
        const QStyleOptionButton seen = withFrames(*button);
        QProxyStyle::drawPrimitive(element, &seen, painter, widget);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void WindowStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                     QPainter* painter, const QWidget* widget) const {
    if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        control == CC_SpinBox && spin != nullptr) {
        const QStyleOptionSpinBox seen = withFrames(*spin);
        QProxyStyle::drawComplexControl(control, &seen, painter, widget);
        return;
    }
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        control == CC_ComboBox && combo != nullptr) {
        const QStyleOptionComboBox seen = withFrames(*combo);
        QProxyStyle::drawComplexControl(control, &seen, painter, widget);
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

}  // namespace lockstep
