#include "app/config_form.h"

#include <QCheckBox>
#include <QCloseEvent>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QTabWidget>
#include <nlohmann/json.hpp>

#include "app/config_fields_text.h"
#include "app/file_dialog.h"
#include "app/settings.h"
#include "core/accel/machine_families.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep::app {

ConfigForm::ConfigForm(QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("configForm"));
    build();
    open(QStringLiteral("v80_c6b32"));
}

void ConfigForm::edit(const QString& config) {
    whenSaved([this, config] { open(config); });
}

void ConfigForm::open(const QString& config) {
    try {
        const AcceleratorConfig found = find_config(config.toStdString());
        const bool isFile = config.endsWith(QLatin1String(".json"));
        if (isFile) settings::addRecentConfig(config);
        set(found, isFile ? QFileInfo(config).absoluteFilePath() : QString());
    } catch (const Error& error) {
        m_summary->setText(text(to_text(error.failure())));
    }
}

void ConfigForm::set(const AcceleratorConfig& config, const QString& file) {
    const QScopedValueRollback<bool> setting(m_setting, true);
    m_start = config;
    m_file = file;
    // A preset keeps its name: what is made of it gets another one.
    m_name->setText(file.isEmpty() ? tr("my_%1").arg(text(config.name)) : text(config.name));
    m_board->setText(text(config.board));
    m_family->setCurrentIndex(std::max(m_family->findData(text(config.family)), 0));
    m_io->setCurrentIndex(std::max(m_io->findData(text(config.io_tables)), 0));
    for (const Row& row : m_rows) {
        const QString value = text(field_text(config, *row.field));
        if (row.check != nullptr) row.check->setChecked(value == QLatin1String("true"));
        if (row.edit != nullptr) row.edit->setText(value);
    }
    m_saved.clear();
    changed();
    QStringList all{m_name->text(), m_board->text(), m_io->currentText(), m_family->currentText()};
    for (const Row& row : m_rows) all << textOf(row);
    m_saved = all.join(QLatin1Char('\n'));
    setWindowModified(false);
}

QString ConfigForm::textOf(const Row& row) const {
    if (row.check != nullptr)
        return row.check->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    return row.edit->text();
}

QString ConfigForm::nameProblem() const {
    const QString name = m_name->text().trimmed();
    if (name.isEmpty()) return tr("Give a name.");
    for (const AcceleratorConfig& preset : preset_configs())
        if (name == text(preset.name)) return tr("Another name: this one is a preset's.");
    return {};
}

std::optional<AcceleratorConfig> ConfigForm::config() const {
    if (!nameProblem().isEmpty()) return std::nullopt;
    AcceleratorConfig config = m_start;
    config.name = m_name->text().trimmed().toStdString();
    config.board = m_board->text().trimmed().toStdString();
    config.family = m_family->currentData().toString().toStdString();
    config.io_tables = m_io->currentData().toString().toStdString();
    for (const Row& row : m_rows) {
        const std::string value = textOf(row).toStdString();
        if (!field_problem(*row.field, value).empty()) return std::nullopt;
        set_field(config, *row.field, value);
    }
    return config;
}

void ConfigForm::changed() {
    int wrong = nameProblem().isEmpty() ? 0 : 1;
    QStringList all{m_name->text(), m_board->text(), m_io->currentText(), m_family->currentText()};
    for (const Row& row : m_rows) {
        showNote(row);
        all << textOf(row);
        if (!field_problem(*row.field, textOf(row).toStdString()).empty()) ++wrong;
    }
    const ThemeColors& colors = themeColors(palette());
    QPalette noted = palette();
    noted.setColor(QPalette::WindowText, colors.error);
    m_nameNote->setPalette(noted);
    m_nameNote->setText(nameProblem());
    m_name->setAccessibleDescription(nameProblem());
    setWindowModified(all.join(QLatin1Char('\n')) != m_saved);
    const std::optional<AcceleratorConfig> made = config();
    m_amounts->setText(made ? amountsText(*made) : tr("Totals appear when every field is valid."));
    m_summary->setText(wrong > 0 ? tr("%n field(s) not valid: the reason stands beside.", nullptr, wrong)
                       : m_file.isEmpty() ? tr("Not saved in a file yet.")
                                          : QDir::toNativeSeparators(m_file));
    for (QPushButton* button : {m_save, m_use}) button->setEnabled(made.has_value());
    setWindowTitle(tr("Accelerator %1[*]").arg(m_name->text()));
    // Which page holds what is wrong.
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        bool bad = false;
        for (const Row& row : m_rows)
            bad = bad || (row.page == m_tabs->widget(tab) &&
                          !field_problem(*row.field, textOf(row).toStdString()).empty());
        const QString title = m_tabs->widget(tab)->windowTitle();
        m_tabs->setTabText(tab, bad ? title + QStringLiteral(" (!)") : title);
    }
}

