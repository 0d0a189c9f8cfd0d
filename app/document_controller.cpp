#include "app/document_controller.h"

#include <QFileInfo>
#include <algorithm>

#include "app/command_line/option_values.h"
#include "app/model_memory.h"
#include "app/run_contents.h"
#include "app/settings.h"
#include "app/view_memory.h"

namespace lockstep::app {

namespace {

/// The files that a document is made of: model, config, inputs and what they are compared with.
QStringList filesOf(const Document& document) {
    QStringList files{document.file};
    if (!document.isProgram && QFileInfo(document.view.config).isAbsolute()) files << document.view.config;
    try {
        for (const InputFile& input : jobs::inputFiles(document.view.input))
            files << QFileInfo(QString::fromStdString(input.file.string())).absoluteFilePath();
        if (const auto reference = cli::to_reference(document.view.reference.toStdString());
            !document.view.reference.isEmpty() && reference.kind == cli::ReferenceOption::Kind::file)
            files << QFileInfo(QString::fromStdString(reference.file)).absoluteFilePath();
    } catch (const Error&) {
        // Words that name no files: running says so.
    }
    return files;
}

}  // namespace

QString DocumentController::kind(const char* stage, const Document& document) {
    return QStringLiteral("%1:%2").arg(QLatin1String(stage)).arg(document.id);
}

DocumentController::DocumentController(QObject* parent) : QObject(parent) {
    for (JobRunner* runner : {&m_prepare, &m_stepper, &m_comparer}) {
        connect(runner, &JobRunner::busyChanged, this, [this] { Q_EMIT busyChanged(isBusy()); });
        connect(runner, &JobRunner::progressChanged, this, &DocumentController::progressChanged);
    }
    connect(&m_player, &QTimer::timeout, this, &DocumentController::playTick);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this](const QString& file) {
        for (const auto& document : m_documents) {
            if (!filesOf(*document).contains(file)) continue;
            // A file that is replaced as a whole is another one to the watcher.
            watch(*document);
            if (file != document->file && file == document->view.config) {
                // Nothing has to be read but the config: what it changes is told as after a reload.
                if (!document->model) continue;
                if (isCurrent(*document)) Q_EMIT reloading();
                startCompile(*document);
                continue;
            }
            document->changedOnDisk = true;
            if (isCurrent(*document)) Q_EMIT fileChangedOnDisk(file);
        }
    });
}

DocumentController::~DocumentController() {
    for (const auto& document : m_documents)
        if (document->model) remember(*document);
}

const Document* DocumentController::current() const {
    return m_current < 0 ? nullptr : m_documents[static_cast<std::size_t>(m_current)].get();
}

Document* DocumentController::currentDocument() {
    return m_current < 0 ? nullptr : m_documents[static_cast<std::size_t>(m_current)].get();
}

Document* DocumentController::find(quint64 id) {
    const auto found =
        std::find_if(m_documents.begin(), m_documents.end(), [id](const auto& d) { return d->id == id; });
    return found == m_documents.end() ? nullptr : found->get();
}

bool DocumentController::isCurrent(const Document& document) const {
    return &document == current();
}

void DocumentController::open(const QString& file, bool isProgram, const ModelOptions& options,
                              const ViewState& view, bool axesGiven, bool recallsView) {
    auto document = std::make_unique<Document>();
    document->id = m_nextId++;
    document->file = QFileInfo(file).absoluteFilePath();
    document->isProgram = isProgram;
    document->options = options;
    document->view = view;
    document->recallsView = recallsView;
    m_documents.push_back(std::move(document));
    Q_EMIT documentsChanged();
    setCurrent(static_cast<int>(m_documents.size()) - 1);
    startLoad(*m_documents.back(), axesGiven);
}

