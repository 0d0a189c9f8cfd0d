#include "core/lowering/fold_scales.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/lowering/reads.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

/// The products of a sum that makes no splat; null for other work.
std::vector<Product>* products_of(const WorkList& list, WorkBody& body) {
    if (auto* linear = std::get_if<LinearWork>(&body))
        return list.vectors[linear->result.value].splat ? nullptr : &linear->products;
    if (auto* lstm = std::get_if<LstmWork>(&body)) return &lstm->products;
    if (auto* partial = std::get_if<PartialSumWork>(&body)) return &partial->products;
    return nullptr;
}

Tensor scaled(const Tensor& weight, const std::vector<float>& factors) {
    std::vector<float> values(weight.values().begin(), weight.values().end());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] *= factors[i % factors.size()];
    return {weight.shape(), std::move(values)};
}

class ScaleFolder {
  public:
    explicit ScaleFolder(WorkList& list)
        : list_(list), readers_(list.vectors.size()), leaves_(list.vectors.size()) {
        for (std::size_t w = 0; w < list.work.size(); ++w)
            for (const VectorId source : reads(list.work[w].body)) readers_[source.value].push_back(w);
        for (const IoVectors& output : list.outputs)
            for (const VectorId vector : output.vectors) leaves_[vector.value] = true;
        for (const StateBinding& state : list.states)
            for (const VectorId vector : state.written) leaves_[vector.value] = true;
    }

    void run() {
        std::vector<bool> folded(list_.work.size());
        // From behind: of x * a + b the sum goes first.
        for (std::size_t w = list_.work.size(); w-- > 0;) folded[w] = fold_sum(w) || fold(w);
        std::vector<Work> kept;
        for (std::size_t w = 0; w < folded.size(); ++w)
            if (!folded[w]) kept.push_back(std::move(list_.work[w]));
        list_.work = std::move(kept);
    }

  private:
    /// The operand that is a constant vector and the other one; nothing if the work is no plain product (or
    /// whatever `op` is) of the two.
    std::optional<std::pair<VectorId, VectorId>> with_constant(const Work& work, PointwiseOp op) const {
        const auto* product = std::get_if<PointwiseWork>(&work.body);
        if (product == nullptr || product->op != op || !product->b ||
            product->epilogue.activation != Activation::none || list_.vectors[product->result.value].splat ||
            list_.vectors[product->result.value].fp32)
            return std::nullopt;
        const auto constant = [&](VectorId v) {
            return list_.vectors[v.value].origin == VectorOrigin::constant;
        };
        const auto whole = [&](VectorId v) {
            return !constant(v) && !list_.vectors[v.value].splat && !list_.vectors[v.value].fp32;
        };
        if (constant(product->a) && whole(*product->b)) return std::pair(product->a, *product->b);
        if (constant(*product->b) && whole(product->a)) return std::pair(*product->b, product->a);
        return std::nullopt;
    }

    bool fold(std::size_t index) {
        const auto found = with_constant(list_.work[index], PointwiseOp::multiply);
        if (!found) return false;
        const VectorId result = result_of(list_.work[index].body);
        const std::vector<std::size_t>& readers = readers_[result.value];
        const auto takes = [&](std::size_t w) {
            const std::vector<Product>* products = products_of(list_, list_.work[w].body);
            return products != nullptr && std::ranges::none_of(*products, &Product::computed);
        };
        if (leaves_[result.value] || readers.empty() || !std::ranges::all_of(readers, takes)) return false;
        std::erase(readers_[found->second.value], index);
        for (const std::size_t w : readers) {
            for (Product& product : *products_of(list_, list_.work[w].body)) {
                if (product.source != result) continue;
                product.weight = weight(product.weight, found->first);
                product.source = found->second;
                readers_[found->second.value].push_back(w);
            }
            add_nodes(list_.work[w], list_.work[index].nodes);
        }
        return true;
    }

    /// W (x + c) + bias is W x + (W c + bias).
    bool fold_sum(std::size_t index) {
        const auto found = with_constant(list_.work[index], PointwiseOp::add);
        if (!found) return false;
        const VectorId result = result_of(list_.work[index].body);
        const std::vector<std::size_t>& readers = readers_[result.value];
        const auto takes = [&](std::size_t w) {
            const auto* sum = std::get_if<LinearWork>(&list_.work[w].body);
            return sum != nullptr && !sum->start.partial && !list_.vectors[sum->result.value].splat &&
                   std::ranges::none_of(sum->products, &Product::computed);
        };
        if (leaves_[result.value] || readers.empty() || !std::ranges::all_of(readers, takes)) return false;
        const std::vector<float>& added = list_.vectors[found->first.value].constant;
        std::erase(readers_[found->second.value], index);
        for (const std::size_t w : readers) {
            auto& sum = std::get<LinearWork>(list_.work[w].body);
            sum.start.bias.resize(static_cast<std::size_t>(sum.rows), 0.0F);
            for (Product& product : sum.products) {
                if (product.source != result) continue;
                for (std::size_t r = 0; r < sum.start.bias.size(); ++r)
                    sum.start.bias[r] += dot(product.weight, r, added);
                product.source = found->second;
                readers_[found->second.value].push_back(w);
            }
            add_nodes(list_.work[w], list_.work[index].nodes);
        }
        return true;
    }
    /// Of a row of the weight and a vector, rounded once.
    static float dot(const Tensor& weight, std::size_t row, const std::vector<float>& vector) {
        double sum = 0;
        for (std::size_t c = 0; c < vector.size(); ++c)
            sum += static_cast<double>(weight.values()[row * vector.size() + c]) *
                   static_cast<double>(vector[c]);
        return static_cast<float>(sum);
    }

    /// Equal weights stay one tensor.
    Tensor weight(const Tensor& given, VectorId factors) {
        const auto [found, is_new] =
            scaled_.try_emplace(std::tuple(given.storage().get(), given.shape(), factors));
        if (is_new) found->second = scaled(given, list_.vectors[factors.value].constant);
        return found->second;
    }

    WorkList& list_;
    std::vector<std::vector<std::size_t>> readers_;
    std::vector<bool> leaves_;
    std::map<std::tuple<const float*, Shape, VectorId>, Tensor> scaled_;
};

}  // namespace

void fold_scales(WorkList& list) {
    ScaleFolder(list).run();
}

}  // namespace lockstep::lowering
