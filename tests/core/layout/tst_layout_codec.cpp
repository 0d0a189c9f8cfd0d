#include <QtTest>

#include "core/layout/layout_codec.h"
#include "core/support/error.h"
#include "tests/core/layout/sample_requests.h"

using namespace lockstep;

class LayoutCodecTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void requestsComeBack() {
        LayoutRequest request = state_request();
        request.direction = LayoutDirection::right;
        request.boxes[2].group = 5;
        request.edges[1].weight = 2.5;
        request.box_gap = 17.25;
        QVERIFY(decode_request(encode_request(request)) == request);
    }

    void layoutsComeBack() {
        const LayoutRequest request = chain_request(2);
        GraphLayout layout;
        layout.engine = LayoutEngine::graphviz;
        layout.boxes = {{0, 0, 120, 44}, {3.5, 80, 120, 44}};
        layout.edges = {{{60, 44}, {60, 56}, {63.5, 68}, {63.5, 80}}};
        layout.bounds = {0, 0, 123.5, 124};
        QVERIFY(decode_layout(request, encode_layout(layout)) == layout);
    }

    void frameLength() {
        const std::string frame = frame_of(std::string(70'000, 'x'));
        QCOMPARE(frame.size(), std::size_t{70'004});
        unsigned char head[4];
        std::copy(frame.begin(), frame.begin() + 4, head);
        QCOMPARE(frame_length(head), 70'000U);
    }

    void failuresAreTold() {
        try {
            decode_layout(chain_request(2), encode_layout_failure("Graphviz refuses the graph"));
            QFAIL("not thrown");
        } catch (const Error& error) {
            QCOMPARE(QString::fromStdString(error.failure().message),
                     QStringLiteral("Graphviz refuses the graph"));
        }
    }

    void hostileRepliesAreRefused_data() {
        QTest::addColumn<QByteArray>("reply");
        const char* edges = R"(,"edges":[[[0,0],[0,0],[0,0],[0,0]]]})";
        const auto row = [&](const char* name, const char* boxes, const char* rest) {
            QTest::newRow(name) << QByteArray(R"({"version":1,"boxes":)") + boxes + rest;
        };
        row("too few boxes", "[[0,0]]", edges);
        row("boxes are no list", "7", edges);
        row("a box of three", "[[0,0],[0,0,0]]", edges);
        row("a box of words", R"([[0,0],["a","b"]])", edges);
        row("overlap", "[[0,0],[1,1]]", edges);
        row("far away", "[[0,0],[0,1e9]]", edges);
        row("no edges", "[[0,0],[0,100]]", "}");
        row("too few edges", "[[0,0],[0,100]]", R"(,"edges":[]})");
        row("a curve of three points", "[[0,0],[0,100]]", R"(,"edges":[[[0,0],[0,0],[0,0]]]})");
        row("a curve of nulls", "[[0,0],[0,100]]", R"(,"edges":[[null,null,null,null]]})");
        row("a curve far away", "[[0,0],[0,100]]", R"(,"edges":[[[0,0],[0,0],[0,0],[0,-1e8]]]})");
        QTest::newRow("another version")
            << QByteArray(R"({"version":2,"boxes":[[0,0],[0,100]],"edges":[[[0,0],[0,0],[0,0],[0,0]]]})");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("deep") << QByteArray(100'000, '[');
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("failure is a number") << QByteArray(R"({"version":1,"failure":3})");
    }
    void hostileRepliesAreRefused() {
        QFETCH(QByteArray, reply);
        try {
            decode_layout(chain_request(2),
                          std::string_view(reply.constData(), static_cast<std::size_t>(reply.size())));
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::worker_failed);
        }
    }

    void theRowsAboveFailForTheirReason() {
        const std::string good =
            R"({"version":1,"boxes":[[0,0],[0,100]],"edges":[[[0,0],[0,0],[0,0],[0,0]]]})";
        QCOMPARE(decode_layout(chain_request(2), good).boxes.size(), std::size_t{2});
    }
};

QTEST_APPLESS_MAIN(LayoutCodecTest)
#include "tst_layout_codec.moc"
