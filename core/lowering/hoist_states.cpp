#include <algorithm>
#include <map>
#include <utility>

#include "core/lowering/compose_sums.h"
#include "core/lowering/reads.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

class StateHoister {
  public:
    explicit StateHoister(WorkList& list) : list_(list) {
        for (const StateBinding& state : list.states)
            for (std::size_t v = 0; v < state.read.size(); ++v)
                if (state.written[v] != state.read[v]) next_[state.read[v]] = state.written[v];
        for (const Work& work : list.work) {
            const auto* copy = std::get_if<PointwiseWork>(&work.body);
            if (copy == nullptr || copy->b || copy->epilogue.activation != Activation::none ||
                !list.vectors[copy->a.value].fp32 || list.vectors[copy->result.value].fp32)
                continue;
            rounding_.try_emplace(copy->a, copy->result);
            if (next_.contains(copy->a)) state_of_[copy->result] = copy->a;
        }
    }

    void run() {
        load_states_as_they_are();
        std::vector<Work> updates;
        for (Work& work : list_.work)
            if (auto* linear = std::get_if<LinearWork>(&work.body); linear != nullptr && !work.state_update)
                hoist(work, *linear, updates);
        // Before the updates that were there: they are of layers nearer to the input or independent of them.
        std::move(updates.begin(), updates.end(), std::back_inserter(list_.work));
        remove_unread_roundings();
        forget_unread_states();
    }

  private:
    void hoist(const Work& work, LinearWork& linear, std::vector<Work>& updates) {
        if (linear.start.partial || list_.vectors[linear.result.value].splat || work.together != 0) return;
        const auto of_state = [&](const Product& product) {
            return !product.computed() &&
                   (next_.contains(product.source) || state_of_.contains(product.source));
        };
        if (std::ranges::none_of(linear.products, of_state)) return;
        const PartialSumId sum{static_cast<std::uint32_t>(list_.partial_sums.size())};
        list_.partial_sums.push_back({linear.rows, "sum of states " + std::to_string(sum.value)});
        PartialSumWork update{.result = sum,
                              .rows = linear.rows,
                              .start = linear.start,
                              .products = {},
                              .initial_products = {},
                              .initial_bias = linear.start.bias,
                              .gates = false};
        std::vector<Product> rest;
        for (Product& product : linear.products) {
            if (!of_state(product)) {
                rest.push_back(std::move(product));
                continue;
            }
            const auto found = state_of_.find(product.source);
            const VectorId state = found == state_of_.end() ? product.source : found->second;
            update.products.push_back(product);
            update.products.back().source = rounded(next_.at(state), work, updates);
            update.initial_products.push_back(product);
            update.initial_products.back().source = initial_of(state);
        }
        linear.products = std::move(rest);
        linear.start = {{}, sum};
        updates.push_back({std::move(update), work.nodes, true});
    }

    /// The loader rounds what it takes of an fp32 state.
    void load_states_as_they_are() {
        for (Work& work : list_.work)
            if (auto* linear = std::get_if<LinearWork>(&work.body))
                for (Product& product : linear->products)
                    for (VectorId& vector : product.matrix)
                        if (const auto found = state_of_.find(vector); found != state_of_.end())
                            vector = found->second;
    }

    /// A next value as sums take it: in bf16.
    VectorId rounded(VectorId next, const Work& work, std::vector<Work>& updates) {
        if (!list_.vectors[next.value].fp32) return next;
        const auto [found, is_new] =
            rounding_.try_emplace(next, VectorId{static_cast<std::uint32_t>(list_.vectors.size())});
        if (is_new) {
            list_.vectors.push_back({.length = list_.vectors[next.value].length,
                                     .origin = VectorOrigin::computed,
                                     .constant = {},
                                     .splat = false});
            updates.push_back({PointwiseWork{.result = found->second,
                                             .op = PointwiseOp::add,
                                             .a = next,
                                             .b = {},
                                             .epilogue = {},
                                             .c = {}},
                               work.nodes, true});
        }
        return found->second;
    }

    /// Of states that sums took at the start of an inference.
    void remove_unread_roundings() {
        const Uses uses(list_);
        std::vector<bool> gone(list_.work.size());
        for (const auto& [result, state] : state_of_)
            if (uses.readers[result.value].empty() && !uses.leaves[result.value])
                gone[uses.maker[result.value]] = true;
        remove_work(list_, gone);
    }

    VectorId initial_of(VectorId state) {
        const auto [found, is_new] =
            initial_.try_emplace(state, VectorId{static_cast<std::uint32_t>(list_.vectors.size())});
        if (is_new)
            list_.vectors.push_back({.length = list_.vectors[state.value].length,
                                     .origin = VectorOrigin::constant,
                                     .constant = list_.vectors[state.value].constant,
                                     .splat = false});
        return found->second;
    }

    /// A state that no work reads any more is only shown; one that is another's next value is still read.
    void forget_unread_states() {
        std::vector<bool> read(list_.vectors.size());
        for (const Work& work : list_.work)
            for (const VectorId source : reads(work.body)) read[source.value] = true;
        for (const IoVectors& output : list_.outputs)
            for (const VectorId vector : output.vectors) read[vector.value] = true;
        for (const StateBinding& state : list_.states)
            for (std::size_t v = 0; v < state.written.size(); ++v) read[state.written[v].value] = true;
        for (StateBinding& state : list_.states)
            if (std::ranges::none_of(state.read, [&](VectorId vector) { return read[vector.value]; }))
                state.read.clear();
    }

    WorkList& list_;
    std::map<VectorId, VectorId> rounding_;  ///< by fp32 vector: the same in bf16
    std::map<VectorId, VectorId> state_of_;  ///< by the rounding of what is read of a state: that
    std::map<VectorId, VectorId> next_;      ///< by what is read of a state: what is written
    std::map<VectorId, VectorId> initial_;   ///< by what is read of a state: its initial value as a constant
};

}  // namespace

void hoist_states(WorkList& list) {
    StateHoister(list).run();
}

}  // namespace lockstep::lowering
