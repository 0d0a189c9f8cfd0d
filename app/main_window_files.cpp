#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>
#include <algorithm>

#include "app/background_export.h"
#include "app/command_text.h"
#include "app/examples.h"
#include "app/exports.h"
#include "app/file_dialog.h"
#include "app/file_kind.h"
#include "app/folder_contents.h"
#include "app/folder_dialog.h"
#include "app/job_runner.h"
#include "app/last_session.h"
#include "app/main_window.h"
#include "app/message_bar.h"
#include "app/session_file.h"
#include "app/session_keeper.h"
#include "app/settings.h"
#include "app/several_models.h"
#include "app/shape_form.h"
#include "app/variant_links.h"
#include "app/view_details.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {
namespace {

/// A file dialog that does not block; `chosen` hears of the file.
template <class Chosen>
void askForFile(QWidget* parent, const char* name, const QString& title, const QStringList& filters,
                Chosen chosen) {
    QFileDialog* dialog = newFileDialog(parent, QLatin1String(name), title);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(filters);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, chosen);
    dialog->open();
}

/// The same for a file that is written.
template <class Chosen>
void askWhereTo(QWidget* parent, const char* name, const QString& title, const QString& filter,
                const QString& proposal, const QString& ending, Chosen chosen) {
    QFileDialog* dialog = newFileDialog(parent, QLatin1String(name), title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(filter);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(proposal);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, chosen);
    dialog->open();
}

}  // namespace

void MainWindow::openDialog() {
    askForFile(
        this, "openDialog", tr("Open"),
        {tr("Models, programs, sessions (*.pt *.pth *.ts *.lkp *.lockstep)"),
         tr("Accelerator configs (*.json)"), tr("Input data (*.npy *.npz *.csv)"), tr("All files (*)")},
        [this](const QString& file) { openFiles({file}); });
}

void MainWindow::openFiles(const QStringList& files) {
    const auto models = std::ranges::count_if(files, [](const QString& file) {
        return fileKind(file) == FileKind::model || fileKind(file) == FileKind::program;
    });
    using Choice = settings::SeveralModels;
    const Choice choice = models > 1 ? settings::severalModels() : Choice::each;
    if (choice == Choice::ask) {
        m_several->ask(files, static_cast<int>(models));
    } else if (choice == Choice::compare) {
        compareModels(files);
    } else {
        openEach(files);
    }
}

void MainWindow::openEach(const QStringList& files) {
    for (const QString& file : files) openOne(QDir::cleanPath(QFileInfo(file).absoluteFilePath()));
}

void MainWindow::compareModels(const QStringList& files) {
    const std::size_t before = m_controller->documents().size();
    openEach(files);
    std::vector<quint64> opened;
    for (std::size_t i = before; i < m_controller->documents().size(); ++i)
        opened.push_back(m_controller->documents()[i]->id);
    m_variants->keepWhenCompiled(opened);
}

void MainWindow::openFolder(const QString& folder) {
    // A folder may be large, and far away: it is read beside the window.
    auto* reader = new JobRunner(this);
    const auto show = [this, folder, reader](const FolderContents& contents) {
        reader->deleteLater();
        const QStringList files = contents.all();
        const QString name = QDir(folder).dirName();
        if (files.isEmpty()) {
            m_messageAction = nullptr;
            m_message->showMessage(
                MessageBar::Kind::warning,
                contents.isCut
                    ? tr("Nothing that can be opened was found in the first %1 entries of %2. Drop the file "
                         "itself.")
                          .arg(mostFolderEntries)
                          .arg(name)
                    : tr("The folder %1 holds nothing that can be opened: no model (.pt, .pth, .ts), program "
                         "(.lkp), session (.lockstep), accelerator config (.json) or input data (.npy, .npz, "
                         ".csv).")
                          .arg(name));
            return;
        }
        if (files.size() == 1) {
            openOne(files.front());
            return;
        }
        auto* dialog = new FolderDialog(folder, contents, this);
        connect(dialog, &FolderDialog::filesChosen, this, &MainWindow::openFiles);
        dialog->open();
    };
    reader->start(
        QStringLiteral("folder"), tr("Looking through %1").arg(folder),
        [folder](const JobControl& control) { return folderContents(folder, control); }, show,
        [this, reader](const Failure& failure) {
            reader->deleteLater();
            showError(failure);
        });
}

