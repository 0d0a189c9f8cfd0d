#include "app/json_reader.h"

#include <QCoreApplication>
#include <cmath>

#include "core/support/error.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(JsonReader)
};

}  // namespace

void JsonReader::refuse(const QString& key, const QString& reason) const {
    throw Error(FailureKind::bad_file,
                Words::tr("The field %1.%2 can't be used: %3").arg(m_path, key, reason).toStdString(),
                Words::tr("Save the session again, or mend the file by hand").toStdString());
}

double JsonReader::number(const QString& key, double fallback, double least, double most) const {
    const QJsonValue value = m_object.value(key);
    if (value.isUndefined()) return fallback;
    if (!value.isDouble() || value.toDouble() < least || value.toDouble() > most) {
        refuse(key, Words::tr("it must be a number from %1 to %2").arg(least).arg(most));
    }
    return value.toDouble();
}

qint64 JsonReader::integer(const QString& key, qint64 fallback, qint64 least, qint64 most) const {
    const double value =
        number(key, static_cast<double>(fallback), static_cast<double>(least), static_cast<double>(most));
    if (value != std::floor(value)) refuse(key, Words::tr("it must be a whole number"));
    return static_cast<qint64>(value);
}

bool JsonReader::boolean(const QString& key, bool fallback) const {
    const QJsonValue value = m_object.value(key);
    if (value.isUndefined()) return fallback;
    if (!value.isBool()) refuse(key, Words::tr("it must be true or false"));
    return value.toBool();
}

QString JsonReader::string(const QString& key, const QString& fallback) const {
    const QJsonValue value = m_object.value(key);
    if (value.isUndefined()) return fallback;
    if (!value.isString()) refuse(key, Words::tr("it must be a text"));
    return value.toString();
}

QJsonArray JsonReader::array(const QString& key) const {
    const QJsonValue value = m_object.value(key);
    if (value.isUndefined()) return {};
    if (!value.isArray()) refuse(key, Words::tr("it must be a list"));
    return value.toArray();
}

QStringList JsonReader::strings(const QString& key) const {
    QStringList result;
    const QJsonArray values = array(key);
    for (const QJsonValue& value : values) {
        if (!value.isString()) refuse(key, Words::tr("it must be a list of texts"));
        result << value.toString();
    }
    return result;
}

JsonReader JsonReader::object(const QString& key) const {
    const QJsonValue value = m_object.value(key);
    if (!value.isUndefined() && !value.isObject()) refuse(key, Words::tr("it must be an object"));
    return JsonReader(value.toObject(), m_path + QLatin1Char('.') + key);
}

JsonReader JsonReader::item(const QString& key, const QJsonValue& value) const {
    if (!value.isObject()) refuse(key, Words::tr("it must be a list of objects"));
    return JsonReader(value.toObject(), m_path + QLatin1Char('.') + key);
}

}  // namespace lockstep::app
