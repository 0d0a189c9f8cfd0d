#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "core/layout/graph_layout.h"
#include "core/support/job_control.h"

namespace lockstep {

struct LayoutOptions {
    std::chrono::milliseconds time_limit{10'000};
    /// Larger graphs are laid out by the layered layout at once: dot takes longer than people wait (1.4 s for
    /// 2,000 boxes of a residual chain, 34 s for 5,000).
    std::size_t graphviz_box_limit = 2'000;
    /// The helper; empty: helper_executable("lockstep-layout").
    std::filesystem::path helper = {};
};

/// Lays the boxes out with Graphviz in a helper process. When the helper is missing, dies, answers nonsense
/// or takes longer than the limit, it is killed and the layered layout takes over; `engine` and `note` of the
/// result say so. Throws Error(cancelled) within about 50 ms once stop was requested (the helper is killed),
/// Error(internal) if the request is broken.
GraphLayout layout_graph(const LayoutRequest& request, const JobControl& job = {},
                         const LayoutOptions& options = {});

/// Layouts by what was asked for, the newest kept. May be used from several threads.
class LayoutCache {
  public:
    explicit LayoutCache(std::size_t capacity = 32) : capacity_(capacity) {}

    std::optional<GraphLayout> find(const LayoutRequest& request);
    void keep(const LayoutRequest& request, const GraphLayout& layout);

  private:
    std::mutex mutex_;
    std::size_t capacity_;
    std::list<std::pair<LayoutRequest, GraphLayout>> entries_;  ///< newest first
};

}  // namespace lockstep
