#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/run/npy_header.h"

namespace lockstep {

/// The values that `bytes` holds, header.item_size bytes each, rounded to fp32; the first of them is number
/// `first` of the array, for messages. Throws Error(bad_input) for one beyond the range of fp32.
void npy_values(const NpyHeader& header, std::string_view bytes, std::int64_t first, const std::string& where,
                std::span<float> values);

}  // namespace lockstep
