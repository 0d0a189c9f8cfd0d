#include "core/run/window_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/run/readout_comparison.h"
#include "core/run/sequence_rows.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// An input of the whole model: its window and what it has at a position.
struct Tensors {
    std::vector<IoTensor> windows;    ///< full shapes
    std::vector<IoTensor> positions;  ///< without the window's axis, which is the streaming axis
    std::int64_t window = 1;
};

Tensors tensors_of(const LoadedModel& model) {
    Tensors result;
    const ImportedGraph& imported = *model.imported;
    for (std::size_t i = 0; i < imported.inputs.size(); ++i) {
        const ImportedValue& value = imported.values[imported.inputs[i]];
        IoTensor io;
        io.name = value.name;
        io.shape = value.shape;
        result.windows.push_back(io);
        if (const std::optional<int>& axis = (*model.graphs->readout_axes)[i]) {
            result.window = value.shape[static_cast<std::size_t>(*axis)];
            io.streaming_axis = axis;
            io.shape.erase(io.shape.begin() + *axis);
        }
        result.positions.push_back(std::move(io));
    }
    return result;
}

std::size_t values_in(const IoTensor& tensor) {
    return static_cast<std::size_t>(element_count(tensor.shape));
}

std::size_t values_in(const std::vector<IoTensor>& tensors) {
    std::size_t count = 0;
    for (const IoTensor& tensor : tensors) count += values_in(tensor);
    return count;
}

/// Windows of positions that are known: window k ends at position k + T - 1.
class SlidingWindows final : public InputSource {
  public:
    SlidingWindows(Tensors tensors, std::shared_ptr<const InputSource> positions)
        : tensors_(std::move(tensors)), positions_(std::move(positions)) {}

    void values(std::int64_t index, std::span<float> values) const override {
        std::vector<float> row(values_in(tensors_.positions));
        for (std::int64_t p = 0; p < tensors_.window; ++p) {
            positions_->values(index + p, row);
            std::span<const float> rest = row;
            std::span<float> full = values;
            for (std::size_t i = 0; i < tensors_.windows.size(); ++i) {
                const IoTensor& input = tensors_.windows[i];
                const IoTensor& position = tensors_.positions[i];
                if (position.streaming_axis)
                    place_position(full.first(values_in(input)), input.shape, *position.streaming_axis, p,
                                   rest.first(values_in(position)));
                else
                    std::ranges::copy(rest.first(values_in(position)), full.begin());
                rest = rest.subspan(values_in(position));
                full = full.subspan(values_in(input));
            }
        }
    }
    std::optional<std::int64_t> count() const override {
        const auto positions = positions_->count();
        if (!positions) return std::nullopt;
        return *positions - tensors_.window + 1;
    }
    std::string description() const override {
        if (is_random()) return positions_->description();
        return fmt::format("{} ({} windows of {}, each 1 position behind the one before)",
                           positions_->description(), *count(), tensors_.window);
    }
    bool is_random() const override { return positions_->is_random(); }

  private:
    Tensors tensors_;
    std::shared_ptr<const InputSource> positions_;
};

/// The sequence that windows are parts of, `stride` positions from one to the next.
class JoinedPositions final : public InputSource {
  public:
    JoinedPositions(Tensors tensors, std::shared_ptr<const InputSource> windows, std::int64_t stride)
        : tensors_(std::move(tensors)), windows_(std::move(windows)), stride_(stride) {}

    void values(std::int64_t index, std::span<float> values) const override {
        const std::int64_t before = index - tensors_.window + 1;
        const std::int64_t window = before <= 0 ? 0 : (before + stride_ - 1) / stride_;
        std::vector<float> row(values_in(tensors_.windows));
        windows_->values(window, row);
        std::span<const float> full = row;
        for (std::size_t i = 0; i < tensors_.windows.size(); ++i) {
            const IoTensor& input = tensors_.windows[i];
            const IoTensor& position = tensors_.positions[i];
            if (position.streaming_axis)
                copy_position(full, input.shape, *position.streaming_axis, index - window * stride_,
                              values.first(values_in(position)));
            else
                std::ranges::copy(full.first(values_in(input)), values.begin());
            full = full.subspan(values_in(input));
            values = values.subspan(values_in(position));
        }
    }
    std::optional<std::int64_t> count() const override {
        return (*windows_->count() - 1) * stride_ + tensors_.window;
    }
    std::string description() const override {
        const std::int64_t count = *windows_->count();
        if (count == 1) return windows_->description();
        return fmt::format(
            "{} ({} windows of {}, {})", windows_->description(), count, tensors_.window,
            stride_ == tensors_.window
                ? std::string("laid end to end")
                : fmt::format("each {} position{} behind the one before", stride_, stride_ == 1 ? "" : "s"));
    }
    bool is_random() const override { return false; }

