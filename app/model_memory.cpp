#include "app/model_memory.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSettings>

#include "app/model_options_json.h"
#include "app/view_state.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace lockstep::app::model_memory {
namespace {

constexpr qint64 mostBytes = 16 << 20;
constexpr int version = 1;

const QLatin1String versionKey("lockstep_models");
const QLatin1String modelsKey("models");
const QLatin1String shaKey("sha256");
const QLatin1String viewKey("view");
const QLatin1String targetKey("target_us");

QJsonArray readAll() {
    QFile in(file());
    if (in.size() > mostBytes || !in.open(QIODevice::ReadOnly)) return {};
    const QJsonObject json = QJsonDocument::fromJson(in.readAll()).object();
    return json[versionKey].toInt() == version ? json[modelsKey].toArray() : QJsonArray();
}

QJsonArray without(const QJsonArray& models, const QString& sha256) {
    QJsonArray rest;
    for (const QJsonValue& model : models)
        if (model.toObject()[shaKey].toString() != sha256) rest.append(model);
    return rest;
}

}  // namespace

QString file() {
    return QFileInfo(QSettings().fileName()).absoluteDir().filePath(QStringLiteral("models.json"));
}

std::optional<ModelMemory> recall(const QString& sha256) {
    for (const QJsonValue& model : readAll()) {
        const QJsonObject object = model.toObject();
        if (object[shaKey].toString() != sha256) continue;
        try {
            const JsonReader json(object, QStringLiteral("model"));
            return ModelMemory{
                .options = readModelOptions(json),
                .streamingAxes = axesFromJson(json, QStringLiteral("streaming_axes")),
                .everyStep = json.boolean(QStringLiteral("readout_every_step"), false),
                .targetUs = json.number(targetKey, 0, 0, mostTargetUs),
                .view = object[viewKey].toObject(),
            };
        } catch (const Error&) {
            return std::nullopt;  // written by another version: it is asked for again
        }
    }
    return std::nullopt;
}

void remember(const QString& sha256, const ModelMemory& memory) {
    if (sha256.isEmpty()) return;
    QJsonObject model{{shaKey, sha256},
                      {QLatin1String("streaming_axes"), axesToJson(memory.streamingAxes)},
                      {QLatin1String("readout_every_step"), memory.everyStep},
                      {targetKey, memory.targetUs},
                      {viewKey, memory.view}};
    writeModelOptions(model, memory.options);
    const QJsonArray before = readAll();
    if (!before.isEmpty() && before.first().toObject() == model) return;
    QJsonArray models = without(before, sha256);
    models.prepend(model);
    while (models.size() > mostModels) models.removeLast();
    const QByteArray bytes = QJsonDocument(QJsonObject{{versionKey, version}, {modelsKey, models}}).toJson();
    const QString path = file();
    QDir().mkpath(QFileInfo(path).absolutePath());
    try {
        write_file_atomically(path.toStdString(),
                              {bytes.constData(), static_cast<std::size_t>(bytes.size())});
    } catch (const Error&) {
        // The folder can't be written to: the next opening asks again.
    }
}

}  // namespace lockstep::app::model_memory
