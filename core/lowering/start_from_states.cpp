#include <algorithm>
#include <iterator>
#include <utility>

#include "core/lowering/compose_sums.h"
#include "core/lowering/reads.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

class StateSums {
  public:
    explicit StateSums(WorkList& list) : list_(list), uses_(list), gone_(list.work.size()) {}

    void run() {
        for (StateBinding& state : list_.states)
            if (state.read.size() == 1 && state.read != state.written) keep_as_sum(state);
        remove_work(list_, gone_);
        defer();
    }

  private:
    /// The plain sum that makes the vector, which has `readers` readers; null if another work makes it.
    LinearWork* plain_sum(VectorId vector, std::size_t readers) {
        const std::size_t maker = uses_.maker[vector.value];
        if (maker == Uses::nobody || gone_[maker] || uses_.readers[vector.value].size() != readers)
            return nullptr;
        auto* sum = std::get_if<LinearWork>(&list_.work[maker].body);
        const bool plain = sum != nullptr && sum->epilogue.activation == Activation::none &&
                           !sum->start.partial && std::ranges::none_of(sum->products, &Product::computed) &&
                           !list_.vectors[vector.value].splat && list_.work[maker].together == 0;
        return plain ? sum : nullptr;
    }

    void keep_as_sum(StateBinding& state) {
        const VectorId read = state.read[0];
        const VectorId written = state.written[0];
        if (uses_.readers[read.value].size() != 1 || uses_.leaves[read.value]) return;
        const std::size_t w = uses_.readers[read.value][0];
        const auto* add = std::get_if<PointwiseWork>(&list_.work[w].body);
        if (add == nullptr || add->op != PointwiseOp::add || !add->b || add->a == *add->b) return;
        if (list_.vectors[read.value].fp32 || list_.vectors[add->result.value].fp32) return;
        const VectorId other = add->a == read ? *add->b : add->a;
        LinearWork* update = plain_sum(written, 0);
        LinearWork* sum = plain_sum(other, 1);
        if (update == nullptr || sum == nullptr || uses_.leaves[other.value] || writes_another(state)) return;

        const PartialSumId id{static_cast<std::uint32_t>(list_.partial_sums.size())};
        list_.partial_sums.push_back({sum->rows, "state " + std::to_string(state.state.value)});
        PartialSumWork partial{.result = id,
                               .rows = update->rows,
                               .start = {plus(update->start.bias, sum->start.bias), {}},
                               .products = update->products,
                               .initial_products = {},
                               .initial_bias = plus(list_.vectors[read.value].constant, sum->start.bias),
                               .gates = false};
        LinearWork started = *sum;
        started.result = add->result;
        started.epilogue = add->epilogue;
        started.start = {{}, id};
        const std::size_t maker = uses_.maker[other.value];
        add_nodes(list_.work[w], list_.work[maker].nodes);
        gone_[maker] = true;
        list_.work[uses_.maker[written.value]].body = std::move(partial);
        list_.work[w].body = std::move(started);
        state = {.state = state.state, .written = {}, .read = {}, .cell = {}, .folded = true};
    }
    bool writes_another(const StateBinding& state) const {
        std::size_t writes = 0;
        for (const StateBinding& other : list_.states)
            writes += static_cast<std::size_t>(std::ranges::count(other.written, state.written[0]));
        for (const IoVectors& output : list_.outputs)
            writes += static_cast<std::size_t>(std::ranges::count(output.vectors, state.written[0]));
        return writes > 1;
    }
    static std::vector<float> plus(std::vector<float> a, const std::vector<float>& b) {
        if (a.empty()) return b;
        for (std::size_t i = 0; i < b.size(); ++i) a[i] += b[i];
        return a;
    }

    /// Work whose results nothing but states and updates of states reads moves behind the rest.
    void defer() {
        const Uses uses(list_);
        std::vector<bool> output(list_.vectors.size());
        for (const IoVectors& tensor : list_.outputs)
            for (const VectorId vector : tensor.vectors) output[vector.value] = true;
        for (std::size_t w = list_.work.size(); w-- > 0;) {
            const VectorId result = result_of(list_.work[w].body);
            const bool update = !result.valid() || (!output[result.value] && uses.leaves[result.value] &&
                                                    !std::holds_alternative<LstmWork>(list_.work[w].body));
            const bool needed =
                result.valid() && std::ranges::any_of(uses.readers[result.value], [&](std::size_t r) {
                    return !list_.work[r].state_update;
                });
            const bool read = result.valid() && !uses.readers[result.value].empty();
            if ((update && !needed) || (read && !needed && !output[result.value] &&
                                        !std::holds_alternative<LstmWork>(list_.work[w].body)))
                list_.work[w].state_update = true;
        }
        std::stable_partition(list_.work.begin(), list_.work.end(),
                              [](const Work& work) { return !work.state_update; });
    }

    WorkList& list_;
    Uses uses_;
    std::vector<bool> gone_;
};

}  // namespace

void start_from_states(WorkList& list) {
    StateSums(list).run();
}

}  // namespace lockstep::lowering
