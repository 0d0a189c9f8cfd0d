#include "core/attribution/input_spread.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/attribution/attribution.h"

namespace lockstep {

std::vector<InputSpread> lost_columns(const InputSource& source, const std::vector<IoTensor>& inputs,
                                      std::int64_t inferences) {
    inferences = std::min(inferences, spread_inferences);
    std::int64_t size = 0;
    for (const IoTensor& input : inputs) size += element_count(input.shape);
    const auto columns = static_cast<std::size_t>(size);
    std::vector<float> row(columns);
    // Around the first value, so that an offset costs no digits.
    std::vector<double> offset(columns);
    std::vector<double> sum(columns);
    std::vector<double> squares(columns);
    std::vector<std::int64_t> count(columns);
    for (std::int64_t at = 0; at < inferences; ++at) {
        source.values(at, row);
        for (std::size_t k = 0; k < columns; ++k) {
            if (!std::isfinite(row[k])) continue;
            if (count[k]++ == 0) offset[k] = static_cast<double>(row[k]);
            const double value = static_cast<double>(row[k]) - offset[k];
            sum[k] += value;
            squares[k] += value * value;
        }
    }
    std::vector<InputSpread> lost;
    std::size_t k = 0;
    for (const IoTensor& input : inputs) {
        for (std::int64_t element = 0; element < element_count(input.shape); ++element, ++k) {
            const auto rows = static_cast<double>(std::max<std::int64_t>(count[k], 1));
            const double shift = sum[k] / rows;
            const double spread = std::sqrt(std::max(0.0, squares[k] / rows - shift * shift));
            const double mean = offset[k] + shift;
            const double step = bf16_step(std::abs(mean));
            if (!input.fp32 && spread > 0 && std::isfinite(mean) && spread < steps_needed * step)
                lost.push_back({input.name, element, mean, spread, step, inferences});
        }
    }
    return lost;
}

std::string to_text(const InputSpread& column) {
    return fmt::format(
        "input {}[{}]: around {:.6g} with a spread of {:.3g} over {} inference{}, where bf16 has a value "
        "every "
        "{:.3g}: {}; take the offset away before the model, or keep this input in fp32",
        column.input, column.element, column.mean, column.spread, column.inferences,
        column.inferences == 1 ? "" : "s", column.step,
        column.spread < column.step ? "it is lost in the rounding" : "much of it is lost in the rounding");
}

}  // namespace lockstep
