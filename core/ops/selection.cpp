#include "core/ops/selection.h"

#include <map>
#include <utility>

#include "core/nnir/axes.h"

namespace lockstep::ops {

lowering::VectorId select(lowering::Builder& builder, std::int64_t length, const std::vector<Piece>& pieces,
                          float fill) {
    lowering::LinearWork work{
        .result = builder.new_vector(length), .rows = length, .start = {}, .products = {}, .epilogue = {}};
    std::vector<float> start(nnir::at(length), fill);
    for (const Piece& piece : pieces)
        for (std::int64_t k = 0; k < piece.count; ++k) start[nnir::at(piece.to + k)] = 0;
    if (fill != 0) work.start.bias = start;

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
