#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "core/lowering/compose_sums.h"
#include "core/lowering/reads.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

/// The vector and the single value of a plain product of the two.
bool is_scaling(const WorkList& list, const Work& work, VectorId& vector, VectorId& splat) {
    const auto* product = std::get_if<PointwiseWork>(&work.body);
    if (product == nullptr || product->op != PointwiseOp::multiply || !product->b) return false;
    const auto is_splat = [&](VectorId v) { return list.vectors[v.value].splat; };
    if (is_splat(product->a) == is_splat(*product->b)) return false;
    vector = is_splat(product->a) ? *product->b : product->a;
    splat = is_splat(product->a) ? product->a : *product->b;
    const bool fp32 = list.vectors[vector.value].fp32 || list.vectors[splat.value].fp32 ||
                      list.vectors[product->result.value].fp32;
    return list.vectors[vector.value].origin == VectorOrigin::computed && !fp32;
}

}  // namespace

void outer_products(WorkList& list) {
    const Uses uses(list);
    std::map<VectorId, std::vector<std::pair<std::size_t, VectorId>>> by_vector;  // work and its single value
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        VectorId vector;
        VectorId splat;
        if (list.work[w].state_update && is_scaling(list, list.work[w], vector, splat))
            by_vector[vector].emplace_back(w, splat);
    }
    std::vector<bool> first(list.work.size());  // makes single values, of what is there before the updates
    for (const auto& [vector, products] : by_vector) {
        if (products.size() < 2) continue;
        for (const auto& [w, splat] : products) {
            const auto scaling = std::get<PointwiseWork>(list.work[w].body);
            LinearWork sum{.result = scaling.result,
                           .rows = list.vectors[vector.value].length,
                           .start = {},
                           .products = {},
                           .epilogue = scaling.epilogue};
            sum.products.push_back({.weight = {}, .source = splat, .matrix = {vector}, .by_rows = false});
            list.work[w].body = std::move(sum);
            const std::size_t maker = uses.maker[splat.value];
            if (maker == Uses::nobody || !list.work[maker].state_update) continue;
            first[maker] = std::ranges::all_of(reads(list.work[maker].body), [&](VectorId source) {
                const std::size_t earlier = uses.maker[source.value];
                return earlier == Uses::nobody || !list.work[earlier].state_update;
            });
        }
    }
    // The unit works in order: all single values go in front, so that no product waits for its own.
    std::vector<Work> ordered;
    for (const int part : {0, 1, 2})
        for (std::size_t w = 0; w < list.work.size(); ++w)
            if ((list.work[w].state_update ? first[w] ? 1 : 2 : 0) == part) ordered.push_back(list.work[w]);
    list.work = std::move(ordered);
}

}  // namespace lockstep::lowering
