#include <QtTest>

#include "core/report/ranking.h"

using namespace lockstep;

class TestRanking : public QObject {
    Q_OBJECT

  private:
    static LatencyFigures card(std::int64_t cycles, std::optional<double> mean, std::optional<double> band) {
        LatencyFigures latency;
        latency.spaced_cycles = cycles;
        if (mean)
            latency.end_to_end.value =
                EndToEnd{.mean = *mean, .p99 = *mean, .path = IoPath::mmio, .basis = "test"};
        if (band)
            latency.end_to_end_band.value =
                EndToEndBand{.mean = *band, .p99 = *band, .basis = "test", .p99_basis = "test"};
        return latency;
    }

  private Q_SLOTS:
    /// Cycles and compute play no part: the card of fewest cycles has no end-to-end figure and no rank.
    void endToEndAloneRanks() {
        const LatencyFigures slow = card(100, 3.0, 0.1);
        const LatencyFigures unknown = card(1, std::nullopt, std::nullopt);
        const LatencyFigures fast = card(900, 1.0, 0.1);
        const std::vector<RankedCard> order = rank_cards({&slow, nullptr, &unknown, &fast});
        QCOMPARE(order.size(), std::size_t{4});
        const std::size_t indices[] = {3, 0, 1, 2};
        for (std::size_t i = 0; i < 4; ++i) QCOMPARE(order[i].index, indices[i]);
        QCOMPARE(order[0].rank, std::optional<std::size_t>(1));
        QCOMPARE(order[1].rank, std::optional<std::size_t>(2));
        QVERIFY(!order[2].rank && !order[3].rank);
    }

    void whatTheBandsDontTellApartIsSaid() {
        const LatencyFigures a = card(1, 1.0, 0.10);
        const LatencyFigures b = card(1, 1.15, 0.10);
        const LatencyFigures c = card(1, 2.0, 0.10);
        const LatencyFigures d = card(1, 9.0, std::nullopt);
        const std::vector<RankedCard> order = rank_cards({&a, &b, &c, &d});
        QCOMPARE(order[0].close_to_previous, false);
        QCOMPARE(order[1].close_to_previous, true);
        QCOMPARE(order[2].close_to_previous, false);
        QCOMPARE(order[3].close_to_previous, true);
    }

    void equalOnesStayInTheOrderGiven() {
        const LatencyFigures a = card(5, 1.0, 0.1);
        const LatencyFigures b = card(4, 1.0, 0.1);
        const std::vector<RankedCard> order = rank_cards({&a, &b});
        QCOMPARE(order[0].index, std::size_t{0});
        QVERIFY(order[1].close_to_previous);
        QVERIFY(rank_cards({}).empty());
    }
};

QTEST_APPLESS_MAIN(TestRanking)
#include "tst_ranking.moc"