  private:
    Tensors tensors_;
    std::shared_ptr<const InputSource> windows_;
    std::int64_t stride_;
};

/// The length of the sequence if `array` is one: of `full` with another extent of the axis, axes of extent 1
/// left out or not.
std::optional<std::int64_t> sequence_extent(const Shape& array, const Shape& full, int axis) {
    const auto at = static_cast<std::size_t>(axis);
    const std::int64_t others = element_count(full) / full[at];
    const std::int64_t extent = element_count(array) / std::max<std::int64_t>(others, 1);
    if (extent < 1) return std::nullopt;
    Shape sequence = full;
    sequence[at] = extent;
    return without_ones(sequence) == without_ones(array) ? std::optional(extent) : std::nullopt;
}

enum class Form : std::uint8_t { positions, windows, either };

[[noreturn]] void refuse(const IoTensor& input, const IoTensor& position, const InputArray& array) {
    const Shape& full = input.shape;
    const std::int64_t each = element_count(position.shape);
    std::string expected = fmt::format("windows N x {}", to_text(full));
    std::string advice = "Give the values in one of the expected shapes.";
    if (position.streaming_axis) {
        expected += fmt::format(" (or N x {}), or a row of {} value{} per position", element_count(full),
                                each, each == 1 ? "" : "s");
        advice = "Give whole windows, or a table with a row per position.";
    }
    throw Error(FailureKind::bad_input,
                fmt::format("{}: input \"{}\" takes {}; found {}", array.where, input.name, expected,
                            to_text(array.shape)),
                advice);
}

/// Finds out what an array holds, and gives it the shape that says so: N x F, or the sequence.
Form settle(const IoTensor& input, const IoTensor& position, InputArray& array) {
    const Shape& full = input.shape;
    const std::int64_t all = element_count(full);
    const auto as_windows = [&](std::int64_t count) {
        array.shape = full;
        array.shape.insert(array.shape.begin(), count);
    };
    if (const std::optional<int>& axis = position.streaming_axis) {
        const auto at = static_cast<std::size_t>(*axis);
        const auto sequence = sequence_extent(array.shape, full, *axis);
        if (sequence) {
            array.shape = full;
            array.shape[at] = *sequence;
            return Form::positions;
        }
        const std::int64_t each = all / full[at];
        if (array.shape.size() == 2 && array.shape[1] == each) return Form::positions;
    } else if (without_ones(array.shape) == without_ones(full) || array.shape == Shape{all}) {
        as_windows(1);
        return Form::either;
    }
    if (array.shape.empty()) refuse(input, position, array);
    const Shape rest(array.shape.begin() + 1, array.shape.end());
    if (without_ones(rest) != without_ones(full) && rest != Shape{all}) refuse(input, position, array);
    as_windows(array.shape[0]);
    return Form::windows;
}

/// Positions from one window to the next if each goes on where the one before it is, else a whole window.
std::int64_t find_stride(const Tensors& tensors, const InputSource& windows) {
    const std::int64_t count = *windows.count();
    std::vector<float> before(values_in(tensors.windows));
    std::vector<float> behind(before.size());
    std::vector<float> one(values_in(tensors.positions));
    std::vector<float> other(one.size());
    const auto position = [&](std::span<const float> full, std::int64_t p, std::vector<float>& row) {
        std::span<float> rest = row;
        for (std::size_t i = 0; i < tensors.windows.size(); ++i) {
            const IoTensor& input = tensors.windows[i];
            const std::size_t size = values_in(tensors.positions[i]);
            if (const std::optional<int>& axis = tensors.positions[i].streaming_axis)
                copy_position(full, input.shape, *axis, p, rest.first(size));
            full = full.subspan(values_in(input));
            rest = rest.subspan(size);
        }
    };
    const auto goes_on = [&](std::int64_t stride) {
        for (std::int64_t p = stride; p < tensors.window; ++p) {
            position(before, p, one);
            position(behind, p - stride, other);
            if (std::memcmp(one.data(), other.data(), one.size() * sizeof(float)) != 0) return false;
        }
        return true;
    };
    const auto all_go_on = [&](std::int64_t stride) {
        for (std::int64_t k = 1; k < count; ++k) {
            windows.values(k - 1, before);
            windows.values(k, behind);
            if (!goes_on(stride)) return false;
        }
        return true;
    };
    for (std::int64_t stride = 1; count > 1 && stride < tensors.window; ++stride)
        if (all_go_on(stride)) return stride;
    return tensors.window;
}

