#include "tests/core/vm/hand_made_programs.h"

#include <algorithm>
#include <bit>
#include <limits>

#include <fmt/format.h>

namespace hand_made {

using namespace lockstep;

Draft::Draft(int cores, int block_size, Values values, unsigned seed)
    : block_size_(block_size), values_(values), random_(seed) {
    program.config = find_config(fmt::format("ip_core_c{}b{}", cores, block_size));
    program.cores.resize(static_cast<std::size_t>(cores));
    program.cores_used = cores;
    program.nodes.resize(1);
}

CoreMask Draft::all_cores() const {
    return (CoreMask{1} << program.cores.size()) - 1;
}

std::uint16_t Draft::random_bf16() {
    return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(random_fp32()) >> 16);
}

float Draft::random_fp32() {
    const auto bits = static_cast<std::uint32_t>(random_());
    const auto choice = random_() % 256;
    if (values_ == Values::any_bits || (values_ == Values::adversarial && choice == 0))
        return std::bit_cast<float>(bits);
    const float value =
        static_cast<float>(static_cast<std::int32_t>(bits >> 8) - (1 << 23)) * 0x1p-25F;  // within +-0.25
    return values_ == Values::adversarial && choice < 64 ? value * 0x1p-66F : value;
}

std::uint16_t Draft::add_tensor(std::size_t blocks, bool constant, bool state, bool fp32) {
    Descriptor descriptor;
    descriptor.address = next_address_;
    descriptor.blocks = static_cast<std::uint16_t>(blocks);
    descriptor.constant = constant;
    descriptor.state = state;
    descriptor.fp32 = fp32;
    next_address_ += static_cast<std::uint32_t>(descriptor.ram_blocks());
    program.descriptors.push_back(descriptor);
    const auto index = static_cast<std::uint16_t>(program.descriptors.size() - 1);
    if (constant || state) {
        TensorImage image{index, all_cores(), {}};
        for (std::size_t k = 0; k < blocks * static_cast<std::size_t>(block_size_); ++k) {
            if (fp32) image.values.push_back(static_cast<std::uint16_t>(random_()));
            image.values.push_back(random_bf16());
        }
        program.images.push_back(image);
    }
    return index;
}

std::uint16_t Draft::tensor(std::size_t blocks, bool fp32) {
    return add_tensor(blocks, false, false, fp32);
}
std::uint16_t Draft::constant(std::size_t blocks, bool fp32) {
    return add_tensor(blocks, true, false, fp32);
}
std::uint16_t Draft::state(std::size_t blocks, bool fp32) {
    return add_tensor(blocks, false, true, fp32);
}

std::uint32_t Draft::weights(std::size_t core, std::size_t blocks) {
    std::vector<std::uint16_t>& store = program.cores[core].weights;
    const auto values = static_cast<std::size_t>(block_size_ * block_size_);
    const auto address = static_cast<std::uint32_t>(store.size() / values);
    for (std::size_t k = 0; k < blocks * values; ++k) store.push_back(random_bf16());
    return address;
}

std::uint32_t Draft::accumulator_store(std::size_t core, std::size_t blocks) {
    std::vector<float>& store = program.cores[core].accumulator_store;
    const auto address = static_cast<std::uint32_t>(store.size() / static_cast<std::size_t>(block_size_));
    for (std::size_t k = 0; k < blocks * static_cast<std::size_t>(block_size_); ++k)
        store.push_back(random_fp32());
    return address;
}

std::uint32_t Draft::cells(std::size_t core, std::size_t blocks) {
    std::vector<float>& store = program.cores[core].cell_store;
    const auto address = static_cast<std::uint32_t>(store.size() / static_cast<std::size_t>(block_size_));
    for (std::size_t k = 0; k < blocks * static_cast<std::size_t>(block_size_); ++k)
        store.push_back(random_fp32());
    return address;
}

std::uint16_t Draft::clamp(std::size_t core, float minimum, float maximum) {
    program.cores[core].clamp_store.push_back({minimum, maximum});
    return static_cast<std::uint16_t>(program.cores[core].clamp_store.size() - 1);
}

void Draft::add(std::size_t core, Instruction instruction, bool state_update) {
    CoreProgram& code = program.cores[core];
    code.stream.push_back(instruction);
    code.node_of.push_back(0);
    code.state_update.push_back(state_update);
}

IoTensor Draft::io_tensor(const Shape& shape, int data_dim, const std::vector<IoTensor>& before) const {
    IoTensor tensor;
    tensor.name = fmt::format("tensor{}", before.size());
    tensor.shape = shape;
    tensor.data_dim = data_dim;
    tensor.vector_length = static_cast<std::uint32_t>(shape[static_cast<std::size_t>(data_dim)]);
    tensor.vectors = static_cast<std::uint32_t>(element_count(shape)) / tensor.vector_length;
    if (!before.empty()) {
        const auto block = static_cast<std::uint32_t>(block_size_);
        const IoTensor& last = before.back();
        tensor.first_block = last.first_block + last.vectors * ((last.vector_length + block - 1) / block) *
                                                    last.stream_blocks_each();
    }
    return tensor;
}

