#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/nnir/real_tensor.h"

/// The fixtures that tests/data/operators/make_operator_fixtures.py writes with PyTorch.
namespace operator_fixtures {

struct CannotStream {
    std::vector<std::optional<int>> axes;
    std::string reason;  ///< a part of the message
};

struct Refused {
    std::vector<std::string> operators;  ///< open operator names, one of which is named
    std::string line;                    ///< a part of the author's line
    std::string place;                   ///< "file:line:" of it, which a trace has without the text
};

/// One module, its inputs and PyTorch's outputs. With `steps` the arrays have a leading axis of that many
/// calls in a row of a model that keeps state.
struct OperatorCase {
    std::string name;
    std::string group;
    std::string file;    ///< FILE_scripted.pt and FILE_traced.pt beside the manifest
    std::string method;  ///< of the file's module
    std::vector<std::string> forms;
    std::vector<lockstep::Shape> shapes;  ///< of one call's tensor inputs, tuples flattened
    std::map<std::string, double> values;
    std::vector<std::optional<int>> axes;  ///< streaming axis per input; empty: no streaming
    std::int64_t steps = 0;
    std::vector<std::pair<std::size_t, std::size_t>> state;  ///< (input, output) pairs that are state
    std::int64_t warm_up = 0;                                ///< positions before the first output
    std::vector<CannotStream> cannot_stream;
    std::optional<Refused> refused;
    std::vector<lockstep::nnir::RealTensor> inputs;   ///< without those that are state
    std::vector<lockstep::nnir::RealTensor> outputs;  ///< without those that are state
    std::vector<double> emulated_rms;  ///< per output: error of an emulation of bf16 made with PyTorch

    std::filesystem::path path(const std::string& form) const;

  private:
    friend std::vector<OperatorCase> read_cases(const std::filesystem::path& folder);
    std::filesystem::path folder_;
};

/// The arrays NAME0, NAME1, … of an NPZ file but for those of the indices in `without`; none if there is no
/// file.
std::vector<lockstep::nnir::RealTensor> numbered_arrays(const std::filesystem::path& file,
                                                        const std::string& name,
                                                        const std::vector<std::size_t>& without = {});

/// The array of this name; empty if there is none.
lockstep::nnir::RealTensor named_array(const std::filesystem::path& file, const std::string& name);

/// The cases of FOLDER/manifest.json in order, with their arrays. Throws std::exception if it can't be read.
std::vector<OperatorCase> read_cases(const std::filesystem::path& folder);

}  // namespace operator_fixtures
