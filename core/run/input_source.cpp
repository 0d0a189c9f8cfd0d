#include "core/run/input_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/numerics/random.h"
#include "core/run/stored_array.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

bool is_streamed(const std::vector<IoTensor>& inputs) {
    return std::ranges::any_of(inputs,
                               [](const IoTensor& input) { return input.streaming_axis.has_value(); });
}

/// An input that does not take part in the streaming holds its value.
bool holds_value(const IoTensor& input, bool streamed) {
    return streamed && !input.streaming_axis;
}

class RandomInputs final : public InputSource {
  public:
    RandomInputs(const std::vector<IoTensor>& inputs, std::uint64_t seed) : seed_(seed) {
        const bool streamed = is_streamed(inputs);
        for (const IoTensor& input : inputs)
            parts_.push_back(
                {static_cast<std::size_t>(element_count(input.shape)), holds_value(input, streamed)});
    }

    void values(std::int64_t index, std::span<float> values) const override {
        std::size_t element = 0;
        for (const Part& part : parts_) {
            const auto inference = static_cast<std::uint64_t>(part.held ? 0 : index);
            for (std::size_t i = 0; i < part.count; ++i, ++element)
                values[element] = random_input(seed_, inference, element);
        }
    }
    std::optional<std::int64_t> count() const override { return std::nullopt; }
    std::string description() const override { return fmt::format("random inputs, seed {}", seed_); }
    bool is_random() const override { return true; }

  private:
    struct Part {
        std::size_t count;
        bool held;
    };
    std::uint64_t seed_;
    std::vector<Part> parts_;
};

/// Rows of arrays, which stay in their files.
class StoredInputs final : public InputSource {
  public:
    StoredInputs(const std::vector<IoTensor>& inputs, std::vector<std::unique_ptr<StoredArray>> arrays) {
        const bool streamed = is_streamed(inputs);
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            parts_.push_back({.data = StoredRows(inputs[i], std::move(arrays[i])),
                              .count = static_cast<std::size_t>(element_count(inputs[i].shape)),
                              .held = holds_value(inputs[i], streamed)});
            check(parts_.back(), inputs[i].name);
        }
    }

    void values(std::int64_t index, std::span<float> values) const override {
        for (const Part& part : parts_) {
            const std::int64_t row = part.held ? 0 : index;
            if (row >= part.data.rows()) check_enough_inputs(*this, index + 1);
            part.data.row(row, values.first(part.count));
            values = values.subspan(part.count);
        }
    }
    std::optional<std::int64_t> count() const override { return count_; }
    std::string description() const override { return "inputs from " + files_; }
    bool is_random() const override { return false; }
    std::shared_ptr<const std::vector<std::int64_t>> resets() const override { return resets_; }

  private:
    struct Part {
        StoredRows data;
        std::size_t count;
        bool held;
    };

    void check(const Part& part, const std::string& input) {
        const StoredArray& array = part.data.array();
        if (part.held && part.data.rows() != 1) {
            throw Error(FailureKind::bad_input,
                        fmt::format("{}: input \"{}\" does not stream and has one value for all inferences; "
                                    "{} were given",
                                    array.where, input, part.data.rows()),
                        "Give the values of one inference, or name a streaming axis for this input.");
        }
        if (!part.held && count_ && *count_ != part.data.rows()) {
            throw Error(FailureKind::bad_input,
                        fmt::format("{} holds {} inferences of input \"{}\", {} of the others", array.where,
                                    part.data.rows(), input, *count_),
                        "Give the same number of inferences for every input.");
        }
        if (!part.held) count_ = part.data.rows();
        if (array.resets) {
            if (resets_) {
                throw Error(FailureKind::bad_input,
                            fmt::format("{}: a second column that resets the state", array.where),
                            "Name such a column of one file only.");
            }
            if (array.shape[0] != part.data.rows()) {
                throw Error(FailureKind::bad_input,
                            fmt::format("{}: its rows are no inferences, so that a column of it cannot reset "
                                        "the state",
                                        array.where),
                            "Give a table with an inference in each row.");
            }
            resets_ = array.resets;
        }
        const std::string name = std::filesystem::path(array.where).filename().string();
        if (files_.find(name) == std::string::npos) files_ += (files_.empty() ? "" : ", ") + name;
    }

    std::vector<Part> parts_;
    std::optional<std::int64_t> count_;
    std::shared_ptr<const std::vector<std::int64_t>> resets_;
    std::string files_;
};

std::string names_of(const std::vector<IoTensor>& inputs) {
    std::string names;
    for (const IoTensor& input : inputs) names += (names.empty() ? "" : ", ") + input.name;
    return names;
}

