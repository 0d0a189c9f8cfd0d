#pragma once

#include <QDialog>

#include "app/document.h"
#include "core/report/remedies.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace lockstep::app {

/// What would bring a model under its target: every row was compiled and played. Rows appear as they are
/// done, ordered by effect; one that is activated is how the model is compiled from then on.
class RemedyDialog : public QDialog {
    Q_OBJECT

  public:
    explicit RemedyDialog(QWidget* parent = nullptr);

    /// Begins anew. `now`: the figures that the rows are held against.
    void begin(const LatencyFigures& now, const LatencyBudgetResult& budget);
    void showAnswers(const std::vector<RemedyAnswer>& answers, int left);
    void showFailure(const Failure& failure);
    void showStopped();
    /// What is shown was found for another way to compile than that of the window now.
    void setOutdated();

  Q_SIGNALS:
    void chosen(const lockstep::Remedy& remedy);
    void againWanted();
    void stopWanted();

  private:
    void forget();
    void addRow(const RemedyAnswer& answer);
    void sayWhere(int left);
    void setSearching(bool searching);
    void use();
    bool canUse(int row) const;

    QLabel* m_text;
    QTableWidget* m_table;
    QProgressBar* m_progress;
    QPushButton* m_stop;
    QPushButton* m_again;
    QPushButton* m_use;
    LatencyFigures m_now;
    LatencyBudgetResult m_budget;
    std::vector<RemedyAnswer> m_answers;
    std::vector<std::size_t> m_order;
};

}  // namespace lockstep::app
