#include "app/model_options_json.h"

#include <QCoreApplication>
#include <cmath>

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SessionFile)
};

Shape readShape(const JsonReader& json) {
    Shape shape;
    const QJsonArray values = json.array(QStringLiteral("shape"));
    for (const QJsonValue& extent : values) {
        if (extent.toInteger() < 1)
            json.refuse(QStringLiteral("shape"), Words::tr("an extent is a whole number from 1 on"));
        shape.push_back(extent.toInteger());
    }
    return shape;
}

}  // namespace

void writeModelOptions(QJsonObject& json, const ModelOptions& options) {
    QJsonArray shapes;
    for (const auto& [name, shape] : options.input_shapes) {
        QJsonArray extents;
        for (const std::int64_t extent : shape) extents.append(static_cast<qint64>(extent));
        shapes.append(QJsonObject{{QLatin1String("name"), QString::fromStdString(name)},
                                  {QLatin1String("shape"), extents}});
    }
    json[QLatin1String("input_shapes")] = shapes;
    if (!options.input_values.empty()) {
        QJsonObject values;
        for (const auto& [name, value] : options.input_values) values[QString::fromStdString(name)] = value;
        json[QLatin1String("input_values")] = values;
    }
    if (options.method != ModelOptions().method)
        json[QLatin1String("method")] = QString::fromStdString(options.method);
    if (!options.states.empty()) {
        QJsonArray states;
        for (const auto& [input, output] : options.states) {
            states.append(QJsonObject{{QLatin1String("input"), QString::fromStdString(input)},
                                      {QLatin1String("output"), QString::fromStdString(output)}});
        }
        json[QLatin1String("states")] = states;
    }
}

ModelOptions readModelOptions(const JsonReader& json) {
    ModelOptions options;
    for (const QJsonValue& entry : json.array(QStringLiteral("input_shapes"))) {
        const JsonReader shape = json.item(QStringLiteral("input_shapes"), entry);
        options.input_shapes.emplace_back(shape.string(QStringLiteral("name"), {}).toStdString(),
                                          readShape(shape));
    }
    const JsonReader values = json.object(QStringLiteral("input_values"));
    for (const QString& name : values.keys())
        options.input_values[name.toStdString()] = values.number(name, 0, -1e300, 1e300);
    options.method =
        json.string(QStringLiteral("method"), QString::fromStdString(options.method)).toStdString();
    for (const QJsonValue& entry : json.array(QStringLiteral("states"))) {
        const JsonReader pair = json.item(QStringLiteral("states"), entry);
        options.states.emplace_back(pair.string(QStringLiteral("input"), {}).toStdString(),
                                    pair.string(QStringLiteral("output"), {}).toStdString());
    }
    return options;
}

QJsonArray axesToJson(const std::vector<std::optional<int>>& axes) {
    QJsonArray json;
    for (const std::optional<int>& axis : axes) json.append(axis ? QJsonValue(*axis) : QJsonValue());
    return json;
}

std::vector<std::optional<int>> axesFromJson(const JsonReader& json, const QString& key) {
    std::vector<std::optional<int>> axes;
    const QJsonArray array = json.array(key);
    for (const QJsonValue& value : array) {
        if (value.isNull()) {
            axes.emplace_back();
        } else if (value.isDouble() && value.toInt(-100) >= -16 && value.toInt(100) < 16) {
            axes.emplace_back(value.toInt());
        } else {
            json.refuse(key, QStringLiteral("an axis is null or a small whole number"));
        }
    }
    return axes;
}

}  // namespace lockstep::app
