#include <fmt/format.h>

#include <algorithm>

#include "core/run/input_source.h"
#include "core/run/sequence_rows.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

Shape with_axis(const Shape& shape, int axis, std::int64_t size) {
    Shape full = shape;
    full.insert(full.begin() + std::clamp<std::ptrdiff_t>(axis, 0, std::ssize(shape)), size);
    return full;
}

std::string sequence_text(const IoTensor& input) {
    std::string text;
    const Shape full = with_axis(input.shape, *input.streaming_axis, -1);
    for (const std::int64_t size : full)
        text += (text.empty() ? "" : " x ") + (size < 0 ? std::string("N") : std::to_string(size));
    return text;
}

[[noreturn]] void refuse(const IoTensor& input, const Shape& shape, const std::string& where,
                         std::string_view role) {
    const std::int64_t count = element_count(input.shape);
    std::string expected =
        fmt::format("{} (one inference), N x {}", to_text(input.shape), to_text(input.shape));
    if (input.shape.size() != 1) expected += fmt::format(", N x {}", count);
    if (input.streaming_axis) expected += fmt::format(" or the sequence {}", sequence_text(input));
    throw Error(FailureKind::bad_input,
                fmt::format("{}: {} \"{}\" takes {} values an inference: expected {}; found {}", where, role,
                            input.name, count, expected, to_text(shape)),
                "Give the values in one of the expected shapes.");
}

bool is_sequence(const IoTensor& input, const Shape& shape) {
    if (!input.streaming_axis || shape.size() != input.shape.size() + 1) return false;
    const auto axis = static_cast<std::size_t>(*input.streaming_axis);
    return axis < shape.size() && shape == with_axis(input.shape, *input.streaming_axis, shape[axis]);
}

}  // namespace

RowLayout row_layout(const IoTensor& tensor, const Shape& shape, const std::string& where,
                     std::string_view role) {
    const std::int64_t count = element_count(tensor.shape);
    if (is_sequence(tensor, shape)) {
        const auto axis = shape.begin() + *tensor.streaming_axis;
        return {.rows = *axis,
                .outer = element_count({shape.begin(), axis}),
                .inner = element_count({axis + 1, shape.end()})};
    }
    const Shape wanted = without_ones(tensor.shape);
    if (without_ones(shape) == wanted || shape == Shape{count}) return {.rows = 1, .inner = count};
    if (shape.empty()) refuse(tensor, shape, where, role);
    const Shape row(shape.begin() + 1, shape.end());
    if (without_ones(row) != wanted && row != Shape{count}) refuse(tensor, shape, where, role);
    return {.rows = shape[0], .inner = count};
}

}  // namespace lockstep
