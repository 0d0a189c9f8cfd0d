#include "core/ops/selection.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/nnir/axes.h"

namespace lockstep::ops {

lowering::VectorId select(lowering::Builder& builder, std::int64_t length, const std::vector<Piece>& pieces) {
    return select(builder, std::vector<float>(nnir::at(length), 0.0F), pieces);
}

lowering::VectorId select(lowering::Builder& builder, std::vector<float> background,
                          const std::vector<Piece>& pieces) {
    const auto length = static_cast<std::int64_t>(background.size());
    lowering::LinearWork work{
        .result = builder.new_vector(length), .rows = length, .start = {}, .products = {}, .epilogue = {}};
    for (const Piece& piece : pieces)
        for (std::int64_t k = 0; k < piece.count; ++k) background[nnir::at(piece.to + k)] = 0;
    if (std::any_of(background.begin(), background.end(), [](float v) { return v != 0; }))
        work.start.bias = std::move(background);

    std::map<lowering::VectorId, std::vector<Piece>> by_source;
    for (const Piece& piece : pieces) by_source[piece.source].push_back(piece);
    for (const auto& [source, runs] : by_source) {
        const std::int64_t columns = builder.length(source);
        std::vector<float> matrix(nnir::at(length * columns), 0.0F);
        for (const Piece& run : runs)
            for (std::int64_t k = 0; k < run.count; ++k)
                matrix[nnir::at((run.to + k) * columns + run.from + k)] = 1;
        work.products.push_back({Tensor({length, columns}, std::move(matrix)), source});
    }
    const lowering::VectorId result = work.result;
    builder.add(std::move(work));
    return result;
}

}  // namespace lockstep::ops
