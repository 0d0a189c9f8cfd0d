#include "tests/core/program/streams.h"

namespace lockstep::test {

Streams::Streams() {
    program.config = find_config("ip_core_c2b8");
    MachineTiming& timing = program.config.timing;
    timing.input_latency.value = 6;
    timing.input_interval.value = 1;
    timing.accumulator_spacing.value = 1;
    timing.product_latency.value = 10;
    timing.bus_interval.value = 2;
    timing.bus_latency.value = 5;
    timing.output_latency.value = 4;
    timing.vector_latency.value = 3;
    timing.vector_chain_latency.value = 0;
    timing.vector_interval_two.value = 2;
    timing.vector_interval_one.value = 1;
    timing.vector_interval_three.value = 3;
    timing.cell_latency.value = 7;
    timing.table_latency.value = 8;
    program.cores_used = 2;
    program.cores.resize(2);
    program.warm_up = 3;
    program.nodes.push_back({.id = 4,
                             .op = "Linear",
                             .name = "y",
                             .module = "layer",
                             .file = "model.py",
                             .line = 3,
                             .text = "y = f(x)",
                             .origins = {1, 2},
                             .weight_blocks = 4,
                             .support = "composed",
                             .support_note = "of others",
                             .fused_into = {}});
}

std::uint16_t Streams::tensor(std::uint16_t blocks) {
    std::uint32_t address = 0;
    for (const Descriptor& other : program.descriptors) address += other.blocks;
    program.descriptors.push_back(
        {.address = address, .blocks = blocks, .constant = false, .state = false, .kept = false});
    return static_cast<std::uint16_t>(program.descriptors.size() - 1);
}

void Streams::image(std::uint16_t descriptor, CoreMask targets) {
    TensorImage image{descriptor, targets, {}};
    image.values.assign(program.descriptors[descriptor].blocks * std::size_t{8}, 0x3F80);
    program.images.push_back(std::move(image));
}

std::uint16_t Streams::constant(std::uint16_t blocks, CoreMask targets) {
    const std::uint16_t descriptor = tensor(blocks);
    program.descriptors[descriptor].constant = true;
    image(descriptor, targets);
    return descriptor;
}

std::uint16_t Streams::state(std::uint16_t blocks, CoreMask targets) {
    const std::uint16_t descriptor = tensor(blocks);
    program.descriptors[descriptor].state = true;
    image(descriptor, targets);
    return descriptor;
}

void Streams::add(std::size_t core, const Instruction& instruction, bool state_update) {
    program.cores[core].stream.push_back(instruction);
    program.cores[core].node_of.push_back(0);
    program.cores[core].state_update.push_back(state_update);
}

namespace {

IoTensor io_tensor(const char* name, std::uint16_t blocks) {
    IoTensor io;
    io.name = name;
    io.shape = {blocks * std::int64_t{8}};
    io.data_dim = 0;
    io.vectors = 1;
    io.vector_length = blocks * std::uint32_t{8};
    return io;
}

}  // namespace

void Streams::input(std::uint16_t blocks) {
    program.inputs = {io_tensor("x", blocks)};
}
void Streams::output(std::uint16_t blocks) {
    program.outputs = {io_tensor("y", blocks)};
}

void Streams::fill(std::size_t weights, std::size_t sums, std::size_t cells) {
    for (CoreProgram& core : program.cores) {
        core.weights.assign(weights * 64, 0x3F80);
        core.accumulator_store.assign(sums * 8, 1.0F);
        core.cell_store.assign(cells * 8, 0.5F);
        core.clamp_store = {{0.0F, 6.0F}};
    }
}

Program sample_program() {
    Streams s;
    s.input(2);
    s.output(2);
    s.fill(2, 2, 0);
    const std::uint16_t x = s.tensor(2);
    const std::uint16_t y = s.tensor(2);
    const std::uint16_t z = s.tensor(2);
    const std::uint16_t before = s.state(1, 0b01);
    const std::uint16_t one = s.constant(1, 0b10);
    s.add(0, InputInstruction{0, 2, {x, 0}, 0b11});
    for (std::uint16_t core = 0; core < 2; ++core) {
        const CoreMask own = CoreMask{1} << core;
        s.add(core, MatvecInstruction{0, {x, 0}, 2, 0, 1, AccumulatorStart::store, 0});
        s.add(core, StoreInstruction{0, 1, ActivationCode::clamp, 0, {y, core}, core == 0 ? own : 0b11});
        const Operand other = core == 0 ? Operand{before, 0} : Operand{one, 0};
        s.add(core, VectorInstruction{
                        VectorOpcode::add, ActivationCode::none, 0, 1, {y, core}, other, {z, core}, own});
    }
    s.add(0, OutputInstruction{0, 1, {z, 0}});
    s.add(1, OutputInstruction{1, 1, {z, 1}});
    s.add(1, MatvecInstruction{0, {x, 0}, 1, 1, 1, AccumulatorStart::zero, 0}, true);
    s.add(1, SaveInstruction{1, 1, 1}, true);
    s.add(0, VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 1, {y, 1}, {}, {before, 0}, 0b01},
          true);
    StateEntry state;
    state.name = "before";
    state.role = "history";
    state.shape = {8};
    state.blocks = {{0, s.program.descriptors[before].address}};
    state.vector_length = 8;
    s.program.states.push_back(state);
    return std::move(s.program);
}

Program vector_program() {
    Streams s;
    s.input(2);
    s.output(3);
    s.fill(1, 0, 0);
    const std::uint16_t x = s.tensor(2);
    const std::uint16_t most = s.tensor(1);
    const std::uint16_t y = s.tensor(2);
    const std::uint16_t z = s.tensor(1);
    s.add(0, InputInstruction{0, 2, {x, 0}, 0b01});
    s.add(0, ReduceInstruction{ReduceOpcode::maximum, true, false, 1, 0, {x, 0}, {}, 0});
    s.add(0, ReduceInstruction{ReduceOpcode::maximum, false, true, 1, 5, {x, 1}, {most, 0}, 0b11});
    s.add(0, VectorInstruction{VectorOpcode::select,
                               ActivationCode::tanh,
                               0,
                               2,
                               {x, 0},
                               {most, 0},
                               {y, 0},
                               0b01,
                               {x, 0},
                               false,
                               true,
                               false});
    s.add(0, OutputInstruction{0, 2, {y, 0}});
    s.add(1, MatvecInstruction{0, {most, 0}, 1, 0, 1, AccumulatorStart::zero, 0, 1});
    s.add(1, StoreInstruction{0, 1, ActivationCode::rsqrt, 0, {z, 0}, 0b10});
    s.add(1, OutputInstruction{2, 1, {z, 0}});
    return std::move(s.program);
}

Program lstm_program() {
    Streams s;
    s.input(1);
    s.output(1);
    s.fill(8, 4, 1);
    const std::uint16_t x = s.tensor(1);
    const std::uint16_t h = s.tensor(1);
    s.program.descriptors[h].kept = true;
    s.add(0, InputInstruction{0, 1, {x, 0}, 0b01});
    s.add(0, MatvecInstruction{0, {x, 0}, 1, 0, 4, AccumulatorStart::store, 0});
    s.add(0, LstmCellInstruction{0, 1, 0, 0, {h, 0}, 0b01});
    s.add(0, OutputInstruction{0, 1, {h, 0}});
    s.add(0, MatvecInstruction{4, {h, 0}, 1, 0, 4, AccumulatorStart::zero, 0}, true);
    s.add(0, SaveInstruction{0, 4, 0}, true);
    s.program.cores_used = 1;
    return std::move(s.program);
}

}  // namespace lockstep::test
