#pragma once

#include <QWidget>
#include <memory>

#include "core/run/recording.h"

class QLabel;
class QSplitter;
class QTableView;

namespace lockstep {

class ErrorHistogram;
class PanelHeader;
class WorstModel;

/// How the error is distributed over all inferences of a run, also of more than are kept one by one:
/// histogram, quantiles, and the worst inferences as a list.
class ErrorStatisticsPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ErrorStatisticsPanel(QWidget* parent = nullptr);

    void setRecording(std::shared_ptr<const Recording> recording);
    ErrorHistogram* histogram() const { return m_histogram; }

  Q_SIGNALS:
    /// The user wants to look at this one.
    void inferenceChosen(qint64 inference);

  private:
    void chooseBin(const ErrorBin& bin);
    void chooseRow();

    std::shared_ptr<const Recording> m_recording;
    PanelHeader* m_header;
    QSplitter* m_splitter;
    QLabel* m_empty;
    ErrorHistogram* m_histogram;
    WorstModel* m_worst;
    QTableView* m_table;
};

}  // namespace lockstep
