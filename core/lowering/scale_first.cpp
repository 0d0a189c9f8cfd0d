#include <algorithm>
#include <utility>

#include "core/lowering/compose_sums.h"
#include "core/lowering/reads.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

struct Scale {
    std::size_t by_splat;     ///< x * splat
    std::size_t by_constant;  ///< (x * splat) * constant
    VectorId x;
    VectorId splat;
    VectorId constant;
};

/// The operand of a plain product for which `wanted` is true, and the other one.
template <class Wanted>
bool split(const Work& work, Wanted wanted, VectorId& found, VectorId& other) {
    const auto* product = std::get_if<PointwiseWork>(&work.body);
    if (product == nullptr || product->op != PointwiseOp::multiply || !product->b) return false;
    if (wanted(product->a) == wanted(*product->b)) return false;
    found = wanted(product->a) ? product->a : *product->b;
    other = wanted(product->a) ? *product->b : product->a;
    return true;
}

}  // namespace

void scale_first(WorkList& list) {
    const auto constant = [&](VectorId v) { return list.vectors[v.value].origin == VectorOrigin::constant; };
    const auto splat = [&](VectorId v) { return list.vectors[v.value].splat; };
    const Uses uses(list);
    std::vector<Scale> scales;
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        Scale scale{.by_splat = 0, .by_constant = w, .x = {}, .splat = {}, .constant = {}};
        VectorId scaled;
        if (!split(list.work[w], constant, scale.constant, scaled) || splat(scaled)) continue;
        // What is asked for in fp32 keeps the author's order.
        if (list.vectors[scaled.value].fp32 || list.vectors[result_of(list.work[w].body).value].fp32)
            continue;
        scale.by_splat = uses.maker[scaled.value];
        if (scale.by_splat == Uses::nobody || uses.leaves[scaled.value] ||
            uses.readers[scaled.value].size() != 1)
            continue;
        if (!split(list.work[scale.by_splat], splat, scale.splat, scale.x) ||
            std::get<PointwiseWork>(list.work[scale.by_splat].body).epilogue.activation != Activation::none ||
            uses.maker[scale.splat.value] == Uses::nobody)
            continue;
        scales.push_back(scale);
    }
    std::vector<std::vector<Work>> before(list.work.size());
    std::vector<bool> gone(list.work.size());
    for (const Scale& scale : scales) {
        auto& last = std::get<PointwiseWork>(list.work[scale.by_constant].body);
        auto& first = std::get<PointwiseWork>(list.work[scale.by_splat].body);
        Work moved = list.work[scale.by_splat];
        std::get<PointwiseWork>(moved.body) = {.result = first.result,
                                               .op = PointwiseOp::multiply,
                                               .a = scale.x,
                                               .b = scale.constant,
                                               .epilogue = {},
                                               .c = {}};
        last.a = first.result;
        last.b = scale.splat;
        // In front of all that reads x, so before the sum of squares.
        const std::vector<std::size_t>& readers = uses.readers[scale.x.value];
        before[std::ranges::min(readers)].push_back(std::move(moved));
        gone[scale.by_splat] = true;
    }
    std::vector<Work> all;
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        for (Work& work : before[w]) all.push_back(std::move(work));
        if (!gone[w]) all.push_back(std::move(list.work[w]));
    }
    list.work = std::move(all);
}

}  // namespace lockstep::lowering
