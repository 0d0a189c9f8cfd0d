#include "app/input_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/command_line/option_values.h"
#include "app/file_dialog.h"
#include "app/input_preview_view.h"
#include "app/seed_box.h"
#include "core/run/data_kind.h"
#include "core/run/generated_inputs.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme.h"

namespace lockstep::app {
namespace {

DataKind kindOf(const QString& words) {
    return data_kind(words.trimmed().toStdString());
}

}  // namespace

InputDialog::InputDialog(QWidget* parent)
    : QDialog(parent),
      m_rowsArea(new QWidget(this)),
      m_grid(new QGridLayout(m_rowsArea)),
      m_seed(new SeedBox(this)),
      m_preview(new InputPreviewView(this)),
      m_reference(new QComboBox(this)),
      m_referenceWords(new QLineEdit(this)),
      m_problem(new QLabel(this)),
      m_box(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this)) {
    setObjectName(QStringLiteral("inputDialog"));
    setWindowTitle(tr("Inputs of the run"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(2, 1);
    m_seed->setObjectName(QStringLiteral("inputSeed"));
    m_seed->setAccessibleName(tr("Seed of what is random"));
    m_problem->setObjectName(QStringLiteral("inputProblem"));
    m_problem->setWordWrap(true);
    m_box->button(QDialogButtonBox::Ok)->setText(tr("Use these"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(m_rowsArea);
    column->addWidget(m_preview, 1);
    column->addLayout(makeReference());
    column->addWidget(m_problem);
    column->addWidget(m_box);
    resize(820, 600);
    connect(m_preview, &InputPreviewView::columnsChosen, this, [this](const QString& columns) {
        if (m_selected >= m_rows.size()) return;
        QStringList names = columns.split(QLatin1Char(','), Qt::SkipEmptyParts);
        for (QString& name : names) name = name.trimmed();
        m_rows[m_selected].columns = names.join(QLatin1Char(','));
        startPreview(m_selected);
    });
    connect(m_preview, &InputPreviewView::resetChosen, this, [this] {
        if (m_selected < m_rows.size()) startPreview(m_selected);
    });
    connect(m_box, &QDialogButtonBox::accepted, this, [this] {
        Q_EMIT chosen(choice(), reference());
        accept();
    });
    connect(m_box, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

QLayout* InputDialog::makeReference() {
    m_reference->setObjectName(QStringLiteral("referenceChoice"));
    m_reference->setAccessibleName(tr("Reference"));
    m_reference->setToolTip(tr("What the outputs of the VM are held against"));
    m_referenceWords->setObjectName(QStringLiteral("referenceWords"));
    m_referenceWords->setAccessibleName(tr("Of the reference"));
    auto* row = new QHBoxLayout;
    auto* seedLabel = new QLabel(tr("&Seed"), this);
    seedLabel->setBuddy(m_seed);
    auto* label = new QLabel(tr("R&eference"), this);
    label->setBuddy(m_reference);
    row->addWidget(seedLabel);
    row->addWidget(m_seed);
    row->addSpacing(16);
    row->addWidget(label);
    row->addWidget(m_reference);
    row->addWidget(m_referenceWords, 1);
    connect(m_reference, &QComboBox::currentIndexChanged, this, [this] {
        const QString kind = m_reference->currentData().toString();
        const bool sampled = kind == QLatin1String("sampled:");
        const bool fromFile = kind == QLatin1String(".npy");
        m_referenceWords->setVisible(sampled || fromFile);
        m_referenceWords->setPlaceholderText(fromFile ? tr("outputs.npy")
                                                      : tr("one inference in …, as 1000"));
        check();
    });
    connect(m_referenceWords, &QLineEdit::textChanged, this, &InputDialog::check);
    return row;
}

void InputDialog::ask(const Subject& subject, const InputChoice& input, const QString& reference) {
    m_subject = subject;
    makeRows();
    showWords(input);
    showReference(reference);
    m_selected = 0;
    for (std::size_t i = m_rows.size(); i-- > 0;)
        if (m_rows[i].kind->currentIndex() == file) m_selected = i;
    for (std::size_t i = 0; i < m_rows.size(); ++i) rowChanged(i);
    select(m_selected);
}

void InputDialog::makeRows() {
    for (const Row& row : m_rows)
        for (QWidget* widget :
             std::initializer_list<QWidget*>{row.label, row.kind, row.words, row.browse, row.state})
            delete widget;
    m_rows.clear();
    for (std::size_t i = 0; i < m_subject.inputs.size(); ++i) {
        const IoTensor& input = m_subject.inputs[i];
        Row row;
        row.name = text(input.name);
        row.label = new QLabel(QStringLiteral("%1  %2").arg(row.name, shapeText(input.shape)), m_rowsArea);
        row.kind = new QComboBox(m_rowsArea);
        row.kind->setObjectName(QStringLiteral("inputKind%1").arg(i));
        row.kind->setAccessibleName(tr("Source of %1").arg(row.name));
        row.kind->addItems({tr("Random"), tr("Constant"), tr("Sine"), tr("Random walk"), tr("File")});
        row.words = new QLineEdit(m_rowsArea);
        row.words->setObjectName(QStringLiteral("inputWords%1").arg(i));
        row.words->setAccessibleName(tr("Values of %1").arg(row.name));
        row.browse = new QToolButton(m_rowsArea);
        row.browse->setObjectName(QStringLiteral("inputBrowse%1").arg(i));
        row.browse->setText(QStringLiteral("…"));
        row.browse->setToolTip(tr("Choose a file"));
        row.browse->setAccessibleName(tr("Choose a file for %1").arg(row.name));
        row.state = new QLabel(m_rowsArea);
        row.label->setBuddy(row.kind);
        const int line = static_cast<int>(i);
        m_grid->addWidget(row.label, line, 0);
        m_grid->addWidget(row.kind, line, 1);
        m_grid->addWidget(row.words, line, 2);
        m_grid->addWidget(row.browse, line, 3);
        m_grid->addWidget(row.state, line, 4);
        connect(row.kind, &QComboBox::currentIndexChanged, this, [this, i] {
            if (m_filling) return;
            m_rows[i].words->clear();
            rowChanged(i);
            select(i);
            m_rows[i].words->setFocus();
        });
        connect(row.words, &QLineEdit::textChanged, this, [this, i] {
            if (m_filling) return;
            m_rows[i].columns.clear();
            forgetReset(i);
            rowChanged(i);
            select(i);
        });
        connect(row.browse, &QToolButton::clicked, this, [this, i] { browse(i); });
        m_rows.push_back(row);
    }
}

void InputDialog::showWords(const InputChoice& input) {
    const QScopedValueRollback<bool> filling(m_filling, true);
    m_seed->setValue(input.seed);
    const auto rowOf = [this](const QString& name) {
        return std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.name == name; });
    };
    std::vector<bool> given(m_rows.size());
    const auto give = [&](std::size_t i, int kind, const QString& words, const QString& columns) {
        m_rows[i].kind->setCurrentIndex(kind);
        m_rows[i].words->setText(words);
        m_rows[i].columns = columns;
        given[i] = true;
    };
    m_preview->setResetColumn(input.resetColumn);
    // Words that cannot be read are left out: the dialog is there to say them anew.
    const auto attempt = [](const auto& work) {
        try {
            work();
        } catch (const Error&) {
            return;
        }
    };
    for (const QString& words : input.generators) {
        attempt([&] {
            const InputGenerator made = input_generator(words.toStdString());
            const QString value = text(made.text).section(QLatin1Char(':'), 1);
            for (std::size_t i = 0; i < m_rows.size(); ++i)
                if (made.name.empty() || m_rows[i].name == text(made.name))
                    give(i, static_cast<int>(made.kind), value, {});
        });
    }
    for (const QString& words : input.files) {
        attempt([&] {
            const InputFile read = cli::to_input_file(words.toStdString());
            QStringList columns;
            for (const std::string& each : read.columns.chosen) columns << text(each);
            std::size_t i = 0;
            if (const auto named = rowOf(text(read.name)); named != m_rows.end())
                i = static_cast<std::size_t>(named - m_rows.begin());
            else
                while (i + 1 < given.size() && given[i]) ++i;
            if (i < m_rows.size()) give(i, file, text(read.file.string()), columns.join(QLatin1Char(',')));
        });
    }
}

void InputDialog::showReference(const QString& reference) {
    m_reference->clear();
    if (m_subject.hasModel) {
        m_reference->addItem(tr("forward, then stepped"), QString());
        m_reference->addItem(tr("forward only"), QStringLiteral("forward"));
        m_reference->addItem(tr("stepped only"), QStringLiteral("stepped"));
        m_reference->addItem(tr("sampled"), QStringLiteral("sampled:"));
    }
    m_reference->addItem(tr("outputs of a file"), QStringLiteral(".npy"));
    m_reference->addItem(tr("none"), m_subject.hasModel ? QStringLiteral("none") : QString());
    QString kind = reference;
    QString words;
    if (reference.startsWith(QLatin1String("sampled:"))) {
        kind = QStringLiteral("sampled:");
        words = reference.mid(8);
    } else if (kindOf(reference) == DataKind::npy) {
        kind = QStringLiteral(".npy");
        words = reference;
    }
    m_reference->setCurrentIndex(std::max(0, m_reference->findData(kind)));
    m_referenceWords->setText(words);
    m_referenceWords->setVisible(kind == QLatin1String("sampled:") || kind == QLatin1String(".npy"));
}

bool InputDialog::isArchive(const Row& row) const {
    return row.kind->currentIndex() == file && kindOf(row.words->text()) == DataKind::npz;
}

void InputDialog::propose(const QString& dropped) {
    const QString base = QFileInfo(dropped).completeBaseName();
    std::size_t at = 0;
    for (std::size_t i = m_rows.size(); i-- > 0;)
        if (m_rows[i].kind->currentIndex() != file) at = i;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].name == base) at = i;
    if (m_rows.empty()) return;
    {
        const QScopedValueRollback<bool> filling(m_filling, true);
        m_rows[at].kind->setCurrentIndex(file);
        m_rows[at].columns.clear();
        forgetReset(at);
        m_rows[at].words->setText(dropped);
    }
    rowChanged(at);
    select(at);
}

/// The column that resets the state is one of the table that was there, unless another row has it.
void InputDialog::forgetReset(std::size_t at) {
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (i != at && m_rows[i].kind->currentIndex() == file &&
            kindOf(m_rows[i].words->text()) == DataKind::csv)
            return;
    m_preview->setResetColumn({});
}

void InputDialog::browse(std::size_t at) {
    QFileDialog* dialog = newFileDialog(this, QStringLiteral("inputFileDialog"), tr("Input data"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Input data (*.npy *.npz *.csv)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, at](const QString& chosenFile) { m_rows[at].words->setText(chosenFile); });
    dialog->open();
}

void InputDialog::rowChanged(std::size_t at) {
    Row& row = m_rows[at];
    const int kind = row.kind->currentIndex();
    // What is still being read is of words that are gone.
    m_runner.drop(QStringLiteral("preview%1").arg(at));
    static const QStringList hints = {QString(), tr("value, as in 0.5"),
                                      tr("period in inferences, and size: 50 or 50,0.5"),
                                      tr("step, as in 0.1"), tr("a .npy, .npz or .csv file")};
    row.words->setPlaceholderText(hints[kind]);
    row.words->setVisible(kind != random);
    row.browse->setVisible(kind == file);
    row.problem.clear();
    row.waits = false;
    const QString words = row.words->text().trimmed();
    if (kind == file) {
        if (words.isEmpty())
            row.problem = tr("%1: no file is chosen").arg(row.name);
        else
            startPreview(at);
    } else if (kind != random) {
        static const QStringList names = {QString(), QStringLiteral("constant:"), QStringLiteral("sine:"),
                                          QStringLiteral("walk:")};
        try {
            input_generator((names[kind] + words).toStdString());
        } catch (const Error&) {
            row.problem = tr("%1: %2").arg(row.name, hints[kind]);
        }
    }
    check();
}

void InputDialog::select(std::size_t at) {
    if (at >= m_rows.size()) {
        clearPreview(tr("This model has no inputs."));
        return;
    }
    const bool other = m_selected != at;
    m_selected = at;
    const Row& row = m_rows[at];
    if (row.kind->currentIndex() != file) {
        clearPreview(tr("%1 is made, any number of inferences.").arg(row.name));
    } else if (other && !row.words->text().isEmpty()) {
        startPreview(at);
    }
}

void InputDialog::clearPreview(const QString& words) {
    m_previewed.clear();
    m_preview->showWords(words);
}

void InputDialog::startPreview(std::size_t at) {
    Row& row = m_rows[at];
    row.waits = true;
    row.problem.clear();
    InputFile asked{.name = {}, .file = row.words->text().trimmed().toStdString(), .columns = {}};
    for (const QString& column : row.columns.split(QLatin1Char(','), Qt::SkipEmptyParts))
        asked.columns.chosen.push_back(column.toStdString());
    if (data_kind(asked.file) == DataKind::csv) asked.columns.reset = m_preview->resetColumn().toStdString();
    // What is shown of the same file stays until it is read anew.
    if (at == m_selected && m_previewed != row.words->text())
        clearPreview(tr("Reading %1…").arg(QFileInfo(row.words->text()).fileName()));
    m_runner.start(
        QStringLiteral("preview%1").arg(at), tr("Reading %1").arg(row.name),
        [asked, input = m_subject.inputs[at]](const JobControl& control) {
            return preview_file(asked, &input, control);
        },
        [this, at](const std::vector<ArrayPreview>& previews) { showPreview(at, previews); },
        [this, at](const Failure& failure) {
            if (at >= m_rows.size()) return;
            m_rows[at].waits = false;
            m_rows[at].problem = text(failure.message);
            if (at == m_selected && m_previewed != m_rows[at].words->text()) clearPreview({});
            check();
        });
    check();
}

QString InputDialog::fitOf(std::size_t at, const std::vector<ArrayPreview>& previews) const {
    const Row& row = m_rows[at];
    if (m_subject.takesWindows) return {};
    try {
        for (std::size_t i = 0; i < m_subject.inputs.size(); ++i) {
            const IoTensor& input = m_subject.inputs[i];
            const ArrayPreview* array = nullptr;
            if (previews.size() == 1 && !isArchive(row)) {
                array = i == at ? previews.data() : nullptr;
            } else {
                const auto found =
                    std::find_if(previews.begin(), previews.end(), [&](const ArrayPreview& each) {
                        return each.name == input.name || previews.size() == 1;
                    });
                if (found == previews.end())
                    return tr("there is no array \"%1\" in the archive").arg(text(input.name));
                array = &*found;
            }
            if (array != nullptr)
                row_layout(input, array->shape, QFileInfo(row.words->text()).fileName().toStdString());
        }
    } catch (const Error& error) {
        return text(error.failure().message);
    }
    return {};
}

void InputDialog::showPreview(std::size_t at, const std::vector<ArrayPreview>& previews) {
    if (at >= m_rows.size()) return;
    Row& row = m_rows[at];
    row.waits = false;
    row.problem = fitOf(at, previews);
    if (at == m_selected && !previews.empty()) {
        const auto own = std::find_if(previews.begin(), previews.end(),
                                      [&](const ArrayPreview& each) { return text(each.name) == row.name; });
        m_previewed = row.words->text();
        m_preview->showArray(own == previews.end() ? previews.front() : *own,
                             {.file = row.words->text(),
                              .columns = row.columns,
                              .problem = row.problem,
                              .judged = !m_subject.takesWindows,
                              .hasState = m_subject.hasState});
    }
    check();
}

InputChoice InputDialog::choice() const {
    InputChoice made;
    made.seed = m_seed->value();
    const bool single = m_rows.size() == 1;
    const bool any = std::any_of(m_rows.begin(), m_rows.end(),
                                 [](const Row& row) { return row.kind->currentIndex() != random; });
    for (const Row& row : m_rows) {
        if (!isArchive(row)) continue;
        made.files << row.words->text().trimmed();
        return made;
    }
    if (!any) return made;
    bool table = false;
    for (const Row& row : m_rows) {
        const QString begin = single ? QString() : row.name + QLatin1Char('=');
        const QString words = row.words->text().trimmed();
        switch (row.kind->currentIndex()) {
            case random:
                made.generators << begin + QStringLiteral("random");
                break;
            case constant:
                made.generators << begin + QStringLiteral("constant:") + words;
                break;
            case sine:
                made.generators << begin + QStringLiteral("sine:") + words;
                break;
            case walk:
                made.generators << begin + QStringLiteral("walk:") + words;
                break;
            default:
                made.files << begin + words +
                                  (row.columns.isEmpty() ? QString() : QLatin1Char(':') + row.columns);
                table = table || kindOf(words) == DataKind::csv;
        }
    }
    if (table) made.resetColumn = m_preview->resetColumn();
    return made;
}

QString InputDialog::reference() const {
    const QString kind = m_reference->currentData().toString();
    const QString words = m_referenceWords->text().trimmed();
    if (kind == QLatin1String("sampled:")) return kind + words;
    return kind == QLatin1String(".npy") ? words : kind;
}

void InputDialog::check() {
    QString problem;
    bool waits = false;
    bool archive = false;
    for (const Row& row : m_rows) archive = archive || isArchive(row);
    for (const Row& row : m_rows) {
        const bool counts = !archive || isArchive(row);
        for (QWidget* widget : std::initializer_list<QWidget*>{row.kind, row.words})
            widget->setEnabled(counts);
        row.state->setText(!counts ? tr("from the archive") : row.waits ? tr("reading…") : QString());
        if (!counts) continue;
        if (problem.isEmpty()) problem = row.problem;
        waits = waits || row.waits;
    }
    if (problem.isEmpty() && !reference().isEmpty()) {
        try {
            cli::to_reference(reference().toStdString());
        } catch (const Error& error) {
            problem = text(error.failure().message);
        }
    }
    if (problem.isEmpty() && m_reference->currentData().toString() == QLatin1String(".npy") &&
        kindOf(reference()) != DataKind::npy)
        problem = tr("The reference is an NPY file of outputs.");
    QPalette tone = palette();
    tone.setColor(QPalette::WindowText, themeColors(palette()).error);
    m_problem->setPalette(tone);
    // What the preview says already is not said twice.
    const bool said = m_selected < m_rows.size() && !m_previewed.isEmpty() &&
                      m_previewed == m_rows[m_selected].words->text() && m_preview->says(problem);
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty() && !said);
    m_box->button(QDialogButtonBox::Ok)->setEnabled(problem.isEmpty() && !waits);
}

}  // namespace lockstep::app
