#include "widgets/panels/module_panel.h"

#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QScopedValueRollback>

#include "core/analysis/graph_size.h"
#include "core/nnir/node_words.h"
#include "core/nnir/op.h"
#include "widgets/panels/op_table_model.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

constexpr int nodeRole = Qt::UserRole;
constexpr int stateRole = Qt::UserRole + 1;
constexpr int moduleRole = Qt::UserRole + 2;

QPixmap stateSwatch(const QColor& colour, int side) {
    QPixmap pixmap = emptySwatch(side);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.4));
    painter.drawEllipse(QRectF(2, 2, side - 4, side - 4));
    return pixmap;
}

}  // namespace

ModulePanel::ModulePanel(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("modulePanel"));
    setAccessibleName(tr("Modules"));
    setFrameShape(QFrame::NoFrame);
    setHeaderHidden(true);
    setColumnCount(2);
    setUniformRowHeights(true);
    setIndentation(14);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(1, QHeaderView::Stretch);
    setTextElideMode(Qt::ElideMiddle);
    connect(this, &QTreeWidget::currentItemChanged, this, &ModulePanel::currentChanged);
    connect(this, &QTreeWidget::itemExpanded, this, &ModulePanel::foldingChanged);
    connect(this, &QTreeWidget::itemCollapsed, this, &ModulePanel::foldingChanged);
}

void ModulePanel::setGraphs(std::shared_ptr<const ModelGraphs> graphs) {
    m_graphs = std::move(graphs);
    rebuild();
}

void ModulePanel::setProgram(std::shared_ptr<const Program> program) {
    m_program = std::move(program);
    if (!m_graphs) rebuild();
}

