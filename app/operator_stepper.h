#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "app/document_controller.h"
#include "core/program/operator_steps.h"

namespace lockstep {
class TimelineView;
class TwinGraphView;
}  // namespace lockstep

namespace lockstep::app {

class SelectionLinks;

/// Walks the operators of the inference that is shown, in the order in which the program does them. Where it
/// stands is selected in every view, and what is computed later is drawn as such in timeline and graphs.
/// Behind the last operator it goes on to the next inference.
class OperatorStepper : public QObject {
    Q_OBJECT

  public:
    OperatorStepper(DocumentController& controller, SelectionLinks& links, TwinGraphView& graphs,
                    TimelineView& timeline, QObject* parent);

    /// One operator on (1) or back (-1); begins with the first or the last one. Nothing happens where there
    /// is none further.
    void step(int direction);
    /// The inference is whole again.
    void leave();
    /// The run, the program or the document in front is another one.
    void update();
    /// Index of the operator that was done last; nullopt: the inference is whole.
    std::optional<std::size_t> index() const { return m_index; }
    const std::vector<OperatorStep>& steps() const { return m_steps; }
    /// "operator 7 of 23: readout, cycle 236 – 254"; empty where the inference is whole.
    QString words() const;
    /// "7 of 23: readout".
    QString shortWords() const;

  Q_SIGNALS:
    void changed();

  private:
    enum class End { first, last };

    void takeProgram();
    void enter(qint64 position, End end);
    void show();
    QString name() const;

    DocumentController& m_controller;
    SelectionLinks& m_links;
    TwinGraphView& m_graphs;
    TimelineView& m_timeline;
    std::shared_ptr<const Program> m_program;  ///< that `m_steps` are of
    std::vector<OperatorStep> m_steps;
    std::optional<std::size_t> m_index;
    quint64 m_run = 0;              ///< Document::runNumber of where it stands
    qint64 m_position = 0;          ///< likewise, Document::position()
    std::optional<End> m_entering;  ///< once the run has come to `m_position`
};

}  // namespace lockstep::app
