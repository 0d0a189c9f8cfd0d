#pragma once

#include <QDialog>
#include <functional>
#include <optional>
#include <vector>

#include "core/accel/config_check.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QTabWidget;

namespace lockstep::app {

/// The user's own accelerator: every figure of a config in a field with its unit. What may not be is said at
/// the field, and only what may be is saved or used.
class ConfigForm : public QDialog {
    Q_OBJECT

  public:
    explicit ConfigForm(QWidget* parent = nullptr);

    /// Starts from a preset's name or a file, as the window has it. Asks first about changes that are not
    /// saved. What can't be read is said in the form.
    void edit(const QString& config);
    /// Null while a field is not valid.
    std::optional<AcceleratorConfig> config() const;
    /// The file that it is of; empty: of none yet.
    QString file() const { return m_file; }

  Q_SIGNALS:
    /// The config was saved in this file and is to be the accelerator.
    void used(const QString& file);

  public Q_SLOTS:
    void reject() override;

  protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Row {
        const ConfigField* field;
        QLineEdit* edit = nullptr;   ///< or
        QCheckBox* check = nullptr;  ///< of a flag
        QLabel* note = nullptr;      ///< what is wrong, or what the figure is known from
        QWidget* page = nullptr;
    };

    void build();
    QWidget* fieldsPage(std::initializer_list<ConfigField::Group> groups);
    void addRow(QGridLayout& grid, const ConfigField& field, QWidget* page);
    void addWords(QGridLayout& grid, ConfigField::Group group);
    void fillStart(QMenu* menu);

    void set(const AcceleratorConfig& config, const QString& file);
    void open(const QString& config);
    void changed();
    void showNote(const Row& row) const;
    QString textOf(const Row& row) const;
    QString nameProblem() const;
    void chooseFamily(int index);
    /// Asks about what is not saved, then goes on (not at all if the user thinks better of it).
    void whenSaved(std::function<void()> next);
    void openDialog();
    void saveAsDialog(std::function<void()> next = {});
    bool save(const QString& file);
    void use();
    /// Of a config that was not saved under a name by the user.
    QString ownPlace() const;

    AcceleratorConfig m_start;  ///< what was opened; the basis and source of what was not changed
    QString m_file;
    QString m_saved;  ///< the fields as they are in the file
    std::vector<Row> m_rows;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_board = nullptr;
    QComboBox* m_family = nullptr;
    QComboBox* m_io = nullptr;
    QLabel* m_nameNote = nullptr;
    QLabel* m_amounts = nullptr;
    QLabel* m_summary = nullptr;
    QTabWidget* m_tabs = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_use = nullptr;
    bool m_setting = false;
};

}  // namespace lockstep::app
