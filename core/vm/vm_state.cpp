#include <algorithm>
#include <utility>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/vm/check_addresses.h"
#include "core/vm/vm_impl.h"

/// What a Vm holds between two inferences: taken, put back, read.
namespace lockstep {
namespace {

void append(std::vector<float>& to, const std::vector<float>& values) {
    to.insert(to.end(), values.begin(), values.end());
}

}  // namespace

VmSnapshot Vm::snapshot() const {
    VmSnapshot snapshot;
    for (const ModelCode& code : impl_->models) snapshot.inferences.push_back(code.inferences);
    for (const auto& [core, index] : impl_->states) {
        const auto values = std::as_const(*impl_).ram_block(core, index);
        snapshot.tensor_state.insert(snapshot.tensor_state.end(), values.begin(), values.end());
    }
    for (const CoreMemories& core : impl_->memories.cores) {
        append(snapshot.accumulator_store, core.accumulator_store);
        append(snapshot.cell_store, core.cell_store);
    }
    return snapshot;
}

void Vm::restore(const VmSnapshot& snapshot) {
    std::size_t stored = 0;
    std::size_t cells = 0;
    for (const CoreMemories& core : impl_->memories.cores) {
        stored += core.accumulator_store.size();
        cells += core.cell_store.size();
    }
    if (snapshot.tensor_state.size() != impl_->states.size() * impl_->block ||
        snapshot.accumulator_store.size() != stored || snapshot.cell_store.size() != cells ||
        snapshot.inferences.size() != impl_->models.size()) {
        throw Error(FailureKind::internal, "Vm::restore: the snapshot is of another program");
    }
    auto value = snapshot.tensor_state.begin();
    for (const auto& [core, index] : impl_->states) {
        const auto values = impl_->ram_block(core, index);
        std::copy_n(value, values.size(), values.begin());
        value += static_cast<std::ptrdiff_t>(values.size());
    }
    auto sum = snapshot.accumulator_store.begin();
    auto cell = snapshot.cell_store.begin();
    for (CoreMemories& core : impl_->memories.cores) {
        std::copy_n(sum, core.accumulator_store.size(), core.accumulator_store.begin());
        sum += static_cast<std::ptrdiff_t>(core.accumulator_store.size());
        std::copy_n(cell, core.cell_store.size(), core.cell_store.begin());
        cell += static_cast<std::ptrdiff_t>(core.cell_store.size());
    }
    for (const ModelCode& code : impl_->models) impl_->load_states(code);
    for (std::size_t m = 0; m < impl_->models.size(); ++m)
        impl_->models[m].inferences = snapshot.inferences[m];
}

void Vm::read_state(std::size_t state, std::span<float> values, std::size_t model) const {
    const Program& code = program(model);
    if (state >= code.states.size())
        throw Error(FailureKind::internal, fmt::format("there is no state {}", state));
    const StateEntry& entry = code.states[state];
    if (entry.memory == StateMemory::partial_sums ||
        std::cmp_not_equal(values.size(), element_count(entry.shape))) {
        throw Error(FailureKind::internal,
                    fmt::format("state \"{}\" can't be read into {} values", entry.name, values.size()));
    }
    const std::size_t length = entry.vector_length;
    const std::size_t per_vector = blocks_of(length, impl_->block);
    for (std::size_t k = 0; k < values.size(); ++k) {
        const std::size_t place = k % length;
        const StateEntry::Block& block = entry.blocks[k / length * per_vector + place / impl_->block];
        const std::size_t address = block.address * impl_->block + place % impl_->block;
        const CoreMemories& memory = impl_->memories.cores[block.core];
        if (entry.fp32) {
            values[k] =
                from_words(&memory.tensor_ram[block.address * impl_->block + place % impl_->block * 2]);
            continue;
        }
        values[k] = entry.memory == StateMemory::cell_store ? memory.cell_store[address]
                                                            : from_bf16(memory.tensor_ram[address]);
    }
}

}  // namespace lockstep
