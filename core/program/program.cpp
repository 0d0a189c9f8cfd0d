#include "core/program/program.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lockstep {
namespace {

std::int64_t values(const std::vector<IoTensor>& tensors) {
    std::int64_t total = 0;
    for (const IoTensor& tensor : tensors) total += element_count(tensor.shape);
    return total;
}

/// Every tensor padded to a multiple of `io_size` values.
std::int64_t padded_bytes(const std::vector<IoTensor>& tensors, std::int64_t io_size) {
    std::int64_t total = 0;
    for (const IoTensor& tensor : tensors) {
        const std::int64_t count = element_count(tensor.shape);
        total += (count + io_size - 1) / io_size * io_size * 2 * tensor.stream_blocks_each();
    }
    return total;
}

}  // namespace

Program reset_program(const Program& program) {
    Program reset;
    reset.config = program.config;
    reset.tool_version = program.tool_version;
    reset.model_name = program.model_name;
    reset.model_sha256 = program.model_sha256;
    reset.optimized = program.optimized;
    reset.search = program.search;
    reset.pins = program.pins;
    reset.cores_used = program.cores_used;
    reset.descriptors = program.descriptors;
    reset.images = program.images;
    reset.nodes = program.nodes;
    reset.models = program.models;
    for (std::size_t core = 0; core < program.cores.size(); ++core) {
        const CoreReset& code = program.reset.at(core);
        CoreProgram entry;
        entry.stream = code.stream;
        entry.node_of = code.node_of;
        entry.state_update.resize(code.stream.size());
        entry.accumulator_store = program.cores[core].accumulator_store;
        entry.cell_store = program.cores[core].cell_store;
        if (std::ranges::any_of(code.stream, [](const Instruction& instruction) {
                return std::holds_alternative<LoadInstruction>(instruction);
            }))
            entry.weights.resize(program.cores[core].weights.size());
        reset.cores.push_back(std::move(entry));
    }
    return reset;
}

std::string Program::departures() const {
    std::vector<std::string> options;
    if (optimized) options.emplace_back("--optimize");
    if (search.quick) options.emplace_back("--quick");
    if (search.seeds > 1) options.push_back(fmt::format("--seeds {}", search.seeds));
    for (const std::string& pin : pins) options.push_back("--cores " + pin);
    return fmt::format("{}", fmt::join(options, ", "));
}

std::int64_t Program::input_values() const {
    return values(inputs);
}
std::int64_t Program::output_values() const {
    return values(outputs);
}
std::int64_t Program::input_bytes() const {
    return padded_bytes(inputs, config.io_size.value);
}
std::int64_t Program::output_bytes() const {
    return padded_bytes(outputs, config.io_size.value);
}

}  // namespace lockstep
