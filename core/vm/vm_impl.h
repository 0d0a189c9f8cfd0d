#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/program/program.h"
#include "core/support/error.h"
#include "core/vm/counted_lanes.h"
#include "core/vm/helper_thread.h"
#include "core/vm/io_stream.h"
#include "core/vm/memories.h"
#include "core/vm/operations.h"
#include "core/vm/shares.h"
#include "core/vm/vm.h"

namespace lockstep {

/// One model: its instructions on the common memories.
struct ModelCode {
    std::shared_ptr<const Program> program;
    IoStream inputs;
    IoStream outputs;
    Streams streams;
    std::vector<InstructionRef> order;
    std::vector<Operation> operations;     ///< in this order
    Shares shares;                         ///< of the operations; empty with one thread
    std::vector<std::size_t> state_loads;  ///< operations that load weights from states
    Program reset;                         ///< see reset_program; without streams if there is none
    std::vector<Operation> reset_operations;
    std::int64_t inferences = 0;
    GateMap gates;
    std::vector<std::vector<float>> kept;  ///< by GateMap::sources: their values in the last step
    std::vector<LaneMarks> marks;          ///< by operation; empty until the values are watched
    std::vector<NonFinite> non_finite;
};

struct Vm::Impl {
    Execution how;
    int threads = 1;
    std::size_t block = 0;
    Memories memories;
    std::deque<ModelCode> models;  // operations point into them
    std::vector<std::pair<std::size_t, std::size_t>> states;
    bool keeps_gates = false;
    bool watches_values = false;
    std::array<Progress, 2> progress;
    std::optional<HelperThread> helper;  // last: it ends first

    void load(const std::vector<std::shared_ptr<const Program>>& programs, const VmOptions& options);

    std::span<std::uint16_t> ram_block(std::size_t core, std::size_t index) {
        return std::span(memories.cores[core].tensor_ram).subspan(index * block, block);
    }
    std::span<const std::uint16_t> ram_block(std::size_t core, std::size_t index) const {
        return std::span(memories.cores[core].tensor_ram).subspan(index * block, block);
    }
    void allocate();
    void resolve_all();
    void start_threads(int wanted);
    void run_share(std::size_t model, std::size_t thread) noexcept;
    void run_step(std::size_t model);
    void run_watched(ModelCode& code);
    void fill();
    void fill_image(const Program& program, const TensorImage& image);
    void load_states(const ModelCode& code);
    void reset_by_host(const Program& program);
    ModelCode& model(std::size_t index) {
        if (index >= models.size())
            throw Error(FailureKind::bad_input,
                        fmt::format("there is no model {}: the program has {}", index, models.size()));
        return models[index];
    }
};

}  // namespace lockstep
