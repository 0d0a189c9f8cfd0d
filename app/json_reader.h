#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace lockstep::app {

/// Reads the fields of a JSON object that may have been edited by anybody. What is absent gives the fallback;
/// another type or a value out of range throws Error(bad_file) naming the path of the field.
class JsonReader {
  public:
    JsonReader(QJsonObject object, QString path) : m_object(std::move(object)), m_path(std::move(path)) {}

    bool has(const QString& key) const { return m_object.contains(key); }
    qint64 integer(const QString& key, qint64 fallback, qint64 least, qint64 most) const;
    double number(const QString& key, double fallback, double least, double most) const;
    bool boolean(const QString& key, bool fallback) const;
    QString string(const QString& key, const QString& fallback) const;
    QStringList strings(const QString& key) const;
    QJsonArray array(const QString& key) const;
    JsonReader object(const QString& key) const;
    /// An element of the list `key`, which must be an object.
    JsonReader item(const QString& key, const QJsonValue& value) const;
    QStringList keys() const { return m_object.keys(); }

    [[noreturn]] void refuse(const QString& key, const QString& reason) const;

  private:
    QJsonObject m_object;
    QString m_path;
};

}  // namespace lockstep::app
