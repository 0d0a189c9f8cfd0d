#include "core/ops/selection.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/nnir/axes.h"

namespace lockstep::ops {

lowering::VectorId Selector::select(std::int64_t length, const std::vector<Piece>& pieces) {
    return select(std::vector<float>(nnir::at(length), 0.0F), pieces);
}

Tensor Selector::matrix(std::int64_t rows, std::int64_t columns, const std::vector<Piece>& runs) {
    std::vector<std::int64_t> key{rows, columns};
    for (const Piece& run : runs) key.insert(key.end(), {run.from, run.to, run.count});
    const auto [entry, fresh] = matrices_.try_emplace(std::move(key));
    if (fresh) {
        std::vector<float> values(nnir::at(rows * columns), 0.0F);
        for (const Piece& run : runs)
            for (std::int64_t k = 0; k < run.count; ++k)
                values[nnir::at((run.to + k) * columns + run.from + k)] = 1;
        entry->second = Tensor({rows, columns}, std::move(values));
    }
    return entry->second;
}

lowering::VectorId Selector::select(std::vector<float> background, const std::vector<Piece>& pieces) {
    const auto length = static_cast<std::int64_t>(background.size());
    lowering::LinearWork work{
        .result = builder_.new_vector(length), .rows = length, .start = {}, .products = {}, .epilogue = {}};
    for (const Piece& piece : pieces)
        for (std::int64_t k = 0; k < piece.count; ++k) background[nnir::at(piece.to + k)] = 0;
    if (std::any_of(background.begin(), background.end(), [](float v) { return v != 0; }))
        work.start.bias = std::move(background);

    std::map<lowering::VectorId, std::vector<Piece>> by_source;
    for (const Piece& piece : pieces) by_source[piece.source].push_back(piece);
    for (const auto& [source, runs] : by_source)
        work.products.push_back({matrix(length, builder_.length(source), runs), source});
    const lowering::VectorId result = work.result;
    builder_.add(std::move(work));
    return result;
}

lowering::VectorId select(lowering::Builder& builder, std::int64_t length, const std::vector<Piece>& pieces) {
    return Selector(builder).select(length, pieces);
}

lowering::VectorId select(lowering::Builder& builder, std::vector<float> background,
                          const std::vector<Piece>& pieces) {
    return Selector(builder).select(std::move(background), pieces);
}

}  // namespace lockstep::ops
