#pragma once

#include <QStringList>
#include <QWidget>
#include <functional>
#include <optional>
#include <vector>

class QLabel;
class QMenu;
class QLineEdit;
class QPushButton;
class QTableView;
class QToolButton;

namespace lockstep {

class PanelTableModel;

/// One breakpoint as the panel shows it.
struct BreakpointRow {
    QString condition;
    bool enabled = true;
    QString problem;   ///< why it cannot be watched here; empty: it is
    qint64 hits = -1;  ///< inferences; -1: not watched
};

/// An inference at which a condition held.
struct HitRow {
    qint64 inference = 0;
    QString condition;
    QString where;  ///< "lstm.c0[17]"; may be empty
    double value = 0;
    QString detail = {};               ///< where inside the inference, for people; may be empty
    std::optional<quint32> node = {};  ///< that computed it
};

/// A condition that a breakpoint can begin with.
struct ConditionTemplate {
    QString title;      ///< "Value of readout over a bound"
    QString condition;  ///< "abs(value(readout)) > 1"
};
/// Conditions on what an operator gives; `name` is what conditions call it.
std::vector<ConditionTemplate> operatorConditions(const QString& name);

/// Conditions at which a run stops, and the inferences where they held. Conditions are typed, edited in
/// place (F2), switched (Space) and removed (Del); choosing a hit shows its inference.
class BreakpointsPanel : public QWidget {
    Q_OBJECT

  public:
    explicit BreakpointsPanel(QWidget* parent = nullptr);

    /// Says what is wrong with a condition; empty: nothing.
    using Check = std::function<QString(const QString& condition)>;
    void setCheck(Check breakpoints, Check decisions);
    /// Names of outputs, states and inputs, for completion.
    void setNames(const QStringList& names);
    void setBreakpoints(std::vector<BreakpointRow> rows);
    void setDecisions(const QStringList& decisions);
    /// `total`: with those that are not listed; inferences before `from` were not looked at.
    void setHits(std::vector<HitRow> hits, qint64 total, qint64 from);
    /// Lights up the hit of this inference, if there is one.
    void setCurrentInference(qint64 inference);
    int hitCount() const { return static_cast<int>(m_hits.size()); }
    /// Puts the keyboard where a condition is typed; `words`: a condition to begin with, whose bound is
    /// selected.
    void beginCondition(const QString& words = {});
    /// What conditions call the operator that is selected; empty: none is.
    void setOperator(std::function<QString()> name) { m_operator = std::move(name); }

  Q_SIGNALS:
    void added(const QString& condition);
    void changed(int row, const QString& condition);
    void enabledChanged(int row, bool enabled);
    void removed(int row);
    void decisionsChanged(const QStringList& decisions);
    void hitChosen(qint64 inference);
    /// Of the hit that was chosen: the node that computed the value.
    void nodeChosen(quint32 node);
    void lookBackWanted();
    void helpWanted();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QWidget* makeConditions();
    QWidget* makeHits();
    void add();
    void checkTyped();
    void editDecisions();
    void removeSelected();
    void toggle(int row);
    void say(const QString& problem);
    int selectedRow() const;
    QVariant conditionCell(int row, int column, int role) const;
    QVariant hitCell(int row, int column, int role) const;
    void showRows();
    void fillKinds(QMenu& menu);

    std::function<QString()> m_operator;
    Check m_check;
    Check m_checkDecision;
    std::vector<BreakpointRow> m_rows;
    std::vector<HitRow> m_hits;
    QStringList m_decisionWords;
    PanelTableModel* m_conditionModel;
    PanelTableModel* m_hitModel;
    QTableView* m_conditions;
    QTableView* m_hitTable;
    QLineEdit* m_typed;
    QPushButton* m_add;
    QLineEdit* m_decisions;
    QLabel* m_problem;
    QLabel* m_summary;
    QPushButton* m_lookBack;
};

}  // namespace lockstep
