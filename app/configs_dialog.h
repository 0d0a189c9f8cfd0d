#pragma once

#include <QDialog>
#include <memory>

#include "app/document.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace lockstep::app {

/// A model on all accelerators and the user's own configs: whether it fits or why not, end-to-end latency
/// with its band, cycles, the interval back to back and how full each memory is, ranked by end-to-end latency
/// or sorted by any column, to be copied and saved. A row that is activated is the accelerator from then on.
class ConfigsDialog : public QDialog {
    Q_OBJECT

  public:
    explicit ConfigsDialog(QWidget* parent = nullptr);

    void showWaiting();
    void showFailure(const Failure& failure);
    /// `chosen`: the accelerator in use, as ViewState::config.
    void showComparison(std::shared_ptr<const ConfigComparison> comparison, const QString& chosen);
    /// Another accelerator is in use.
    void setChosen(const QString& chosen);
    /// What is shown was compiled otherwise than the window compiles now.
    void setOutdated();

  Q_SIGNALS:
    void configChosen(const QString& config);
    void compareWanted();

  private:
    void addRow(const RankedCard& card);
    void fill();
    void use();
    void saveCsv();

    QLabel* m_text;
    QTableWidget* m_table;
    QPushButton* m_use;
    QPushButton* m_csv;
    QPushButton* m_again;
    QString m_chosen;
    std::shared_ptr<const ConfigComparison> m_comparison;
};

}  // namespace lockstep::app
