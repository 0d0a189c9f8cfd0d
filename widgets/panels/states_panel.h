#pragma once

#include <QStringList>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/value_format.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableView;

namespace lockstep {

class PanelTableModel;

/// A state in front of an inference.
struct StateValues {
    QString name;
    QString role;
    std::vector<float> values;     ///< of the VM
    std::vector<float> reference;  ///< empty if not known
    std::vector<float> before;     ///< one inference earlier; empty if there is none
};

/// The states in front of an inference, value by value: VM, reference, what the last inference changed. A
/// value that is typed over (F2) is set in front of this inference, and the run goes on from there.
class StatesPanel : public QWidget {
    Q_OBJECT

  public:
    explicit StatesPanel(QWidget* parent = nullptr);

    /// `readOnly`: why values cannot be set; empty: they can.
    void setStates(std::vector<StateValues> states, qint64 inference, const QString& readOnly);
    /// All edits of the run, "37:lstm.c0[17]=2.5".
    void setEdits(const QStringList& edits);
    void showUnit(const QString& state, int unit);
    void setFormat(ValueFormat format);
    bool isReadOnly() const { return !m_readOnly.isEmpty(); }

  Q_SIGNALS:
    /// The unit is to be a line of the plots.
    void plotWanted(const QString& state, int unit);
    /// The unit is to be put on the list of watched values.
    void watchWanted(const QString& state, int unit);
    void formatChosen(lockstep::ValueFormat format);
    void valueEdited(const QString& state, qint64 unit, double value);
    void unitChosen(const QString& state, int unit);
    void editsRemoved();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QVariant cell(int row, int column, int role) const;
    const StateValues* state() const;
    std::optional<double> editOf(const QString& state, int unit) const;
    void showState();
    void showCaption();
    void fitColumns();

    std::vector<StateValues> m_states;
    QStringList m_edits;
    QString m_readOnly;
    qint64 m_inference = 0;
    PanelTableModel* m_model;
    QTableView* m_table;
    QComboBox* m_chooser;
    QComboBox* m_formats;
    ValueFormat m_format = ValueFormat::figures;
    QLabel* m_caption;
    QLabel* m_problem;
    QLabel* m_editText;
    QPushButton* m_removeEdits;
};

}  // namespace lockstep
