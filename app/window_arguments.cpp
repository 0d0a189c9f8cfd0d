#include "app/window_arguments.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "app/command_line/arguments.h"
#include "core/support/error.h"

namespace lockstep::app {
namespace {

/// Options that Qt takes out of the words itself, each with a value behind it.
constexpr std::array desktopOptions = {std::string_view("-platform"), std::string_view("-platformtheme"),
                                       std::string_view("-style"),    std::string_view("-stylesheet"),
                                       std::string_view("-display"),  std::string_view("-geometry"),
                                       std::string_view("-session"),  std::string_view("-qwindowtitle")};

bool isDesktopOption(const std::string& word) {
    return std::ranges::find(desktopOptions, word) != desktopOptions.end();
}

bool isSet(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

}  // namespace

ViewState viewOf(const cli::Arguments& arguments, const cli::FileArgument& file) {
    ViewState view;
    view.theme = arguments.dark ? ThemeMode::dark : ThemeMode::light;
    if (arguments.config) view.config = QString::fromStdString(*arguments.config);
    view.input.seed = arguments.seed.value_or(view.input.seed);
    view.resetEvery = arguments.reset_every;
    view.targetUs = arguments.target_us.value_or(0);
    view.everyStep = file.options.readout == Readout::every_step;
    for (const PrecisionRule& rule : file.options.precision)
        view.precision << QString::fromStdString(to_text(rule));
    for (const CorePin& pin : file.options.cores) view.pins << QString::fromStdString(to_text(pin));
    view.build = arguments.build;
    for (const InputFile& input : arguments.inputs) {
        QString words = QString::fromStdString(input.file.string());
        if (!input.name.empty()) words.prepend(QString::fromStdString(input.name) + QLatin1Char('='));
        QStringList columns;
        for (const std::string& column : input.columns.chosen) columns << QString::fromStdString(column);
        if (!columns.isEmpty()) words += QLatin1Char(':') + columns.join(QLatin1Char(','));
        view.input.files << words;
    }
    for (const AxisOption& axis : file.options.streaming_axes) view.streamingAxes.push_back(axis.axis);
    return view;
}

std::optional<cli::Arguments> windowArguments(const std::vector<std::string>& words) {
    std::vector<std::string> own = {"screenshot"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (isDesktopOption(words[i])) {
            ++i;
        } else {
            own.push_back(words[i]);
        }
    }
    if (std::ranges::none_of(own, [](const std::string& word) { return word.starts_with('-'); }))
        return std::nullopt;
    cli::Arguments arguments = cli::parse_arguments(own);
    const auto ofPictures = std::ranges::find_if(own, [](const std::string& word) {
        return word.starts_with("--size") || word.starts_with("--theme");
    });
    if (ofPictures != own.end()) {
        throw Error(FailureKind::usage, *ofPictures + " is an option of screenshot alone",
                    "The window has the size and the theme that it was left with.");
    }
    if (arguments.output) {
        throw Error(FailureKind::usage, "the window writes no file by -o",
                    "lockstep screenshot does; see lockstep --help.");
    }
    return arguments;
}

std::string displayProblem(const std::vector<std::string>& words) {
    const bool chosen = isSet("QT_QPA_PLATFORM") || std::ranges::find(words, "-platform") != words.end() ||
                        std::ranges::find(words, "-display") != words.end();
    if (chosen || isSet("DISPLAY") || isSet("WAYLAND_DISPLAY")) return {};
    return "there is no display to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
           "lockstep run, report and screenshot work without one; see lockstep --help";
}

}  // namespace lockstep::app
