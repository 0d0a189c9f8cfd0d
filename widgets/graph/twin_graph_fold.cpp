#include <QLabel>
#include <QMenu>
#include <QStringList>

#include "core/nnir/node_pattern.h"
#include "widgets/graph/twin_graph_view.h"

namespace lockstep {
namespace {

std::set<std::string> pathsOf(const QStringList& list) {
    std::set<std::string> paths;
    for (const QString& path : list) paths.insert(path.toStdString());
    return paths;
}

QString outerOf(const QString& module) {
    return module.left(std::max(module.lastIndexOf(QLatin1Char('.')), qsizetype{0}));
}

}  // namespace

void TwinGraphView::makeCrumbs() {
    m_crumbs = new QLabel(this);
    m_crumbs->setObjectName(QStringLiteral("graphCrumbs"));
    m_crumbs->setAccessibleName(tr("Module that is shown"));
    m_crumbs->setTextFormat(Qt::RichText);
    m_crumbs->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_crumbs->setContentsMargins(8, 2, 8, 2);
    m_crumbs->setBackgroundRole(QPalette::Base);
    m_crumbs->setAutoFillBackground(true);
    m_crumbs->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_crumbs->setToolTip(tr("Backspace leaves the module"));
    m_crumbs->hide();
    connect(m_crumbs, &QLabel::linkActivated, this,
            [this](const QString& link) { enter(link.mid(link.indexOf(QLatin1Char(':')) + 1)); });
}

void TwinGraphView::connectFolding(const Side& side) {
    connect(side.view, &GraphView::foldWanted, this, &TwinGraphView::fold);
    connect(side.view, &GraphView::enterWanted, this, &TwinGraphView::enter);
    connect(side.view, &GraphView::leaveWanted, this, &TwinGraphView::leave);
    connect(side.view, &GraphView::moduleMenuWanted, this, &TwinGraphView::showModuleMenu);
}

void TwinGraphView::setFolded(const QStringList& folded, const QString& held) {
    Folding folding = m_folding;
    folding.folded = pathsOf(folded);
    showFolding(folding, held);
}

QStringList TwinGraphView::folded() const {
    QStringList list;
    for (const std::string& path : m_folding.folded) list << QString::fromStdString(path);
    return list;
}

void TwinGraphView::showFolding(const Folding& folding, const QString& held) {
    if (folding == m_folding) return;
    m_folding = folding;
    for (const Side& side : {m_left, m_right}) side.view->setFolding(folding, held.toStdString());
    showCrumbs();
    showHeat();
}

void TwinGraphView::fold(const QString& module, bool folded) {
    Folding folding = m_folding;
    if (folded) {
        folding.folded.insert(module.toStdString());
    } else {
        folding.folded.erase(module.toStdString());
    }
    changeFolding(folding, module);
}

void TwinGraphView::changeFolding(const Folding& folding, const QString& held) {
    const bool other = folding.folded != m_folding.folded;
    showFolding(folding, held);
    if (other) Q_EMIT foldedChanged(this->folded());
}

void TwinGraphView::foldAll() {
    if (!m_graphs) return;
    Folding folding = m_folding;
    const std::size_t inside = folding.root.empty() ? 0 : folding.root.size() + 1;
    for (const std::string& path : nnir::module_paths(*m_graphs->compiled_form())) {
        const bool direct = nnir::is_inside(path, folding.root) && path.size() > inside &&
                            path.find('.', inside) == std::string::npos;
        if (direct) folding.folded.insert(path);
    }
    changeFolding(folding, {});
}

void TwinGraphView::unfoldAll() {
    Folding folding = m_folding;
    folding.folded.clear();
    changeFolding(folding, {});
}

void TwinGraphView::enter(const QString& module) {
    Folding folding = m_folding;
    folding.root = module.toStdString();
    changeFolding(folding, {});
}

void TwinGraphView::leave() {
    enter(outerOf(root()));
}

void TwinGraphView::showCrumbs() {
    m_crumbs->setVisible(!m_folding.root.empty());
    const QStringList words = QString::fromStdString(m_folding.root).split(QLatin1Char('.'));
    QStringList parts{QStringLiteral("<a href='module:'>%1</a>").arg(tr("whole model"))};
    QString path;
    for (qsizetype i = 0; i < words.size(); ++i) {
        path += (i == 0 ? QString() : QStringLiteral(".")) + words[i];
        const QString word = words[i].toHtmlEscaped();
        parts << (i + 1 == words.size()
                      ? QStringLiteral("<b>%1</b>").arg(word)
                      : QStringLiteral("<a href='module:%1'>%2</a>").arg(path.toHtmlEscaped(), word));
    }
    m_crumbs->setText(parts.join(QStringLiteral(" › ")));
}

void TwinGraphView::showModuleMenu(const QString& module, const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("moduleMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("&Unfold"), this, [this, module] { fold(module, false); });
    menu->addAction(tr("&Go into"), this, [this, module] { enter(module); });
    const auto alike =
        identical_modules(*m_graphs->compiled_form(), folded_nodes(*m_graphs->compiled_form(), m_folding));
    if (const auto twins = alike.find(module.toStdString()); twins != alike.end()) {
        std::set<std::string> all = twins->second;
        all.insert(module.toStdString());
        menu->addAction(tr("Unfold &all %1 identical").arg(all.size()), this, [this, module, all] {
            Folding folding = m_folding;
            for (const std::string& path : all) folding.folded.erase(path);
            changeFolding(folding, module);
        });
    }
    menu->popup(at);
}

void TwinGraphView::addFoldActions(QMenu& menu, const TwinNode& node) {
    const nnir::Node* found = nullptr;
    if (m_graphs && node.streaming) found = m_graphs->stages[rightStage()].graph->find_node(*node.streaming);
    if (m_graphs && found == nullptr && node.canonical)
        found = m_graphs->stages[leftStage()].graph->find_node(*node.canonical);
    if (found == nullptr || found->provenance.module.empty()) return;
    const QString own = QString::fromStdString(found->provenance.module);
    menu.addSeparator();
    for (QString module = own; !module.isEmpty() && module != root(); module = outerOf(module)) {
        menu.addAction(tr("Fold %1").arg(module), this, [this, module] { fold(module, true); });
    }
    if (own != root()) menu.addAction(tr("Go into %1").arg(own), this, [this, own] { enter(own); });
}

}  // namespace lockstep
