#include "widgets/graph/pass_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <algorithm>

#include "widgets/graph/pass_list.h"
#include "widgets/theme.h"

namespace lockstep {

PassBar::PassBar(QWidget* parent)
    : QWidget(parent),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_name(new QLabel(this)),
      m_changes(new QComboBox(this)) {
    setObjectName(QStringLiteral("passBar"));
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_slider->setObjectName(QStringLiteral("passSlider"));
    m_slider->setAccessibleName(tr("Pass"));
    m_slider->setToolTip(tr("The graph before and after each pass (Left, Right)"));
    m_slider->setPageStep(1);
    m_slider->setTickPosition(QSlider::TicksBelow);
    m_slider->setTickInterval(1);
    m_name->setObjectName(QStringLiteral("passName"));
    m_name->setTextFormat(Qt::PlainText);
    m_changes->setObjectName(QStringLiteral("passChanges"));
    m_changes->setAccessibleName(tr("What the pass changed, and why"));
    m_changes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_changes->setMinimumContentsLength(12);
    auto* list = new QToolButton(this);
    list->setObjectName(QStringLiteral("passListButton"));
    list->setText(tr("List…"));
    list->setAutoRaise(true);
    list->setToolTip(tr("All changes of all passes with their reasons, to read, filter and copy"));
    connect(list, &QToolButton::clicked, this, &PassBar::showList);
    auto* shut = new QToolButton(this);
    shut->setText(QStringLiteral("✕"));
    shut->setAutoRaise(true);
    shut->setToolTip(tr("Back to the NNIR and its streaming form (Escape)"));
    shut->setAccessibleName(tr("Close the passes"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_slider, 2);
    row->addWidget(m_name);
    row->addWidget(m_changes, 3);
    row->addWidget(list);
    row->addWidget(shut);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        m_stage = static_cast<std::size_t>(value);
        showStage();
        Q_EMIT stageChosen(m_stage);
    });
    connect(m_changes, &QComboBox::activated, this, [this](int index) {
        if (index >= 0) Q_EMIT changeChosen(static_cast<std::size_t>(index));
    });
    connect(shut, &QToolButton::clicked, this, &PassBar::closed);
    hide();
}

void PassBar::setGraphs(std::shared_ptr<const ModelGraphs> graphs) {
    m_graphs = std::move(graphs);
    if (m_list != nullptr) m_list->setGraphs(m_graphs);
    const QSignalBlocker blocker(m_slider);
    const int last = std::max(static_cast<int>(stageCount()) - 1, 1);
    m_slider->setRange(1, last);
    setStage(std::min(m_stage, static_cast<std::size_t>(last)));
}

void PassBar::showList() {
    if (m_list == nullptr) {
        m_list = new PassList(window());
        connect(m_list, &PassList::changeChosen, this, [this](std::size_t stage, std::size_t change) {
            setStage(stage);
            Q_EMIT stageChosen(m_stage);
            Q_EMIT changeChosen(change);
        });
    }
    m_list->setGraphs(m_graphs);
    m_list->show();
    m_list->raise();
    m_list->activateWindow();
}

void PassBar::setStage(std::size_t stage) {
    const QSignalBlocker blocker(m_slider);
    m_slider->setValue(static_cast<int>(stage));
    m_stage = static_cast<std::size_t>(m_slider->value());
    showStage();
}

void PassBar::showStage() {
    m_changes->clear();
    if (!m_graphs || m_stage >= m_graphs->stages.size()) {
        m_name->setText(tr("No passes"));
        m_changes->setEnabled(false);
        return;
    }
    const PassRecord& record = m_graphs->stages[m_stage].record;
    m_name->setText(tr("%1 of %2 · %3")
                        .arg(m_stage)
                        .arg(m_graphs->stages.size() - 1)
                        .arg(QString::fromStdString(record.pass)));
    for (const Change& change : record.changes) {
        m_changes->addItem(
            QStringLiteral("%1: %2").arg(changeWord(change.kind), QString::fromStdString(change.reason)));
        m_changes->setItemData(m_changes->count() - 1, QString::fromStdString(change.reason),
                               Qt::ToolTipRole);
    }
    m_changes->setEnabled(!record.changes.empty());
    const int count = static_cast<int>(record.changes.size());
    m_changes->setPlaceholderText(count == 0 ? tr("Nothing changed")
                                             : tr("%n changes and why", nullptr, count));
    m_changes->setCurrentIndex(-1);
    m_slider->setAccessibleDescription(m_name->text());
}

void PassBar::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closed();
        return;
    }
    QWidget::keyPressEvent(event);
}

/// In a narrow window the words go first.
void PassBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_slider->setMinimumWidth(width() > 600 ? 160 : 64);
}

QString changeWord(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::removed:
            return PassBar::tr("Removed");
        case ChangeKind::added:
            return PassBar::tr("Added");
        case ChangeKind::changed:
            return PassBar::tr("Changed");
    }
    return {};
}

}  // namespace lockstep
