#include "widgets/graph/graph_export.h"

#include <QImage>
#include <QSvgRenderer>
#include <QtTest>

#include "core/support/error.h"
#include "tests/widgets/graph/sample_graphs.h"
#include "widgets/graph/graph_painter.h"
#include "widgets/graph/graph_view.h"
#include "widgets/theme.h"

using namespace lockstep;

class GraphExportTest : public QObject {
    Q_OBJECT

  private:
    static void show(GraphView& view, nnir::Graph graph) {
        view.resize(400, 300);
        view.show();
        view.setGraph(std::make_shared<const nnir::Graph>(std::move(graph)));
        QTRY_VERIFY(view.drawing() && !view.isLayingOut());
    }

  private Q_SLOTS:
    void everyFormatIsWhatItSays() {
        GraphView view;
        show(view, residualGraph(12));
        const QByteArray svg =
            exportGraph(view, {.format = GraphFormat::svg, .visibleOnly = false, .scale = 1});
        QSvgRenderer renderer(svg);
        QVERIFY(renderer.isValid());
        const QSize whole = exportSize(view, {.format = GraphFormat::svg, .visibleOnly = false, .scale = 1});
        QVERIFY(whole.height() > view.height());
        QVERIFY(qAbs(renderer.viewBoxF().height() - whole.height()) <= 1);
        for (const char* word : {"Linear", "Add", "blocks.11"}) QVERIFY2(svg.contains(word), word);
        const QByteArray pdf =
            exportGraph(view, {.format = GraphFormat::pdf, .visibleOnly = false, .scale = 1});
        QVERIFY(pdf.startsWith("%PDF-"));
        const QByteArray dot =
            exportGraph(view, {.format = GraphFormat::dot, .visibleOnly = false, .scale = 1});
        QVERIFY(dot.startsWith("digraph"));
        const QByteArray png =
            exportGraph(view, {.format = GraphFormat::png, .visibleOnly = false, .scale = 2});
        const QImage picture = QImage::fromData(png, "PNG");
        QCOMPARE(picture.size(),
                 exportSize(view, {.format = GraphFormat::png, .visibleOnly = false, .scale = 2}));
        QVERIFY(qAbs(picture.height() - 2 * whole.height()) <= 2);
    }

    void theVisibleAreaIsWhatTheViewShows() {
        GraphView view;
        show(view, residualGraph(12));
        const GraphExport what{.format = GraphFormat::png, .visibleOnly = true, .scale = 1};
        QCOMPARE(exportSize(view, what), view.size());
        const QImage before = QImage::fromData(exportGraph(view, what), "PNG");
        QCOMPARE(before.size(), view.size());
        view.setView(view.view().movedBy({0, -150}));
        const QImage after = QImage::fromData(exportGraph(view, what), "PNG");
        QVERIFY(before != after);
        // The same rows, moved.
        int other = 0;
        for (int y = 0; y < 100; ++y)
            for (int x = 0; x < 400; ++x) other += before.pixel(x, y + 150) != after.pixel(x, y) ? 1 : 0;
        QVERIFY2(other < 400, qPrintable(QString::number(other)));  // curves meet the edge of the picture
    }

    void theGroundIsLightInADarkWindow() {
        GraphView view;
        view.setPalette(themePalette(true));
        show(view, residualGraph(1));
        const QImage picture = QImage::fromData(
            exportGraph(view, {.format = GraphFormat::png, .visibleOnly = false, .scale = 1}), "PNG");
        QCOMPARE(QColor(picture.pixel(2, 2)), themeColors(false).surface);
    }

    void heatAndItsLegendAreWritten() {
        GraphView view;
        show(view, residualGraph(1));
        NodeHeat heat;
        heat.values[view.drawing()->graph()->nodes[0].id] = 1.0;
        heat.title = QStringLiteral("busy cycles");
        view.setHeat(heat);
        const QByteArray svg =
            exportGraph(view, {.format = GraphFormat::svg, .visibleOnly = false, .scale = 1});
        QVERIFY(svg.contains("busy cycles"));
    }

    /// The legend has a strip of its own: no box lies under it, in the file and in the view.
    void theLegendCoversNothing() {
        GraphView view;
        show(view, residualGraph(1));
        const GraphExport whole{.format = GraphFormat::png, .visibleOnly = false, .scale = 1};
        const QSize plain = exportSize(view, whole);
        NodeHeat heat;
        for (const nnir::Node& node : view.drawing()->graph()->nodes) heat.values[node.id] = 1.0;
        heat.title = QStringLiteral("busy cycles");
        view.setHeat(heat);
        const auto strip = static_cast<int>(heatLegendHeight(view.look()));
        QVERIFY(strip > 0);
        QCOMPARE(exportSize(view, whole).height(), plain.height() + strip);
        view.fit();
        for (std::uint32_t box = 0; box < view.drawing()->boxCount(); ++box)
            QVERIFY(view.view().toView(view.drawing()->rect(box)).bottom() <= view.height() - strip);
    }

    void aPictureIsStopped() {
        GraphView view;
        show(view, residualGraph(4));
        const GraphExport png{.format = GraphFormat::png, .visibleOnly = false, .scale = 4};
        const GraphPicture picture = graphPicture(view, png);
        // The same from a value as from the view.
        QCOMPARE(paintPicture(picture, png), exportGraph(view, png));
        std::stop_source stop;
        int reports = 0;
        const JobControl job{.stop = stop.get_token(), .progress = [&](double share, std::string_view) {
                                 ++reports;
                                 if (share >= 0.5) stop.request_stop();
                             }};
        QVERIFY_THROWS_EXCEPTION(Error, paintPicture(picture, png, job));
        QVERIFY(reports >= 2);
    }

    void whatCannotBeIsRefused() {
        GraphView view;
        const GraphExport png{.format = GraphFormat::png, .visibleOnly = false, .scale = 4};
        QCOMPARE(exportSize(view, png), QSize());
        QVERIFY_EXCEPTION_THROWN(exportGraph(view, png), Error);
        show(view, longChain(2000));
        try {
            exportGraph(view, png);
            QFAIL("it was written");
        } catch (const Error& error) {
            QVERIFY(error.failure().message.find("pixels") != std::string::npos);
            QVERIFY(error.failure().advice.find("SVG") != std::string::npos);
        }
    }
};

QTEST_MAIN(GraphExportTest)
#include "tst_graph_export.moc"