void DocumentController::setCurrent(int index) {
    if (index == m_current || index >= static_cast<int>(m_documents.size())) return;
    pause();
    m_looking = m_waiting = false;
    Q_EMIT currentLeaves();
    if (const Document* before = current(); before != nullptr && before->model) remember(*before);
    m_current = index;
    if (const Document* document = current()) m_target = document->position();
    Q_EMIT currentChanged();
    if (const Document* document = current(); document != nullptr && document->changedOnDisk)
        Q_EMIT fileChangedOnDisk(document->file);
}

void DocumentController::closeCurrent() {
    Document* document = currentDocument();
    if (document == nullptr) return;
    Q_EMIT currentLeaves();
    if (document->model) remember(*document);
    pause();
    for (const char* stage : {"load", "stream", "compile", "readout"}) m_prepare.drop(kind(stage, *document));
    m_stepper.drop(kind("run", *document));
    m_starting.remove(document->id);
    m_comparer.drop(kind("configs", *document));
    m_documents.erase(m_documents.begin() + m_current);
    QStringList needed;
    for (const auto& other : m_documents) needed << filesOf(*other);
    for (const QString& file : m_watcher.files())
        if (!needed.contains(file)) m_watcher.removePath(file);
    const int next = std::min(m_current, static_cast<int>(m_documents.size()) - 1);
    m_current = -1;
    Q_EMIT documentsChanged();
    if (next >= 0) {
        setCurrent(next);
    } else {
        Q_EMIT currentChanged();
    }
}

void DocumentController::closeAll() {
    while (m_current >= 0) closeCurrent();
}

void DocumentController::reload() {
    Document* document = currentDocument();
    if (document == nullptr) return;
    Q_EMIT reloading();
    startLoad(*document, true);
}

void DocumentController::setOptions(const ModelOptions& options,
                                    const std::optional<std::vector<std::optional<int>>>& axes) {
    Document* document = currentDocument();
    if (document == nullptr) return;
    const bool trust = document->options.trust;
    document->options = options;
    document->options.trust = trust;
    if (axes) document->view.streamingAxes = *axes;
    startLoad(*document, axes.has_value());
}

void DocumentController::askForInputs() {
    Document* document = currentDocument();
    if (document != nullptr && !document->isProgram) startProbe(*document);
}

void DocumentController::compareReadouts() {
    Document* document = currentDocument();
    if (document == nullptr || !document->model || !has_readout(*document->model)) return;
    const quint64 id = document->id;
    m_prepare.start(
        kind("readout", *document), tr("Comparing deployments of %1").arg(document->title()),
        [model = document->model, request = compileRequest(document->view), input = document->view.input](
            const JobControl& control) { return jobs::compareReadouts(model, request, input, control); },
        [this, id](const std::shared_ptr<const ReadoutComparison>& comparison) {
            Document* d = find(id);
            if (d == nullptr) return;
            d->readout = comparison;
            if (isCurrent(*d)) Q_EMIT readoutsCompared();
        },
        [this, id](const Failure& failure) {
            const Document* d = find(id);
            if (d != nullptr && isCurrent(*d)) Q_EMIT readoutsFailed(failure);
        });
}

void DocumentController::compareConfigs() {
    Document* document = currentDocument();
    if (document == nullptr || !document->model) return;
    const quint64 id = document->id;
    // On a thread of its own: what is chosen meanwhile is compiled without waiting for all of them.
    m_comparer.start(
        kind("configs", *document), tr("Comparing accelerators for %1").arg(document->title()),
        [model = document->model, request = compileRequest(document->view), own = settings::recentConfigs(),
         target = document->view.targetUs](const JobControl& control) {
            return jobs::compareConfigs(model, request, own, target, control);
        },
        [this, id](const std::shared_ptr<const ConfigComparison>& comparison) {
            const Document* d = find(id);
            if (d != nullptr && isCurrent(*d)) Q_EMIT configsCompared(comparison);
        },
        [this, id](const Failure& failure) {
            const Document* d = find(id);
            if (d != nullptr && isCurrent(*d)) Q_EMIT configsFailed(failure);
        });
}

void DocumentController::stopComparing() {
    m_comparer.cancel();
}

