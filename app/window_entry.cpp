#include "app/window_entry.h"

#include <cstdio>

#include "app/command_line/arguments.h"
#include "app/command_line/help.h"
#include "app/file_kind.h"
#include "app/main_window.h"
#include "app/settings.h"
#include "app/window_application.h"
#include "app/window_arguments.h"

namespace lockstep {
namespace {

constexpr int exitFailed = 1;
constexpr int exitUsage = 2;

/// Models open as their options say, with what is not said as it was chosen last.
void openAsAsked(app::MainWindow& window, const cli::Arguments& arguments) {
    for (const cli::FileArgument& file : arguments.files) {
        const QString name = QString::fromStdString(file.file);
        if (app::fileKind(name) != app::FileKind::model) {
            window.openFiles({name});
            continue;
        }
        app::ViewState view = app::viewOf(arguments, file);
        if (!arguments.config) view.config = window.store().state().config;
        if (!arguments.target_us) view.targetUs = window.store().state().targetUs;
        if (arguments.inferences) view.runLength = *arguments.inferences;
        window.openModel(name, file.options, view, !file.options.streaming_axes.empty());
    }
}

}  // namespace

int run_window(int argc, char** argv) {
    const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
    std::optional<cli::Arguments> asked;
    try {
        asked = app::windowArguments(words);
    } catch (const Error& error) {
        std::fprintf(stderr, "lockstep: %s\n", to_text(error.failure()).c_str());
        return exitUsage;
    }
    if (asked && asked->help) {
        std::fputs(cli::general_help().c_str(), stdout);
        return 0;
    }
    if (const std::string problem = app::displayProblem(words); !problem.empty()) {
        std::fprintf(stderr, "lockstep: %s\n", problem.c_str());
        return exitFailed;
    }
    const app::WindowApplication application(words);
    app::MainWindow window;
    window.show();
    if (asked) {
        openAsAsked(window, *asked);
    } else {
        window.begin(QApplication::arguments().mid(1));
    }
    return QApplication::exec();
}

}  // namespace lockstep
