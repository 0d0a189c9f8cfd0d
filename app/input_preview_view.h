#pragma once

#include <QWidget>

#include "core/run/input_preview.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace lockstep {
class PanelTableModel;
}

namespace lockstep::app {

/// The beginning of an input file: what it holds, whether it fits, its first rows, figures of each value; of
/// a table also which columns are values and which one resets the state.
class InputPreviewView : public QWidget {
    Q_OBJECT

  public:
    explicit InputPreviewView(QWidget* parent = nullptr);

    /// Only words: nothing is previewed.
    void showWords(const QString& words);
    struct Shown {
        QString file;
        QString columns;  ///< that are chosen, separated by commas; empty: all
        QString problem;  ///< why it does not fit; empty: it does
        bool judged = true;
        bool hasState = false;
    };
    void showArray(const ArrayPreview& array, const Shown& shown);
    /// The words beside the array that is shown say this.
    bool says(const QString& problem) const { return m_shown.problem == problem; }

    /// "NAME", "NAME:change" or empty.
    QString resetColumn() const;
    void setResetColumn(const QString& words);

  Q_SIGNALS:
    void columnsChosen(const QString& columns);
    void resetChosen();

  private:
    void makeOptions();
    void showHead();
    void showFigures();
    void toggleColumn(int column);
    QString caption() const;
    QString remarks(const ColumnFigures& figures) const;
    void fillResetColumns();

    ArrayPreview m_array;
    Shown m_shown;
    QLabel* m_caption;
    QLabel* m_fit;
    QWidget* m_options;
    QLineEdit* m_columns;
    QComboBox* m_resetColumn;
    QCheckBox* m_resetOnChange;
    QTableView* m_head;
    PanelTableModel* m_figureModel;
    QTableView* m_figures;
};

}  // namespace lockstep::app
