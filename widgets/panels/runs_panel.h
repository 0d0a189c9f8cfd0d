#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/run/recording_difference.h"
#include "widgets/plots/axis_range.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace lockstep {

class PanelTableModel;
class PlotView;

/// One run of the list.
struct RunRow {
    quint64 id = 0;  ///< 0: the run that is shown
    QString name;
    qint64 inferences = 0;
    std::optional<double> maxError;  ///< absent: nothing to compare with
    std::optional<qint64> worst;     ///< inference of the largest error
};

/// The runs of a document, any two of which can be laid over each other: where they part, how far they come
/// apart in outputs and states, and over the inferences.
class RunsPanel : public QWidget {
    Q_OBJECT

  public:
    explicit RunsPanel(QWidget* parent = nullptr);

    void setRuns(std::vector<RunRow> runs);
    /// Of the two runs that were asked for.
    void setDifference(const RecordingDifference& difference);
    void setProblem(const QString& problem);
    /// Asks for the difference of the chosen runs again, as when one of them went on.
    void compare();
    void setRange(AxisRange* range);
    void setCurrentInference(std::optional<std::int64_t> inference);
    quint64 first() const;
    quint64 second() const;
    PlotView* plot() const { return m_plot; }

  Q_SIGNALS:
    void compareWanted(quint64 a, quint64 b);
    /// Shows this run again: its config, inputs and edits.
    void runChosen(quint64 id);
    void runForgotten(quint64 id);
    void inferenceChosen(qint64 inference);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QVariant runCell(int row, int column, int role) const;
    QVariant traceCell(int row, int column, int role) const;
    void showTrace();
    int selectedRun() const;

    std::vector<RunRow> m_runs;
    std::optional<RecordingDifference> m_difference;
    std::vector<TraceDifference> m_traces;  ///< outputs first
    PanelTableModel* m_runModel;
    PanelTableModel* m_traceModel;
    QTableView* m_runTable;
    QTableView* m_traceTable;
    QComboBox* m_first;
    QComboBox* m_second;
    QPushButton* m_show;
    QPushButton* m_forget;
    QLabel* m_sentence;
    PlotView* m_plot;
};

}  // namespace lockstep
