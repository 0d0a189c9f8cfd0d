#include "widgets/plots/panel_header.h"

#include <QEvent>
#include <QPainter>
#include <QStringList>
#include <algorithm>

#include "widgets/spoken_parts.h"
#include "widgets/theme.h"

namespace lockstep {
namespace {

constexpr int space = 8;
constexpr int swatch = 10;
constexpr int emptyHeight = 4;  // what the hand takes hold of

bool isNumber(const QString& word) {
    return !word.isEmpty() &&
           (word[0].isDigit() || (word.size() > 1 && (word[0] == u'−' || word[0] == u'±')));
}

}  // namespace

PanelHeader::PanelHeader(const QString& title, QWidget* parent) : QWidget(parent), m_title(title) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setAccessibleName(title);
    speakParts(this, {.role = QAccessible::Heading,
                      .count = [] { return 0; },
                      .name = {},
                      .value = [this] { return figure(); }});
}

void PanelHeader::setTitle(const QString& title) {
    m_title = title;
    setAccessibleName(title);
    updateGeometry();
    placeControls();
    update();
}

void PanelHeader::setTabText(const QString& text) {
    if (text == m_tabText) return;
    m_tabText = text;
    updateGeometry();
    placeControls();
    update();
}

QString PanelHeader::shownTitle() const {
    return m_title == m_tabText ? QString() : m_title;
}

void PanelHeader::setFigure(const QStringList& parts) {
    if (parts == m_parts) return;
    m_parts = parts;
    updateGeometry();
    placeControls();
    update();
}

void PanelHeader::setCaption(const QString& caption) {
    if (caption == m_caption) return;
    m_caption = caption;
    setToolTip(caption);
    updateGeometry();
    update();
}

void PanelHeader::setLegend(std::vector<LegendEntry> legend) {
    m_legend = std::move(legend);
    updateGeometry();
    update();
}

void PanelHeader::addControl(QWidget* control) {
    control->setParent(this);
    control->installEventFilter(this);
    // One whose size hint changes asks its parent for another layout.
    if (m_controls.empty()) installEventFilter(this);
    m_controls.push_back(control);
    updateGeometry();
    placeControls();
}

bool PanelHeader::eventFilter(QObject* watched, QEvent* event) {
    // Without a control the header may be lower.
    if (watched != this && (event->type() == QEvent::Show || event->type() == QEvent::Hide)) updateGeometry();
    // A control that has other contents wants another width.
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show ||
        event->type() == QEvent::Hide)
        placeControls();
    return QWidget::eventFilter(watched, event);
}

QFont PanelHeader::smallFont() const {
    return themeFont(font(), TextSize::small);
}

int PanelHeader::advance(const QString& words) const {
    constexpr qsizetype most = 64;
    if (const auto known = m_advances.constFind(words); known != m_advances.constEnd()) return *known;
    if (m_advances.size() >= most) m_advances.clear();
    return *m_advances.insert(words, fontMetrics().horizontalAdvance(words));
}

int PanelHeader::lineHeight() const {
    const bool anything = !shownTitle().isEmpty() || !m_parts.isEmpty() || !m_legend.empty() ||
                          std::any_of(m_controls.begin(), m_controls.end(),
                                      [](const QWidget* control) { return !control->isHidden(); });
    if (!anything) return emptyHeight;
    int height = fontMetrics().height() + 8;
    for (const QWidget* control : m_controls) height = std::max(height, control->sizeHint().height() + 4);
    return height;
}

QSize PanelHeader::sizeHint() const {
    return {240, lineHeight() + (m_caption.isEmpty() ? 0 : QFontMetrics(smallFont()).height() + 2)};
}

QSize PanelHeader::minimumSizeHint() const {
    return {80, sizeHint().height()};
}

int PanelHeader::controlsWidth() const {
    int width = 0;
    for (const QWidget* control : m_controls) width += control->isHidden() ? 0 : control->width() + space;
    return width;
}

QString PanelHeader::shownFigure() const {
    int wanted = advance(shownTitle());
    for (const QWidget* control : m_controls)
        wanted += control->isHidden() ? 0 : control->sizeHint().width() + space;
    QStringList parts = m_parts;
    const auto text = [&] { return parts.join(QStringLiteral(" · ")); };
    while (!parts.isEmpty() && wanted + advance(text()) + 4 * space > width()) parts.removeLast();
    return text();
}

