#include "app/plot_undo.h"

#include <QCoreApplication>
#include <QPointer>
#include <QUndoCommand>

#include "widgets/plots/state_plot.h"

namespace lockstep::app {
namespace {

using Units = std::vector<std::int64_t>;

class LinesCommand : public QUndoCommand {
    Q_DECLARE_TR_FUNCTIONS(PlotUndo)

  public:
    LinesCommand(StatePlot& plot, Units before, Units after)
        : QUndoCommand(tr("lines of the state")),
          m_plot(&plot),
          m_before(std::move(before)),
          m_after(std::move(after)) {}

    void undo() override {
        if (m_plot) m_plot->setUnits(m_before);
    }
    /// Also once when it is pushed: the lines are so already then.
    void redo() override {
        if (m_plot) m_plot->setUnits(m_after);
    }

  private:
    QPointer<StatePlot> m_plot;
    Units m_before;
    Units m_after;
};

}  // namespace

void undoPlotLines(QUndoStack& stack, StatePlot& plot) {
    QObject::connect(&plot, &StatePlot::unitsChanged, &stack,
                     [&stack, &plot](const Units& before, const Units& after) {
                         stack.push(new LinesCommand(plot, before, after));
                     });
}

}  // namespace lockstep::app