/// Puts arrays to inputs: by name first, those without a name in order.
class Placement {
  public:
    explicit Placement(const std::vector<IoTensor>& inputs) : inputs_(inputs), found_(inputs.size()) {}

    void by_name(const std::string& name, std::unique_ptr<StoredArray> array) {
        const auto at = std::ranges::find(inputs_, name, &IoTensor::name);
        if (at == inputs_.end()) {
            throw Error(FailureKind::bad_input,
                        fmt::format("{}: the model has no input \"{}\" (its inputs: {})", array->where, name,
                                    names_of(inputs_)),
                        "Use one of these names.");
        }
        put(static_cast<std::size_t>(at - inputs_.begin()), std::move(array));
    }
    void next(std::unique_ptr<StoredArray> array) {
        const auto at = std::ranges::find_if(found_, [](const auto& slot) { return slot == nullptr; });
        if (at == found_.end()) {
            throw Error(FailureKind::bad_input,
                        fmt::format("{}: more arrays than the model has inputs ({})", array->where,
                                    names_of(inputs_)),
                        "Leave it out.");
        }
        *at = std::move(array);
    }
    std::vector<std::unique_ptr<StoredArray>> take() {
        for (std::size_t i = 0; i < found_.size(); ++i) {
            if (!found_[i]) {
                throw Error(FailureKind::bad_input,
                            fmt::format("no values for input \"{}\"", inputs_[i].name),
                            fmt::format("Add --input {}=FILE.npy.", inputs_[i].name));
            }
        }
        return std::move(found_);
    }

  private:
    void put(std::size_t index, std::unique_ptr<StoredArray> array) {
        if (found_[index]) {
            throw Error(
                FailureKind::bad_input,
                fmt::format("input \"{}\" is given twice, last by {}", inputs_[index].name, array->where),
                "Give each input once.");
        }
        found_[index] = std::move(array);
    }

    const std::vector<IoTensor>& inputs_;
    std::vector<std::unique_ptr<StoredArray>> found_;
};

std::vector<std::unique_ptr<StoredArray>> placed_arrays(const std::vector<IoTensor>& inputs,
                                                        const std::vector<InputFile>& files) {
    Placement placement(inputs);
    // Named ones first, so that those without a name fill what is left.
    for (const bool named : {true, false}) {
        for (const InputFile& file : files) {
            if (file.name.empty() == named) continue;
            std::vector<std::unique_ptr<StoredArray>> arrays = open_arrays(file);
            if (named || arrays.size() == 1) {
                if (arrays.size() != 1) {
                    throw Error(
                        FailureKind::bad_input,
                        fmt::format("\"{}\" holds {} arrays", file.file.string(), arrays.size()),
                        "Give an archive without a name in front: its entries are taken by their names.");
                }
                if (named)
                    placement.by_name(file.name, std::move(arrays.front()));
                else
                    placement.next(std::move(arrays.front()));
                continue;
            }
            for (std::unique_ptr<StoredArray>& array : arrays) {
                const std::string name = array->name;
                placement.by_name(name, std::move(array));
            }
        }
    }
    return placement.take();
}

}  // namespace

void check_enough_inputs(const InputSource& source, std::int64_t inferences) {
    const std::optional<std::int64_t> count = source.count();
    if (!count || inferences <= *count) return;
    throw Error(FailureKind::bad_input,
                fmt::format("{} inferences are asked for, but there are {} of {}", inferences, *count,
                            source.description()),
                fmt::format("Ask for at most {}, or give longer inputs.", *count));
}

std::shared_ptr<const InputSource> random_inputs(const std::vector<IoTensor>& inputs, std::uint64_t seed) {
    return std::make_shared<RandomInputs>(inputs, seed);
}

std::shared_ptr<const InputSource> array_inputs(const std::vector<IoTensor>& inputs,
                                                std::vector<InputArray> arrays) {
    Placement placement(inputs);
    for (InputArray& array : arrays) placement.next(in_memory(std::move(array)));
    return std::make_shared<StoredInputs>(inputs, placement.take());
}

std::shared_ptr<const InputSource> file_inputs(const std::vector<IoTensor>& inputs,
                                               const std::vector<InputFile>& files) {
    return std::make_shared<StoredInputs>(inputs, placed_arrays(inputs, files));
}

std::vector<InputArray> input_arrays(const std::vector<IoTensor>& inputs,
                                     const std::vector<InputFile>& files) {
    std::vector<InputArray> arrays;
    for (const std::unique_ptr<StoredArray>& stored : placed_arrays(inputs, files))
        arrays.push_back(read_whole(*stored));
    return arrays;
}

}  // namespace lockstep
