#include <QTest>
#include <fstream>
#include <set>

#include "core/nnir/builder.h"
#include "core/nnir/op.h"
#include "core/report/size_report.h"
#include "core/run/model_document.h"

using namespace lockstep;

namespace {

Json counted_by_torch() {
    std::ifstream file(LOCKSTEP_TEST_DATA "/models/sizes.json");
    return Json::parse(file).at("models");
}

LoadedModel loaded(const Json& counted, std::optional<int> axis) {
    ModelOptions options;
    options.use_stored_axes = false;
    options.method = counted.at("method");
    for (const Json& shape : counted.at("shapes")) options.input_shapes.emplace_back("", shape.get<Shape>());
    if (axis) options.streaming_axes = {{"", *axis}};
    const std::filesystem::path root = std::filesystem::path(LOCKSTEP_RESOURCES).parent_path();
    return load_model(root / counted.at("file").get<std::string>(), options);
}

Size plus(const Size& a, const Size& b) {
    return {a.parameters + b.parameters, a.macs + b.macs, a.parameter_bytes + b.parameter_bytes,
            a.value_bytes + b.value_bytes};
}

}  // namespace

class TestSizeReport : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void likePyTorch_data() {
        QTest::addColumn<int>("place");
        const Json models = counted_by_torch();
        for (int i = 0; i < static_cast<int>(models.size()); ++i)
            QTest::newRow(models[static_cast<std::size_t>(i)].at("file").get<std::string>().c_str()) << i;
    }
    void likePyTorch() {
        QFETCH(int, place);
        const Json counted = counted_by_torch().at(static_cast<std::size_t>(place));
        const LoadedModel model = loaded(counted, std::nullopt);
        const Size total = graph_size(model.graphs->canonical_graph()).total;
        QCOMPARE(total.macs, counted.at("macs").get<std::int64_t>());
        QCOMPARE(total.parameters, counted.at("parameters").get<std::int64_t>());
    }

    void aStepIsOnePosition_data() {
        QTest::addColumn<int>("place");
        QTest::addColumn<int>("axis");
        QTest::addColumn<int>("positions");
        QTest::newRow("lstm") << 0 << 0 << 20;
        QTest::newRow("cnn") << 1 << 2 << 20;
    }
    void aStepIsOnePosition() {
        QFETCH(int, place);
        QFETCH(int, axis);
        QFETCH(int, positions);
        const Json counted = counted_by_torch().at(static_cast<std::size_t>(place));
        const LoadedModel model = loaded(counted, axis);
        const Size step = graph_size(*model.graphs->compiled_form()).total;
        QCOMPARE(step.macs * positions, counted.at("macs").get<std::int64_t>());
        QCOMPARE(step.parameters, counted.at("parameters").get<std::int64_t>());
    }

    /// What multiplies matrices, by what it says of its formats, counts; everything else counts nothing.
    void everyOperator() {
        for (const nnir::Op* op : nnir::all_ops()) {
            const nnir::Formats formats = op->info().formats;
            for (const nnir::Sample& sample : op->samples()) {
                std::int64_t macs = 0;
                const GraphSize size = graph_size(sample.graph);
                for (const NodeSize& node : size.nodes)
                    if (sample.graph.node(node.node).op == op) macs += node.size.macs;
                QVERIFY2((macs > 0) == (formats.fp8_weights || formats.computed_weights),
                         (op->name() + ", " + sample.name).c_str());
            }
        }
    }

    /// A linear layer of 3 x 4 values to 5, counted with loops.
    void byHand() {
        nnir::GraphBuilder builder;
        const nnir::ValueId x = builder.input("x", {3, 4});
        const Tensor weight = Tensor::filled({5, 4}, 0.5F);
        const nnir::ValueId first =
            builder.add("Linear", {{"weight", weight}, {"bias", Tensor::filled({5}, 1.0F)}}, {x});
        const nnir::ValueId second = builder.add("Linear", {{"weight", weight}}, {x});
        builder.output(first);
        builder.output(second);
        nnir::Graph graph = builder.finish();
        graph.nodes[0].provenance.module = "a.first";
        graph.nodes[1].provenance.module = "a";
        graph.nodes[1].precision = nnir::Precision::fp8;
        std::int64_t macs = 0;
        for (int position = 0; position < 3; ++position)
            for (int row = 0; row < 5; ++row)
                for (int column = 0; column < 4; ++column) ++macs;
        const GraphSize size = graph_size(graph);
        QVERIFY(size.nodes.at(0).size == (Size{25, macs, 20 * 2 + 5 * 4, 15 * 2}));
        QVERIFY(size.nodes.at(1).size == (Size{20, macs, 20, 15 * 2}));
        // The weight is one tensor.
        Size both = plus(size.nodes[0].size, size.nodes[1].size);
        both.parameters -= 20;
        both.parameter_bytes -= 20;
        QVERIFY(size.total == both);
        QVERIFY(size_of(graph, {graph.nodes[1].id, graph.nodes[0].id}) == both);
        QCOMPARE(size.modules.size(), 2U);
        QCOMPARE(size.modules[0].module, std::string("a"));
        QCOMPARE(size.modules[0].nodes, std::int64_t{2});
        QVERIFY(size.modules[0].size == both);
        QCOMPARE(size.modules[1].module, std::string("a.first"));
        QVERIFY(size.modules[1].size == size.nodes[0].size);

        Json json = {{"nodes", Json::array({Json::object(), Json::object()})}};
        add_sizes(json, size);
        QCOMPARE(json["nodes"][1]["size"]["parameter_bytes"].get<int>(), 20);
        QCOMPARE(json["totals"]["macs"].get<std::int64_t>(), 2 * macs);
        QCOMPARE(json["modules"][0]["module"].get<std::string>(), std::string("a"));
        const QString text = QString::fromStdString(size_text(size));
        QVERIFY2(text.contains(QStringLiteral("whole model")) && text.contains(QStringLiteral(" 120 ")),
                 qPrintable(text));
    }

    void rowsOfAGraph() {
        const LoadedModel model = loaded(counted_by_torch().at(0), 0);
        const nnir::Graph& graph = *model.graphs->compiled_form();
        const std::vector<OpRow> rows = graph_rows(graph);
        QCOMPARE(rows.size(), graph.nodes.size());
        QCOMPARE(rows.front().op, std::string("LstmCell"));
        QVERIFY(!rows.front().first_start && rows.front().busy == 0);
        QVERIFY(!rows.front().source.empty());
    }
};

QTEST_APPLESS_MAIN(TestSizeReport)
#include "tst_size_report.moc"
