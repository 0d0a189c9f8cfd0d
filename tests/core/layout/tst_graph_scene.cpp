#include <QXmlStreamReader>
#include <QtTest>
#include <algorithm>

#include "core/layout/graph_scene.h"
#include "core/layout/graph_svg.h"
#include "core/layout/layered_layout.h"
#include "core/layout/text_width.h"
#include "core/nnir/builder.h"
#include "core/support/error.h"

using namespace lockstep;
using nnir::GraphBuilder;
using nnir::ValueId;

namespace {

/// x + state -> Clamp -> output; the state takes the clamped value.
nnir::Graph accumulator() {
    GraphBuilder b("accumulator");
    const ValueId x = b.input("x", {20, 128});
    const ValueId sum = b.state("sum", "history", Tensor::filled({20, 128}, 0));
    b.module("body.acc");
    const ValueId added = b.pointwise("add", x, sum);
    const ValueId limited = b.relu(added);
    b.write(sum, limited);
    b.output(limited);
    return b.finish();
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> edges_of(const GraphScene& scene, bool back) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> found;
    for (const SceneEdge& edge : scene.edges) {
        if (edge.back == back) found.emplace_back(edge.from, edge.to);
    }
    return found;
}

}  // namespace

class GraphSceneTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void boxesAndEdges() {
        const GraphScene scene = make_scene(accumulator());
        QCOMPARE(scene.boxes.size(), std::size_t{5});
        const std::vector<SceneKind> kinds = {SceneKind::input, SceneKind::state, SceneKind::node,
                                              SceneKind::node, SceneKind::output};
        for (std::size_t i = 0; i < kinds.size(); ++i) QCOMPARE(scene.boxes[i].kind, kinds[i]);
        const std::vector<std::pair<std::uint32_t, std::uint32_t>> onwards = {{0, 2}, {1, 2}, {2, 3}, {3, 4}};
        const std::vector<std::pair<std::uint32_t, std::uint32_t>> back = {{3, 1}};
        QCOMPARE(edges_of(scene, false), onwards);
        QCOMPARE(edges_of(scene, true), back);
    }

    void texts() {
        const GraphScene scene = make_scene(accumulator());
        QCOMPARE(QString::fromStdString(scene.boxes[2].title), QStringLiteral("Add"));
        QCOMPARE(QString::fromStdString(scene.boxes[2].subtitle), QStringLiteral("body.acc"));
        QCOMPARE(QString::fromStdString(scene.boxes[3].title), QStringLiteral("ReLU"));
        QCOMPARE(QString::fromStdString(scene.boxes[3].detail), QStringLiteral("20 × 128"));
        QCOMPARE(QString::fromStdString(scene.boxes[1].title), QStringLiteral("sum"));
        QCOMPARE(QString::fromStdString(scene.boxes[1].subtitle), QStringLiteral("history state"));
        QCOMPARE(QString::fromStdString(scene.boxes[0].title), QStringLiteral("x"));
    }

    void aStateBelongsToItsWriter() {
        const nnir::Graph graph = accumulator();
        const GraphScene scene = make_scene(graph);
        QCOMPARE(scene.boxes[1].node, graph.nodes[1].id);
        QCOMPARE(scene.box_of(graph.nodes[1].id), 3U);
        QCOMPARE(scene.box_of(nnir::NodeId{99}), no_box);
    }

    void aStateThatKeepsTheInputBelongsToItsReader() {
        GraphBuilder b;
        const ValueId x = b.input("x", {4});
        const ValueId last = b.state("last", "history", Tensor::filled({4}, 0));
        b.output(b.pointwise("subtract", x, last));
        b.write(last, x);
        const nnir::Graph graph = b.finish();
        const GraphScene scene = make_scene(graph);
        QCOMPARE(scene.boxes[1].node, graph.nodes[0].id);
        const std::vector<std::pair<std::uint32_t, std::uint32_t>> back = {{0, 1}};
        QCOMPARE(edges_of(scene, true), back);
    }

    void backEdgesAreNotRanked() {
        const GraphScene scene = make_scene(accumulator());
        const LayoutRequest request = layout_request(scene);
        for (std::size_t e = 0; e < request.edges.size(); ++e)
            QCOMPARE(request.edges[e].ranks, !scene.edges[e].back);
        for (const LayoutBox& box : request.boxes) QCOMPARE(box.height, scene_metrics::box_height);
    }

    void longTextsAreCutToTheBox() {
        GraphBuilder b;
        const ValueId x =
            b.input("a_rather_long_name_of_an_input_that_nobody_would_type_twice", {1, 2, 3, 4, 5, 6, 7});
        b.module("encoder.layers.10.self_attention.projection.out_features.dense");
        b.output(b.relu(x));
        for (const SceneBox& box : make_scene(b.finish()).boxes) {
            QVERIFY(box.width <= scene_metrics::widest);
            const double inside = box.width - 2 * scene_metrics::padding;
            const double first = text_width(box.title, scene_metrics::title_size) + scene_metrics::padding +
                                 text_width(box.detail, scene_metrics::subtitle_size);
            QVERIFY2(first <= inside + 0.01, box.title.c_str());
            QVERIFY2(text_width(box.subtitle, scene_metrics::subtitle_size) <= inside + 0.01,
                     box.subtitle.c_str());
        }
    }

    void textsThatFitStayWhole() {
        GraphBuilder b;
        const ValueId x = b.input("input", {1, 32, 5});
        b.module("blocks.0.relu");
        b.output(b.relu(b.conv1d(x, nnir::sample_tensor({128, 32, 3}, 1))));
        for (const SceneBox& box : make_scene(b.finish()).boxes) {
            for (const std::string& text : {box.title, box.detail, box.subtitle}) {
                QVERIFY2(text.find("\u2026") == std::string::npos, text.c_str());
            }
        }
    }

    void layersAreNumbered() {
        GraphBuilder b;
        const ValueId x = b.input("input", {4, 8});
        b.module("lstm");
        b.output(b.lstm(x, nnir::sample_lstm(8, 8, 1), 0, 1));
        QCOMPARE(QString::fromStdString(make_scene(b.finish()).boxes[1].subtitle),
                 QStringLiteral("lstm · layer 1"));
    }

    void nodesThatReadAlikeAreNumbered() {
        GraphBuilder b;
        const ValueId x = b.input("input", {4});
        b.module("act");
        const ValueId first = b.relu(x);
        b.output(b.pointwise("add", b.relu(first), first));
        const GraphScene scene = make_scene(b.finish());
        QCOMPARE(QString::fromStdString(scene.boxes[1].subtitle), QStringLiteral("act · #0"));
        QCOMPARE(QString::fromStdString(scene.boxes[2].subtitle), QStringLiteral("act · #1"));
        QCOMPARE(QString::fromStdString(scene.boxes[3].subtitle), QStringLiteral("act"));
    }

    void elidesInTheMiddle_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("width");
        QTest::addColumn<QString>("shown");
        // "0" is 6.36 pixels wide at a size of 10, "…" is 10.
        QTest::newRow("fits") << "000" << 19.1 << "000";
        QTest::newRow("cut") << "0000000000" << 36.0 << QStringLiteral("00…00");
        QTest::newRow("odd") << "0000000000" << 30.0 << QStringLiteral("00…0");
        QTest::newRow("nothing fits") << "0000000000" << 11.0 << QStringLiteral("…");
        QTest::newRow("code points stay whole")
            << QStringLiteral("éééééééé") << 40.0 << QStringLiteral("éé…éé");
        QTest::newRow("empty") << "" << 5.0 << "";
    }
    void elidesInTheMiddle() {
        QFETCH(QString, text);
        QFETCH(double, width);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(elide_middle(text.toStdString(), 10, width)), shown);
    }

    void svgIsWellFormed() {
        nnir::Graph graph = accumulator();
        graph.name = "a < b & \"c\"\x01";
        const std::string svg = graph_to_svg(graph, layered_layout(layout_request(make_scene(graph))));
        QXmlStreamReader reader(QString::fromStdString(svg));
        int rects = 0;
        int dashed = 0;
        int paths = 0;
        int tips = 0;
        QStringList texts;
        while (!reader.atEnd()) {
            reader.readNext();
            if (!reader.isStartElement()) continue;
            rects += reader.name() == QLatin1String("rect");
            tips += reader.name() == QLatin1String("polygon");
            if (reader.name() == QLatin1String("path")) {
                ++paths;
                dashed += reader.attributes().value(QLatin1String("class")).contains(QLatin1String("back"));
            }
            if (reader.name() == QLatin1String("text")) texts << reader.readElementText();
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QCOMPARE(rects, 5 + 1);
        QCOMPARE(paths, 5);
        QCOMPARE(tips, 5);
        QCOMPARE(dashed, 1);
        QVERIFY(texts.contains(QStringLiteral("Add")));
        QVERIFY(texts.contains(QStringLiteral("20 × 128")));
    }

    void svgRefusesAnotherGraphsLayout() {
        const nnir::Graph graph = accumulator();
        QVERIFY_THROWS_EXCEPTION(Error, graph_to_svg(graph, GraphLayout{}));
    }
};

QTEST_APPLESS_MAIN(GraphSceneTest)
#include "tst_graph_scene.moc"
