#include <QtTest>
#include <algorithm>

#include "core/latency/latency_band.h"
#include "core/latency/quantile.h"
#include "core/latency/row_distance.h"
#include "core/support/error.h"

using namespace lockstep;

class TestLatencyBand : public QObject {
    Q_OBJECT

  private:
    /// Twelve models of six families on two cards; every published figure is `residual` off.
    static std::vector<PublishedResidual> alike(double residual) {
        std::vector<PublishedResidual> rows;
        for (int model = 0; model < 12; ++model) {
            for (const char* machine : {"one", "two"}) {
                PublishedResidual row{.model = "family " + std::to_string(model / 2),
                                      .index = std::to_string(model),
                                      .board = machine,
                                      .meta = "size=1",
                                      .machine = machine,
                                      .cores = 6,
                                      .block_size = 32,
                                      .published_spaced = 0,
                                      .published_contiguous = 0,
                                      .compiled = true,
                                      .program = {}};
                row.program.spaced = 1000 + 200 * model;
                row.program.contiguous = 2000 + 200 * model;
                row.program.chain = {.matvec = 0.5, .vector = 0, .bus = 0, .latency = 0.5, .io = 0};
                row.program.operators = {"Linear"};
                row.program.instructions = {"matvec"};
                const double sign = model % 2 == 0 ? 1 : -1;
                row.published_spaced =
                    std::llround(static_cast<double>(row.program.spaced) * (1 + sign * residual));
                row.published_contiguous =
                    std::llround(static_cast<double>(row.program.contiguous) * (1 + sign * residual / 2));
                rows.push_back(std::move(row));
            }
        }
        return rows;
    }

  private Q_SLOTS:
    /// Where every residual has the same size the band is that size: the floor of the spreads cancels out.
    void equalResidualsGiveTheirOwnSize() {
        for (const double residual : {0.02, 0.05, 0.2}) {
            const std::vector<PublishedResidual> rows = alike(residual);
            const LatencyBandResult band = BandModel(rows).band(band_subject(rows[6]));
            QVERIFY2(band.value.has_value(), band.reason.c_str());
            QVERIFY2(std::abs(band.value->spaced - residual) < 1e-9,
                     qPrintable(QString::number(band.value->spaced)));
            QVERIFY(std::abs(band.value->contiguous - residual / 2) < 1e-9);
            QVERIFY(band.value->outside.empty());
            QCOMPARE(band.value->nearest.size(), std::size_t{8});
            QCOMPARE(band.value->nearest.front().distance, 0.0);
        }
    }

    /// Rows that are near count more: a program between exact ones has a narrower band than one between
    /// wrong ones.
    void nearRowsCountMore() {
        std::vector<PublishedResidual> rows = alike(0.0);
        for (PublishedResidual& row : rows) {
            if (row.model > "family 2") {
                row.program.operators = {"Lstm"};
                row.program.instructions = {"lstm_cell"};
                row.published_spaced = row.program.spaced * 11 / 10;
            }
        }
        const BandModel model(rows);
        const double exact = model.band(band_subject(rows.front())).value->spaced;
        const double wrong = model.band(band_subject(rows.back())).value->spaced;
        QVERIFY2(wrong > 3 * exact, qPrintable(QStringLiteral("%1 %2").arg(exact).arg(wrong)));
    }