void MainWindow::openOne(const QString& file) {
    const Document* document = m_controller->current();
    switch (fileKind(file)) {
        case FileKind::session:
            openSessionFile(file);
            return;
        case FileKind::config:
            if (document != nullptr && document->isProgram) {
                m_message->showMessage(MessageBar::Kind::info,
                                       tr("A program is compiled for its accelerator already; open its model "
                                          "to try another one."));
                return;
            }
            if (chooseConfig(file) && document == nullptr) {
                m_message->showMessage(
                    MessageBar::Kind::info,
                    tr("The next model is compiled for %1.").arg(QFileInfo(file).fileName()));
            }
            return;
        case FileKind::input:
            if (document == nullptr) {
                m_message->showMessage(
                    MessageBar::Kind::info,
                    tr("Open the model first that is to run on %1.").arg(QFileInfo(file).fileName()));
                return;
            }
            // A table has columns to choose; an array that is dropped is used as it is.
            if (document->compiled &&
                (file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive) || document->hasSeveralInputs())) {
                chooseInputs(file);
                return;
            }
            // The same file once more: it may be in order by now.
            if (m_store->state().input.files == QStringList{file}) m_controller->retryRun();
            m_store->change(tr("inputs"), ViewStore::Group::single, [&](ViewState& state) {
                state.input.files = QStringList{file};
                state.input.generators.clear();
                state.input.resetColumn.clear();
            });
            m_messageAction = [this] { chooseInputs({}); };
            m_message->showMessage(MessageBar::Kind::info,
                                   tr("The inputs come from %1.").arg(QFileInfo(file).fileName()),
                                   tr("Preview…"));
            m_message->keepWhile([this, file] {
                const Document* shown = m_controller->current();
                return shown != nullptr && shown->view.input.files.contains(file);
            });
            return;
        case FileKind::folder:
            openFolder(file);
            return;
        case FileKind::program:
        case FileKind::model:
            break;
    }
    ViewState view = m_store->state();
    view.streamingAxes.clear();
    view.inference = 0;
    view.input = {};
    view.runLength = 20;
    view.resetEvery = 0;
    view.reference.clear();
    view.edits.clear();
    view.everyStep = false;
    view.precision.clear();
    view.pins.clear();
    view.selection = {};
    view.folded.clear();
    view.details = {};
    const bool isProgram = fileKind(file) == FileKind::program;
    if (!isProgram && document != nullptr && document->isProgram)
        view.config = settings::config(ViewState().config);
    settings::addRecentFile(file);
    m_controller->open(file, isProgram, {}, view, false, true);
}

void MainWindow::openExample(int index) {
    const Example& example = examples()[static_cast<std::size_t>(index)];
    QString file;
    try {
        file = exampleFile(example);
    } catch (const Error& error) {
        showError(error.failure());
        return;
    }
    ViewState view;
    view.config = m_store->state().config;
    view.targetUs = m_store->state().targetUs;
    view.theme = m_store->state().theme;
    view.streamingAxes = {example.streamingAxis};
    settings::addRecentFile(file);
    m_controller->open(file, false, {}, view, true, true);
}

void MainWindow::openModel(const QString& file, const ModelOptions& options, const ViewState& view,
                           bool axesGiven) {
    const QString absolute = QFileInfo(file).absoluteFilePath();
    settings::addRecentFile(absolute);
    m_controller->open(absolute, fileKind(absolute) == FileKind::program, options, view, axesGiven);
}

void MainWindow::openSessionFile(const QString& file) {
    Session session;
    try {
        session = loadSession(file);
    } catch (const Error& error) {
        showError(error.failure());
        return;
    }
    settings::addRecentFile(file);
    openSession(session);
}

void MainWindow::openSession(const Session& session) {
    m_controller->closeAll();
    for (const SessionDocument& document : session.documents) {
        m_controller->open(document.file, document.isProgram, document.options, document.view, true);
    }
    if (session.current < std::ssize(session.documents)) m_controller->setCurrent(session.current);
    m_variants->restore(session.variants, session.baseline);
    if (!session.documents.empty()) {
        const ViewState& view =
            session.documents[static_cast<std::size_t>(m_controller->currentIndex())].view;
        if (!view.docks.isEmpty() && m_panelsShown) {
            restoreState(view.docks, settings::layoutVersion);
        } else if (!view.docks.isEmpty()) {
            m_panelsState = view.docks;
            m_layoutRestored = true;
        }
        syncView([&](ViewState& state) { state.theme = view.theme; });
    }
}

Session MainWindow::session() const {
    Session session;
    session.current = std::max(0, m_controller->currentIndex());
    for (const auto& document : m_controller->documents()) {
        ViewState view = document->view;
        if (document.get() == m_controller->current()) view.details = m_details->read();
        view.theme = m_store->state().theme;
        view.docks = m_panelsShown ? saveState(settings::layoutVersion) : m_panelsState;
        session.documents.push_back({document->file, document->isProgram, document->options, view});
    }
    session.variants = m_variants->saved();
    session.baseline = m_variants->baseline();
    return session;
}

