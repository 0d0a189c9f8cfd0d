#include "core/vm/styled_products.h"

#include <algorithm>
#include <cmath>

#include "core/numerics/bf16.h"

namespace lockstep {

void accumulate_styled(std::span<float> accumulators, std::span<const std::uint16_t> weights,
                       std::span<const float> source, std::size_t valid, std::size_t block, bool reduction,
                       const SumStyle& style) {
    const std::size_t outputs = accumulators.size() / block;
    const std::size_t products = std::min(valid, source.size());
    const auto parts = static_cast<std::size_t>(std::max(style.parts, 1));
    for (std::size_t place = 0; place < accumulators.size(); ++place) {
        const std::size_t output = place / block;
        const std::size_t row = place % block;
        const auto weight = [&](std::size_t column) {
            const std::size_t input = reduction ? 0 : column / block;
            return from_bf16(weights[((input * outputs + output) * block + column % block) * block + row]);
        };
        for (std::size_t part = 0; part < parts; ++part) {
            const std::size_t begin = products * part / parts;
            const std::size_t end = products * (part + 1) / parts;
            float sum = parts == 1 ? accumulators[place] : 0.0F;
            for (std::size_t k = begin; k < end; ++k) {
                const std::size_t column = style.reversed ? end - 1 - (k - begin) : k;
                sum = std::fma(weight(column), source[column], sum);
            }
            accumulators[place] = parts == 1 ? sum : accumulators[place] + round_to_bf16(sum);
        }
    }
}

}  // namespace lockstep
