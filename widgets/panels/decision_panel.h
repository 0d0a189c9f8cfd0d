#pragma once

#include <QStringList>
#include <QWidget>
#include <optional>

#include "core/run/run_watch.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QScrollArea;
class QSpinBox;
class QSplitter;
class QTableView;
class QToolButton;

namespace lockstep {

class PanelHeader;
class WhyBars;
class WrongDecisionModel;

/// What is made of an output, and how often the VM decides otherwise than the reference: by the reference's
/// margin, and as a list of inferences. One rule per output, in the words of `--decision`.
class DecisionPanel : public QWidget {
    Q_OBJECT

  public:
    explicit DecisionPanel(QWidget* parent = nullptr);

    /// Names of the program's outputs; empty: there is no run.
    void setOutputs(const QStringList& outputs);
    /// What is asked for, in the words of `--decision`. Words that are none are left as they are.
    void setRules(const QStringList& rules);
    /// What came of the rules, in any order; inferences before `from` were not looked at.
    void setResults(const std::vector<DecisionResult>& results, std::int64_t from);
    /// Why the rule of the output that is shown cannot be watched.
    void setProblem(const QString& problem);

    const QStringList& rules() const { return m_rules; }

  Q_SIGNALS:
    void rulesChanged(const QStringList& rules);
    void inferenceChosen(qint64 inference);
    /// What was run before the rule was there is to be looked at as well.
    void lookBackWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QString output() const;
    /// Index into m_rules of the rule of the output that is shown.
    std::optional<qsizetype> place() const;
    const DecisionResult* result() const;
    void buildHeader();
    void showRule();
    void ruleEdited();
    void showResult();
    void chooseRow();

    QStringList m_outputs;
    QStringList m_rules;
    std::vector<DecisionResult> m_results;
    std::int64_t m_from = 0;
    QString m_problem;
    PanelHeader* m_header;
    QComboBox* m_output;
    QComboBox* m_kind;
    QDoubleSpinBox* m_threshold;
    QSpinBox* m_k;
    QToolButton* m_lookBack;
    QSplitter* m_splitter;
    QLabel* m_empty;
    WhyBars* m_margins;
    WrongDecisionModel* m_wrong;
    QTableView* m_table;
};

}  // namespace lockstep
