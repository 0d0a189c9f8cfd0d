#include "core/compiler/part_copies.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "core/compiler/assign_cores.h"
#include "core/compiler/tile.h"

namespace lockstep::compiler {

using namespace lowering;

namespace {

/// The core of every block of a sum of one gate that is cut over all cores.
std::vector<std::uint16_t> owners(std::uint32_t blocks, const AcceleratorConfig& config) {
    std::vector<std::uint16_t> all(blocks);
    for (const Run& run : split_rows(blocks, static_cast<std::uint32_t>(config.cores.value),
                                     static_cast<std::uint32_t>(config.timing.accumulators.value)))
        std::fill_n(all.begin() + run.first, run.blocks, run.core);
    return all;
}

/// By work: whether it is a part of a sum that does not lie where a sum of its own would.
std::vector<bool> find_moved(const WorkList& list, const AcceleratorConfig& config) {
    const Tiling tiling = tile(list, config.block_size.value);
    std::map<std::size_t, std::uint32_t> blocks_of;  // by number of Work::together
    for (std::size_t w = 0; w < list.work.size(); ++w)
        if (list.work[w].together != 0) blocks_of[list.work[w].together] += tiling.work_blocks[w];
    std::map<std::size_t, std::uint32_t> next;
    std::vector<bool> moved(list.work.size());
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        const std::size_t together = list.work[w].together;
        if (together == 0) continue;
        const std::vector<std::uint16_t> whole = owners(blocks_of[together], config);
        const std::vector<std::uint16_t> own = owners(tiling.work_blocks[w], config);
        const std::uint32_t first = std::exchange(next[together], next[together] + tiling.work_blocks[w]);
        moved[w] = !std::equal(own.begin(), own.end(), whole.begin() + first);
    }
    return moved;
}

}  // namespace

WorkList with_part_copies(WorkList list, const AcceleratorConfig& config) {
    const std::vector<bool> moved = find_moved(list, config);
    std::vector<Work> all;
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        all.push_back(std::move(list.work[w]));
        auto* part = std::get_if<LinearWork>(&all.back().body);
        if (part == nullptr || !moved[w] || all.back().state_update) continue;
        const std::vector<nnir::NodeId> nodes = all.back().nodes;
        const VectorId made{static_cast<std::uint32_t>(list.vectors.size())};
        list.vectors.push_back(
            {.length = part->rows, .origin = VectorOrigin::computed, .constant = {}, .splat = false});
        const VectorId result = std::exchange(part->result, made);
        all.push_back(
            {PointwiseWork{
                 .result = result, .op = PointwiseOp::add, .a = made, .b = {}, .epilogue = {}, .c = {}},
             nodes, false, 0});
    }
    list.work = std::move(all);
    return list;
}

}  // namespace lockstep::compiler
