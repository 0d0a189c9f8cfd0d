#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/value_format.h"

class QComboBox;
class QCompleter;
class QLabel;
class QLineEdit;
class QTableView;

namespace lockstep {

class PanelHeader;
class PanelTableModel;

/// A value that is watched, in the inference that is shown.
struct WatchedValue {
    QString name;  ///< "lstm.c0[17]"
    std::optional<float> vm;
    std::optional<float> reference;
    std::optional<float> before;  ///< of the VM, one inference earlier
    QString problem;              ///< why there is no value
};

/// Values that were pinned, side by side: of the VM, of the reference, their difference, and what the VM had
/// one inference earlier. What changed since is marked by an arrow and by the ground of its cell.
class WatchPanel : public QWidget {
    Q_OBJECT

  public:
    explicit WatchPanel(QWidget* parent = nullptr);

    void setValues(std::vector<WatchedValue> values);
    void setFormat(ValueFormat format);
    /// What can be named, for completion.
    void setNames(const QStringList& names);
    const std::vector<WatchedValue>& values() const { return m_values; }

  Q_SIGNALS:
    /// "NAME[K]" or "NAME", as typed.
    void added(const QString& name);
    void removed(int row);
    /// Another place in the list.
    void moved(int row, int to);
    void chosen(int row);
    void formatChosen(lockstep::ValueFormat format);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QVariant cell(int row, int column, int role) const;
    void showValues();
    void fitColumns();
    void removeSelected();
    void moveSelected(int by);

    std::vector<WatchedValue> m_values;
    ValueFormat m_format = ValueFormat::figures;
    PanelHeader* m_header;
    PanelTableModel* m_model;
    QTableView* m_table;
    QLineEdit* m_name;
    QComboBox* m_chooser;
    QLabel* m_empty;
};

/// "▲" where the value rose, "▼" where it fell, "◆" where only its bits or its kind changed; empty where it
/// is the same, bit for bit.
QString changeMark(float before, float now);

}  // namespace lockstep
