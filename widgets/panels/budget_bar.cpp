#include "widgets/panels/budget_bar.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/panels/panel_text.h"
#include "widgets/spoken_parts.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr int margin = 12;
constexpr int gap = 8;
constexpr double leastLabel = 28;  ///< width of a segment that can hold a word

QString labelOf(const BudgetPart& part) {
    switch (part.kind) {
        case BudgetPart::Kind::module:
            return text(part.name);
        case BudgetPart::Kind::stream:
            return BudgetBar::tr("in/out");
        case BudgetPart::Kind::host:
            break;
    }
    return BudgetBar::tr("host IO");
}

}  // namespace

BudgetBar::BudgetBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("budgetBar"));
    setAccessibleName(tr("Latency budget"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    speakParts(
        this,
        {.count = [this] { return m_budget.value ? static_cast<int>(m_budget.value->parts.size()) : 0; },
         .name = [this](int part) { return tipOf(static_cast<std::size_t>(part)); },
         .place = [this](int part) { return partRect(static_cast<std::size_t>(part)).toAlignedRect(); },
         .current = [this]() -> std::optional<int> {
             if (!m_budget.value || m_budget.value->parts.empty()) return std::nullopt;
             return static_cast<int>(m_current);
         },
         .choose = [this](int part) { activate(static_cast<std::size_t>(part)); }});
}

void BudgetBar::setBudget(LatencyBudgetResult budget) {
    m_budget = std::move(budget);
    m_current = 0;
    QStringList words{sentence()};
    if (m_budget.value)
        for (const BudgetPart& part : m_budget.value->parts)
            words << tr("%1: %2").arg(labelOf(part), figureText(part.us, QStringLiteral("µs")));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    update();
}

void BudgetBar::selectNode(std::optional<std::uint32_t> node) {
    m_node = node;
    update();
}

QString BudgetBar::sentence() const {
    if (!m_budget.value) return tr("not known: %1").arg(text(m_budget.reason));
    const LatencyBudget& budget = *m_budget.value;
    const QString target = figureText(budget.target_us, QStringLiteral("µs"));
    const QString rest = figureText(std::abs(budget.left_us), QStringLiteral("µs"));
    const QString words =
        budget.left_us < 0 ? tr("%1 over %2").arg(rest, target) : tr("%1 left of %2").arg(rest, target);
    return budget.with_host ? words : tr("%1, compute alone").arg(words);
}

QSize BudgetBar::sizeHint() const {
    return {400, fontMetrics().height() + 10};
}

QSize BudgetBar::minimumSizeHint() const {
    return {160, sizeHint().height()};
}

QRectF BudgetBar::track() const {
    const int left = margin + fontMetrics().horizontalAdvance(tr("Budget")) + gap;
    const int right = width() - margin - fontMetrics().horizontalAdvance(sentence()) - gap;
    return QRectF(left, 4, std::max(right - left, 16), height() - 8);
}

QRectF BudgetBar::partRect(std::size_t part) const {
    const LatencyBudget& budget = *m_budget.value;
    const QRectF all = track();
    const double scale = all.width() / std::max(budget.target_us, budget.used_us);
    double before = 0;
    for (std::size_t i = 0; i < part; ++i) before += budget.parts[i].us;
    return {all.left() + before * scale, all.top(), budget.parts.at(part).us * scale, all.height()};
}

QRectF BudgetBar::restRect() const {
    const LatencyBudget& budget = *m_budget.value;
    const QRectF all = track();
    const double scale = all.width() / std::max(budget.target_us, budget.used_us);
    const double from = std::min(budget.target_us, budget.used_us);
    return {all.left() + from * scale, all.top(), std::abs(budget.left_us) * scale, all.height()};
}

std::optional<std::size_t> BudgetBar::partAt(const QPointF& at) const {
    if (!m_budget.value) return std::nullopt;
    for (std::size_t i = 0; i < m_budget.value->parts.size(); ++i)
        if (partRect(i).contains(at)) return i;
    return std::nullopt;
}

QString BudgetBar::tipOf(std::size_t part) const {
    const LatencyBudget& budget = *m_budget.value;
    const BudgetPart& of = budget.parts[part];
    const QString share = tr("%1 % of the target").arg(figureText(100 * of.us / budget.target_us));
    const QString us = figureText(of.us, QStringLiteral("µs"));
    if (of.kind == BudgetPart::Kind::host)
        return tr("host IO: %1, %2\n%3").arg(us, share, text(budget.host_note));
    return tr("%1: %2 cycles of the critical path, %3, %4")
        .arg(text(part_label(of)), countText(of.cycles), us, share);
}

void BudgetBar::paintParts(QPainter& painter) const {
    const ThemeColors& colors = themeColors(palette());
    const LatencyBudget& budget = *m_budget.value;
    const QFontMetrics metrics(painter.font());
    for (std::size_t i = 0; i < budget.parts.size(); ++i) {
        const BudgetPart& part = budget.parts[i];
        const QRectF rect = partRect(i);
        const QColor fill =
            part.kind == BudgetPart::Kind::module ? opFill(part.op, colors.dark) : colors.hairline;
        painter.fillRect(rect, fill);
        painter.fillRect(QRectF(rect.right() - 1, rect.top(), 1, rect.height()), colors.ground);
        if (part.kind == BudgetPart::Kind::module)
            painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width() - 1, 2),
                             opMark(part.op, colors.dark));
        if (rect.width() < leastLabel) continue;
        painter.setPen(colors.text);
        painter.drawText(
            rect.adjusted(4, 0, -4, 0), Qt::AlignVCenter | Qt::AlignLeft,
            metrics.elidedText(labelOf(part), Qt::ElideMiddle, static_cast<int>(rect.width()) - 8));
    }
}

void BudgetBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ThemeColors& colors = themeColors(palette());
    painter.setPen(colors.quietText);
    painter.drawText(QRect(margin, 0, width(), height()), Qt::AlignVCenter | Qt::AlignLeft, tr("Budget"));
    const QRectF all = track();
    const bool over = m_budget.value && m_budget.value->left_us < 0;
    painter.setPen(over ? colors.error : colors.text);
    painter.drawText(rect().adjusted(0, 0, -margin, 0), Qt::AlignVCenter | Qt::AlignRight, sentence());
    if (!m_budget.value) {
        painter.fillRect(all, colors.hairline);
        return;
    }
    painter.save();
    painter.setFont(themeFont(font(), TextSize::small));
    paintParts(painter);
    painter.restore();
    const QRectF rest = restRect();
    if (over) {
        // Hatching and the words say it without the colour.
        painter.fillRect(rest, QBrush(colors.error, Qt::BDiagPattern));
        painter.setPen(QPen(colors.error, 2));
        painter.drawLine(QPointF(rest.left(), 1), QPointF(rest.left(), height() - 1));
        painter.setPen(QPen(colors.error, 1));
    } else {
        painter.setPen(QPen(colors.added, 1));
    }
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rest.adjusted(0.5, 0.5, -0.5, -0.5));
    for (std::size_t i = 0; i < m_budget.value->parts.size(); ++i) {
        const std::vector<std::uint32_t>& nodes = m_budget.value->parts[i].nodes;
        const bool selected = m_node && std::ranges::find(nodes, *m_node) != nodes.end();
        const bool focused = hasFocus() && i == m_current;
        if (!selected && !focused) continue;
        painter.setPen(QPen(colors.accent, 2, selected ? Qt::SolidLine : Qt::DotLine));
        painter.drawRect(partRect(i).adjusted(1, -1, -2, 1));
    }
}

void BudgetBar::activate(std::size_t part) {
    setCurrent(part);
    const std::vector<std::uint32_t>& nodes = m_budget.value->parts[part].nodes;
    if (nodes.empty()) return;
    const auto at = m_node ? std::ranges::find(nodes, *m_node) : nodes.end();
    const std::uint32_t next = at == nodes.end() || at + 1 == nodes.end() ? nodes.front() : *(at + 1);
    Q_EMIT nodeActivated(next);
}

void BudgetBar::setCurrent(std::size_t part) {
    m_current = part;
    tellCurrentPart(this);
    update();
}

void BudgetBar::mousePressEvent(QMouseEvent* event) {
    const std::optional<std::size_t> part = partAt(event->position());
    if (event->button() == Qt::LeftButton && part) {
        activate(*part);
    } else {
        QWidget::mousePressEvent(event);
    }
}

void BudgetBar::keyPressEvent(QKeyEvent* event) {
    const std::size_t count = m_budget.value ? m_budget.value->parts.size() : 0;
    if (count == 0) return QWidget::keyPressEvent(event);
    switch (event->key()) {
        case Qt::Key_Left:
            return setCurrent(m_current > 0 ? m_current - 1 : 0);
        case Qt::Key_Right:
            return setCurrent(std::min(m_current + 1, count - 1));
        case Qt::Key_Home:
            return setCurrent(0);
        case Qt::Key_End:
            return setCurrent(count - 1);
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Space:
            return activate(m_current);
        default:
            QWidget::keyPressEvent(event);
    }
}

bool BudgetBar::event(QEvent* event) {
    // Its keys are its own, not the window's shortcuts.
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Space || key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Home ||
            key == Qt::Key_End)
            event->accept();
        return true;
    }
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const std::optional<std::size_t> part = partAt(help->pos());
    QToolTip::showText(help->globalPos(), part ? tipOf(*part) : sentence(), this);
    return true;
}

}  // namespace lockstep
