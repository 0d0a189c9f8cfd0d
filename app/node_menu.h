#pragma once

#include <QMenu>

#include "app/docks.h"
#include "app/document.h"

namespace lockstep::app {

/// What can be done with a node of the graphs: its precision and cores, and where else it is seen. The node
/// is one of the compiled form, or one that the passes took away (then only its name is left to copy).
class NodeMenu : public QMenu {
    Q_OBJECT

  public:
    NodeMenu(const Document& document, const Docks& docks, quint32 node, QWidget* parent);

  Q_SIGNALS:
    void precisionChosen(const lockstep::PrecisionRule& rule);
    void pinChosen(const lockstep::CorePin& pin);
    /// A panel in which the node is to be shown.
    void showWanted(QWidget* panel);
    void watchWanted();
    /// A breakpoint that begins with this condition.
    void breakWanted(const QString& condition);
    /// Its weights are wanted as a file.
    void weightsWanted();

  private:
    void addPrecisions(const nnir::Graph& graph, const nnir::Node& node, const Document& document);
    void addCores(const nnir::Node& node, const Document& document);
};

/// The rules and pins of a view, those that can be read.
std::vector<PrecisionRule> precisionRules(const ViewState& view);
std::vector<CorePin> corePins(const ViewState& view);
/// Cores of the accelerator that a document is compiled for; 0: not known.
int coreCount(const Document& document);
/// It converts fp8 weights, or is not known.
bool takesFp8(const Document& document);

}  // namespace lockstep::app
