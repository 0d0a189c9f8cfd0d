#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/program.h"
#include "core/run/csv_lines.h"
#include "core/run/npy.h"
#include "core/run/reset_plan.h"

namespace lockstep {

/// The input values of every inference, in any order of asking: inference i is the same whenever it is asked
/// for.
class InputSource {
  public:
    virtual ~InputSource() = default;

    /// Writes the values of inference `index` (>= 0, and < count() where that is known):
    /// Program::input_values() of them, the inputs in order, each row-major. An input of a streamed program
    /// that has no streaming axis has one value for all inferences.
    virtual void values(std::int64_t index, std::span<float> values) const = 0;
    /// How many inferences there are values for; nullopt: any number.
    virtual std::optional<std::int64_t> count() const = 0;
    /// For people: "random inputs, seed 7", "rows of prices.npy".
    virtual std::string description() const = 0;
    /// True if the values are random: a report says so beside every error.
    virtual bool is_random() const = 0;
    /// Inferences (rising) in front of which the inputs ask for the state to go back to its initial value;
    /// null: they say nothing of it.
    virtual std::shared_ptr<const std::vector<std::int64_t>> resets() const { return nullptr; }
};

/// Throws Error(bad_input) if `source` has fewer inferences than asked for.
void check_enough_inputs(const InputSource& source, std::int64_t inferences);

/// Random values of core/numerics/random.h.
std::shared_ptr<const InputSource> random_inputs(const std::vector<IoTensor>& inputs, std::uint64_t seed);

/// One `--input [NAME=]FILE`: NPY, NPZ or CSV by the file's ending.
struct InputFile {
    std::string name;  ///< of the program's input; empty: the next one in order (an NPZ: its entries by name)
    std::filesystem::path file;
    CsvColumns columns = {};  ///< of a CSV file
};

/// Inputs from files of any length, which stay in their files and are read in blocks; every input of the
/// program must be given. See row_layout for the shapes that are taken. Throws Error(bad_input): file broken,
/// unknown or missing input, wrong shape (expected and found), numbers of rows that differ, two columns that
/// reset the state; reading it later throws the same if a file changes.
std::shared_ptr<const InputSource> file_inputs(const std::vector<IoTensor>& inputs,
                                               const std::vector<InputFile>& files);
/// The arrays of these files, one for each input in order; their shapes are not looked at.
std::vector<InputArray> input_arrays(const std::vector<IoTensor>& inputs,
                                     const std::vector<InputFile>& files);
std::shared_ptr<const InputSource> array_inputs(const std::vector<IoTensor>& inputs,
                                                std::vector<InputArray> arrays);

/// Where the rows of an array lie: value k of row r is element (k / inner * rows + r) * inner + k % inner.
struct RowLayout {
    std::int64_t rows = 0;
    std::int64_t outer = 1;
    std::int64_t inner = 1;
};

/// How an array of this shape is read as rows, one inference each. With S the input's shape per inference
/// (axes of extent 1 may be missing) and n its number of values, taken are: one inference (S, or n values), a
/// row each (N x S, or N x n), and for a streamed input the sequence in the model's own layout (S with the
/// streaming axis of any length put back), which wins where two readings are possible. Throws
/// Error(bad_input) with what is expected and what was found; `where` and `role` ("input", "reference of
/// output") are for the message.
RowLayout row_layout(const IoTensor& tensor, const Shape& shape, const std::string& where,
                     std::string_view role = "input");

}  // namespace lockstep