    void outsideTheRangeItSaysSoAndIsWider_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("says");
        QTest::newRow("another operator") << 0 << "no published row has the operator Fft";
        QTest::newRow("another instruction") << 1 << "instructions of the kind function erf";
        QTest::newRow("too long") << 2 << "times the cycles of the longest";
        QTest::newRow("too short") << 3 << "times the cycles of the shortest";
        QTest::newRow("other cores") << 4 << "no cycles are published for test (4 cores, block size 32)";
        QTest::newRow("constants of another card") << 5 << "no cycles are published for test";
        QTest::newRow("like no row") << 6 << "no published row is like it";
    }
    void outsideTheRangeItSaysSoAndIsWider() {
        QFETCH(int, which);
        QFETCH(QString, says);
        const std::vector<PublishedResidual>& rows = published_residuals();
        const BandModel model(rows);
        const auto lstm = std::ranges::find_if(
            rows, [](const PublishedResidual& row) { return row.model == "lstm" && row.board == "V80"; });
        BandSubject subject = band_subject(*lstm);
        subject.config = "test";
        const LatencyBandResult inside = model.band(subject);
        QVERIFY(inside.value && inside.value->outside.empty());
        if (which == 0) subject.features.operators.insert(subject.features.operators.begin(), "Fft");
        if (which == 1)
            subject.features.instructions.insert(subject.features.instructions.begin(), "function erf");
        if (which == 2) subject.features.spaced = 1'000'000;
        if (which == 3) subject.features.spaced = 10;
        if (which == 4) subject.cores = 4;
        if (which == 5) subject.assumed = true;
        if (which == 6) subject.features.chain = {.matvec = 0, .vector = 0, .bus = 1, .latency = 0, .io = 0};
        const LatencyBandResult outside = model.band(subject);
        QVERIFY2(outside.value.has_value(), outside.reason.c_str());
        QVERIFY(outside.value->spaced > inside.value->spaced);
        const bool said = std::ranges::any_of(outside.value->outside, [&](const std::string& reason) {
            return QString::fromStdString(reason).contains(says);
        });
        QVERIFY2(said, outside.value->outside.empty() ? "nothing" : outside.value->outside[0].c_str());
    }

    void withoutABandTheReasonIsSaid() {
        const BandModel model(published_residuals());
        BandSubject subject = band_subject(published_residuals().front());
        subject.departures = "--optimize";
        QVERIFY(model.band(subject).reason.find("--optimize") != std::string::npos);
        QVERIFY(!model.band(subject).value);
        subject.departures.clear();
        subject.given = true;
        QVERIFY(model.band(subject).reason.find("user's own") != std::string::npos);
        QVERIFY(!model.band(subject).value);
    }

    /// A row that is twenty times what is predicted bounds nothing.
    void rowsThatArePredictedBadlyGiveNoBand() {
        std::vector<PublishedResidual> rows = alike(0.01);
        for (PublishedResidual& row : rows) row.published_spaced = 20 * row.program.spaced;
        const LatencyBandResult band = BandModel(rows).band(band_subject(rows[3]));
        QVERIFY(!band.value);
        QVERIFY2(band.reason.find("too badly") != std::string::npos, band.reason.c_str());
    }

    void tooFewRowsAreRefused() {
        std::vector<PublishedResidual> rows = alike(0.01);
        rows.resize(10);
        QVERIFY_EXCEPTION_THROWN(BandModel{rows}, Error);
    }

    /// The published rows themselves: what the help page says of the band.
    void coverage_data() {
        QTest::addColumn<int>("leaveOut");
        QTest::addColumn<double>("least");
        QTest::newRow("the row left out") << static_cast<int>(LeaveOut::row) << 0.90;
        QTest::newRow("its model left out on all cards") << static_cast<int>(LeaveOut::model) << 0.90;
        QTest::newRow("its family left out") << static_cast<int>(LeaveOut::family) << 0.84;
    }
    void coverage() {
        QFETCH(int, leaveOut);
        QFETCH(double, least);
        const BandCoverage coverage = band_coverage(published_residuals(), static_cast<LeaveOut>(leaveOut));
        // Rows that are told to have no band promise nothing; there are few of them.
        const auto rows = static_cast<double>(coverage.rows - coverage.without_band);
        QVERIFY(7 * coverage.without_band <= coverage.rows);
        qInfo(
            "%zu rows: %zu spaced and %zu contiguous within, %zu without a band, half of the bands at most "
            "%.1f %%",
            coverage.rows, coverage.spaced, coverage.contiguous, coverage.without_band,
            100 * coverage.median_width);
        QVERIFY(static_cast<double>(coverage.spaced) >= least * rows);
        QVERIFY(static_cast<double>(coverage.contiguous) >= least * rows);
        QVERIFY2(coverage.median_width < 0.07, "the band says nothing any more");
    }

    void distance() {
        ProgramFeatures a;
        a.spaced = 100;
        a.chain = {.matvec = 1, .vector = 0, .bus = 0, .latency = 0, .io = 0};
        a.operators = {"Linear", "Lstm"};
        a.instructions = {"matvec"};
        ProgramFeatures b = a;
        QCOMPARE(program_distance(a, b), 0.0);
        b.spaced = 400;
        QCOMPARE(program_distance(a, b), 0.5);
        b.chain = {.matvec = 0, .vector = 1, .bus = 0, .latency = 0, .io = 0};
        QCOMPARE(program_distance(a, b), 2.5);
        b.operators = {"Linear"};
        QCOMPARE(program_distance(a, b), 3.0);
        QCOMPARE(program_distance(b, a), 3.0);
    }

    void quantile() {
        QCOMPARE(bounding_quantile({3, 1, 2}), 3.0);
        std::vector<double> values;
        for (int i = 1; i <= 99; ++i) values.push_back(i);
        QCOMPARE(bounding_quantile(values), 90.0);
    }
};

QTEST_APPLESS_MAIN(TestLatencyBand)
#include "tst_latency_band.moc"
