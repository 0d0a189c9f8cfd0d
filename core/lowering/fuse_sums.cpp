#include <algorithm>
#include <iterator>

#include "core/lowering/compose_sums.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

class SumFuser {
  public:
    explicit SumFuser(WorkList& list) : list_(list), uses_(list), gone_(list.work.size()) {}

    void run() {
        for (std::size_t w = 0; w < list_.work.size(); ++w) fuse(w);
        remove_work(list_, gone_);
    }

  private:
    /// The sum that makes the vector, if nothing else reads it and it can go on.
    LinearWork* open_sum(VectorId vector) {
        const std::size_t maker = uses_.maker[vector.value];
        if (maker == Uses::nobody || uses_.leaves[vector.value] || uses_.readers[vector.value].size() != 1)
            return nullptr;
        auto* linear = std::get_if<LinearWork>(&list_.work[maker].body);
        const bool open = linear != nullptr && linear->epilogue.activation == Activation::none &&
                          !list_.vectors[vector.value].splat && list_.work[maker].together == 0;
        return open ? linear : nullptr;
    }
    /// The sum that makes a state's next value: of inputs and states alone it is as well made a second time.
    LinearWork* next_state(VectorId vector) {
        const std::size_t maker = uses_.maker[vector.value];
        if (maker == Uses::nobody || !uses_.leaves[vector.value] || uses_.readers[vector.value].size() != 1)
            return nullptr;
        for (const IoVectors& output : list_.outputs)
            if (std::ranges::find(output.vectors, vector) != output.vectors.end()) return nullptr;
        auto* linear = std::get_if<LinearWork>(&list_.work[maker].body);
        const bool open = linear != nullptr && linear->epilogue.activation == Activation::none &&
                          !linear->start.partial && !list_.vectors[vector.value].splat &&
                          list_.work[maker].together == 0 && waits_for_nothing(*linear);
        return open ? linear : nullptr;
    }
    bool waits_for_nothing(const LinearWork& sum) const {
        return std::ranges::all_of(sum.products, [&](const Product& product) {
            return !product.computed() &&
                   list_.vectors[product.source.value].origin != VectorOrigin::computed;
        });
    }

    void fuse(std::size_t w) {
        const auto* add = std::get_if<PointwiseWork>(&list_.work[w].body);
        if (add == nullptr || add->op != PointwiseOp::add || !add->b || add->a == *add->b) return;
        if (list_.vectors[add->result.value].fp32) return;
        LinearWork* first = open_sum(add->a);
        LinearWork* second = open_sum(*add->b);
        if (first != nullptr && second == nullptr) second = next_state(*add->b);
        if (second != nullptr && first == nullptr) first = next_state(add->a);
        if (first == nullptr || second == nullptr) return;
        if (waits_for_nothing(*second) && !waits_for_nothing(*first)) std::swap(first, second);
        if (!waits_for_nothing(*first) || (first->start.partial && second->start.partial)) return;
        if (second->start.partial && !first->start.bias.empty()) return;
        if (first->start.partial && !second->start.bias.empty()) return;

        LinearWork sum = *first;
        sum.result = add->result;
        sum.epilogue = add->epilogue;
        std::ranges::copy(second->products, std::back_inserter(sum.products));
        if (second->start.partial) sum.start.partial = second->start.partial;
        if (sum.start.bias.empty()) {
            sum.start.bias = second->start.bias;
        } else {
            for (std::size_t i = 0; i < second->start.bias.size(); ++i)
                sum.start.bias[i] += second->start.bias[i];
        }
        for (const VectorId part : {add->a, *add->b}) {
            const std::size_t maker = uses_.maker[part.value];
            add_nodes(list_.work[w], list_.work[maker].nodes);
            gone_[maker] = !uses_.leaves[part.value];
        }
        list_.work[w].body = std::move(sum);
    }

    WorkList& list_;
    Uses uses_;
    std::vector<bool> gone_;
};

}  // namespace

void fuse_sums(WorkList& list) {
    SumFuser(list).run();
}

}  // namespace lockstep::lowering
