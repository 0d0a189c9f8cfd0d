#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>
#include <algorithm>
#include <limits>

#include "core/run/error_statistics.h"
#include "widgets/panels/error_histogram.h"
#include "widgets/panels/error_statistics_panel.h"
#include "widgets/panels/worst_model.h"
#include "widgets/theme_numbers.h"

using namespace lockstep;

namespace {

/// A run of ten million inferences of which the first thousand are kept one by one, as core makes it.
std::shared_ptr<Recording> longRun() {
    auto recording = std::make_shared<Recording>();
    ErrorStatistics statistics;
    for (std::int64_t k = 0; k < 10'000'000; ++k) {
        InferenceRecord record;
        record.index = k;
        record.reference = ReferenceKind::stepped;
        record.max_abs_error = k % 8 == 0 ? 0 : static_cast<double>(k % 1000) * 1e-6;
        if (k == 7'654'321) record.max_abs_error = 0.25;
        record.reference_max_abs = 1;
        record.rms_error = record.max_abs_error / 2;
        record.allclose = record.max_abs_error < 0.01;
        statistics.add(record);
        if (k < 1000) recording->inferences.push_back(record);
    }
    recording->count = 10'000'000;
    recording->error = statistics.summary();
    recording->worst = statistics.worst();
    recording->histogram = statistics.histogram();
    for (const double share : {0.5, 0.9, 0.99, 0.999})
        recording->quantiles.emplace_back(share, statistics.quantile(share));
    return recording;
}

}  // namespace

/// The distribution of the error of a run, and the ways from it to an inference.
class TestErrorStatisticsPanel : public QObject {
    Q_OBJECT

  private:
    std::shared_ptr<Recording> m_recording;
    std::unique_ptr<ErrorStatisticsPanel> m_panel;

    QTableView* table() const { return m_panel->findChild<QTableView*>(QStringLiteral("worstTable")); }
    std::size_t binOf(double error) const {
        for (std::size_t k = 0; k < m_recording->histogram.size(); ++k) {
            const ErrorBin& bin = m_recording->histogram[k];
            if (bin.from == error || (error >= bin.from && error < bin.to)) return k;
        }
        return m_recording->histogram.size();
    }

  private Q_SLOTS:
    void initTestCase() { m_recording = longRun(); }
    void init() {
        m_panel = std::make_unique<ErrorStatisticsPanel>();
        m_panel->resize(640, 200);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
        m_panel->setRecording(m_recording);
    }

    void everyInferenceIsInABar() {
        std::int64_t total = 0;
        for (const ErrorBin& bin : m_recording->histogram) total += bin.count;
        QCOMPARE(total, std::int64_t{10'000'000});
        ErrorHistogram* histogram = m_panel->histogram();
        double last = 0;
        for (std::size_t k = 0; k < m_recording->histogram.size(); ++k) {
            const QRectF bar = histogram->barRect(k);
            // The one inference that is far off is as visible as the others, and bars do not overlap.
            QVERIFY(bar.height() >= 2 && bar.width() >= 1);
            QVERIFY(bar.left() >= last);
            QVERIFY(histogram->rect().contains(bar.toAlignedRect()));
            last = bar.right();
        }
        QVERIFY(
            histogram->accessibleDescription().contains(figureText(m_recording->quantiles.front().second)));
    }

    void theWorstAreListed() {
        WorstModel model;
        QAbstractItemModelTester tester(&model);
        model.setRecords(m_recording->worst);
        QCOMPARE(model.rowCount(), static_cast<int>(ErrorStatistics::worst_kept));
        QCOMPARE(model.index(0, WorstModel::inference).data().toString(), countText(7'654'321));
        QCOMPARE(model.index(0, WorstModel::maxAbs).data().toString(), figureText(0.25));
        QVERIFY(model.index(0, WorstModel::verdict).data().toString().startsWith(QChar(0x2717)));
        QVERIFY(model.index(1, WorstModel::verdict).data().toString().startsWith(QChar(0x2713)));
    }

    void aRowGoesToItsInference() {
        QSignalSpy chosen(m_panel.get(), &ErrorStatisticsPanel::inferenceChosen);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table()->visualRect(table()->model()->index(0, 1)).center());
        QVERIFY(!chosen.isEmpty());
        QCOMPARE(chosen.back()[0].toLongLong(), 7'654'321);
        // With the keyboard.
        table()->setFocus();
        chosen.clear();
        QTest::keyClick(table(), Qt::Key_Down);
        QTest::keyClick(table(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), m_recording->worst[1].index);
    }

    void aBarGoesToOneOfItsInferences() {
        QSignalSpy chosen(m_panel.get(), &ErrorStatisticsPanel::inferenceChosen);
        ErrorHistogram* histogram = m_panel->histogram();
        const auto click = [&](std::size_t bin) {
            QTest::mouseClick(histogram, Qt::LeftButton, Qt::NoModifier,
                              histogram->barRect(bin).center().toPoint());
        };
        click(binOf(0));
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toLongLong(), 0);
        click(binOf(0.25));
        QCOMPARE(chosen.size(), 2);
        QCOMPARE(chosen[1][0].toLongLong(), 7'654'321);
        const ErrorBin some = m_recording->histogram[binOf(1e-4)];
        click(binOf(1e-4));
        QCOMPARE(chosen.size(), 3);
        const auto& record = m_recording->inferences[static_cast<std::size_t>(chosen[2][0].toLongLong())];
        QVERIFY(record.max_abs_error >= some.from && record.max_abs_error < some.to);
        // With the keyboard.
        histogram->setFocus();
        QTest::keyClick(histogram, Qt::Key_Right);
        QTest::keyClick(histogram, Qt::Key_Return);
        QCOMPARE(chosen.size(), 4);
    }

    void oddErrorsHaveTheirBar() {
        auto recording = std::make_shared<Recording>(*m_recording);
        const double infinity = std::numeric_limits<double>::infinity();
        recording->histogram.push_back({.from = infinity, .to = infinity, .count = 3});
        m_panel->setRecording(recording);
        const std::size_t last = recording->histogram.size() - 1;
        QVERIFY(m_panel->histogram()->barRect(last).left() > m_panel->histogram()->barRect(last - 1).right());
    }

    void withoutAReferenceItSaysSo() {
        m_panel->setRecording(std::make_shared<Recording>());
        QVERIFY(!table()->isVisible());
        m_panel->setRecording(nullptr);
        QVERIFY(!table()->isVisible());
    }
};

QTEST_MAIN(TestErrorStatisticsPanel)
#include "tst_error_statistics_panel.moc"
