#include "app/command_line/state_dump.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line/interrupt.h"
#include "core/run/npz_writer.h"
#include "core/support/error.h"

namespace lockstep::cli {
namespace {

/// Inferences in front of the one that the dump is about, and behind it.
constexpr std::int64_t around = 32;

}  // namespace

std::int64_t chosen_inference(const Arguments& arguments, const PreparedRun& run) {
    const std::int64_t total = run.run->position();
    if (arguments.at) {
        if (*arguments.at >= total) {
            throw Error(FailureKind::bad_input,
                        fmt::format("--at {}: the run has the inferences 0 to {}", *arguments.at, total - 1),
                        "Name one of them.");
        }
        return *arguments.at;
    }
    if (run.watch && !run.watch->result().hits.empty()) return run.watch->result().hits.front().index;
    const auto recording = run.run->recording();
    return recording->worst.empty() ? total - 1 : recording->worst.front().index;
}

void dump_state(const Arguments& arguments, const PreparedRun& run) {
    const std::int64_t at = chosen_inference(arguments, run);
    const std::int64_t first = std::max<std::int64_t>(0, at - around);
    const RecordedRows rows = run.run->rows(first, at + around + 1 - first, interruptible());
    std::vector<OutputArray> arrays = {{.name = "about", .shape = {1}, .values = {}, .integers = {at}},
                                       {.name = "index", .shape = {rows.rows}, .values = {}, .integers = {}}};
    for (std::int64_t k = 0; k < rows.rows; ++k) arrays.back().integers.push_back(first + k);
    const Program& program = *run.run->compiled().program;
    // All values in the program's order, then each tensor by its name and in its shape.
    const auto add_named = [&](const std::string& prefix, const std::vector<IoTensor>& tensors,
                               std::int64_t row_size, const std::vector<float>& all) {
        std::int64_t first_value = 0;
        for (const IoTensor& tensor : tensors) {
            OutputArray array{
                .name = prefix + tensor.name, .shape = {rows.rows}, .values = {}, .integers = {}};
            array.shape.insert(array.shape.end(), tensor.shape.begin(), tensor.shape.end());
            const std::int64_t size = element_count(tensor.shape);
            for (std::int64_t k = 0; k < rows.rows && !all.empty(); ++k) {
                const auto begin = all.begin() + k * row_size + first_value;
                array.values.insert(array.values.end(), begin, begin + size);
            }
            first_value += size;
            if (!array.values.empty()) arrays.push_back(std::move(array));
        }
    };
    OutputArray inputs{.name = "inputs", .shape = {rows.rows, program.input_values()}, .values = {}};
    std::vector<float> row(static_cast<std::size_t>(program.input_values()));
    for (std::int64_t k = 0; k < rows.rows; ++k) {
        run.inputs->values(first + k, row);
        inputs.values.insert(inputs.values.end(), row.begin(), row.end());
    }
    const std::vector<float> all_inputs = inputs.values;
    arrays.push_back(std::move(inputs));
    add_named("input.", program.inputs, program.input_values(), all_inputs);
    const auto add = [&](const std::string& name, std::int64_t size, const std::vector<float>& values) {
        if (!values.empty())
            arrays.push_back({.name = name, .shape = {rows.rows, size}, .values = values, .integers = {}});
    };
    add("outputs", rows.output_size, rows.outputs);
    add("reference_outputs", rows.output_size, rows.reference_outputs);
    add_named("output.", program.outputs, rows.output_size, rows.outputs);
    add_named("reference_output.", program.outputs, rows.output_size, rows.reference_outputs);
    for (const StateTrace& state : rows.states) {
        add("state." + state.name, state.size, state.vm);
        add("reference_state." + state.name, state.size, state.reference);
    }
    write_npz(*arguments.dump_state, arrays);
}

}  // namespace lockstep::cli
