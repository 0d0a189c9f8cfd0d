#pragma once

#include <QScrollArea>
#include <map>
#include <memory>
#include <optional>

#include "core/analysis/graph_size.h"
#include "core/compiler/core_pins.h"
#include "core/import/imported_graph.h"
#include "core/passes/pipeline.h"
#include "core/passes/precision.h"
#include "core/program/program.h"
#include "core/report/report.h"
#include "core/run/recording.h"
#include "widgets/value_format.h"

class QLabel;
class QVBoxLayout;

namespace lockstep {

class CoreChoice;
struct Activations;
class ActivationView;
class SourceView;
class TensorView;
class PrecisionChoice;

/// Everything about the selected node: connections, attributes, source, support, weights, state.
class InspectorPanel : public QScrollArea {
    Q_OBJECT

  public:
    explicit InspectorPanel(QWidget* parent = nullptr);

    /// Any of them may be null.
    void setModel(std::shared_ptr<const ModelGraphs> graphs, std::shared_ptr<const ImportedGraph> imported);
    void setProgram(std::shared_ptr<const Program> program);
    void setRecording(std::shared_ptr<const Recording> recording);
    /// What each node costs, as rich text rows (see tableRow), by the id of the compiled form.
    void setCosts(std::map<std::uint32_t, QString> costs);
    /// The report that a module's sums are of; null: nothing is compiled.
    void setReport(std::shared_ptr<const Report> report);
    /// The words for what the inputs of the run are.
    void setInputDescription(const QString& inputs);

    /// What is asked for, and whether the chosen accelerator converts fp8 weights.
    void setPrecision(const std::vector<PrecisionRule>& rules, bool fp8Allowed);

    /// What is pinned, and how many cores the chosen accelerator has (0: not known).
    void setPins(const std::vector<CorePin>& pins, int cores);

    void showNode(std::optional<std::uint32_t> node);
    /// What is shown while there is no node: a module, or else an input, output or state by its name; both
    /// may be empty.
    void showSubject(const QString& module, const QString& value);
    /// The chosen unit of a state of the shown node.
    void showUnit(const QString& state, int unit);

    std::optional<std::uint32_t> node() const { return m_node; }
    /// What the node computes in the inference that is looked at.
    ActivationView* activations() const { return m_activations; }
    /// They are being found out.
    void setActivationsBusy();
    /// Of the numbers of weights and activations.
    void setFormat(ValueFormat format);
    /// They stand under the title instead of behind the weights.
    void setActivationsFirst(bool first);
    void setActivations(std::shared_ptr<const Activations> activations, const QString& reason);

  Q_SIGNALS:
    void nodeShown(std::optional<std::uint32_t> node);
    void nodeActivated(quint32 node);
    void stateActivated(const QString& state);
    /// The operators that come from this line are wanted.
    void sourceLineChosen(const QString& file, int line);
    void precisionChosen(const lockstep::PrecisionRule& rule);
    /// Without cores: the pin is to go.
    void pinChosen(const lockstep::CorePin& pin);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Section {
        QLabel* heading = nullptr;
        QLabel* body = nullptr;
    };

    Section addSection(QVBoxLayout* column, const QString& heading);
    static void setSection(const Section& section, const QString& html);
    void followLink(const QString& link);
    void refresh();
    void refreshEmpty();
    bool refreshSubject();
    void refreshWeights();
    void refreshStates();

    std::shared_ptr<const ModelGraphs> m_graphs;
    std::shared_ptr<const ImportedGraph> m_imported;
    std::shared_ptr<const Program> m_program;
    std::shared_ptr<const Recording> m_recording;
    std::map<std::uint32_t, QString> m_costs;
    std::shared_ptr<const Report> m_report;
    std::map<std::uint32_t, Size> m_sizes;  ///< of the form that is compiled
    QString m_inputs;
    QString m_module;
    QString m_value;
    std::optional<std::uint32_t> m_node;
    QString m_state;
    int m_unit = -1;

    QLabel* m_empty;
    QLabel* m_title;
    Section m_cost;
    Section m_connections;
    Section m_attributes;
    Section m_source;
    SourceView* m_sourceView;
    Section m_support;
    QLabel* m_precisionHeading;
    PrecisionChoice* m_precision;
    QLabel* m_coresHeading;
    CoreChoice* m_cores;
    Section m_history;
    Section m_states;
    QLabel* m_weightsHeading;
    TensorView* m_weights = nullptr;
    QLabel* m_activationsHeading;
    ActivationView* m_activations = nullptr;
};

}  // namespace lockstep
