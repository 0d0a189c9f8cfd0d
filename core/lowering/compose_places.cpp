#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "core/lowering/compose_sums.h"
#include "core/lowering/reads.h"
#include "core/lowering/uses.h"

namespace lockstep::lowering {
namespace {

/// For each row the column of the source that it takes, or -1; nothing if the weight does anything else.
std::optional<std::vector<std::int64_t>> taken_columns(const Tensor& weight) {
    const std::int64_t columns = weight.shape().at(1);
    std::vector<std::int64_t> taken;
    for (std::int64_t row = 0; row < weight.shape().at(0); ++row) {
        taken.push_back(-1);
        for (std::int64_t c = 0; c < columns; ++c) {
            const float value = weight.values()[static_cast<std::size_t>(row * columns + c)];
            if (value == 0) continue;
            if (value != 1 || taken.back() >= 0) return std::nullopt;
            taken.back() = c;
        }
    }
    return taken;
}

/// The columns of `weight` that meet what the rows take, in their places: weight times the placing matrix.
Tensor through(const Tensor& weight, const std::vector<std::int64_t>& taken, std::int64_t length) {
    const std::int64_t rows = weight.shape().at(0);
    const std::int64_t columns = weight.shape().at(1);
    std::vector<float> values(static_cast<std::size_t>(rows * length), 0.0F);
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t c = 0; c < columns; ++c)
            if (const std::int64_t to = taken[static_cast<std::size_t>(c)]; to >= 0)
                values[static_cast<std::size_t>(r * length + to)] +=
                    weight.values()[static_cast<std::size_t>(r * columns + c)];
    return {{rows, length}, std::move(values)};
}

std::vector<Product>* products_of(WorkBody& body) {
    if (auto* linear = std::get_if<LinearWork>(&body)) return &linear->products;
    if (auto* lstm = std::get_if<LstmWork>(&body)) return &lstm->products;
    if (auto* partial = std::get_if<PartialSumWork>(&body)) return &partial->products;
    return nullptr;
}

class PlaceComposer {
  public:
    explicit PlaceComposer(WorkList& list) : list_(list), uses_(list), gone_(list.work.size()) {}

    void run() {
        for (std::size_t w = 0; w < list_.work.size(); ++w) compose(w);
        remove_work(list_, gone_);
    }

  private:
    /// What each product of a sum takes to its places; nothing if the sum does more than put values in
    /// places.
    std::optional<std::vector<std::vector<std::int64_t>>> places(const Work& work) const {
        const auto* sum = std::get_if<LinearWork>(&work.body);
        if (sum == nullptr || sum->epilogue.activation != Activation::none || sum->start.partial ||
            work.together != 0 || work.tensor != 0 || list_.vectors[sum->result.value].splat ||
            uses_.leaves[sum->result.value] || sum->products.empty() ||
            std::ranges::any_of(sum->start.bias, [](float value) { return value != 0; }))
            return std::nullopt;
        std::vector<std::vector<std::int64_t>> all;
        std::vector<int> filled(static_cast<std::size_t>(sum->rows));
        for (const Product& product : sum->products) {
            if (product.computed()) return std::nullopt;
            auto taken = taken_columns(product.weight);
            if (!taken) return std::nullopt;
            for (std::size_t r = 0; r < filled.size(); ++r)
                if ((*taken)[r] >= 0 && ++filled[r] > 1) return std::nullopt;
            all.push_back(std::move(*taken));
        }
        return all;
    }

    bool can_take(std::size_t reader, VectorId placed) {
        const std::vector<Product>* products = products_of(list_.work[reader].body);
        if (products == nullptr || list_.work[reader].together != 0) return false;
        if (const VectorId made = result_of(list_.work[reader].body);
            made.valid() && list_.vectors[made.value].splat)
            return false;
        return std::ranges::all_of(*products, [&](const Product& product) {
            return std::ranges::find(product.matrix, placed) == product.matrix.end() &&
                   (product.source != placed || !product.computed());
        });
    }

    /// Equal weights stay one tensor.
    Tensor weight(const Tensor& given, const std::vector<std::int64_t>& taken, std::int64_t length) {
        const auto [found, is_new] =
            parts_.try_emplace(std::tuple(given.storage().get(), given.shape(), taken, length));
        if (is_new) found->second = through(given, taken, length);
        return found->second;
    }

    void compose(std::size_t w) {
        const auto found = places(list_.work[w]);
        if (!found) return;
        const LinearWork sum = std::get<LinearWork>(list_.work[w].body);
        const std::vector<std::size_t> readers = uses_.readers[sum.result.value];
        const auto takes = [&](std::size_t reader) { return can_take(reader, sum.result); };
        if (readers.empty() || !std::ranges::all_of(readers, takes)) return;
        for (const std::size_t reader : readers) {
            std::vector<Product>& products = *products_of(list_.work[reader].body);
            std::vector<Product> all;
            for (Product& product : products) {
                if (product.source != sum.result) {
                    all.push_back(std::move(product));
                    continue;
                }
                for (std::size_t p = 0; p < sum.products.size(); ++p) {
                    const VectorId source = sum.products[p].source;
                    all.push_back(
                        {.weight = weight(product.weight, (*found)[p], list_.vectors[source.value].length),
                         .source = source,
                         .fp8 = product.fp8});
                    uses_.readers[source.value].push_back(reader);
                }
            }
            products = std::move(all);
            add_nodes(list_.work[reader], list_.work[w].nodes);
        }
        gone_[w] = true;
    }

    WorkList& list_;
    Uses uses_;
    std::vector<bool> gone_;
    std::map<std::tuple<const float*, Shape, std::vector<std::int64_t>, std::int64_t>, Tensor> parts_;
};

}  // namespace

void compose_places(WorkList& list) {
    PlaceComposer(list).run();
}

}  // namespace lockstep::lowering
