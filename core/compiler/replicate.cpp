#include "core/compiler/replicate.h"

#include <algorithm>

#include "core/compiler/work_view.h"

namespace lockstep::compiler {
namespace {

using namespace lowering;

class Replicator {
  public:
    explicit Replicator(const WorkList& list)
        : list_(list),
          replicated_(list.work.size()),
          made_everywhere_(list.vectors.size()),
          leaves_(list.vectors.size()),
          readers_(list.vectors.size()) {
        for (std::size_t w = 0; w < list.work.size(); ++w)
            for (const VectorId source : sources_of(list.work[w])) readers_[source.value].push_back(w);
        for (const IoVectors& output : list.outputs)
            for (const VectorId vector : output.vectors) leaves_[vector.value] = true;
        for (const StateBinding& state : list.states)
            for (const VectorId vector : state.written) leaves_[vector.value] = true;
        find_wanted_whole();
    }

    std::vector<bool> run() {
        for (std::size_t w = 0; w < list_.work.size(); ++w)
            if (is_sum_over_vectors(list_.work[w])) add(w);
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t w = 0; w < list_.work.size(); ++w) {
                if (replicated_[w] || !std::holds_alternative<PointwiseWork>(list_.work[w].body)) continue;
                const VectorId result = result_of(list_.work[w]);
                if (leaves_[result.value] || !wanted_whole_[result.value]) continue;
                if (!follows(w) && !prepares(w, result)) continue;
                add(w);
                changed = true;
            }
        }
        return std::move(replicated_);
    }

  private:
    /// Vectors that are read by sums, whole in every core, or by pointwise work whose results are.
    void find_wanted_whole() {
        wanted_whole_.assign(list_.vectors.size(), true);
        for (std::size_t w = list_.work.size(); w-- > 0;) {
            if (const auto sum = sum_of(list_.work[w])) {
                for (const Product& product : *sum->products)
                    for (const VectorId vector : product.matrix) wanted_whole_[vector.value] = false;
                continue;
            }
            const VectorId result = result_of(list_.work[w]);
            const bool pointwise = std::holds_alternative<PointwiseWork>(list_.work[w].body);
            const bool wanted = pointwise && wanted_whole_[result.value] && !leaves_[result.value] &&
                                !readers_[result.value].empty();
            for (const VectorId source : sources_of(list_.work[w]))
                if (!wanted) wanted_whole_[source.value] = false;
        }
    }
    bool is_sum_over_vectors(const Work& work) const {
        const auto* linear = std::get_if<LinearWork>(&work.body);
        if (linear == nullptr || linear->products.empty() || leaves_[linear->result.value]) return false;
        return std::ranges::all_of(linear->products, [&](const Product& product) {
            const VectorOrigin origin = list_.vectors[product.source.value].origin;
            return is_reduction(list_, work, product) && origin != VectorOrigin::constant;
        });
    }
    void add(std::size_t work) {
        replicated_[work] = true;
        made_everywhere_[result_of(list_.work[work]).value] = true;
    }
    /// It goes on with a result of replicated work.
    bool follows(std::size_t work) const {
        return std::ranges::any_of(sources_of(list_.work[work]),
                                   [&](VectorId source) { return made_everywhere_[source.value]; });
    }
    /// Replicated work alone reads its result, and its operands as well.
    bool prepares(std::size_t work, VectorId result) const {
        const auto replicated = [&](std::size_t reader) { return replicated_[reader]; };
        const auto known = [&](VectorId source) {
            return list_.vectors[source.value].origin == VectorOrigin::constant ||
                   made_everywhere_[source.value] || std::ranges::any_of(readers_[source.value], replicated);
        };
        return !readers_[result.value].empty() && std::ranges::all_of(readers_[result.value], replicated) &&
               std::ranges::all_of(sources_of(list_.work[work]), known);
    }

    const WorkList& list_;
    std::vector<bool> replicated_;
    std::vector<bool> made_everywhere_;  ///< by vector
    std::vector<bool> leaves_;           ///< by vector: an output, or a state's next value
    std::vector<bool> wanted_whole_;     ///< by vector
    std::vector<std::vector<std::size_t>> readers_;
};

}  // namespace

std::vector<bool> replicated_work(const WorkList& list) {
    return Replicator(list).run();
}

}  // namespace lockstep::compiler