void MainWindow::begin(const QStringList& files) {
    openFiles(files);
    // What a crash left is offered instead of being opened: it may be what crashed.
    if (files.isEmpty() && m_message->isHidden() && settings::start() == settings::Start::reopen)
        reopenSession();
}

void MainWindow::reopenSession() {
    const Session session = last_session::load();
    if (session.documents.empty() && session.variants.empty()) return;
    openSession(session);
}

void MainWindow::offerAbandoned() {
    if (!m_message->isHidden()) return;  // it is offered once that is gone
    const QStringList files = m_keeper->abandoned();
    Session session;
    for (const QString& file : files) {
        try {
            Session left = loadSession(file);
            std::move(left.documents.begin(), left.documents.end(), std::back_inserter(session.documents));
            std::move(left.variants.begin(), left.variants.end(), std::back_inserter(session.variants));
        } catch (const Error&) {
            // Cut off by what ended the window: nothing to open.
        }
    }
    if (session.documents.empty() && session.variants.empty()) {
        m_keeper->forget(files);
        return;
    }
    m_messageAction = [this, session, files] {
        m_keeper->forget(files);
        openSession(session);
    };
    const QString when = QLocale().toString(QFileInfo(files.front()).lastModified(), QLocale::ShortFormat);
    m_message->showMessage(MessageBar::Kind::info,
                           tr("Lockstep ended without being closed (%1). It had open: %2.")
                               .arg(when, last_session::names(session)),
                           tr("Open again"));
    m_offer = m_message->text();
}

void MainWindow::openSessionDialog() {
    askForFile(this, "openSessionDialog", tr("Open session"), {tr("Lockstep session (*.lockstep)")},
               [this](const QString& file) { openFiles({file}); });
}

void MainWindow::saveSessionDialog() {
    askWhereTo(this, "saveSessionDialog", tr("Save session"), tr("Lockstep session (*.lockstep)"),
               QStringLiteral("session.lockstep"), QStringLiteral("lockstep"), [this](const QString& file) {
                   try {
                       saveSession(session(), file);
                       settings::addRecentFile(file);
                   } catch (const Error& error) {
                       showError(error.failure());
                   }
               });
}

void MainWindow::chooseConfigFile() {
    showBars();  // the chooser shows again what is in effect
    askForFile(this, "configDialog", tr("Open accelerator config"),
               {tr("Accelerator configs (*.json)"), tr("All files (*)")},
               [this](const QString& file) { chooseConfig(file); });
}

void MainWindow::exportDialog(Command command) {
    const Document* document = m_controller->current();
    const ExportFormat* format = exportFormat(command);
    if (document == nullptr || format == nullptr || !canExport(*document, command)) return;
    const QFileInfo info(document->file);
    // A model of the cache folder is an example: its report belongs to where the user works.
    const QString proposal = QStringLiteral("%1.%2").arg(info.completeBaseName(), format->ending);
    askWhereTo(this, "exportDialog", plainText(commandRow(command)), format->filter, proposal, format->ending,
               [this, command](const QString& file) { writeExport(command, file); });
}

void MainWindow::writeExport(Command command, const QString& file) {
    const Document* document = m_controller->current();
    if (document == nullptr || !canExport(*document, command)) return;
    // What is written is what is shown now; the run itself goes on.
    Document snapshot = *document;
    snapshot.watched.reset();
    snapshot.run.reset();
    snapshot.kept.clear();
    m_exports->start(file, [snapshot = std::move(snapshot), command, words = commandText(*document),
                            file](const JobControl&) { exportDocument(snapshot, command, words, file); });
}

void MainWindow::showError(const Failure& failure) {
    QString words = text(failure.message);
    if (!failure.advice.empty()) words += QStringLiteral(". ") + text(failure.advice);
    m_messageAction = nullptr;
    m_message->showMessage(MessageBar::Kind::error, words);
}

void MainWindow::askForInputs(const ModelProbe& probe) {
    const Document* document = m_controller->current();
    ShapeForm::Known known{.options = document->options, .shapes = {}, .axes = {}};
    if (document->model) {
        const ImportedGraph& file = *document->model->file_graph;
        for (const std::uint32_t input : file.inputs) known.shapes.emplace_back(file.values[input].shape);
        known.axes = document->view.streamingAxes;
    } else {
        try {
            known.shapes = import_options(document->options, probe).input_shapes;
        } catch (const Error&) {
            // Shapes of inputs that the file has not: the proposals stand alone.
        }
    }
    const auto failure = document->failures.find(Stage::load);
    m_shapeForm->ask(document->title(), probe, known,
                     failure == document->failures.end() ? QString() : text(failure->second.message));
    m_asking = true;
    showPage();
}

}  // namespace lockstep::app
