#include "app/node_menu.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <algorithm>

#include "app/run_contents.h"
#include "core/nnir/node_pattern.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/core_choice.h"
#include "widgets/panels/disassembly_panel.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/precision_choice.h"
#include "widgets/panels/why_panel.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {

std::vector<PrecisionRule> precisionRules(const ViewState& view) {
    std::vector<PrecisionRule> rules;
    try {
        for (const QString& rule : view.precision)
            rules.push_back(precision_rule(rule.toStdString(), "precision"));
    } catch (const Error&) {
        rules.clear();  // of a broken session: compiling says so
    }
    return rules;
}

std::vector<CorePin> corePins(const ViewState& view) {
    std::vector<CorePin> pins;
    try {
        for (const QString& pin : view.pins) pins.push_back(core_pin(pin.toStdString(), "cores"));
    } catch (const Error&) {
        pins.clear();
    }
    return pins;
}

int coreCount(const Document& document) {
    return document.compiled ? static_cast<int>(document.compiled->compiled.program->config.cores.value) : 0;
}

bool takesFp8(const Document& document) {
    return !document.compiled || document.compiled->compiled.program->config.fp8_weights.value;
}

NodeMenu::NodeMenu(const Document& document, const Docks& docks, quint32 id, QWidget* parent)
    : QMenu(parent) {
    setObjectName(QStringLiteral("nodeMenu"));
    setAttribute(Qt::WA_DeleteOnClose);
    setToolTipsVisible(true);
    const ModelGraphs& graphs = *document.model->graphs;
    const std::shared_ptr<const nnir::Graph> compiled = graphs.compiled_form();
    const nnir::Node* node = compiled->find_node(nnir::NodeId{id});
    const std::optional<FoundNode> found = findNode(graphs, id);
    const QString name = found ? text(nodeTitle(*found->graph, *found->node)) : QString::number(id);
    addSection(name);
    if (node != nullptr) {
        addPrecisions(*compiled, *node, document);
        addCores(*node, document);
        addSeparator();
        if (const QString called = conditionName(document, id); !called.isEmpty()) {
            QMenu* stops = addMenu(tr("&Break here"));
            stops->setObjectName(QStringLiteral("nodeBreak"));
            stops->setToolTipsVisible(true);
            for (const ConditionTemplate& each : operatorConditions(called)) {
                stops
                    ->addAction(each.title, this,
                                [this, words = each.condition] { Q_EMIT breakWanted(words); })
                    ->setToolTip(each.condition);
            }
        }
        addAction(tr("&Watch"), this, &NodeMenu::watchWanted)->setObjectName(QStringLiteral("nodeWatch"));
        addSeparator();
        const auto show = [&](const QString& words, QWidget* panel, const char* object) {
            QAction* action = addAction(words, this, [this, panel] { Q_EMIT showWanted(panel); });
            action->setObjectName(QLatin1String(object));
            action->setEnabled(document.compiled != nullptr);
        };
        show(tr("Show in the &timeline"), docks.timeline, "nodeInTimeline");
        show(tr("Show in the &disassembly"), docks.disassembly, "nodeInDisassembly");
        show(tr("Show in &Why"), docks.why, "nodeInWhy");
        show(tr("Show in the &operators"), docks.ops, "nodeInOperators");
        const auto& attributes = node->attributes.entries();
        const bool holds = std::any_of(attributes.begin(), attributes.end(), [](const auto& attribute) {
            return std::holds_alternative<Tensor>(attribute.second);
        });
        QAction* weights = addAction(tr("Save its weights as NP&Z…"), this, &NodeMenu::weightsWanted);
        weights->setObjectName(QStringLiteral("nodeWeights"));
        weights->setEnabled(holds);
        addSeparator();
    }
    addAction(tr("Copy &name"), this, [name] {
        QApplication::clipboard()->setText(name);
    })->setObjectName(QStringLiteral("nodeCopyName"));
    if (found && !found->node->provenance.module.empty()) {
        const QString path = text(found->node->provenance.module);
        addAction(tr("Copy &module path"), this, [path] {
            QApplication::clipboard()->setText(path);
        })->setObjectName(QStringLiteral("nodeCopyModule"));
    }
}

void NodeMenu::addPrecisions(const nnir::Graph& graph, const nnir::Node& node, const Document& document) {
    QMenu* menu = addMenu(tr("&Precision"));
    menu->setObjectName(QStringLiteral("nodePrecision"));
    menu->setToolTipsVisible(true);
    const std::string pattern = nnir::pattern_of(node.id).text();
    const nnir::Precision now = chosenPrecision(graph, precisionRules(document.view), node);
    auto* group = new QActionGroup(menu);
    for (const PrecisionOffer& offer : precisionOffers(graph, text(pattern), takesFp8(document))) {
        QAction* action = menu->addAction(offer.name);
        action->setCheckable(true);
        action->setChecked(offer.precision == now);
        action->setEnabled(offer.obstacle.isEmpty());
        action->setToolTip(offer.obstacle.isEmpty() ? offer.name : offer.obstacle);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, pattern, precision = offer.precision] {
            Q_EMIT precisionChosen(PrecisionRule{pattern, precision});
        });
    }
}

void NodeMenu::addCores(const nnir::Node& node, const Document& document) {
    const int cores = coreCount(document);
    QMenu* menu = addMenu(tr("&Cores"));
    menu->setObjectName(QStringLiteral("nodeCores"));
    menu->setEnabled(cores > 0);
    const std::string pattern = nnir::pattern_of(node.id).text();
    CorePin own{pattern, {}};
    for (const CorePin& pin : corePins(document.view))
        if (pin.pattern == pattern) own = pin;
    QAction* any = menu->addAction(tr("The compiler chooses"));
    any->setCheckable(true);
    any->setChecked(own.cores.empty());
    connect(any, &QAction::triggered, this, [this, pattern] { Q_EMIT pinChosen(CorePin{pattern, {}}); });
    menu->addSeparator();
    for (int core = 0; core < cores; ++core) {
        QAction* action = menu->addAction(tr("Core %1").arg(core));
        action->setCheckable(true);
        const bool pinned = std::find(own.cores.begin(), own.cores.end(), core) != own.cores.end();
        action->setChecked(pinned);
        connect(action, &QAction::triggered, this, [this, own, core, pinned] {
            CorePin pin = own;
            if (pinned)
                std::erase(pin.cores, core);
            else
                pin.cores.insert(std::upper_bound(pin.cores.begin(), pin.cores.end(), core), core);
            Q_EMIT pinChosen(pin);
        });
    }
}

}  // namespace lockstep::app
