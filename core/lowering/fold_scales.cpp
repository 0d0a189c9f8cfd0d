#include "core/lowering/fold_scales.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "core/lowering/reads.h"

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
        for (std::size_t w = 0; w < list_.work.size(); ++w) folded[w] = fold(w);
        std::vector<Work> kept;
        for (std::size_t w = 0; w < folded.size(); ++w)
            if (!folded[w]) kept.push_back(std::move(list_.work[w]));
        list_.work = std::move(kept);
    }

  private:
    /// The operand that is a constant vector and the other one; nothing if the work is no plain product of
    /// the two.
    std::optional<std::pair<VectorId, VectorId>> scale(const Work& work) const {
        const auto* product = std::get_if<PointwiseWork>(&work.body);
        if (product == nullptr || product->op != PointwiseOp::multiply || !product->b ||
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
        const auto found = scale(list_.work[index]);
        if (!found) return false;
        const VectorId result = result_of(list_.work[index].body);
        const std::vector<std::size_t>& readers = readers_[result.value];
        const auto takes = [&](std::size_t w) {
            const std::vector<Product>* products = products_of(list_, list_.work[w].body);
            return products != nullptr && std::ranges::none_of(*products, &Product::computed);
        };
        if (leaves_[result.value] || readers.empty() || !std::ranges::all_of(readers, takes)) return false;
        for (const std::size_t w : readers) {
            for (Product& product : *products_of(list_, list_.work[w].body)) {
                if (product.source != result) continue;
                product.weight = weight(product.weight, found->first);
                product.source = found->second;
                readers_[found->second.value].push_back(w);
            }
            std::vector<nnir::NodeId>& nodes = list_.work[w].nodes;
            for (const nnir::NodeId node : list_.work[index].nodes)
                if (std::ranges::find(nodes, node) == nodes.end()) nodes.push_back(node);
        }
        return true;
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
