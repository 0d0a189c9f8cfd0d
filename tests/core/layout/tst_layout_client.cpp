#include <sys/wait.h>

#include <QtTest>
#include <thread>

#include "core/layout/layout_client.h"
#include "core/support/error.h"
#include "tests/core/layout/sample_requests.h"

using namespace lockstep;

namespace {

/// A graph on which dot works for many seconds.
LayoutRequest hard_request() {
    return random_request(1'900, 11);
}

bool has_children() {
    return waitpid(-1, nullptr, WNOHANG) >= 0;
}

std::filesystem::path liar() {
    return std::filesystem::path(LOCKSTEP_BINARY_DIR) / "lockstep-layout-liar";
}

}  // namespace

class LayoutClientTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void graphvizIsUsed_data() {
        QTest::addColumn<int>("sample");
        QTest::newRow("chain") << 0;
        QTest::newRow("residual") << 1;
        QTest::newRow("state") << 2;
        QTest::newRow("ring") << 3;
        QTest::newRow("to the right") << 4;
        QTest::newRow("one input feeds all") << 5;
    }
    void graphvizIsUsed() {
        QFETCH(int, sample);
        LayoutRequest request = sample == 0   ? chain_request(5)
                                : sample == 1 ? residual_request(60)
                                : sample == 2 ? state_request()
                                : sample == 3 ? ring_request()
                                : sample == 4 ? residual_request(10)
                                              : unrolled_request(40);
        if (sample == 4) request.direction = LayoutDirection::right;
        const GraphLayout layout = layout_graph(request);
        QVERIFY2(layout.engine == LayoutEngine::graphviz, layout.note.c_str());
        QCOMPARE(layout.note, std::string());
        check_layout(request, layout);
        if (sample == 0) QVERIFY(layout.boxes[0].bottom() < layout.boxes[1].y);
        if (sample == 4) QVERIFY(layout.boxes[0].right() < layout.boxes[1].x);
        QVERIFY(!has_children());
    }

    void isDeterministic() {
        const LayoutRequest request = residual_request(50);
        QVERIFY(layout_graph(request) == layout_graph(request));
    }

    void backEdgesMoveNoRank() {
        const LayoutRequest request = state_request();
        const GraphLayout layout = layout_graph(request);
        QCOMPARE(layout.engine, LayoutEngine::graphviz);
        QVERIFY(layout.boxes[1].bottom() < layout.boxes[3].y);
        QVERIFY(layout.boxes[3].bottom() < layout.boxes[4].y);
    }

    void nothingToLayOut() { QCOMPARE(layout_graph({}).boxes.size(), std::size_t{0}); }

    void misbehavingHelperIsReplaced_data() {
        QTest::addColumn<QByteArray>("lie");
        QTest::addColumn<QString>("note");
        QTest::newRow("exits at once") << QByteArray("exits") << "ended early";
        QTest::newRow("is killed") << QByteArray("killed") << "killed by signal 9";
        QTest::newRow("hangs") << QByteArray("sleeps") << "took too long";
        QTest::newRow("endless length") << QByteArray("endless length") << "too long";
        QTest::newRow("cut short") << QByteArray("cut short") << "ended early";
        QTest::newRow("no JSON") << QByteArray("no json") << "not a JSON object";
        QTest::newRow("out of range") << QByteArray("out of range") << "out of range";
    }
    void misbehavingHelperIsReplaced() {
        QFETCH(QByteArray, lie);
        QFETCH(QString, note);
        qputenv("LOCKSTEP_TEST_LIE", lie);
        const LayoutRequest request = chain_request(2);
        const GraphLayout layout = layout_graph(
            request, {},
            {.time_limit = std::chrono::milliseconds(lie == "sleeps" ? 200 : 5'000), .helper = liar()});
        QCOMPARE(layout.engine, LayoutEngine::layered);
        QVERIFY2(QString::fromStdString(layout.note).contains(note), layout.note.c_str());
        check_layout(request, layout);
        QVERIFY(!has_children());
    }

    void missingHelperIsReplaced() {
        const GraphLayout layout =
            layout_graph(chain_request(2), {}, {.helper = "/nonexistent/lockstep-layout"});
        QCOMPARE(layout.engine, LayoutEngine::layered);
        QVERIFY(!layout.note.empty());
    }

    void slowLayoutIsReplaced() {
        const GraphLayout layout =
            layout_graph(hard_request(), {}, {.time_limit = std::chrono::milliseconds(150)});
        QCOMPARE(layout.engine, LayoutEngine::layered);
        QVERIFY(layout.note.find("took too long") != std::string::npos);
        QVERIFY(!has_children());
    }

    void largeGraphsAreNotSent() {
        const GraphLayout layout = layout_graph(residual_request(100), {}, {.graphviz_box_limit = 50});
        QCOMPARE(layout.engine, LayoutEngine::layered);
        QVERIFY(layout.note.find("50 boxes") != std::string::npos);
    }

    void stopKillsTheHelper() {
        std::stop_source source;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            source.request_stop();
        });
        try {
            layout_graph(hard_request(), {.stop = source.get_token(), .progress = {}});
            QFAIL("not cancelled");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::cancelled);
        }
        QVERIFY(!has_children());
    }

    void cacheKeepsTheNewest() {
        LayoutCache cache(2);
        for (std::size_t boxes = 1; boxes <= 3; ++boxes) {
            GraphLayout layout;
            layout.bounds.width = static_cast<double>(boxes);
            cache.keep(chain_request(boxes), layout);
        }
        QVERIFY(!cache.find(chain_request(1)).has_value());
        QCOMPARE(cache.find(chain_request(2))->bounds.width, 2.0);
        QCOMPARE(cache.find(chain_request(3))->bounds.width, 3.0);
        LayoutRequest other = chain_request(3);
        other.edges[1].ranks = false;
        QVERIFY(!cache.find(other).has_value());
    }
};

QTEST_GUILESS_MAIN(LayoutClientTest)
#include "tst_layout_client.moc"
