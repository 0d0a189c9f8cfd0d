// How long the window takes to be there: QT_QPA_PLATFORM=offscreen bench_window. Each start is a process of
// its own, timed from before it exists; the median of several is held against the bound of the figure.
#include <QProcess>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>

#include "app/settings.h"
#include "app/window_application.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"

using namespace lockstep;
using namespace lockstep::app;

namespace {

constexpr int starts = 9;

double milliseconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::milli>(now).count();
}

/// Hears of the first time that a widget was painted.
class FirstPaint : public QObject {
  public:
    bool painted = false;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint && watched->isWidgetType()) painted = true;
        return QObject::eventFilter(watched, event);
    }
};

void until(const std::function<bool()>& done) {
    while (!done()) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
}

/// One start. Prints: the start to the first paint, the opening to both graphs, and whether LibTorch is
/// loaded.
int child(double began) {
    const QTemporaryDir folder;
    useSettingsIn(folder.path());
    const WindowApplication application({});
    FirstPaint first;
    qApp->installEventFilter(&first);
    MainWindow window;
    window.show();
    until([&] { return first.painted; });
    const double paint = milliseconds() - began;
    const double open = milliseconds();
    window.openExample(0);
    const auto drawn = [](const GraphView* view) { return view->drawing() && !view->isLayingOut(); };
    until([&] {
        const Document* document = window.controller().current();
        return document != nullptr && document->model && window.graphs().streams() &&
               drawn(window.graphs().canonicalView()) && drawn(window.graphs().streamingView());
    });
    first.painted = false;
    until([&] { return first.painted; });
    const double graphs = milliseconds() - open;
    const bool torch = test::contents(QStringLiteral("/proc/self/maps")).contains("libtorch");
    std::printf("%.3f %.3f %d\n", paint, graphs, torch ? 1 : 0);
    return 0;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3) return child(QByteArray(argv[2]).toDouble());
    std::vector<double> paints;
    std::vector<double> graphs;
    bool torch = false;
    for (int i = 0; i < starts; ++i) {
        QProcess process;
        process.start(QString::fromLocal8Bit(argv[0]),
                      {QStringLiteral("child"), QString::number(milliseconds(), 'f', 3)});
        if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
            std::fprintf(stderr, "a start failed: %s\n", process.readAllStandardError().constData());
            return 1;
        }
        const QList<QByteArray> words = process.readAllStandardOutput().trimmed().split(' ');
        if (words.size() != 3) return 1;
        paints.push_back(words[0].toDouble());
        graphs.push_back(words[1].toDouble());
        torch = torch || words[2] != "0";
    }
    const auto line = [](const char* what, const std::vector<double>& times, double bound) {
        std::printf("%-40s median %7.1f ms, worst %7.1f ms, bound %6.0f ms: %s\n", what, median(times),
                    *std::max_element(times.begin(), times.end()), bound,
                    median(times) < bound ? "holds" : "MISSED");
    };
    line("start to first paint", paints, 400);
    line("open the LSTM example to both graphs", graphs, 2000);
    std::printf("%-40s %s\n", "LibTorch in the window's process",
                torch ? "MISSED: loaded" : "holds: not loaded");
    return 0;
}
