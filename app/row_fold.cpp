#include "app/row_fold.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace lockstep::app {
namespace {

/// Whether its owner does not want it seen, folded or not.
bool isUnwanted(const QWidget& widget) {
    return widget.isHidden() && widget.testAttribute(Qt::WA_WState_ExplicitShowHide);
}

}  // namespace

RowFold::RowFold(QWidget* bar, QHBoxLayout* row, const QString& name)
    : QObject(bar),
      m_bar(bar),
      m_row(row),
      m_button(new QToolButton(bar)),
      m_popup(new QFrame(bar, Qt::Popup)),
      m_column(new QVBoxLayout(m_popup)) {
    m_button->setObjectName(bar->objectName() + QStringLiteral("More"));
    m_button->setText(QStringLiteral("»"));
    m_button->setAutoRaise(true);
    m_button->setAccessibleName(tr("More of: %1").arg(name));
    m_button->setToolTip(tr("The fields that have no room here"));
    m_button->setFocusPolicy(Qt::TabFocus);
    m_button->hide();
    row->addWidget(m_button);
    m_popup->setObjectName(bar->objectName() + QStringLiteral("Folded"));
    m_popup->setAccessibleName(name);
    m_popup->setFrameShape(QFrame::StyledPanel);
    m_column->setContentsMargins(12, 12, 12, 12);
    m_column->setSpacing(8);
    connect(m_button, &QToolButton::clicked, this, &RowFold::open);
    bar->installEventFilter(this);
}

void RowFold::add(QWidget* field) {
    m_fields.push_back({.widget = field, .place = m_row->indexOf(field)});
}

bool RowFold::isFolded(const QWidget* field) const {
    return std::ranges::any_of(m_fields,
                               [&](const Field& each) { return each.widget == field && each.folded; });
}

int RowFold::widthOf(const Field& field) const {
    if (isUnwanted(*field.widget)) return 0;
    const int least = std::max(field.widget->minimumSizeHint().width(), field.widget->minimumWidth());
    return std::min(least, field.widget->maximumWidth()) + m_row->spacing();
}

int RowFold::buttonWidth() const {
    return m_button->minimumSizeHint().width() + m_row->spacing();
}

bool RowFold::anyFolded() const {
    return std::ranges::any_of(m_fields,
                               [](const Field& each) { return each.folded && !isUnwanted(*each.widget); });
}

int RowFold::leastWidth() const {
    int width = m_row->minimumSize().width();
    bool any = false;
    for (const Field& field : m_fields) {
        any = any || !isUnwanted(*field.widget);
        if (!field.folded) width -= widthOf(field);
    }
    return width + (any && m_button->isHidden() ? buttonWidth() : 0);
}

void RowFold::move(Field& field, bool folded) {
    const bool unwanted = isUnwanted(*field.widget);
    field.folded = folded;
    if (folded) {
        m_row->removeWidget(field.widget);
        m_column->addWidget(field.widget);
    } else {
        m_column->removeWidget(field.widget);
        int place = field.place;
        for (const Field& other : m_fields) place -= other.folded && other.place < field.place;
        m_row->insertWidget(place, field.widget);
    }
    field.widget->setVisible(!unwanted);
}

void RowFold::fit() {
    if (m_fitting || m_fields.empty()) return;
    const QScopedValueRollback<bool> fitting(m_fitting, true);
    const auto needed = [this] { return m_row->minimumSize().width(); };
    // Who is typing in a field keeps it.
    if (m_popup->isVisible()) return;
    for (Field& field : m_fields) {
        const int button = m_button->isHidden() && anyFolded() ? buttonWidth() : 0;
        if (needed() + button <= m_bar->width()) break;
        if (!field.folded && !isUnwanted(*field.widget)) move(field, true);
    }
    for (auto field = m_fields.rbegin(); field != m_fields.rend(); ++field) {
        if (!field->folded) continue;
        const auto folded = std::ranges::count_if(
            m_fields, [](const Field& each) { return each.folded && !isUnwanted(*each.widget); });
        const bool last = folded == 1 && !isUnwanted(*field->widget);
        const int button = m_button->isHidden() ? 0 : buttonWidth();
        const int others = needed() - button + (last || folded == 0 ? 0 : buttonWidth());
        if (others + widthOf(*field) > m_bar->width()) break;
        move(*field, false);
    }
    if (m_button->isHidden() == anyFolded()) m_button->setVisible(anyFolded());
}

void RowFold::open() {
    m_popup->adjustSize();
    const QPoint below = m_button->mapToGlobal(QPoint(m_button->width(), m_button->height()));
    m_popup->move(below.x() - m_popup->width(), below.y());
    m_popup->show();
    for (const Field& field : m_fields) {
        if (!field.folded || isUnwanted(*field.widget)) continue;
        // The field itself, or the first one in its group that takes the keyboard.
        QWidget* first = field.widget;
        for (QWidget* each : field.widget->findChildren<QWidget*>()) {
            if (first->focusPolicy() == Qt::NoFocus && each->focusPolicy() != Qt::NoFocus) first = each;
        }
        first->setFocus(Qt::PopupFocusReason);
        break;
    }
}

bool RowFold::eventFilter(QObject* watched, QEvent* event) {
    // After the layout has heard of it: the row knows then what it needs.
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) fit();
    return QObject::eventFilter(watched, event);
}

}  // namespace lockstep::app
