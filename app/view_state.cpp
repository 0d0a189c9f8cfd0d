#include "app/view_state.h"

#include <QJsonArray>
#include <QJsonValue>
#include <cmath>
#include <limits>

#include "app/model_options_json.h"
#include "widgets/value_format.h"

namespace lockstep::app {
namespace {

constexpr std::array themeNames = {QLatin1String("system"), QLatin1String("light"), QLatin1String("dark")};

QJsonObject toJson(const Selection& selection) {
    QJsonObject json;
    if (selection.node) json[QLatin1String("node")] = static_cast<qint64>(*selection.node);
    if (selection.event) json[QLatin1String("event")] = static_cast<qint64>(*selection.event);
    if (!selection.state.isEmpty()) json[QLatin1String("state")] = selection.state;
    if (selection.unit >= 0) json[QLatin1String("unit")] = selection.unit;
    if (!selection.module.isEmpty()) json[QLatin1String("module")] = selection.module;
    if (!selection.value.isEmpty()) json[QLatin1String("value")] = selection.value;
    return json;
}

QJsonObject toJson(const BuildOptions& build) {
    return {{QLatin1String("optimize"), build.search.optimize},
            {QLatin1String("quick"), build.search.quick},
            {QLatin1String("seeds"), static_cast<qint64>(build.search.seeds)},
            {QLatin1String("state_reset"), build.state_reset}};
}

BuildOptions readBuild(const JsonReader& json) {
    BuildOptions build;
    build.search.optimize = json.boolean(QStringLiteral("optimize"), false);
    build.search.quick = json.boolean(QStringLiteral("quick"), false);
    build.search.seeds = static_cast<std::uint32_t>(json.integer(QStringLiteral("seeds"), 1, 1, mostSeeds));
    build.state_reset = json.boolean(QStringLiteral("state_reset"), false);
    if (build.search.quick && (build.search.optimize || build.search.seeds > 1))
        json.refuse(QStringLiteral("quick"), QStringLiteral("a quick compilation searches nothing"));
    return build;
}

std::optional<quint32> readIndex(const JsonReader& json, const QString& key) {
    if (!json.has(key)) return std::nullopt;
    return static_cast<quint32>(json.integer(key, 0, 0, std::numeric_limits<quint32>::max()));
}

Selection readSelection(const JsonReader& json) {
    Selection selection;
    selection.node = readIndex(json, QStringLiteral("node"));
    selection.event = readIndex(json, QStringLiteral("event"));
    selection.state = json.string(QStringLiteral("state"), {});
    selection.module = json.string(QStringLiteral("module"), {});
    selection.value = json.string(QStringLiteral("value"), {});
    selection.unit =
        static_cast<int>(json.integer(QStringLiteral("unit"), -1, -1, std::numeric_limits<int>::max()));
    return selection;
}

}  // namespace

QJsonObject toJson(const ViewState& state) {
    QJsonObject input{{QLatin1String("seed"), QString::number(state.input.seed)}};
    if (!state.input.files.isEmpty())
        input[QLatin1String("files")] = QJsonArray::fromStringList(state.input.files);
    if (!state.input.generators.isEmpty())
        input[QLatin1String("generators")] = QJsonArray::fromStringList(state.input.generators);
    if (!state.input.resetColumn.isEmpty()) input[QLatin1String("reset_column")] = state.input.resetColumn;
    QJsonArray breakpoints;
    for (const Breakpoint& each : state.breakpoints) {
        breakpoints.append(QJsonObject{{QLatin1String("condition"), each.condition},
                                       {QLatin1String("enabled"), each.enabled}});
    }
    QJsonArray bookmarks;
    for (const TimelineBookmark& each : state.bookmarks) {
        bookmarks.append(QJsonObject{{QLatin1String("digit"), each.digit},
                                     {QLatin1String("first"), each.first},
                                     {QLatin1String("cycles_per_pixel"), each.cyclesPerPixel},
                                     {QLatin1String("scrolled"), each.scrolled},
                                     {QLatin1String("inferences"), each.inferences},
                                     {QLatin1String("spaced"), each.spaced}});
    }
    return {
        {QLatin1String("bookmarks"), bookmarks},
        {QLatin1String("document"), state.document},
        {QLatin1String("streaming_axes"), axesToJson(state.streamingAxes)},
        {QLatin1String("readout_every_step"), state.everyStep},
        {QLatin1String("config"), state.config},
        {QLatin1String("precision"), QJsonArray::fromStringList(state.precision)},
        {QLatin1String("pins"), QJsonArray::fromStringList(state.pins)},
        {QLatin1String("build"), toJson(state.build)},
        {QLatin1String("target_us"), state.targetUs},
        {QLatin1String("input"), input},
        {QLatin1String("reference"), state.reference},
        {QLatin1String("reset_every"), state.resetEvery},
        {QLatin1String("breakpoints"), breakpoints},
        {QLatin1String("decisions"), QJsonArray::fromStringList(state.decisions)},
        {QLatin1String("watches"), QJsonArray::fromStringList(state.watches)},
        {QLatin1String("value_format"), state.valueFormat},
        {QLatin1String("edits"), QJsonArray::fromStringList(state.edits)},
        {QLatin1String("inference"), state.inference},
        {QLatin1String("run_length"), state.runLength},
        {QLatin1String("step_count"), state.stepCount},
        {QLatin1String("speed"), state.speed},
        {QLatin1String("selection"), toJson(state.selection)},
        {QLatin1String("folded"), QJsonArray::fromStringList(state.folded)},
        {QLatin1String("heat"), state.heat},
        {QLatin1String("heat_logarithmic"), state.heatLogarithmic},
        {QLatin1String("details"), state.details},
        {QLatin1String("theme"), themeNames[static_cast<std::size_t>(state.theme)]},
        {QLatin1String("docks"), QString::fromLatin1(state.docks.toBase64())},
    };
}

ViewState viewStateFromJson(const QJsonObject& object) {
    constexpr qint64 most = 1'000'000'000'000;
    const JsonReader json(object, QStringLiteral("view"));
    ViewState state;
    state.document = static_cast<int>(json.integer(QStringLiteral("document"), 0, 0, 10'000));
    state.streamingAxes = axesFromJson(json, QStringLiteral("streaming_axes"));
    state.everyStep = json.boolean(QStringLiteral("readout_every_step"), false);
    state.config = json.string(QStringLiteral("config"), state.config);
    state.precision = json.strings(QStringLiteral("precision"));
    state.pins = json.strings(QStringLiteral("pins"));
    state.build = readBuild(json.object(QStringLiteral("build")));
    state.targetUs = json.number(QStringLiteral("target_us"), 0, 0, mostTargetUs);
    const JsonReader input = json.object(QStringLiteral("input"));
    bool ok = true;
    state.input.seed = input.string(QStringLiteral("seed"), QStringLiteral("1")).toULongLong(&ok);
    if (!ok) input.refuse(QStringLiteral("seed"), QStringLiteral("a seed is a whole number from 0 on"));
    // Sessions of earlier versions hold at most one file.
    if (input.has(QStringLiteral("file"))) state.input.files << input.string(QStringLiteral("file"), {});
    state.input.files << input.strings(QStringLiteral("files"));
    state.input.generators = input.strings(QStringLiteral("generators"));
    state.input.resetColumn = input.string(QStringLiteral("reset_column"), {});
    state.reference = json.string(QStringLiteral("reference"), {});
    state.decisions = json.strings(QStringLiteral("decisions"));
    state.edits = json.strings(QStringLiteral("edits"));
    state.watches = json.strings(QStringLiteral("watches"));
    state.valueFormat = json.string(QStringLiteral("value_format"), state.valueFormat);
    if (!formatOfWord(state.valueFormat))
        json.refuse(QStringLiteral("value_format"),
                    QStringLiteral("values are written as figures, fp32, bf16, hex or bits"));
    for (const QJsonValue& value : json.array(QStringLiteral("breakpoints"))) {
        const JsonReader item = json.item(QStringLiteral("breakpoints"), value);
        state.breakpoints.push_back(
            {item.string(QStringLiteral("condition"), {}), item.boolean(QStringLiteral("enabled"), true)});
    }
    for (const QJsonValue& value : json.array(QStringLiteral("bookmarks"))) {
        const JsonReader item = json.item(QStringLiteral("bookmarks"), value);
        constexpr double far = 1e15;
        TimelineBookmark read;
        read.digit = static_cast<int>(item.integer(QStringLiteral("digit"), 1, 0, 9));
        read.first = item.number(QStringLiteral("first"), 0, -far, far);
        read.cyclesPerPixel = item.number(QStringLiteral("cycles_per_pixel"), 1, 1e-9, far);
        read.scrolled = static_cast<int>(item.integer(QStringLiteral("scrolled"), 0, 0, 10'000'000));
        read.inferences = static_cast<int>(item.integer(QStringLiteral("inferences"), 1, 1, 10'000'000));
        read.spaced = item.boolean(QStringLiteral("spaced"), false);
        state.bookmarks.push_back(read);
    }
    state.resetEvery = json.integer(QStringLiteral("reset_every"), 0, 0, most);
    state.inference = json.integer(QStringLiteral("inference"), 0, 0, mostInferences);
    state.runLength = json.integer(QStringLiteral("run_length"), state.runLength, 1, mostInferences);
    state.stepCount = json.integer(QStringLiteral("step_count"), 1, 1, mostStepCount);
    state.speed = json.number(QStringLiteral("speed"), state.speed, 0.1, 1e6);
    state.selection = readSelection(json.object(QStringLiteral("selection")));
    state.folded = json.strings(QStringLiteral("folded"));
    state.heat = json.string(QStringLiteral("heat"), {});
    state.heatLogarithmic = json.boolean(QStringLiteral("heat_logarithmic"), false);
    json.object(QStringLiteral("details"));  // refuses what is no object
    state.details = object[QLatin1String("details")].toObject();
    const QString theme = json.string(QStringLiteral("theme"), themeNames[0]);
    const auto* const found = std::find(themeNames.begin(), themeNames.end(), theme);
    if (found == themeNames.end())
        json.refuse(QStringLiteral("theme"), QStringLiteral("a theme is system, light or dark"));
    state.theme = static_cast<ThemeMode>(found - themeNames.begin());
    state.docks = QByteArray::fromBase64(json.string(QStringLiteral("docks"), {}).toLatin1());
    return state;
}

}  // namespace lockstep::app
