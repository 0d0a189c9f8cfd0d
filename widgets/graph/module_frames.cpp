#include "widgets/graph/module_frames.h"

#include <algorithm>
#include <map>

#include "core/nnir/node_pattern.h"

namespace lockstep {
namespace {

constexpr double padding = 6;
constexpr double tabHeight = 13;
constexpr double tabWidth = 110;
constexpr std::size_t mostModules = 2000;

}  // namespace

std::vector<ModuleFrame> moduleFrames(const std::vector<QRectF>& boxes, const SpatialGrid& grid,
                                      const std::function<std::string(std::uint32_t)>& moduleOf) {
    std::vector<std::string> modules(boxes.size());
    std::map<std::string, std::vector<std::uint32_t>> members;
    for (std::uint32_t box = 0; box < boxes.size(); ++box) {
        modules[box] = moduleOf(box);
        const std::string& path = modules[box];
        for (std::size_t end = path.find('.'); !path.empty(); end = path.find('.', end + 1)) {
            members[path.substr(0, end)].push_back(box);
            if (end == std::string::npos) break;
        }
    }
    if (members.size() > mostModules) return {};
    // From the inside outwards: a frame keeps its distance from those in it.
    std::vector<std::string> order;
    for (const auto& [module, own] : members)
        if (own.size() > 1) order.push_back(module);
    const auto depth = [](const std::string& path) { return std::ranges::count(path, '.'); };
    std::ranges::stable_sort(order, [&](const auto& a, const auto& b) { return depth(a) > depth(b); });
    std::vector<ModuleFrame> frames;
    for (const std::string& module : order) {
        QRectF around;
        for (const std::uint32_t box : members[module]) around = around.united(boxes[box]);
        for (const ModuleFrame& inner : frames)
            if (nnir::is_inside(inner.module, module)) around = around.united(inner.rect.united(inner.tab));
        around.adjust(-padding, -padding, padding, padding);
        ModuleFrame frame{.module = module,
                          .name = QString::fromStdString(module.substr(module.rfind('.') + 1)),
                          .rect = around,
                          .tab = QRectF(around.left(), around.top() - tabHeight,
                                        std::min(tabWidth, around.width()), tabHeight)};
        const auto alone = [&](std::uint32_t box) { return nnir::is_inside(modules[box], module); };
        if (std::ranges::all_of(grid.touching(around.united(frame.tab)), alone))
            frames.push_back(std::move(frame));
    }
    std::ranges::reverse(frames);
    return frames;
}

}  // namespace lockstep