void Draft::input(const Shape& shape, int data_dim, bool fp32) {
    program.inputs.push_back(io_tensor(shape, data_dim, program.inputs));
    program.inputs.back().fp32 = fp32;
}
void Draft::output(const Shape& shape, int data_dim, bool fp32) {
    program.outputs.push_back(io_tensor(shape, data_dim, program.outputs));
    program.outputs.back().fp32 = fp32;
}

Program lstm(int cores, int block_size, int input_blocks, int hidden_blocks, Values values, unsigned seed) {
    Draft draft(cores, block_size, values, seed);
    const auto in = static_cast<std::uint16_t>(input_blocks);
    const auto hidden = static_cast<std::uint16_t>(hidden_blocks);
    draft.input({input_blocks * block_size}, 0);
    draft.output({hidden_blocks * block_size}, 0);
    const std::uint16_t x = draft.tensor(in);
    const std::uint16_t h = draft.tensor(hidden);
    StateEntry cell_state{"lstm.c0", "cell", {hidden_blocks * block_size}, StateMemory::cell_store, {}, 0, 0};
    cell_state.vector_length = static_cast<std::uint32_t>(hidden_blocks * block_size);
    draft.add(0, InputInstruction{0, in, {x, 0}, draft.all_cores()});
    for (std::uint16_t k = 0; k < hidden; ++k) {
        const std::size_t core = k % draft.program.cores.size();
        const std::uint32_t sums = draft.accumulator_store(core, 4);
        const std::uint32_t bias = draft.accumulator_store(core, 4);
        const std::uint32_t cell = draft.cells(core, 1);
        draft.add(core, MatvecInstruction{
                            draft.weights(core, 4U * in), {x, 0}, in, 0, 4, AccumulatorStart::store, sums});
        draft.add(core, LstmCellInstruction{0, 1, cell, cell, {h, k}, draft.all_cores()});
        draft.add(core, OutputInstruction{k, 1, {h, k}});
        draft.add(core,
                  MatvecInstruction{
                      draft.weights(core, 4U * hidden), {h, 0}, hidden, 4, 4, AccumulatorStart::store, bias},
                  true);
        draft.add(core, SaveInstruction{4, 4, sums}, true);
        cell_state.blocks.push_back({static_cast<std::uint16_t>(core), cell});
    }
    // In each core all cells come before the first of the next inference's sums: those wait for every core.
    for (CoreProgram& code : draft.program.cores) {
        CoreProgram sorted = code;
        sorted.stream.clear();
        sorted.state_update.clear();
        for (const bool update : {false, true}) {
            for (std::size_t i = 0; i < code.stream.size(); ++i) {
                if (code.state_update[i] != update) continue;
                sorted.stream.push_back(code.stream[i]);
                sorted.state_update.push_back(update);
            }
        }
        code = sorted;
    }
    draft.program.states.push_back(cell_state);
    return draft.program;
}

Program mixture(int cores, int block_size, Values values, unsigned seed) {
    Draft draft(cores, block_size, values, seed);
    const std::size_t last = draft.program.cores.size() - 1;
    const CoreMask own = CoreMask{1} << last;
    const float infinity = std::numeric_limits<float>::infinity();
    const std::int64_t b = block_size;
    draft.input({2, 2 * b - 3, 3}, 1);  // six vectors of two blocks
    draft.input({b - 1, 2}, 0);         // two vectors of one block
    draft.output({4, b}, 1);
    draft.output({2 * b - 1, 2}, 0);
    const std::uint16_t x = draft.tensor(14);
    const std::uint16_t offset = draft.constant(4);
    const std::uint16_t kept = draft.state(2);
    const std::uint16_t y = draft.tensor(4);
    const std::uint16_t z = draft.tensor(4);
    const std::uint16_t old = draft.tensor(2);
    const std::uint16_t out = draft.tensor(4);
    const std::uint16_t relu = draft.clamp(0, 0, infinity);
    const std::uint16_t narrow = draft.clamp(last, -0.25F, 0.125F);

    draft.add(0, InputInstruction{0, 12, {x, 0}, CoreMask{1} | own});
    draft.add(0, InputInstruction{12, 2, {x, 12}, draft.all_cores()});
    // Core 0: two products into one chain, through a ReLU, to the last core.
    draft.add(0, MatvecInstruction{draft.weights(0, 4 * 12),
                                   {x, 0},
                                   12,
                                   0,
                                   4,
                                   AccumulatorStart::store,
                                   draft.accumulator_store(0, 4)});
    draft.add(0, MatvecInstruction{draft.weights(0, 4 * 2), {x, 12}, 2, 0, 4, AccumulatorStart::chain, 0});
    draft.add(0, StoreInstruction{0, 4, ActivationCode::clamp, relu, {y, 0}, own});
    // The last core: a product from zero, all vector operations, and a state that becomes what it was plus
    // something.
    draft.add(last,
              MatvecInstruction{draft.weights(last, 4 * 14), {x, 0}, 14, 4, 4, AccumulatorStart::zero, 0});
    draft.add(last, StoreInstruction{4, 4, ActivationCode::none, 0, {z, 0}, own});
    const std::uint16_t sum = draft.tensor(4);
    const std::uint16_t product = draft.tensor(4);
    draft.add(last, VectorInstruction{
                        VectorOpcode::add, ActivationCode::none, 0, 4, {y, 0}, {z, 0}, {sum, 0}, own});
    draft.add(last, VectorInstruction{VectorOpcode::multiply,
                                      ActivationCode::clamp,
                                      narrow,
                                      4,
                                      {sum, 0},
                                      {offset, 0},
                                      {product, 0},
                                      own});
    draft.add(last,
              VectorInstruction{
                  VectorOpcode::subtract, ActivationCode::none, 0, 4, {product, 0}, {z, 0}, {out, 0}, own});
    draft.add(last, VectorInstruction{
                        VectorOpcode::copy, ActivationCode::clamp, narrow, 2, {kept, 0}, {}, {old, 0}, own});
    for (std::uint16_t k = 0; k < 4; ++k) draft.add(last, OutputInstruction{k, 1, {out, k}});
    draft.add(last, OutputInstruction{4, 2, {old, 0}});
    draft.add(last, OutputInstruction{6, 2, {sum, 1}});
    for (std::size_t core = 0; core < draft.program.cores.size(); ++core) {
        draft.add(core,
                  VectorInstruction{VectorOpcode::add,
                                    ActivationCode::none,
                                    0,
                                    2,
                                    {kept, 0},
                                    {x, 12},
                                    {kept, 0},
                                    CoreMask{1} << core},
                  true);
    }
    StateEntry state{
        "kept", "history", {2, b - 1}, StateMemory::tensor_ram, {}, static_cast<std::uint32_t>(b - 1), 0};
    for (std::uint32_t k = 0; k < 2; ++k) {
        state.blocks.push_back(
            {static_cast<std::uint16_t>(last), draft.program.descriptors[kept].address + k});
    }
    draft.program.states.push_back(state);
    return draft.program;
}