std::vector<ModulePanel::Entry> ModulePanel::entries() const {
    std::vector<Entry> entries;
    if (m_graphs) {
        const nnir::Graph& graph = *m_graphs->compiled_form();
        for (const nnir::Node& node : graph.nodes) {
            Entry entry{node.id.value,
                        text(node.op->name()),
                        text(nnir::operator_word(node)),
                        {},
                        text(node.provenance.module),
                        {}};
            if (!node.outputs.empty()) entry.name = text(graph.value(node.outputs.front()).name);
            // "layer 1" of "lstm · layer 1": the module stands above.
            if (const QString place = text(nnir::node_place(graph, node));
                !entry.module.isEmpty() && place != entry.module)
                entry.name = place.mid(entry.module.size() + 3);
            for (const nnir::State& state : graph.states) {
                const nnir::Node* writer = graph.producer(state.written);
                if (writer != nullptr && writer->id == node.id) entry.states << text(state.name);
            }
            entries.push_back(std::move(entry));
        }
    } else if (m_program) {
        for (std::size_t i = 0; i < m_program->nodes.size(); ++i) {
            const ProgramNode& node = m_program->nodes[i];
            Entry entry{node.id, text(node.op), text(node.op), text(node.name), text(node.module), {}};
            for (const StateEntry& state : m_program->states) {
                if (state.node == i) entry.states << text(state.name);
            }
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

QTreeWidgetItem* ModulePanel::moduleItem(const QString& path) {
    if (path.isEmpty()) return invisibleRootItem();
    if (QTreeWidgetItem* known = m_modules.value(path)) return known;
    const qsizetype dot = path.lastIndexOf(QLatin1Char('.'));
    QTreeWidgetItem* parent = moduleItem(dot < 0 ? QString() : path.left(dot));
    auto* item = new QTreeWidgetItem(parent, {path.mid(dot + 1)});
    item->setToolTip(0, tr("module %1").arg(path));
    item->setFirstColumnSpanned(true);
    item->setData(0, moduleRole, path);
    m_modules.insert(path, item);
    return item;
}

void ModulePanel::rebuild() {
    const QScopedValueRollback<bool> following(m_following, true);
    clear();
    m_nodes.clear();
    m_modules.clear();
    const bool dark = isDark(palette());
    const ThemeColors& colors = themeColors(palette());
    for (const Entry& entry : entries()) {
        // The module above says most of a value's name: "conv1.1_3" in "conv1" is "1_3".
        QString name = entry.name;
        if (!entry.module.isEmpty() && name.startsWith(entry.module)) name = name.mid(entry.module.size());
        while (name.startsWith(QLatin1Char('.')) || name.startsWith(QLatin1Char('_'))) name.remove(0, 1);
        auto* item = new QTreeWidgetItem(moduleItem(entry.module), {entry.word, name});
        item->setData(0, nodeRole, entry.node);
        item->setIcon(0, QIcon(opSwatch(entry.op.toStdString(), dark, 12)));
        item->setForeground(1, colors.quietText);
        item->setToolTip(0, entry.word + QLatin1Char(' ') + entry.name);
        m_nodes.insert(entry.node, item);
        for (const QString& state : entry.states) {
            auto* child = new QTreeWidgetItem(item, {state, tr("state")});
            child->setData(0, stateRole, state);
            child->setIcon(0, QIcon(stateSwatch(colors.quietText, 12)));
            child->setForeground(1, colors.quietText);
        }
    }
    if (m_graphs) {
        for (const ModuleSize& module : graph_size(*m_graphs->compiled_form()).modules) {
            QTreeWidgetItem* item = m_modules.value(text(module.module));
            if (item == nullptr) continue;
            item->setToolTip(0, tr("module %1: %2 parameters, %3 MACs an inference, %4 bytes")
                                    .arg(text(module.module), countText(module.size.parameters),
                                         countText(module.size.macs), countText(module.size.bytes())));
        }
    }
    applyFolding();
    for (QTreeWidgetItem* node : std::as_const(m_nodes)) node->setExpanded(m_nodes.size() <= 40);
}

void ModulePanel::selectNode(std::optional<std::uint32_t> node) {
    const QScopedValueRollback<bool> following(m_following, true);
    QTreeWidgetItem* item = node ? m_nodes.value(*node) : nullptr;
    // A chosen state of the node stays chosen.
    if (item != nullptr && currentItem() != nullptr && currentItem()->parent() == item) return;
    setCurrentItem(item);
    if (item != nullptr) scrollToItem(item);
}

void ModulePanel::selectModule(const QString& module) {
    const QScopedValueRollback<bool> following(m_following, true);
    QTreeWidgetItem* item = m_modules.value(module);
    if (item == nullptr || item == currentItem()) return;
    setCurrentItem(item);
    scrollToItem(item);
}

void ModulePanel::setFolded(const QStringList& folded) {
    if (folded == m_folded) return;
    m_folded = folded;
    applyFolding();
}

void ModulePanel::applyFolding() {
    const QScopedValueRollback<bool> following(m_following, true);
    for (auto module = m_modules.cbegin(); module != m_modules.cend(); ++module) {
        module.value()->setExpanded(!m_folded.contains(module.key()));
    }
}

void ModulePanel::foldingChanged() {
    if (m_following) return;
    QStringList folded;
    for (auto module = m_modules.cbegin(); module != m_modules.cend(); ++module) {
        if (!module.value()->isExpanded()) folded << module.key();
    }
    folded.sort();
    if (folded == m_folded) return;
    m_folded = folded;
    Q_EMIT foldedChanged(folded);
}

void ModulePanel::currentChanged(QTreeWidgetItem* item) {
    if (m_following || item == nullptr) return;
    if (item->data(0, stateRole).isValid()) {
        Q_EMIT stateActivated(item->data(0, stateRole).toString());
    } else if (item->data(0, nodeRole).isValid()) {
        Q_EMIT nodeActivated(item->data(0, nodeRole).toUInt());
    } else if (item->data(0, moduleRole).isValid()) {
        Q_EMIT moduleActivated(item->data(0, moduleRole).toString());
    }
}

void ModulePanel::paintEvent(QPaintEvent* event) {
    QTreeWidget::paintEvent(event);
    if (topLevelItemCount() > 0) return;
    QPainter painter(viewport());
    painter.setPen(themeColors(palette()).quietText);
    painter.drawText(viewport()->rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("The model's modules and operators show here once a model is open."));
}

void ModulePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) rebuild();
    QTreeWidget::changeEvent(event);
}

}  // namespace lockstep
