// graph_pictures FOLDER: the graph views in light and dark, large and small, as PNG files for people to look
// at.
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QTextStream>
#include <functional>

#include "core/layout/graph_svg.h"
#include "core/layout/layered_layout.h"
#include "core/layout/layout_client.h"
#include "tests/widgets/graph/sample_graphs.h"
#include "widgets/graph/graph_view.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/theme.h"
#include "widgets/window_style.h"

using namespace lockstep;

namespace {

void waitFor(const std::function<bool()>& done) {
    QElapsedTimer timer;
    timer.start();
    while (!done() && timer.elapsed() < 20'000) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

bool isReady(const GraphView& view) {
    return view.drawing() && !view.isLayingOut();
}

void save(QWidget& widget, const QDir& folder, const QString& name) {
    QCoreApplication::processEvents();
    widget.grab().save(folder.filePath(name + QStringLiteral(".png")));
}

void twinPictures(const QDir& folder, const QString& suffix) {
    TwinGraphView twin;
    twin.resize(1100, 620);
    twin.show();
    save(twin, folder, QStringLiteral("empty") + suffix);
    const auto lstm = graphsOf(lstmGraph(), 0);
    twin.setGraphs(lstm);
    waitFor([&] { return isReady(*twin.canonicalView()) && isReady(*twin.streamingView()); });
    save(twin, folder, QStringLiteral("twin-lstm") + suffix);
    const nnir::Graph& streamed = *lstm->compiled_form();
    twin.setSelection(streamed.nodes[1].id);
    twin.streamingView()->setFocus();
    save(twin, folder, QStringLiteral("twin-lstm-selected") + suffix);
    HeatSource heat;
    heat.key = QStringLiteral("cycles");
    heat.name = heat.unit = QStringLiteral("cycles");
    heat.title = QStringLiteral("Cycles of an inference");
    for (std::size_t i = 0; i < streamed.nodes.size(); ++i)
        heat.values[streamed.nodes[i].id] = 96 * static_cast<double>(i);
    twin.setHeatSource(heat);
    twin.setHeat(heat.key, false);
    save(twin, folder, QStringLiteral("twin-lstm-heat") + suffix);
    twin.setGraphs(graphsOf(convGraph(), 2));
    waitFor([&] { return isReady(*twin.canonicalView()) && isReady(*twin.streamingView()); });
    twin.resize(760, 420);
    save(twin, folder, QStringLiteral("twin-cnn-small") + suffix);
    twin.setGraphs(graphsOf(residualGraph(2), {}));
    waitFor([&] { return isReady(*twin.canonicalView()); });
    save(twin, folder, QStringLiteral("twin-unstreamed") + suffix);
}

void singlePictures(const QDir& folder, const QString& suffix) {
    const auto graph = std::make_shared<const nnir::Graph>(residualGraph(40));
    GraphView view;
    view.resize(600, 500);
    view.show();
    view.setGraph(graph);
    waitFor([&] { return isReady(view); });
    save(view, folder, QStringLiteral("residual-fit") + suffix);
    view.actualSize();
    view.setSelection(graph->nodes[4].id);
    view.setHighlighted({graph->nodes[5].id, graph->nodes[6].id});
    save(view, folder, QStringLiteral("residual-actual") + suffix);
    view.zoomBy(1.6);
    save(view, folder, QStringLiteral("residual-close") + suffix);

    GraphView across;
    across.resize(900, 260);
    across.setDirection(LayoutDirection::right);
    across.show();
    across.setGraph(std::make_shared<const nnir::Graph>(residualGraph(2)));
    waitFor([&] { return isReady(across); });
    save(across, folder, QStringLiteral("residual-right") + suffix);

    GraphView simple;
    simple.resize(500, 620);
    simple.setLayoutOptions({.graphviz_box_limit = 0});
    simple.show();
    const auto lstm = graphsOf(lstmGraph(), 0);
    simple.setGraph(lstm->compiled_form());
    waitFor([&] { return isReady(simple); });
    save(simple, folder, QStringLiteral("lstm-layered") + suffix);
    simple.setGraph(std::make_shared<const nnir::Graph>(residualGraph(3)));
    waitFor([&] { return isReady(simple); });
    save(simple, folder, QStringLiteral("residual-layered") + suffix);
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setStyle(new lockstep::WindowStyle);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : QStringLiteral("."));
    folder.mkpath(QStringLiteral("."));
    ThemeSwitch theme(application);
    for (const bool dark : {false, true}) {
        theme.setMode(dark ? ThemeMode::dark : ThemeMode::light);
        const QString suffix = dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        twinPictures(folder, suffix);
        singlePictures(folder, suffix);
    }
    const auto lstm = graphsOf(lstmGraph(), 0);
    const nnir::Graph& graph = *lstm->compiled_form();
    QFile svg(folder.filePath(QStringLiteral("lstm.svg")));
    if (!svg.open(QIODevice::WriteOnly)) return 1;
    svg.write(
        QByteArray::fromStdString(graph_to_svg(graph, layout_graph(layout_request(make_scene(graph))))));
    return 0;
}
