#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/compiler/core_pins.h"
#include "core/nnir/graph.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace lockstep {

/// The pins with one for this pattern, in place of an earlier one for the same; no cores: without it.
std::vector<CorePin> withPin(std::vector<CorePin> pins, const CorePin& pin);

/// "0, 1, 4".
QString coresText(const std::vector<int>& cores);

/// Pins a node, or a module around it, to cores: a button for each core; none pressed leaves the choice to
/// the compiler. Every pin that there is stands below with a button that takes it away.
class CoreChoice : public QWidget {
    Q_OBJECT

  public:
    explicit CoreChoice(QWidget* parent = nullptr);

    /// The form that is compiled, and what is asked for in it. Without a node only the pins are shown; hides
    /// itself if there is neither.
    void setNode(std::shared_ptr<const nnir::Graph> graph, std::optional<std::uint32_t> node);
    void setPins(const std::vector<CorePin>& pins);
    /// Cores of the chosen accelerator; 0: not known.
    void setCores(int cores);

    QComboBox* scope() const { return m_scope; }
    QToolButton* core(int index) const;

  Q_SIGNALS:
    /// No cores: the pin is to go.
    void pinChosen(const lockstep::CorePin& pin);

  private:
    void refresh();
    void refreshCores();
    void refreshPins();
    QString pattern() const;

    std::shared_ptr<const nnir::Graph> m_graph;
    std::optional<std::uint32_t> m_node;
    std::vector<CorePin> m_pins;
    int m_count = 0;
    QComboBox* m_scope;
    QWidget* m_row;
    QGridLayout* m_rowLayout;
    std::vector<QToolButton*> m_cores;
    QLabel* m_hint;
    QWidget* m_list;
    QVBoxLayout* m_listLayout;
};

}  // namespace lockstep
