#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include "core/lowering/compose_sums.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

/// A vector that a constant one was multiplied by or added to.
struct WithConstant {
    std::size_t work = 0;
    VectorId constant;
    VectorId other;
};

/// A product with a computed matrix, and the constants behind it.
struct Crossing {
    std::size_t sum = 0;
    WithConstant scale;   ///< of the sum's result
    WithConstant addend;  ///< of the scaled result
};

class Folder {
  public:
    explicit Folder(WorkList& list) : list_(list), uses_(list), gone_(list.work.size()) {}

    void run() {
        std::map<std::vector<VectorId>, std::vector<Crossing>> by_matrix;
        for (std::size_t w = 0; w < list_.work.size(); ++w)
            if (const auto crossing = find_crossing(w)) by_matrix[product_of(w).matrix].push_back(*crossing);
        for (const auto& [matrix, crossings] : by_matrix) fold(matrix, crossings);
        remove_work(list_, gone_);
    }

  private:
    const Product& product_of(std::size_t sum) const {
        return std::get<LinearWork>(list_.work[sum].body).products.front();
    }
    const std::vector<float>& values(VectorId constant) const {
        return list_.vectors[constant.value].constant;
    }

    /// The vector's maker, if it is a plain `op` of a constant vector and another one of its length.
    std::optional<WithConstant> with_constant(std::size_t work, PointwiseOp op) const {
        if (work == Uses::nobody) return std::nullopt;
        const auto* made = std::get_if<PointwiseWork>(&list_.work[work].body);
        if (made == nullptr || made->op != op || !made->b || made->epilogue.activation != Activation::none)
            return std::nullopt;
        const auto constant = [&](VectorId v) {
            return list_.vectors[v.value].origin == VectorOrigin::constant &&
                   list_.vectors[v.value].length == list_.vectors[made->result.value].length;
        };
        const auto bf16 = [&](VectorId v) { return !list_.vectors[v.value].fp32; };
        if (constant(made->a) == constant(*made->b) || !bf16(made->a) || !bf16(*made->b) ||
            !bf16(made->result) || list_.vectors[made->result.value].splat)
            return std::nullopt;
        const bool first = constant(made->a);
        return WithConstant{work, first ? made->a : *made->b, first ? *made->b : made->a};
    }
    std::optional<WithConstant> only_reader(VectorId vector, PointwiseOp op) const {
        const std::vector<std::size_t>& readers = uses_.readers[vector.value];
        if (readers.size() != 1 || uses_.leaves[vector.value]) return std::nullopt;
        return with_constant(readers.front(), op);
    }

    std::optional<Crossing> find_crossing(std::size_t w) const {
        const auto* sum = std::get_if<LinearWork>(&list_.work[w].body);
        if (sum == nullptr || sum->products.size() != 1 || !sum->products.front().computed() ||
            sum->products.front().by_rows || sum->start.partial ||
            sum->epilogue.activation != Activation::none ||
            list_.vectors[sum->products.front().source.value].origin != VectorOrigin::constant)
            return std::nullopt;
        const auto scale = only_reader(sum->result, PointwiseOp::multiply);
        if (!scale) return std::nullopt;
        const auto addend =
            only_reader(std::get<PointwiseWork>(list_.work[scale->work].body).result, PointwiseOp::add);
        if (!addend) return std::nullopt;
        return Crossing{w, *scale, *addend};
    }

    /// Takes away what stands in front of all columns, a scale and an addend each, if they are the same ones
    /// and nothing but these products reads what they make.
    void fold(const std::vector<VectorId>& matrix, const std::vector<Crossing>& crossings) {
        std::vector<WithConstant> scales;
        std::vector<WithConstant> addends;
        for (const VectorId column : matrix) {
            const auto known = [&](std::size_t reader) {
                return std::ranges::find(crossings, reader, &Crossing::sum) != crossings.end();
            };
            const std::vector<std::size_t>& readers = uses_.readers[column.value];
            if (uses_.leaves[column.value] || !std::ranges::all_of(readers, known)) return;
            const auto addend = with_constant(uses_.maker[column.value], PointwiseOp::add);
            if (!addend || uses_.leaves[addend->other.value] ||
                uses_.readers[addend->other.value].size() != 1)
                return;
            const auto scale = with_constant(uses_.maker[addend->other.value], PointwiseOp::multiply);
            if (!scale) return;
            scales.push_back(*scale);
            addends.push_back(*addend);
            if (values(scale->constant) != values(scales.front().constant) ||
                values(addend->constant) != values(addends.front().constant))
                return;
        }
        for (const Crossing& crossing : crossings) move_behind(crossing, scales, addends);
        for (const auto* all : {&scales, &addends})
            for (const WithConstant& part : *all) gone_[part.work] = true;
    }

    /// k2 (sum of s (k x + c) + bias) + c2 = (k2 k) (sum of s x) + (k2 (c sum of s + bias) + c2).
    void move_behind(const Crossing& crossing, const std::vector<WithConstant>& scales,
                     const std::vector<WithConstant>& addends) {
        auto& sum = std::get<LinearWork>(list_.work[crossing.sum].body);
        Product& product = sum.products.front();
        const std::vector<float>& weights = values(product.source);
        const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
        std::vector<float> factor = values(crossing.scale.constant);
        std::vector<float> added = values(crossing.addend.constant);
        for (std::size_t k = 0; k < factor.size(); ++k) {
            const double bias = sum.start.bias.empty() ? 0.0 : static_cast<double>(sum.start.bias[k]);
            const double inside = static_cast<double>(values(addends.front().constant)[k]) * total + bias;
            added[k] =
                static_cast<float>(static_cast<double>(factor[k]) * inside + static_cast<double>(added[k]));
            factor[k] *= values(scales.front().constant)[k];
        }
        sum.start.bias.clear();
        for (std::size_t column = 0; column < scales.size(); ++column) {
            product.matrix[column] = scales[column].other;
            add_nodes(list_.work[crossing.sum], list_.work[scales[column].work].nodes);
            add_nodes(list_.work[crossing.sum], list_.work[addends[column].work].nodes);
        }
        replace(crossing.scale, std::move(factor));
        replace(crossing.addend, std::move(added));
    }

    void replace(const WithConstant& part, std::vector<float> values) {
        auto& work = std::get<PointwiseWork>(list_.work[part.work].body);
        (work.a == part.constant ? work.a : *work.b) = constant(std::move(values));
    }
    /// Equal ones are one vector.
    VectorId constant(std::vector<float> values) {
        const auto [found, is_new] =
            constants_.try_emplace(values, VectorId{static_cast<std::uint32_t>(list_.vectors.size())});
        if (is_new)
            list_.vectors.push_back({.length = static_cast<std::int64_t>(values.size()),
                                     .origin = VectorOrigin::constant,
                                     .constant = std::move(values),
                                     .splat = false,
                                     .fp32 = false});
        return found->second;
    }

    WorkList& list_;
    Uses uses_;
    std::vector<bool> gone_;
    std::map<std::vector<float>, VectorId> constants_;
};

}  // namespace

void fold_across(WorkList& list) {
    Folder(list).run();
}

}  // namespace lockstep::lowering