void ConfigForm::showNote(const Row& row) const {
    const ThemeColors& colors = themeColors(palette());
    const QString problem = text(field_problem(*row.field, textOf(row).toStdString()));
    QPalette noted = palette();
    noted.setColor(QPalette::WindowText, problem.isEmpty() ? colors.quietText : colors.error);
    row.note->setPalette(noted);
    QWidget* input = row.edit != nullptr ? static_cast<QWidget*>(row.edit) : row.check;
    input->setAccessibleDescription(problem.isEmpty() ? text(allowed_text(*row.field)) : problem);
    if (row.edit != nullptr) {
        QPalette field = palette();
        if (!problem.isEmpty()) field.setColor(QPalette::Text, colors.error);
        row.edit->setPalette(field);
    }
    if (!problem.isEmpty()) {
        row.note->setText(QStringLiteral("✕ ") + problem);
        return;
    }
    const bool same = textOf(row).trimmed() == text(field_text(m_start, *row.field));
    row.note->setText(same ? text(name(field_basis(m_start, *row.field))) : tr("given"));
    row.note->setToolTip(same ? text(field_source(m_start, *row.field)) : QString());
}

void ConfigForm::chooseFamily(int index) {
    const std::string family = m_family->itemData(index).toString().toStdString();
    if (family.empty()) return changed();
    {
        const QScopedValueRollback<bool> setting(m_setting, true);
        m_start.timing = machine_family(family, "the form");
        for (const Row& row : m_rows)
            if (row.field->group == ConfigField::Group::timing)
                row.edit->setText(text(field_text(m_start, *row.field)));
    }
    changed();
}

void ConfigForm::whenSaved(std::function<void()> next) {
    if (!isWindowModified() || !isVisible()) return next();
    auto* question = new QMessageBox(QMessageBox::Question, tr("Accelerator"),
                                     tr("%1 has changes that are not saved.").arg(m_name->text()),
                                     QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    question->setObjectName(QStringLiteral("configUnsaved"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->button(QMessageBox::Save)->setEnabled(config().has_value());
    connect(question, &QMessageBox::finished, this, [this, next = std::move(next)](int answer) {
        if (answer == QMessageBox::Discard) {
            setWindowModified(false);
            next();
        } else if (answer == QMessageBox::Save) {
            if (m_file.isEmpty()) {
                saveAsDialog(next);
            } else if (save(m_file)) {
                next();
            }
        }
    });
    question->open();
}

void ConfigForm::reject() {
    whenSaved([this] { QDialog::reject(); });
}

void ConfigForm::closeEvent(QCloseEvent* event) {
    if (!isWindowModified()) return QDialog::closeEvent(event);
    event->ignore();
    reject();
}

void ConfigForm::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_tabs == nullptr || m_setting) return;
    const QScopedValueRollback<bool> setting(m_setting, true);
    changed();
}

void ConfigForm::openDialog() {
    whenSaved([this] {
        QFileDialog* dialog =
            newFileDialog(this, QStringLiteral("configFormOpen"), tr("Open accelerator config"));
        dialog->setFileMode(QFileDialog::ExistingFile);
        dialog->setNameFilters({tr("Accelerator configs (*.json)"), tr("All files (*)")});
        connect(dialog, &QFileDialog::fileSelected, this, &ConfigForm::open);
        dialog->open();
    });
}

void ConfigForm::saveAsDialog(std::function<void()> next) {
    QFileDialog* dialog =
        newFileDialog(this, QStringLiteral("configFormSave"), tr("Save accelerator config"));
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Accelerator configs (*.json)"));
    dialog->setDefaultSuffix(QStringLiteral("json"));
    dialog->selectFile(m_file.isEmpty() ? m_name->text() + QStringLiteral(".json") : m_file);
    connect(dialog, &QFileDialog::fileSelected, this, [this, next = std::move(next)](const QString& file) {
        if (save(file) && next) next();
    });
    dialog->open();
}

bool ConfigForm::save(const QString& file) {
    const std::optional<AcceleratorConfig> made = config();
    if (!made) return false;
    // What is called otherwise is not found as a config again.
    if (!file.endsWith(QStringLiteral(".json"))) {
        m_summary->setText(tr("The name of the file has to end in .json."));
        return false;
    }
    try {
        write_file_atomically(file.toStdString(), config_to_json(*made).dump(2) + "\n");
        // What was written is what the compiler reads.
        set(find_config(file.toStdString()), QFileInfo(file).absoluteFilePath());
        settings::addRecentConfig(file);
        return true;
    } catch (const Error& error) {
        m_summary->setText(text(to_text(error.failure())));
        return false;
    }
}

QString ConfigForm::ownPlace() const {
    static const QRegularExpression odd(QStringLiteral("[^A-Za-z0-9_.-]"));
    const QString folder = settings::configsFolder();
    QDir().mkpath(folder);
    const QString stem = m_name->text().trimmed().replace(odd, QStringLiteral("_"));
    QString file = QStringLiteral("%1/%2.json").arg(folder, stem);
    for (int i = 2; QFileInfo::exists(file); ++i)
        file = QStringLiteral("%1/%2-%3.json").arg(folder, stem).arg(i);
    return file;
}

void ConfigForm::use() {
    if (!config()) return;
    if ((m_file.isEmpty() || isWindowModified()) && !save(m_file.isEmpty() ? ownPlace() : m_file)) return;
    Q_EMIT used(m_file);
}

}  // namespace lockstep::app
