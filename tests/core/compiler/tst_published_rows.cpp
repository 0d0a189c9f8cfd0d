#include <cmath>
#include <sstream>

#include <QTest>

#include "core/support/error.h"
#include "core/support/resources.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;

namespace {

struct Row {
    std::string family, board, index, status, spaced, contiguous, meta;
};

std::vector<Row> published_rows() {
    std::istringstream table{std::string(resource("accuracy/cycles.csv"))};
    std::string line;
    std::getline(table, line);  // the header
    std::vector<Row> rows;
    while (std::getline(table, line)) {
        if (line.ends_with('\r')) line.pop_back();
        std::vector<std::string> fields;
        std::istringstream stream(line);
        for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
        fields.resize(10);
        rows.push_back({fields[0], fields[1], fields[2], fields[3], fields[5], fields[8], fields[9]});
    }
    return rows;
}

bool is_tested(const Row& row) {
    return row.family == "slp" || row.family == "mlp" || row.family == "lstm";
}

const char* preset_of(const std::string& board) {
    if (board == "V80") return "v80_c6b32";
    if (board == "V80LL") return "v80ll_c6b32";
    if (board == "IA-420f") return "ia_420f_c6b32";
    if (board == "IA-840f") return "ia_840f_c3b64";
    if (board == "NT400D11") return "nt400d11_c6b32";
    return nullptr;
}

/// A row that failed has no meta: it is the model of the same index on another board.
std::string meta_of(const Row& wanted) {
    for (const Row& row : published_rows())
        if (row.family == wanted.family && row.index == wanted.index && !row.meta.empty()) return row.meta;
    return {};
}

double error_percent(std::int64_t ours, const std::string& published) {
    const double value = std::stod(published);
    return 100.0 * (static_cast<double>(ours) - value) / value;
}

}  // namespace

/// Cycles against the published ones: spaced within 2 %, contiguous within 4 %; what did not fit there does
/// not fit here.
class TestPublishedRows : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void cycles_data() {
        QTest::addColumn<int>("index");
        const std::vector<Row> rows = published_rows();
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (is_tested(rows[i]) && rows[i].status == "Ok")
                QTest::addRow("%s %s %s", rows[i].family.c_str(), rows[i].board.c_str(), rows[i].meta.c_str())
                    << static_cast<int>(i);
    }
    void cycles() {
        QFETCH(int, index);
        const Row row = published_rows()[static_cast<std::size_t>(index)];
        const test::TestModel model = test::benchmark_model(row.family, row.meta);
        const CompiledProgram compiled =
            compiler::compile_work(model.list, model.view, find_config(preset_of(row.board)));
        const double spaced = error_percent(compiled.timeline->spaced, row.spaced);
        const double contiguous = error_percent(compiled.timeline->contiguous, row.contiguous);
        qInfo("%s %s %s: spaced %lld of %s (%+.1f %%), contiguous %lld of %s (%+.1f %%)", row.family.c_str(),
              row.board.c_str(), row.meta.c_str(), static_cast<long long>(compiled.timeline->spaced),
              row.spaced.c_str(), spaced, static_cast<long long>(compiled.timeline->contiguous),
              row.contiguous.c_str(), contiguous);
        QVERIFY2(std::abs(spaced) <= 2.0, qPrintable(QString::number(spaced)));
        QVERIFY2(std::abs(contiguous) <= 4.0, qPrintable(QString::number(contiguous)));
    }

    void tooLarge_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("meta");
        for (const Row& row : published_rows())
            if (is_tested(row) && row.status == "AllocationError")
                QTest::addRow("%s %s %s", row.family.c_str(), row.board.c_str(), row.index.c_str())
                    << QString::fromLatin1(preset_of(row.board)) << QString::fromStdString(row.family)
                    << QString::fromStdString(meta_of(row));
        QTest::addRow("lstm 960") << QStringLiteral("ia_840f_c3b64") << QStringLiteral("lstm")
                                  << QStringLiteral("layers=3;hidden_size=960");
    }
    void tooLarge() {
        QFETCH(QString, preset);
        QFETCH(QString, family);
        QFETCH(QString, meta);
        const test::TestModel model = test::benchmark_model(family.toStdString(), meta.toStdString());
        try {
            compiler::compile_work(model.list, model.view, find_config(preset.toStdString()));
            QFAIL("it fits");
        } catch (const Error& error) {
            QCOMPARE(
                QString::fromStdString(to_text(error.failure())).contains(QStringLiteral("weight_store")),
                true);
            QCOMPARE(error.failure().kind, FailureKind::does_not_fit);
        }
    }

    void largestFits() {
        const test::TestModel model = test::benchmark_model("lstm", "layers=3;hidden_size=960");
        const CompiledProgram compiled =
            compiler::compile_work(model.list, model.view, find_config("v80_c6b32"));
        QCOMPARE(compiled.program->warnings.size(), std::size_t{0});
    }
};

QTEST_APPLESS_MAIN(TestPublishedRows)
#include "tst_published_rows.moc"
