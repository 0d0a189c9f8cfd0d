#include <QFile>
#include <QtTest>
#include <algorithm>

#include "core/latency/published_residuals.h"
#include "core/support/error.h"
#include "core/support/resources.h"

using namespace lockstep;

/// The generated tables that bands are made of: whole, and what the published tables say.
class TestPublishedResiduals : public QObject {
    Q_OBJECT

  private:
    /// Lines of a published table, fields cut at every comma: none before the last column holds one.
    static QList<QStringList> published(const char* file) {
        QFile table(QStringLiteral(LOCKSTEP_RESOURCES "/accuracy/") + QLatin1String(file));
        if (!table.open(QIODevice::ReadOnly)) return {};
        QList<QStringList> rows;
        for (const QByteArray& line : table.readAll().split('\n'))
            if (!line.trimmed().isEmpty()) rows << QString::fromUtf8(line.trimmed()).split(QLatin1Char(','));
        rows.removeFirst();
        return rows;
    }

  private Q_SLOTS:
    void rowsAreThePublishedOnes() {
        QStringList expected;
        for (const QStringList& row : published("cycles.csv")) {
            if (row[3] != QLatin1String("Ok") || row[1] == QLatin1String("V80LL") ||
                row[1] == QLatin1String("NT400D11"))
                continue;
            expected << QStringLiteral("%1 %2 %3 %4 %5").arg(row[0], row[2], row[1], row[5], row[8]);
        }
        QStringList found;
        for (const PublishedResidual& row : published_residuals()) {
            found << QStringLiteral("%1 %2 %3 %4 %5")
                         .arg(QString::fromStdString(row.model), QString::fromStdString(row.index),
                              QString::fromStdString(row.board))
                         .arg(row.published_spaced)
                         .arg(row.published_contiguous);
        }
        QVERIFY(expected.size() > 100);
        QCOMPARE(found, expected);
    }

    void theFileIsWhatTheProgramWrites() {
        QCOMPARE(QString::fromStdString(residuals_text(published_residuals())),
                 QString::fromStdString(std::string(resource("accuracy/residuals.csv"))));
        QCOMPARE(QString::fromStdString(hardware_residuals_text(hardware_residuals())),
                 QString::fromStdString(std::string(resource("accuracy/hardware_residuals.csv"))));
    }

    void residualsAreOfTheFiguresBesideThem() {
        std::size_t compiled = 0;
        for (const PublishedResidual& row : published_residuals()) {
            if (!row.compiled) continue;
            ++compiled;
            QCOMPARE(static_cast<double>(row.program.spaced) * (1 + row.spaced()),
                     static_cast<double>(row.published_spaced));
            const ChainShares& chain = row.program.chain;
            const double sum = chain.matvec + chain.vector + chain.bus + chain.latency + chain.io;
            QVERIFY2(std::abs(sum - 1) < 0.001, row.name().c_str());
            QVERIFY(!row.program.operators.empty() && !row.program.instructions.empty());
            QVERIFY(std::ranges::is_sorted(row.program.operators) &&
                    std::ranges::is_sorted(row.program.instructions));
        }
        QVERIFY(compiled >= 76);
    }

    void measuredRowsAreThePublishedOnes() {
        QStringList expected;
        for (const QStringList& row : published("hardware_latency.csv")) {
            QString preset = row[1];
            if (preset.startsWith(QLatin1String("ia"))) preset.insert(2, QLatin1Char('_'));
            expected << QStringLiteral("%1 %2 %3 %4")
                            .arg(row[2], preset, QString::number(row[7].toDouble()),
                                 QString::number(row[8].toDouble()));
        }
        QStringList found;
        for (const HardwareResidual& row : hardware_residuals()) {
            found << QStringLiteral("%1 %2 %3 %4")
                         .arg(QString::fromStdString(row.model), QString::fromStdString(row.config),
                              QString::number(row.measured_mean_us), QString::number(row.measured_p99_us));
            QVERIFY(row.spaced > 0 && row.input_bytes > 0 && row.output_bytes > 0);
        }
        QCOMPARE(expected.size(), 11);
        QCOMPARE(found, expected);
    }

    void brokenTablesAreRefused_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("says");
        QTest::newRow("a column is missing") << "model,index,board"
                                             << "model,board"
                                             << "its columns are not";
        QTest::newRow("a field is missing") << ",versal_b32,6,"
                                            << ",versal_b32,"
                                            << "22 of 23 fields";
        QTest::newRow("no number") << ",versal_b32,6,"
                                   << ",versal_b32,six,"
                                   << "\"six\" is not a number";
    }
    void brokenTablesAreRefused() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, says);
        QString text = QString::fromStdString(residuals_text(published_residuals()));
        text.replace(text.indexOf(from), from.size(), to);
        try {
            parse_residuals(text.toStdString(), "table.csv");
            QFAIL("it was taken");
        } catch (const Error& error) {
            const QString message = QString::fromStdString(error.failure().message);
            QVERIFY2(message.contains(says) && message.startsWith(QLatin1String("table.csv")),
                     qPrintable(message));
        }
    }
};

QTEST_APPLESS_MAIN(TestPublishedResiduals)
#include "tst_published_residuals.moc"
