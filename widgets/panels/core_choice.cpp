#include "widgets/panels/core_choice.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/nnir/node_pattern.h"
#include "widgets/panels/node_scope.h"
#include "widgets/panels/panel_text.h"

namespace lockstep {
namespace {

constexpr int coresInARow = 6;

/// The last pin that chooses the node holds.
const CorePin* pinOf(const nnir::Graph& graph, const std::vector<CorePin>& pins, const nnir::Node& node) {
    const CorePin* found = nullptr;
    for (const CorePin& pin : pins) {
        for (const std::size_t index : nnir::NodePattern(pin.pattern).choose(graph))
            if (graph.nodes[index].id == node.id) found = &pin;
    }
    return found;
}

}  // namespace

std::vector<CorePin> withPin(std::vector<CorePin> pins, const CorePin& pin) {
    std::erase_if(pins, [&pin](const CorePin& other) { return other.pattern == pin.pattern; });
    if (!pin.cores.empty()) pins.push_back(pin);
    return pins;
}

QString coresText(const std::vector<int>& cores) {
    QStringList words;
    for (const int core : cores) words << QString::number(core);
    return words.join(QStringLiteral(", "));
}

CoreChoice::CoreChoice(QWidget* parent)
    : QWidget(parent),
      m_scope(new QComboBox(this)),
      m_row(new QWidget(this)),
      m_rowLayout(new QGridLayout(m_row)),
      m_hint(new QLabel(this)),
      m_list(new QWidget(this)),
      m_listLayout(new QVBoxLayout(m_list)) {
    setObjectName(QStringLiteral("coreChoice"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    m_scope->setObjectName(QStringLiteral("pinScope"));
    m_scope->setAccessibleName(tr("Operators that the cores are for"));
    m_scope->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_rowLayout->setContentsMargins(0, 0, 0, 0);
    m_rowLayout->setSpacing(2);
    m_rowLayout->setColumnStretch(coresInARow, 1);
    m_listLayout->setContentsMargins(0, 0, 0, 0);
    m_listLayout->setSpacing(0);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_scope);
    column->addWidget(m_row);
    column->addWidget(m_hint);
    column->addWidget(m_list);
    connect(m_scope, &QComboBox::currentIndexChanged, this, &CoreChoice::refreshCores);
    setVisible(false);
}

void CoreChoice::setNode(std::shared_ptr<const nnir::Graph> graph, std::optional<std::uint32_t> node) {
    m_graph = std::move(graph);
    m_node = node;
    fillScopes(*m_scope, nodeIn(m_graph, m_node));
    refresh();
}

void CoreChoice::setPins(const std::vector<CorePin>& pins) {
    if (pins == m_pins) return;
    m_pins = pins;
    refreshPins();
    refresh();
}

void CoreChoice::setCores(int cores) {
    if (cores == m_count) return;
    m_count = cores;
    for (QToolButton* button : m_cores) {
        button->hide();
        button->deleteLater();
    }
    m_cores.clear();
    for (int i = 0; i < cores; ++i) {
        auto* button = new QToolButton(m_row);
        button->setObjectName(QStringLiteral("pinCore%1").arg(i));
        button->setText(QString::number(i));
        button->setAccessibleName(tr("Core %1").arg(i));
        button->setCheckable(true);
        m_rowLayout->addWidget(button, i / coresInARow, i % coresInARow);
        m_cores.push_back(button);
        connect(button, &QToolButton::clicked, this, [this] {
            CorePin pin{pattern().toStdString(), {}};
            for (std::size_t core = 0; core < m_cores.size(); ++core)
                if (m_cores[core]->isChecked()) pin.cores.push_back(static_cast<int>(core));
            Q_EMIT pinChosen(pin);
        });
    }
    refreshCores();
}

QToolButton* CoreChoice::core(int index) const {
    return m_cores.at(static_cast<std::size_t>(index));
}

QString CoreChoice::pattern() const {
    return m_scope->currentData().toString();
}

void CoreChoice::refresh() {
    const bool node = nodeIn(m_graph, m_node) != nullptr;
    m_scope->setVisible(node);
    m_row->setVisible(node);
    m_hint->setVisible(node);
    setVisible(node || !m_pins.empty());
    refreshCores();
}

void CoreChoice::refreshCores() {
    const nnir::Node* node = nodeIn(m_graph, m_node);
    if (node == nullptr) return;
    const std::string wanted = pattern().toStdString();
    const auto own =
        std::find_if(m_pins.begin(), m_pins.end(), [&](const CorePin& pin) { return pin.pattern == wanted; });
    for (std::size_t core = 0; core < m_cores.size(); ++core) {
        const QSignalBlocker blocker(m_cores[core]);
        const bool pinned = own != m_pins.end() && std::find(own->cores.begin(), own->cores.end(),
                                                             static_cast<int>(core)) != own->cores.end();
        m_cores[core]->setChecked(pinned);
        m_cores[core]->setToolTip(pinned ? tr("Pinned to core %1; click to take it away").arg(core)
                                         : tr("Pin to core %1").arg(core));
    }
    const CorePin* holds = pinOf(*m_graph, m_pins, *node);
    if (holds != nullptr && holds->pattern != wanted) {
        m_hint->setText(
            tr("This operator is pinned to %1 by “%2”.").arg(coresText(holds->cores), text(holds->pattern)));
    } else {
        m_hint->setText(own == m_pins.end() ? tr("The compiler chooses; press cores to pin it to them.")
                                            : QString());
    }
    m_hint->setVisible(!m_hint->text().isEmpty());
}

void CoreChoice::refreshPins() {
    while (QLayoutItem* item = m_listLayout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const CorePin& pin : m_pins) {
        auto* line = new QWidget(m_list);
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(4);
        auto* label = new QLabel(tr("%1 on %2").arg(text(pin.pattern), coresText(pin.cores)), line);
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setToolTip(label->text());
        auto* remove = new QToolButton(line);
        remove->setObjectName(QStringLiteral("pinRemove"));
        remove->setText(QStringLiteral("✕"));
        remove->setAutoRaise(true);
        remove->setToolTip(tr("Take this pin away"));
        remove->setAccessibleName(tr("Take the pin of %1 away").arg(text(pin.pattern)));
        row->addWidget(label, 1);
        row->addWidget(remove);
        m_listLayout->addWidget(line);
        connect(remove, &QToolButton::clicked, this, [this, pattern = pin.pattern] {
            Q_EMIT pinChosen(CorePin{pattern, {}});
        });
    }
}

}  // namespace lockstep
