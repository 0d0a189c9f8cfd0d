#pragma once

#include <QObject>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "core/layout/graph_layout.h"
#include "core/layout/layout_client.h"
#include "widgets/graph/graph_geometry.h"

namespace lockstep {

/// Lays graphs out in a thread of its own. The newest request wins: it stops the one that is under way, whose
/// result is dropped. The destructor stops and waits.
class GraphLayoutWorker : public QObject {
    Q_OBJECT

  public:
    explicit GraphLayoutWorker(QObject* parent = nullptr);
    ~GraphLayoutWorker() override;

    void request(std::shared_ptr<const nnir::Graph> graph, LayoutDirection direction, Folding folding = {});
    /// Drops what is under way.
    void cancel();
    void setOptions(const LayoutOptions& options);

  Q_SIGNALS:
    /// In the thread of this object. Of a graph that takes long a first, simpler drawing comes before the
    /// last one.
    void ready(std::shared_ptr<const lockstep::GraphGeometry> drawing, bool last);
    void failed(const QString& message);

  private:
    struct Job {
        std::uint64_t generation = 0;
        std::shared_ptr<const nnir::Graph> graph;
        LayoutDirection direction = LayoutDirection::down;
        Folding folding;
        LayoutOptions options;
        std::stop_token stop;
    };
    void run(const std::stop_token& end);
    void layOut(const Job& job);
    /// Calls `then` in the thread of this object, unless a newer request was made meanwhile.
    void deliver(std::uint64_t generation, std::function<void()> then);
    void deliver(std::uint64_t generation, std::shared_ptr<const GraphGeometry> drawing, bool last);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Job> m_next;
    std::stop_source m_stop;
    std::uint64_t m_generation = 0;  ///< of the newest request
    LayoutOptions m_options;
    LayoutCache m_cache;
    std::jthread m_thread;  ///< last: it uses everything above
};

}  // namespace lockstep