void DocumentController::apply(const ViewState& view) {
    Document* document = currentDocument();
    if (document == nullptr) return;
    const ViewState before = document->view;
    document->view = view;
    if (document->model && before.targetUs != view.targetUs) remember(*document);
    if (document->model &&
        (before.streamingAxes != view.streamingAxes || before.everyStep != view.everyStep)) {
        startStream(*document);
    } else if (document->model && compileRequest(before) != compileRequest(view)) {
        startCompile(*document);
    } else if (document->compiled && runRequest(before) != runRequest(view)) {
        startRun(*document);
    } else if (document->watched && watchRequest(before) != watchRequest(view)) {
        startWatch(*document, false);
    }
    if (before.config != view.config || before.input != view.input) watch(*document);
    if (m_motion == Motion::playing && before.speed != view.speed) play(view.speed);
}

void DocumentController::recompile() {
    Document* document = currentDocument();
    if (document != nullptr && document->model) startCompile(*document);
}

void DocumentController::retryRun() {
    Document* document = currentDocument();
    if (document != nullptr && document->compiled && document->failures.contains(Stage::run))
        startRun(*document);
}

void DocumentController::startLoad(Document& document, bool axesGiven) {
    pause();
    const quint64 id = document.id;
    const QString file = document.file;
    for (const char* stage : {"stream", "compile"}) m_prepare.drop(kind(stage, document));
    const auto attempt = std::make_shared<LoadAttempt>();
    const auto failedLoad = [this, id, attempt](const Failure& failure) {
        Document* d = find(id);
        if (d == nullptr) return;
        d->picture.reset();
        if (attempt->imported && !failure.nodes.empty())
            d->picture = std::make_shared<const ImportedPicture>(picture_of(*attempt->imported, failure));
        fail(*d, Stage::load, failure);
        // Shapes that the file tells nothing of, or wrong ones: ask.
        if (failure.kind == FailureKind::bad_shape) startProbe(*d);
    };
    watch(document);
    document.changedOnDisk = false;
    if (document.isProgram) {
        m_prepare.start(
            kind("load", document), tr("Opening %1").arg(document.title()),
            [file](const JobControl& control) { return jobs::loadProgram(file, control); },
            [this, id](const std::shared_ptr<const CompileResult>& result) {
                Document* d = find(id);
                if (d == nullptr) return;
                clearFailure(*d, Stage::load);
                compiled(*d, result);
            },
            failedLoad);
        return;
    }
    m_prepare.start(
        kind("load", document), tr("Opening %1").arg(document.title()),
        [file, attempt, options = document.options](const JobControl& control) {
            return jobs::load(file, options, control, *attempt);
        },
        [this, id, axesGiven](const jobs::Loaded& loaded) {
            Document* d = find(id);
            if (d == nullptr) return;
            clearFailure(*d, Stage::load);
            clearFailure(*d, Stage::stream);
            d->model = loaded.model;
            d->readout.reset();
            d->options = loaded.model->options;
            const std::size_t inputs = loaded.model->imported->inputs.size();
            if (!axesGiven) {
                d->view.streamingAxes = loaded.rememberedAxes;
                d->view.everyStep = loaded.rememberedEveryStep;
                if (loaded.rememberedTargetUs) d->view.targetUs = *loaded.rememberedTargetUs;
            }
            d->view.streamingAxes.resize(inputs);
            if (d->recallsView) d->view = recalledView(d->view, loaded.rememberedView);
            d->recallsView = false;
            if (isCurrent(*d)) Q_EMIT modelChanged(true);
            if (anyAxis(d->view.streamingAxes)) {
                startStream(*d);
            } else {
                remember(*d);
                startCompile(*d);
            }
        },
        failedLoad);
}

