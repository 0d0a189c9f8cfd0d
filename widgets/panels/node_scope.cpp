#include "widgets/panels/node_scope.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QSignalBlocker>

#include "core/nnir/node_pattern.h"
#include "widgets/panels/panel_text.h"

namespace lockstep {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NodeScope)
};

}  // namespace

void fillScopes(QComboBox& chooser, const nnir::Node* node) {
    const QSignalBlocker blocker(chooser);
    chooser.clear();
    if (node == nullptr) return;
    chooser.addItem(Words::tr("This operator"), text(nnir::pattern_of(node->id).text()));
    std::string path = node->provenance.module;
    while (!path.empty()) {
        chooser.addItem(Words::tr("Module %1").arg(text(path)), text(path));
        path.resize(path.rfind('.') == std::string::npos ? 0 : path.rfind('.'));
    }
}

const nnir::Node* nodeIn(const std::shared_ptr<const nnir::Graph>& graph, std::optional<std::uint32_t> node) {
    return graph && node ? graph->find_node(nnir::NodeId{*node}) : nullptr;
}

}  // namespace lockstep
