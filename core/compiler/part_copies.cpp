#include "core/compiler/part_copies.h"

#include <utility>
#include <vector>

namespace lockstep::compiler {

using namespace lowering;

namespace {

/// Copies `from` to `to` with the epilogue.
Work copy(VectorId from, VectorId to, const Epilogue& epilogue, const std::vector<nnir::NodeId>& nodes) {
    return {PointwiseWork{
                .result = to, .op = PointwiseOp::add, .a = from, .b = {}, .epilogue = epilogue, .c = {}},
            nodes, false, 0};
}

}  // namespace

WorkList with_part_copies(WorkList list) {
    const auto fresh = [&list](std::int64_t length) {
        list.vectors.push_back(
            {.length = length, .origin = VectorOrigin::computed, .constant = {}, .splat = false});
        return VectorId{static_cast<std::uint32_t>(list.vectors.size() - 1)};
    };
    std::vector<Work> all;
    for (Work& work : list.work) {
        all.push_back(std::move(work));
        auto* part = std::get_if<LinearWork>(&all.back().body);
        if (part == nullptr || all.back().together == 0 || all.back().state_update) continue;
        const std::vector<nnir::NodeId> nodes = all.back().nodes;
        const VectorId result = part->result;
        const VectorId made = fresh(part->rows);
        part->result = made;
        const Epilogue function = std::exchange(part->epilogue, {});
        const VectorId copied =
            function.activation == Activation::none ? result : fresh(list.vectors[made.value].length);
        all.push_back(copy(made, copied, {}, nodes));
        if (function.activation != Activation::none) all.push_back(copy(copied, result, function, nodes));
    }
    list.work = std::move(all);
    return list;
}

}  // namespace lockstep::compiler
