#include "widgets/graph/layout_worker.h"

#include <QMetaObject>
#include <exception>

#include "core/layout/layered_layout.h"

namespace lockstep {
namespace {

/// From this many boxes on, Graphviz takes long enough to be seen (0.1 s and more).
constexpr std::size_t manyBoxes = 250;

}  // namespace

GraphLayoutWorker::GraphLayoutWorker(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& end) { run(end); }) {}

GraphLayoutWorker::~GraphLayoutWorker() {
    cancel();
    m_thread.request_stop();
    m_thread.join();
}

void GraphLayoutWorker::request(std::shared_ptr<const nnir::Graph> graph, LayoutDirection direction,
                                Folding folding) {
    const std::lock_guard lock(m_mutex);
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_next =
        Job{++m_generation, std::move(graph), direction, std::move(folding), m_options, m_stop.get_token()};
    m_wake.notify_one();
}

void GraphLayoutWorker::cancel() {
    const std::lock_guard lock(m_mutex);
    m_stop.request_stop();
    m_next.reset();
    ++m_generation;
}

void GraphLayoutWorker::setOptions(const LayoutOptions& options) {
    const std::lock_guard lock(m_mutex);
    m_options = options;
}

void GraphLayoutWorker::run(const std::stop_token& end) {
    while (!end.stop_requested()) {
        std::optional<Job> job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, end, [this] { return m_next.has_value(); })) return;
            job.swap(m_next);
        }
        try {
            layOut(*job);
        } catch (const std::exception& error) {
            // After a stop, a newer request has made this one worthless.
            if (job->stop.stop_requested()) continue;
            deliver(job->generation,
                    [this, message = QString::fromUtf8(error.what())] { Q_EMIT failed(message); });
        }
    }
}

void GraphLayoutWorker::layOut(const Job& job) {
    const JobControl control{.stop = job.stop, .progress = {}};
    const GraphScene scene = make_scene(*job.graph, job.folding);
    const LayoutRequest request = layout_request(scene, job.direction);
    std::optional<GraphLayout> layout = m_cache.find(request);
    if (!layout) {
        if (request.boxes.size() > manyBoxes && request.boxes.size() <= job.options.graphviz_box_limit) {
            GraphLayout first = layered_layout(request, control);
            deliver(job.generation, std::make_shared<const GraphGeometry>(job.graph, scene, std::move(first)),
                    false);
        }
        layout = layout_graph(request, control, job.options);
        m_cache.keep(request, *layout);
    }
    control.check();
    deliver(job.generation, std::make_shared<const GraphGeometry>(job.graph, scene, *std::move(layout)),
            true);
}

void GraphLayoutWorker::deliver(std::uint64_t generation, std::function<void()> then) {
    QMetaObject::invokeMethod(
        this,
        [this, generation, then = std::move(then)] {
            {
                const std::lock_guard lock(m_mutex);
                if (generation != m_generation) return;
            }
            then();
        },
        Qt::QueuedConnection);
}

void GraphLayoutWorker::deliver(std::uint64_t generation, std::shared_ptr<const GraphGeometry> drawing,
                                bool last) {
    deliver(generation, [this, drawing = std::move(drawing), last] { Q_EMIT ready(drawing, last); });
}

}  // namespace lockstep