WindowInputs from_windows(const Tensors& tensors, std::vector<InputArray> arrays) {
    std::int64_t count = 1;
    for (const InputArray& array : arrays) count = std::max(count, array.shape[0]);
    WindowInputs result;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        InputArray& array = arrays[i];
        if (tensors.positions[i].streaming_axis) continue;
        const auto size = static_cast<std::ptrdiff_t>(values_in(tensors.windows[i]));
        for (std::int64_t k = 1; k < array.shape[0]; ++k) {
            if (!std::equal(array.values.begin(), array.values.begin() + size,
                            array.values.begin() + k * size)) {
                result.reason = fmt::format(
                    "input \"{}\" has a value of its own in each window, and one for all "
                    "positions when the state is carried on",
                    tensors.windows[i].name);
            }
        }
        if (array.shape[0] == 1) {
            const std::vector<float> once = array.values;
            for (std::int64_t k = 1; k < count; ++k)
                array.values.insert(array.values.end(), once.begin(), once.end());
            array.shape[0] = count;
        }
    }
    result.windows = array_inputs(tensors.windows, std::move(arrays));
    result.stride = find_stride(tensors, *result.windows);
    if (result.reason.empty())
        result.positions = std::make_shared<JoinedPositions>(tensors, result.windows, result.stride);
    return result;
}

WindowInputs from_positions(const Tensors& tensors, std::vector<InputArray> arrays) {
    for (std::size_t i = 0; i < arrays.size(); ++i)
        if (!tensors.positions[i].streaming_axis) arrays[i].shape = tensors.windows[i].shape;
    WindowInputs result;
    result.positions = array_inputs(tensors.positions, std::move(arrays));
    const std::int64_t count = result.positions->count().value_or(0);
    if (count >= tensors.window) {
        result.windows = std::make_shared<SlidingWindows>(tensors, result.positions);
    } else {
        result.reason =
            fmt::format("{}: {} position{}, fewer than the {} of a window", result.positions->description(),
                        count, count == 1 ? "" : "s", tensors.window);
    }
    return result;
}

}  // namespace

WindowInputs made_windows(const LoadedModel& model, std::uint64_t seed,
                          const std::vector<InputGenerator>& generators) {
    const Tensors tensors = tensors_of(model);
    WindowInputs result;
    result.positions = generators.empty() ? random_inputs(tensors.positions, seed)
                                          : generated_inputs(tensors.positions, generators, {}, seed);
    result.windows = std::make_shared<SlidingWindows>(tensors, result.positions);
    return result;
}

WindowInputs window_inputs(const LoadedModel& model, const std::vector<InputFile>& files) {
    const Tensors tensors = tensors_of(model);
    std::vector<InputArray> arrays = input_arrays(tensors.windows, files);
    std::optional<std::size_t> first;
    Form form = Form::either;
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        const Form found = settle(tensors.windows[i], tensors.positions[i], arrays[i]);
        if (found == Form::either) continue;
        if (first && found != form) {
            const bool windows = form == Form::windows;
            throw Error(FailureKind::bad_input,
                        fmt::format("input \"{}\" is given as {} and \"{}\" as {}",
                                    tensors.windows[*first].name, windows ? "windows" : "positions",
                                    tensors.windows[i].name, windows ? "positions" : "windows"),
                        "Give all of them in the same way.");
        }
        if (!first) first = i;
        form = found;
    }
    return form == Form::windows ? from_windows(tensors, std::move(arrays))
                                 : from_positions(tensors, std::move(arrays));
}

std::shared_ptr<const InputSource> run_inputs(const LoadedModel* model, const Program& program,
                                              const std::vector<InputFile>& files, std::uint64_t seed,
                                              const std::vector<InputGenerator>& generators) {
    const bool windows = model != nullptr && has_readout(*model);
    if (!generators.empty() && !files.empty() && windows) {
        throw Error(FailureKind::bad_input,
                    "a model that answers with the last position of a window takes files or generated "
                    "inputs, not both",
                    "Give all inputs from files, or generate all.");
    }
    if (!generators.empty()) return generated_inputs(program.inputs, generators, files, seed);
    if (files.empty()) return random_inputs(program.inputs, seed);
    if (!windows) return file_inputs(program.inputs, files);
    const WindowInputs inputs = window_inputs(*model, files);
    const auto& source = model->graphs->streaming ? inputs.positions : inputs.windows;
    if (!source) {
        throw Error(FailureKind::bad_input, inputs.reason,
                    "Give longer inputs, or choose another deployment.");
    }
    return source;
}

}  // namespace lockstep
