#pragma once

#include <QDialog>
#include <memory>

#include "core/run/readout_comparison.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace lockstep {
class PlotView;
}

namespace lockstep::app {

/// The three ways to deploy a model that ends in a last-step readout, side by side; the chosen one is put to
/// use.
class ReadoutDialog : public QDialog {
    Q_OBJECT

  public:
    explicit ReadoutDialog(QWidget* parent = nullptr);

    void showWaiting();
    void showFailure(const Failure& failure);
    /// `inUse`: the deployment that the document is compiled as.
    void showComparison(std::shared_ptr<const ReadoutComparison> comparison, ReadoutDeployment::Kind inUse);

  Q_SIGNALS:
    /// `resetEvery` 0: never. No axes: the whole window.
    void deploymentChosen(const std::vector<std::optional<int>>& axes, bool everyStep, qint64 resetEvery);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void use();
    void showOutputs();
    void fitTable();

    QLabel* m_text;
    QTableWidget* m_table;
    PlotView* m_plot;
    QPushButton* m_use;
    ReadoutDeployment::Kind m_inUse = ReadoutDeployment::Kind::window;
    std::shared_ptr<const ReadoutComparison> m_comparison;
};

}  // namespace lockstep::app
