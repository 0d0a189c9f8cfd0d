#pragma once

#include <QDialog>
#include <vector>

#include "app/job_runner.h"
#include "app/view_state.h"
#include "core/program/program.h"
#include "core/run/input_preview.h"

class QComboBox;
class QDialogButtonBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace lockstep::app {

class InputPreviewView;
class SeedBox;

/// Where the inputs of a run come from, input by input: random, generated, or files with a preview of what
/// is in them; which column resets the state; and what the outputs are held against.
class InputDialog : public QDialog {
    Q_OBJECT

  public:
    explicit InputDialog(QWidget* parent = nullptr);

    struct Subject {
        std::vector<IoTensor> inputs;
        bool hasModel = false;      ///< otherwise a program alone: there is no reference but a file
        bool hasState = false;      ///< there is something to reset
        bool takesWindows = false;  ///< files hold windows of a last-step readout: their shape is not judged
    };
    void ask(const Subject& subject, const InputChoice& input, const QString& reference);
    /// A file that was dropped: for its own input by name, else for the first that has none.
    void propose(const QString& file);

    InputChoice choice() const;
    QString reference() const;

  Q_SIGNALS:
    void chosen(const lockstep::app::InputChoice& input, const QString& reference);

  private:
    enum Kind { random, constant, sine, walk, file };
    struct Row {
        QString name;
        QLabel* label = nullptr;
        QComboBox* kind = nullptr;
        QLineEdit* words = nullptr;
        QToolButton* browse = nullptr;
        QLabel* state = nullptr;
        QString columns;     ///< of a table, separated by commas; empty: all
        QString problem;     ///< of its words or its file
        bool waits = false;  ///< its file is being read
    };

    QLayout* makeReference();
    void makeRows();
    void showWords(const InputChoice& input);
    void showReference(const QString& reference);
    void rowChanged(std::size_t row);
    void select(std::size_t row);
    void forgetReset(std::size_t row);
    void browse(std::size_t row);
    void startPreview(std::size_t row);
    void clearPreview(const QString& words);
    void showPreview(std::size_t row, const std::vector<ArrayPreview>& previews);
    QString fitOf(std::size_t row, const std::vector<ArrayPreview>& previews) const;
    void check();
    bool isArchive(const Row& row) const;

    Subject m_subject;
    std::vector<Row> m_rows;
    std::size_t m_selected = 0;
    QWidget* m_rowsArea;
    QGridLayout* m_grid;
    SeedBox* m_seed;
    InputPreviewView* m_preview;
    QString m_previewed;  ///< the file that it shows
    QComboBox* m_reference;
    QLineEdit* m_referenceWords;
    QLabel* m_problem;
    QDialogButtonBox* m_box;
    bool m_filling = false;
    JobRunner m_runner;
};

}  // namespace lockstep::app