int PanelHeader::titleWidth() const {
    const int free = width() - 2 * space - controlsWidth();
    const QString title = shownTitle();
    return title.isEmpty() ? 0 : std::clamp(advance(title) + 2, 0, std::max(free, 0));
}

void PanelHeader::placeControls() {
    // Controls shrink before the title does.
    int wanted = 0;
    for (const QWidget* control : m_controls)
        wanted += control->isHidden() ? 0 : control->sizeHint().width() + space;
    const int free = width() - 3 * space - advance(shownTitle());
    const double scale =
        wanted > free && wanted > 0 ? std::max(0.3, static_cast<double>(free) / wanted) : 1.0;
    for (QWidget* control : m_controls) {
        control->resize(static_cast<int>(control->sizeHint().width() * scale), control->sizeHint().height());
    }
    int x = space + (shownTitle().isEmpty() ? 0 : titleWidth() + space);
    for (QWidget* control : m_controls) {
        if (control->isHidden()) continue;
        control->move(x, (lineHeight() - control->height()) / 2);
        x += control->width() + space;
    }
}

void PanelHeader::resizeEvent(QResizeEvent*) {
    placeControls();
}

void PanelHeader::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        m_advances.clear();
        updateGeometry();
        placeControls();
    }
    QWidget::changeEvent(event);
}

void PanelHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeColors& style = themeColors(palette());
    const QFontMetrics metrics = fontMetrics();
    const int row = lineHeight();
    const QRect line(space, 0, width() - 2 * space, row);

    painter.setPen(style.text);
    const int title = titleWidth();
    painter.drawText(QRect(line.left(), 0, title, row), Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(shownTitle(), Qt::ElideRight, title));

    const QString figure = shownFigure();
    int x = line.right() - advance(figure);
    const int figureLeft = figure.isEmpty() ? line.right() : x;
    const int baseline = (row + metrics.ascent() - metrics.descent()) / 2;
    for (const QString& word : figure.split(u' ')) {
        painter.setPen(isNumber(word) ? style.text : style.quietText);
        painter.drawText(x, baseline, word);
        x += advance(word + u' ');
    }

    int left = line.left() + (title > 0 ? title + space : 0) + space + controlsWidth();
    painter.setFont(smallFont());
    const QFontMetrics smallMetrics(smallFont());
    painter.setPen(style.quietText);
    const auto widthOf = [&](const LegendEntry& entry) {
        return swatch + 4 + smallMetrics.horizontalAdvance(entry.text);
    };
    int wanted = 0;
    for (const LegendEntry& entry : m_legend) wanted += widthOf(entry) + space + 4;
    // A legend that has no room beside the figure stands in front of the caption: colours are never without
    // words.
    const bool below = !m_caption.isEmpty() && left + wanted > figureLeft - space;
    const int legendTop = below ? row - 3 : 0;
    const int legendHeight = below ? smallMetrics.height() : row;
    if (below) left = line.left() + 3;
    const int most = below ? line.right() : figureLeft - 2 * space;
    for (const LegendEntry& entry : m_legend) {
        const int width = widthOf(entry);
        if (left + width > most) break;
        const QRectF box(left, legendTop + (legendHeight - swatch) / 2.0, swatch, swatch);
        if (entry.line == Qt::NoPen) {
            painter.setPen(entry.hatched ? QPen(entry.colour, 1) : QPen(Qt::NoPen));
            painter.setBrush(entry.hatched ? QBrush(entry.colour, Qt::BDiagPattern) : QBrush(entry.colour));
            painter.drawRoundedRect(box, 2, 2);
        } else {
            painter.setPen(QPen(entry.colour, 2, entry.line));
            painter.drawLine(QPointF(box.left() - 3, box.center().y()),
                             QPointF(box.right() + 1, box.center().y()));
        }
        painter.setPen(style.quietText);
        painter.drawText(QRect(left + swatch + 4, legendTop, width, legendHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, entry.text);
        left += width + space + 4;
    }
    const int captionLeft = below ? left + space : line.left();
    painter.setPen(style.quietText);
    painter.drawText(QPointF(captionLeft, row + smallMetrics.ascent() - 2),
                     smallMetrics.elidedText(m_caption, Qt::ElideRight, line.right() - captionLeft));
}

}  // namespace lockstep