Program pointwise(VectorOpcode op, bool clamp, int blocks, Values values, unsigned seed) {
    Draft draft(1, 64, values, seed);
    const std::int64_t size = std::int64_t{blocks} * 64;
    const auto count = static_cast<std::uint16_t>(blocks);
    draft.input({size}, 0);
    draft.output({size}, 0);
    const std::uint16_t x = draft.tensor(count);
    const std::uint16_t constant = draft.constant(count);
    const std::uint16_t y = draft.tensor(count);
    const std::uint16_t setting = draft.clamp(0, -1.5F, 0x1.8p+60F);
    const auto most = static_cast<std::uint16_t>(draft.program.config.max_read_size.value);
    for (std::uint16_t k = 0; k < count; k = static_cast<std::uint16_t>(k + most)) {
        const auto part = std::min<std::uint16_t>(most, static_cast<std::uint16_t>(count - k));
        draft.add(0, InputInstruction{k, part, {x, k}, 1});
        const Operand b = op == VectorOpcode::copy ? Operand{} : Operand{constant, k};
        draft.add(0, VectorInstruction{op,
                                       clamp ? ActivationCode::clamp : ActivationCode::none,
                                       clamp ? setting : std::uint16_t{0},
                                       part,
                                       {x, k},
                                       b,
                                       {y, k},
                                       1});
        draft.add(0, OutputInstruction{k, part, {y, k}});
    }
    return draft.program;
}

Program one_value(int block_size) {
    Draft draft(1, block_size, Values::ordinary, 1);
    const std::int64_t b = block_size;
    draft.input({1}, 0);
    for (int k = 0; k < 3; ++k) draft.output({k == 0 ? b : 4 * b}, 0);
    const std::uint16_t x = draft.tensor(1);
    const std::uint16_t h = draft.tensor(1);
    const std::uint16_t sums = draft.tensor(4);
    const std::uint16_t clamped = draft.tensor(4);
    const std::uint32_t cells = draft.cells(0, 2);
    draft.add(0, InputInstruction{0, 1, {x, 0}, 1});
    draft.add(0, MatvecInstruction{draft.weights(0, 4), {x, 0}, 1, 0, 4, AccumulatorStart::zero, 0});
    draft.add(0, LstmCellInstruction{0, 1, cells, cells + 1, {h, 0}, 1});
    draft.add(0, StoreInstruction{0, 4, ActivationCode::none, 0, {sums, 0}, 1});
    draft.add(0, StoreInstruction{0, 4, ActivationCode::clamp, draft.clamp(0, -0.0F, 0.3F), {clamped, 0}, 1});
    draft.add(0, OutputInstruction{0, 1, {h, 0}});
    draft.add(0, OutputInstruction{1, 4, {sums, 0}});
    draft.add(0, OutputInstruction{5, 4, {clamped, 0}});
    StateEntry state{
        "c", "cell", {b}, StateMemory::cell_store, {{0, cells + 1}}, static_cast<std::uint32_t>(b), 0};
    draft.program.states.push_back(state);
    return draft.program;
}

}  // namespace hand_made
