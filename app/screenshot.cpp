#include "app/screenshot.h"

#include <QApplication>
#include <QBuffer>
#include <QElapsedTimer>
#include <QPixmap>
#include <QTemporaryDir>

#include <cstdio>

#include "app/command_line/arguments.h"
#include "app/command_line/interrupt.h"
#include "app/file_kind.h"
#include "app/main_window.h"
#include "app/selection_links.h"
#include "app/settings.h"
#include "app/window_application.h"
#include "app/window_arguments.h"
#include "core/support/atomic_file.h"
#include "widgets/graph/twin_graph_view.h"

namespace lockstep::app {
namespace {

constexpr qint64 patienceMs = 600'000;

/// Runs the event loop until `done`; throws Error(worker_failed) when it never is.
template <class Done>
void waitFor(const char* what, Done done) {
    QElapsedTimer timer;
    timer.start();
    while (!done()) {
        cli::interruptible().check();
        if (timer.elapsed() > patienceMs) {
            throw Error(FailureKind::worker_failed,
                        std::string("waited ten minutes for ") + what + " in vain");
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
    }
}

void throwFailure(const Document& document) {
    if (!document.failures.empty()) throw Error(document.failures.begin()->second);
}

void selectFirstLstm(MainWindow& window, const Program& program) {
    const ProgramNode* chosen = program.nodes.empty() ? nullptr : &program.nodes.front();
    for (const ProgramNode& node : program.nodes) {
        if (!node.op.starts_with("Lstm")) continue;
        chosen = &node;
        break;
    }
    if (chosen != nullptr) window.links().selectNode(chosen->id);
}

/// The offscreen platform says of every window what it cannot do; that is nothing to the user of a picture.
void printMessage(QtMsgType, const QMessageLogContext&, const QString& message) {
    if (message.contains(QLatin1String("propagateSizeHints")) ||
        message.contains(QLatin1String("XDG_RUNTIME_DIR")))
        return;
    std::fprintf(stderr, "%s\n", qUtf8Printable(message));
}

QByteArray png(const QPixmap& picture) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "PNG");
    return bytes;
}

}  // namespace

int takeScreenshot(const cli::Arguments& arguments) {
    if (!arguments.output) {
        throw Error(FailureKind::usage, "screenshot needs -o FILE.png", "See lockstep screenshot --help.");
    }
    AtomicFile file(*arguments.output);
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
        qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    qInstallMessageHandler(printMessage);
    const WindowApplication application({});
    // A picture shows what the command says, not what was remembered of other days.
    const QTemporaryDir settings;
    useSettingsIn(settings.path());

    MainWindow window;
    window.resize(arguments.window_size.first, arguments.window_size.second);
    const ViewState view = viewOf(arguments, arguments.files.front());
    window.store().replace(0, view);
    window.show();
    // Axes that are not given are those that the author stored in the file.
    const ModelOptions& options = arguments.files.front().options;
    window.openModel(QString::fromStdString(arguments.files.front().file), options, view,
                     !options.streaming_axes.empty());
    DocumentController& controller = window.controller();
    bool asked = false;
    QObject::connect(&controller, &DocumentController::inputsNeeded,
                     [&asked](const ModelProbe&) { asked = true; });
    waitFor("the model", [&] {
        return asked || (!controller.isBusy() &&
                         (controller.current()->run || !controller.current()->failures.empty()));
    });
    const Document& document = *controller.current();
    throwFailure(document);

    controller.runTo(arguments.inferences.value_or(document.inputCount.value_or(document.view.runLength)));
    waitFor("the run", [&] { return !controller.isBusy() && controller.motion() == Motion::still; });
    throwFailure(document);
    selectFirstLstm(window, *document.compiled->compiled.program);
    window.resize(arguments.window_size.first, arguments.window_size.second);
    waitFor("the layout of the graphs", [&] {
        return !window.graphs().canonicalView()->isLayingOut() &&
               !window.graphs().streamingView()->isLayingOut();
    });
    window.graphs().fit();
    // Plots draw what is new some 30 times a second.
    QElapsedTimer settle;
    settle.start();
    waitFor("the plots", [&] { return settle.elapsed() > 200; });
    const QByteArray bytes = png(window.grab());
    file.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    file.commit();
    return 0;
}

}  // namespace lockstep::app