void DocumentController::startProbe(Document& document) {
    const quint64 id = document.id;
    m_prepare.start(
        kind("load", document), tr("Reading the inputs of %1").arg(document.title()),
        [file = document.file, options = document.options](const JobControl& control) {
            return jobs::probe(file, options, control);
        },
        [this, id](const ModelProbe& probe) {
            const Document* d = find(id);
            if (d != nullptr && isCurrent(*d)) Q_EMIT inputsNeeded(probe);
        },
        [](const Failure&) {});
}

void DocumentController::startStream(Document& document) {
    const quint64 id = document.id;
    m_prepare.drop(kind("compile", document));
    m_prepare.start(
        kind("stream", document), tr("Transforming %1 for streaming").arg(document.title()),
        [model = document.model, axes = document.view.streamingAxes,
         readout = document.view.everyStep ? Readout::every_step : Readout::refuse](
            const JobControl& control) { return jobs::stream(model, axes, readout, control); },
        [this, id](const std::shared_ptr<const LoadedModel>& model) {
            Document* d = find(id);
            if (d == nullptr) return;
            clearFailure(*d, Stage::stream);
            d->model = model;
            remember(*d);
            if (isCurrent(*d)) Q_EMIT modelChanged(false);
            startCompile(*d);
        },
        [this, id](const Failure& failure) {
            Document* d = find(id);
            if (d == nullptr) return;
            // What was refused is not what is shown: the view goes back to the axes of the model that stays.
            setStreaming(d->view, *d->model);
            fail(*d, Stage::stream, failure);
            if (!d->compiled || d->failures.contains(Stage::compile)) startCompile(*d);
        });
}

void DocumentController::startCompile(Document& document) {
    const quint64 id = document.id;
    m_prepare.start(
        kind("compile", document),
        tr("Compiling %1 for %2").arg(document.title(), QFileInfo(document.view.config).fileName()),
        [model = document.model, request = compileRequest(document.view)](const JobControl& control) {
            return jobs::compile(model, request, control);
        },
        [this, id](const std::shared_ptr<const CompileResult>& result) {
            if (Document* d = find(id)) compiled(*d, result);
        },
        [this, id](const Failure& failure) {
            if (Document* d = find(id)) fail(*d, Stage::compile, failure);
        });
}

void DocumentController::compiled(Document& document, std::shared_ptr<const CompileResult> result) {
    clearFailure(document, Stage::compile);
    document.compiled = std::move(result);
    if (document.isProgram) document.view.config = document.compiled->request.config;
    if (isCurrent(document)) Q_EMIT compiledChanged();
    startRun(document);
}

void DocumentController::cancel() {
    pause();
    m_prepare.cancel();
    m_stepper.cancel();
    m_comparer.cancel();
}

void DocumentController::fail(Document& document, Stage stage, const Failure& failure) {
    Failure& told = document.failures[stage] = failure;
    if (stage == Stage::run) {
        told.message = windowWords(QString::fromStdString(told.message)).toStdString();
        told.advice = windowWords(QString::fromStdString(told.advice)).toStdString();
    }
    if (!isCurrent(document)) return;
    Q_EMIT failuresChanged();
    Q_EMIT failed(stage);
}

void DocumentController::clearFailure(Document& document, Stage stage) {
    if (document.failures.erase(stage) > 0 && isCurrent(document)) Q_EMIT failuresChanged();
}

void DocumentController::remember(const Document& document) const {
    const ImportedGraph& file = *document.model->file_graph;
    ModelMemory memory{.options = document.model->options,
                       .streamingAxes = document.view.streamingAxes,
                       .everyStep = document.view.everyStep,
                       .targetUs = document.view.targetUs,
                       .view = rememberedView(document.view)};
    memory.options.input_shapes.clear();
    for (const std::uint32_t input : file.inputs)
        memory.options.input_shapes.emplace_back(std::string(), file.values[input].shape);
    model_memory::remember(QString::fromStdString(file.model_sha256), memory);
}

void DocumentController::watch(const Document& document) {
    for (const QString& file : filesOf(document))
        if (QFileInfo::exists(file) && !m_watcher.files().contains(file)) m_watcher.addPath(file);
}

}  // namespace lockstep::app
