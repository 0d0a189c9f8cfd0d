#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtEndian>
#include <QtTest>
#include <cmath>
#include <csignal>

#include "cli_process.h"
#include "core/numerics/random.h"
#include "core/run/stored_array.h"

namespace recording_process {

using namespace cli_process;
using lockstep::InputArray;
using lockstep::random_input;

constexpr int inputs = 128;
const QStringList model_options = {QStringLiteral("--input-shape"),    QStringLiteral("20,128"),
                                   QStringLiteral("--streaming-axis"), QStringLiteral("0"),
                                   QStringLiteral("--config"),         QStringLiteral("v80_c6b32")};

/// The values of random inputs of the default seed.
inline std::vector<float> row(std::uint64_t index) {
    std::vector<float> values;
    for (std::uint64_t k = 0; k < inputs; ++k) values.push_back(random_input(1, index, k));
    return values;
}

inline InputArray array_of(const QString& file) {
    return lockstep::read_whole(*lockstep::open_npy(file.toStdString()));
}

inline std::vector<InputArray> arrays_of(const QString& file) {
    std::vector<InputArray> arrays;
    for (const auto& array : lockstep::open_npz(file.toStdString()))
        arrays.push_back(lockstep::read_whole(*array));
    return arrays;
}

inline QStringList words(const QString& line) {
    return line.split(u' ', Qt::SkipEmptyParts);
}

/// A compiled program ("p"), its outputs on random inputs ("random.npy") and what runs it.
class RecordingTest : public QObject {
  protected:
    void prepare() {
        const Result compiled =
            cli_process::run(QStringList{QStringLiteral("compile"), model(QStringLiteral("lstm_traced.pt")),
                                         QStringLiteral("-o"), file("p")} +
                             model_options);
        QVERIFY2(compiled.status == 0, compiled.errors.constData());
        const Result known = program(QStringLiteral("--inferences 300 -o %1").arg(file("random.npy")));
        QVERIFY2(known.status == 0, known.errors.constData());
        const std::string head = lockstep::npy_header({2, 1});
        write(file("narrow.npy"),
              QByteArray(head.data(), static_cast<qsizetype>(head.size())) + QByteArray(8, '\0'));
    }

    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    Result program(const QString& options) const {
        return cli_process::run(QStringList{QStringLiteral("run"), file("p")} + words(options));
    }
    static void write(const QString& name, const QByteArray& bytes) {
        QFile target(name);
        if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size()) qFatal("no space");
    }
    static QByteArray read(const QString& name) {
        QFile source(name);
        return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
    }
    static QByteArray take(QProcess& process, qsizetype size) {
        while (process.bytesAvailable() < size)
            if (!process.waitForReadyRead(30'000)) break;
        return process.read(size);
    }
    static quint32 word(const QByteArray& bytes, qsizetype at) {
        return qFromLittleEndian<quint32>(bytes.constData() + at);
    }
    static QByteArray head(quint32 kind, quint32 size) {
        QByteArray bytes(8, '\0');
        qToLittleEndian(kind, bytes.data());
        qToLittleEndian(size, bytes.data() + 4);
        return bytes;
    }

    QTemporaryDir m_folder;
};

}  // namespace recording_process
