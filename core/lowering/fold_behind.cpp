#include <map>
#include <tuple>
#include <utility>

#include "core/lowering/compose_sums.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

class BehindFolder {
  public:
    explicit BehindFolder(WorkList& list) : list_(list), uses_(list), gone_(list.work.size()) {}

    void run() {
        for (std::size_t w = 0; w < list_.work.size(); ++w) fold(w);
        remove_work(list_, gone_);
    }

  private:
    /// The sum that makes the vector, if nothing else reads it and nothing is done to its result.
    LinearWork* plain_sum(VectorId vector) {
        const std::size_t maker = uses_.maker[vector.value];
        if (maker == Uses::nobody || uses_.leaves[vector.value] || uses_.readers[vector.value].size() != 1)
            return nullptr;
        auto* sum = std::get_if<LinearWork>(&list_.work[maker].body);
        const bool plain = sum != nullptr && sum->epilogue.activation == Activation::none &&
                           !sum->start.partial && !list_.vectors[vector.value].splat &&
                           list_.work[maker].together == 0;
        return plain ? sum : nullptr;
    }

    void fold(std::size_t w) {
        const auto* work = std::get_if<PointwiseWork>(&list_.work[w].body);
        if (work == nullptr || !work->b ||
            (work->op != PointwiseOp::multiply && work->op != PointwiseOp::add) ||
            list_.vectors[work->result.value].fp32)
            return;
        const auto constant = [&](VectorId v) {
            return list_.vectors[v.value].origin == VectorOrigin::constant;
        };
        if (constant(work->a) == constant(*work->b)) return;
        const VectorId other = constant(work->a) ? *work->b : work->a;
        const std::vector<float>& values =
            list_.vectors[(constant(work->a) ? work->a : *work->b).value].constant;
        LinearWork* sum = plain_sum(other);
        if (sum == nullptr || static_cast<std::int64_t>(values.size()) != sum->rows) return;
        if (work->op == PointwiseOp::multiply) {
            for (const Product& product : sum->products)
                if (product.computed() || product.fp8) return;
            for (Product& product : sum->products) product.weight = weight(product.weight, values);
        }
        if (work->op == PointwiseOp::add) sum->start.bias.resize(values.size(), 0.0F);
        for (std::size_t r = 0; r < sum->start.bias.size(); ++r)
            sum->start.bias[r] = work->op == PointwiseOp::multiply ? sum->start.bias[r] * values[r]
                                                                   : sum->start.bias[r] + values[r];
        sum->result = work->result;
        sum->epilogue = work->epilogue;
        const std::size_t maker = uses_.maker[other.value];
        uses_.maker[work->result.value] = maker;
        add_nodes(list_.work[maker], list_.work[w].nodes);
        gone_[w] = true;
    }

    /// Equal weights stay one tensor.
    Tensor weight(const Tensor& given, const std::vector<float>& factors) {
        const auto [found, is_new] =
            scaled_.try_emplace(std::tuple(given.storage().get(), given.shape(), factors));
        if (is_new) found->second = scaled(given, factors);
        return found->second;
    }

    static Tensor scaled(const Tensor& weight, const std::vector<float>& factors) {
        const auto columns = static_cast<std::size_t>(weight.shape()[1]);
        std::vector<float> values(weight.values().begin(), weight.values().end());
        for (std::size_t i = 0; i < values.size(); ++i) values[i] *= factors[i / columns];
        return {weight.shape(), std::move(values)};
    }

    WorkList& list_;
    Uses uses_;
    std::vector<bool> gone_;
    std::map<std::tuple<const float*, Shape, std::vector<float>>, Tensor> scaled_;
};

}  // namespace

void fold_behind(WorkList& list) {
    BehindFolder(list).run();
}

}  // namespace lockstep::lowering
