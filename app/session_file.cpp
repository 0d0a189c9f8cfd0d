#include "app/session_file.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include "app/model_options_json.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace lockstep::app {
namespace {

constexpr qint64 mostBytes = 64 << 20;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SessionFile)
};

[[noreturn]] void refuse(const QString& file, const QString& reason) {
    throw Error(FailureKind::bad_file,
                Words::tr("%1 is no session that can be opened: %2").arg(file, reason).toStdString(),
                Words::tr("Open the model itself, or save the session again").toStdString());
}

QString storedPath(const QString& file, const QString& session) {
    const QString relative = QFileInfo(session).absoluteDir().relativeFilePath(file);
    return relative.startsWith(QLatin1String("..")) ? file : relative;
}

QJsonObject toJson(const SessionDocument& document, const QString& session) {
    QJsonObject json{{QLatin1String("file"), storedPath(document.file, session)},
                     {QLatin1String("program"), document.isProgram},
                     {QLatin1String("view"), toJson(document.view)}};
    writeModelOptions(json, document.options);
    return json;
}

SessionDocument readDocument(const QJsonValue& value, const QString& session) {
    if (!value.isObject()) refuse(session, Words::tr("a document is not an object"));
    const QJsonObject object = value.toObject();
    const JsonReader json(object, QStringLiteral("document"));
    SessionDocument document;
    const QString stored = json.string(QStringLiteral("file"), {});
    if (stored.isEmpty()) json.refuse(QStringLiteral("file"), Words::tr("a document needs a file"));
    document.file = QDir::cleanPath(QFileInfo(session).absoluteDir().absoluteFilePath(stored));
    document.isProgram = json.boolean(QStringLiteral("program"), false);
    document.options = readModelOptions(json);
    document.view = viewStateFromJson(object.value(QLatin1String("view")).toObject());
    return document;
}

}  // namespace

QByteArray toBytes(const Session& session, const QString& file) {
    QJsonArray documents;
    for (const SessionDocument& document : session.documents) documents.append(toJson(document, file));
    QJsonArray variants;
    for (const SessionVariant& variant : session.variants) {
        QJsonObject json = toJson(variant.document, file);
        json.insert(QLatin1String("name"), variant.name);
        variants.append(json);
    }
    const QJsonObject json{{QLatin1String("lockstep_session"), sessionVersion},
                           {QLatin1String("current"), session.current},
                           {QLatin1String("documents"), documents},
                           {QLatin1String("variants"), variants},
                           {QLatin1String("baseline"), session.baseline}};
    return QJsonDocument(json).toJson();
}

Session sessionFromBytes(const QByteArray& bytes, const QString& file) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
    if (document.isNull()) refuse(file, error.errorString());
    const JsonReader json(document.object(), QStringLiteral("session"));
    const qint64 version = json.integer(QStringLiteral("lockstep_session"), 0, 0, 1'000'000);
    if (version == 0) refuse(file, Words::tr("it does not say that it is one"));
    if (version > sessionVersion) {
        refuse(file, Words::tr("it has version %1, and this Lockstep reads up to %2")
                         .arg(version)
                         .arg(sessionVersion));
    }
    Session session;
    const QJsonArray documents = json.array(QStringLiteral("documents"));
    for (const QJsonValue& value : documents) session.documents.push_back(readDocument(value, file));
    session.current = static_cast<int>(json.integer(QStringLiteral("current"), 0, 0, 10'000));
    const QJsonArray variants = json.array(QStringLiteral("variants"));
    for (const QJsonValue& value : variants) {
        SessionVariant variant{.name = {}, .document = readDocument(value, file)};
        variant.name =
            JsonReader(value.toObject(), QStringLiteral("variant"))
                .string(QStringLiteral("name"), QFileInfo(variant.document.file).completeBaseName());
        session.variants.push_back(std::move(variant));
    }
    session.baseline = static_cast<int>(json.integer(QStringLiteral("baseline"), 0, 0, 10'000));
    return session;
}

void saveSession(const Session& session, const QString& file) {
    const QByteArray bytes = toBytes(session, file);
    write_file_atomically(file.toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

Session loadSession(const QString& file) {
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) refuse(file, in.errorString());
    if (in.size() > mostBytes) refuse(file, Words::tr("it is too large"));
    return sessionFromBytes(in.readAll(), file);
}

}  // namespace lockstep::app
