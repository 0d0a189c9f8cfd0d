#include "core/vm/vm.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/numerics/bf16.h"
#include "core/numerics/rounding_guard.h"
#include "core/support/error.h"
#include "core/vm/check_addresses.h"
#include "core/vm/execution_order.h"
#include "core/vm/io_stream.h"
#include "core/vm/memories.h"
#include "core/vm/operations.h"

namespace lockstep {
namespace {

constexpr std::size_t accumulator_count = 256;

/// Blocks of tensor RAM that hold a state between two inferences, sorted: (core, block).
std::vector<std::pair<std::size_t, std::size_t>> state_blocks(const Program& program) {
    std::vector<std::pair<std::size_t, std::size_t>> blocks;
    for (const Descriptor& descriptor : program.descriptors) {
        if (!descriptor.state && !descriptor.kept) continue;
        for (std::size_t core = 0; core < program.cores.size(); ++core) {
            for (std::size_t k = 0; k < descriptor.blocks; ++k)
                blocks.emplace_back(core, descriptor.address + k);
        }
    }
    for (const StateEntry& state : program.states) {
        if (state.memory != StateMemory::tensor_ram) continue;
        for (const StateEntry::Block& block : state.blocks) blocks.emplace_back(block.core, block.address);
    }
    std::ranges::sort(blocks);
    blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
    return blocks;
}

void append(std::vector<float>& to, const std::vector<float>& values) {
    to.insert(to.end(), values.begin(), values.end());
}

}  // namespace

struct Vm::Impl {
    std::shared_ptr<const Program> program;
    SimdTarget target = SimdTarget::portable;
    std::size_t block = 0;
    Memories memories;
    IoStream inputs;
    IoStream outputs;
    std::vector<Operation> operations;
    std::vector<std::pair<std::size_t, std::size_t>> states;
    std::int64_t inferences = 0;

    std::span<std::uint16_t> ram_block(std::size_t core, std::size_t index) {
        return std::span(memories.cores[core].tensor_ram).subspan(index * block, block);
    }
    std::span<const std::uint16_t> ram_block(std::size_t core, std::size_t index) const {
        return std::span(memories.cores[core].tensor_ram).subspan(index * block, block);
    }
    void allocate();
    void fill();
    void fill_image(const TensorImage& image);
};

void Vm::Impl::allocate() {
    const std::size_t ram = tensor_ram_blocks(*program) * block;
    for (const CoreProgram& core : program->cores) {
        memories.cores.push_back({std::vector<std::uint16_t>(ram),
                                  std::vector<float>(accumulator_count * block),
                                  std::vector<float>(core.accumulator_store.size()),
                                  std::vector<float>(core.cell_store.size()), std::vector<float>(1)});
    }
    memories.scratch.resize(scratch_values(*program));
    memories.input_stream.resize(inputs.blocks() * block);
    memories.output_stream.resize(outputs.blocks() * block);
}

void Vm::Impl::fill_image(const TensorImage& image) {
    const std::size_t first = program->descriptors[image.descriptor].address * block;
    for (std::size_t core = 0; core < memories.cores.size(); ++core) {
        if ((image.targets >> core & 1U) == 0) continue;
        const auto ram = std::span(memories.cores[core].tensor_ram).subspan(first, image.values.size());
        std::ranges::transform(image.values, ram.begin(), canonical_bf16);
    }
}

void Vm::Impl::fill() {
    for (std::size_t core = 0; core < memories.cores.size(); ++core) {
        CoreMemories& memory = memories.cores[core];
        const CoreProgram& code = program->cores[core];
        std::ranges::fill(memory.tensor_ram, std::uint16_t{0});
        std::ranges::fill(memory.accumulators, 0.0F);
        std::ranges::fill(memory.kept, 0.0F);
        std::ranges::transform(code.accumulator_store, memory.accumulator_store.begin(), canonical_fp32);
        std::ranges::transform(code.cell_store, memory.cell_store.begin(), canonical_fp32);
    }
    for (const TensorImage& image : program->images) fill_image(image);
    inferences = 0;
}

Vm::Vm(std::shared_ptr<const Program> program, SimdTarget target) : impl_(std::make_unique<Impl>()) {
    check_addresses(*program);
    impl_->program = std::move(program);
    const Program& code = *impl_->program;
    impl_->target = target;
    impl_->block = static_cast<std::size_t>(code.config.block_size.value);
    impl_->inputs = IoStream(code.inputs, impl_->block);
    impl_->outputs = IoStream(code.outputs, impl_->block);
    const std::vector<InstructionRef> order = execution_order(code);
    impl_->allocate();
    impl_->operations = resolve(code, order, impl_->memories);
    impl_->states = state_blocks(code);
    impl_->fill();
}

Vm::~Vm() = default;
Vm::Vm(Vm&&) noexcept = default;
Vm& Vm::operator=(Vm&&) noexcept = default;

const Program& Vm::program() const {
    return *impl_->program;
}

void Vm::reset() {
    impl_->fill();
}

void Vm::step(std::span<const float> inputs, std::span<float> outputs) {
    if (inputs.size() != impl_->inputs.values() || outputs.size() != impl_->outputs.values()) {
        throw Error(
            FailureKind::bad_input,
            fmt::format("an inference takes {} values and gives {}; it was called with {} and {}",
                        impl_->inputs.values(), impl_->outputs.values(), inputs.size(), outputs.size()));
    }
    const RoundingGuard guard;
    Memories& memories = impl_->memories;
    impl_->inputs.pack(inputs, memories.input_stream);
    for (const Operation& operation : impl_->operations) execute(operation, memories.scratch, impl_->target);
    impl_->outputs.unpack(memories.output_stream, outputs);
    ++impl_->inferences;
}

std::int64_t Vm::inferences() const {
    return impl_->inferences;
}

VmSnapshot Vm::snapshot() const {
    VmSnapshot snapshot;
    snapshot.inferences = impl_->inferences;
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
        snapshot.accumulator_store.size() != stored || snapshot.cell_store.size() != cells) {
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
    impl_->inferences = snapshot.inferences;
}

void Vm::read_state(std::size_t state, std::span<float> values) const {
    if (state >= program().states.size())
        throw Error(FailureKind::internal, fmt::format("there is no state {}", state));
    const StateEntry& entry = program().states[state];
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
        values[k] = entry.memory == StateMemory::cell_store ? memory.cell_store[address]
                                                            : from_bf16(memory.tensor_ram[address]);
    }
}

}  // namespace lockstep
