#include "core/attribution/unrounded_program.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <variant>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/numerics/fp8.h"
#include "core/numerics/real_function.h"
#include "core/numerics/rounding_guard.h"
#include "core/support/error.h"
#include "core/vm/check_addresses.h"
#include "core/vm/execution_order.h"
#include "core/vm/io_stream.h"

namespace lockstep {
namespace {

using Values = std::vector<double>;

/// Of an fp32 tensor value k of a block lies at word 2k, the other words are not used.
struct Memory {
    Values tensor_ram;
    Values accumulators;
    Values accumulator_store;
    Values cell_store;
    std::map<std::size_t, Values> loaded;  ///< weight blocks that are loaded
    double reduced = 0;
};

constexpr std::size_t accumulator_count = 256;

double combined(VectorOpcode op, double a, double b, double c) {
    switch (op) {
        case VectorOpcode::copy:
            return a;
        case VectorOpcode::add:
            return a + b;
        case VectorOpcode::subtract:
            return a - b;
        case VectorOpcode::multiply:
            return a * b;
        case VectorOpcode::divide:
            return a / b;
        case VectorOpcode::minimum:
        case VectorOpcode::maximum:
            if (std::isnan(a) || std::isnan(b)) return std::numeric_limits<double>::quiet_NaN();
            return (op == VectorOpcode::minimum ? a < b : a > b) ? a : b;
        case VectorOpcode::equal:
            return a == b ? 1 : 0;
        case VectorOpcode::not_equal:
            return a != b ? 1 : 0;
        case VectorOpcode::less:
            return a < b ? 1 : 0;
        case VectorOpcode::less_equal:
            return a <= b ? 1 : 0;
        case VectorOpcode::select:
            return c != 0 ? a : b;
    }
    return 0;
}

}  // namespace

struct UnroundedProgram::Impl {
    std::shared_ptr<const Program> program;
    std::size_t b = 0;
    std::vector<InstructionRef> order;
    IoStream inputs;
    IoStream outputs;
    Values input_stream;
    Values output_stream;
    std::vector<Memory> cores;
    std::optional<FunctionStyle> style;

    explicit Impl(std::shared_ptr<const Program> p) : program(std::move(p)) {
        check_addresses(*program);
        b = static_cast<std::size_t>(program->config.block_size.value);
        order = execution_order(*program);
        inputs = IoStream(program->inputs, b);
        outputs = IoStream(program->outputs, b);
        input_stream.resize(inputs.blocks() * b);
        output_stream.resize(outputs.blocks() * b);
        fill();
    }

    void fill() {
        for (const CoreProgram& core : program->cores) {
            Memory& memory = cores.emplace_back();
            memory.tensor_ram.resize(tensor_ram_blocks(*program) * b);
            memory.accumulators.resize(accumulator_count * b);
            memory.accumulator_store.assign(core.accumulator_store.begin(), core.accumulator_store.end());
            memory.cell_store.assign(core.cell_store.begin(), core.cell_store.end());
        }
        for (const TensorImage& image : program->images) {
            const Descriptor& descriptor = program->descriptors[image.descriptor];
            const std::size_t first = descriptor.address * b;
            for (std::size_t c = 0; c < cores.size(); ++c) {
                if ((image.targets >> c & 1U) == 0) continue;
                for (std::size_t k = 0; k < image.values.size(); k += descriptor.ram_blocks_each())
                    cores[c].tensor_ram[first + k] = static_cast<double>(
                        descriptor.fp32 ? from_words(&image.values[k]) : from_bf16(image.values[k]));
            }
        }
        for (std::size_t c = 0; c < cores.size(); ++c)
            for (const Instruction& each : program->cores[c].stream)
                if (const auto* load = std::get_if<LoadInstruction>(&each);
                    load != nullptr && program->descriptors[load->source.descriptor].state)
                    run(c, *load);
    }

    /// fp32 unless all is float64. The sum, product or quotient of two fp32 numbers is that of fp32 then.
    double kept(double value) const { return style ? static_cast<double>(static_cast<float>(value)) : value; }
    std::size_t word(Operand operand, std::size_t element) const {
        const Descriptor& descriptor = program->descriptors[operand.descriptor];
        return (descriptor.address * b) + (operand.first * b + element) * descriptor.ram_blocks_each();
    }
    double read(std::size_t c, Operand operand, std::size_t element) const {
        return cores[c].tensor_ram[word(operand, element)];
    }
    void write(CoreMask targets, Operand operand, std::size_t element, double value) {
        for (std::size_t c = 0; c < cores.size(); ++c)
            if ((targets >> c & 1U) != 0) cores[c].tensor_ram[word(operand, element)] = value;
    }
    double activated(std::size_t c, double value, ActivationCode activation, std::size_t setting) const {
        if (activation == ActivationCode::none) return value;
        if (activation == ActivationCode::clamp) {
            const ClampSetting& clamp = program->cores[c].clamp_store[setting];
            const double from =
                value < static_cast<double>(clamp.minimum) ? static_cast<double>(clamp.minimum) : value;
            return from > static_cast<double>(clamp.maximum) ? static_cast<double>(clamp.maximum) : from;
        }
        return function(*function_of(activation), value);
    }
    double function(Function function, double value) const {
        if (!style) return real_function(function, value);
        auto single = static_cast<float>(value);
        apply_function(function, std::span(&single, 1), best_simd_target(), *style);
        return static_cast<double>(single);
    }

    /// Block `number` of a product's weights, column by column; `decoded` holds it where it is not loaded.
    std::span<const double> weights(std::size_t c, const MatvecInstruction& matvec, std::size_t number,
                                    Values& decoded) const {
        if (const auto found = cores[c].loaded.find(matvec.weights + number);
            matvec.fp8_scale == 0 && found != cores[c].loaded.end())
            return found->second;
        const std::vector<std::uint16_t>& store = program->cores[c].weights;
        decoded.resize(b * b);
        for (std::size_t e = 0; e < b * b; ++e) {
            const std::size_t place = (matvec.weights + number) * b * b + e;
            if (matvec.fp8_scale == 0) {
                decoded[e] = static_cast<double>(from_bf16(store[place]));
                continue;
            }
            const auto code = static_cast<std::uint8_t>(store[place / 2] >> (place % 2 == 0 ? 0U : 8U));
            decoded[e] = static_cast<double>(from_bf16(fp8_weight(code, matvec.fp8_scale)));
        }
        return decoded;
    }

    void run(std::size_t c, const MatvecInstruction& matvec) {
        Memory& memory = cores[c];
        Values decoded;
        for (std::size_t o = 0; o < matvec.accumulators; ++o) {
            const auto sums = std::span(memory.accumulators).subspan((matvec.first_accumulator + o) * b, b);
            if (matvec.start == AccumulatorStart::zero) std::ranges::fill(sums, 0.0);
            if (matvec.start == AccumulatorStart::store)
                std::ranges::copy(
                    std::span(memory.accumulator_store).subspan((matvec.start_address + o) * b, b),
                    sums.begin());
            for (std::size_t i = 0; i < matvec.input_blocks; ++i) {
                const std::size_t number = (matvec.reduction ? 0 : i) * matvec.accumulators + o;
                const std::span<const double> block = weights(c, matvec, number, decoded);
                const bool ends = i + 1 == matvec.input_blocks && matvec.source_lanes != 0;
                for (std::size_t column = 0; column < b; ++column) {
                    const bool counts = !ends || column < matvec.source_lanes;
                    add_product(block.subspan(column * b, b),
                                counts ? read(c, matvec.source, i * b + column) : 0.0, sums);
                }
            }
        }
    }
    void add_product(std::span<const double> column, double x, std::span<double> sums) const {
        for (std::size_t r = 0; r < sums.size(); ++r) {
            if (!style)
                sums[r] += column[r] * x;
            else
                sums[r] = static_cast<double>(std::fma(static_cast<float>(column[r]), static_cast<float>(x),
                                                       static_cast<float>(sums[r])));
        }
    }

    void run(std::size_t c, const LoadInstruction& load) {
        for (std::size_t k = 0; k < load.blocks; ++k) {
            const std::size_t number = load.weights + k * load.stride;
            Values& block = cores[c].loaded[number];
            if (block.empty())
                for (std::size_t e = 0; e < b * b; ++e)
                    block.push_back(
                        static_cast<double>(from_bf16(program->cores[c].weights[number * b * b + e])));
            const bool ends = k + 1 == load.blocks && load.source_lanes != 0;
            for (std::size_t e = 0; e < b; ++e) {
                const double value = !ends || e < load.source_lanes ? read(c, load.source, k * b + e) : 0.0;
                block[load.row ? e * b + load.lane : load.lane * b + e] = value;
            }
        }
    }

    void run(std::size_t c, const StoreInstruction& store) {
        for (std::size_t e = 0; e < store.accumulators * b; ++e) {
            const double sum = cores[c].accumulators[store.first_accumulator * b + e];
            write(store.targets, store.destination, e,
                  activated(c, sum, store.activation, store.clamp_setting));
        }
    }

    void run(std::size_t c, const SaveInstruction& save) {
        Values& to = save.to_cells ? cores[c].cell_store : cores[c].accumulator_store;
        for (std::size_t e = 0; e < save.accumulators * b; ++e)
            to[save.address * b + e] = cores[c].accumulators[save.first_accumulator * b + e];
    }

    void run(std::size_t c, const LstmCellInstruction& cell) {
        Memory& memory = cores[c];
        for (std::size_t e = 0; e < cell.blocks * b; ++e) {
            const auto gate = [&](std::size_t g) {
                return memory.accumulators[(cell.first_accumulator + e / b * 4 + g) * b + e % b];
            };
            const double added =
                kept(function(Function::sigmoid, gate(0)) * function(Function::tanh, gate(2)));
            const double forget = function(Function::sigmoid, gate(1));
            const double old = memory.cell_store[cell.cell_source * b + e];
            const double next =
                style ? static_cast<double>(std::fma(static_cast<float>(forget), static_cast<float>(old),
                                                     static_cast<float>(added)))
                      : forget * old + added;
            memory.cell_store[cell.cell_destination * b + e] = next;
            write(cell.targets, cell.destination, e,
                  kept(function(Function::sigmoid, gate(3)) * function(Function::tanh, next)));
        }
    }

    void run(std::size_t c, const VectorInstruction& vector) {
        for (std::size_t e = 0; e < vector.blocks * b; ++e) {
            const auto operand = [&](Operand from, bool repeat) { return read(c, from, repeat ? e % b : e); };
            const int count = operand_count(vector.op);
            const double value = combined(vector.op, operand(vector.a, vector.repeat_a),
                                          count > 1 ? operand(vector.b, vector.repeat_b) : 0.0,
                                          count > 2 ? operand(vector.c, vector.repeat_c) : 0.0);
            write(vector.targets, vector.destination, e,
                  activated(c, kept(value), vector.activation, vector.clamp_setting));
        }
    }

    void run(std::size_t c, const ReduceInstruction& reduce) {
        const VectorOpcode op =
            reduce.op == ReduceOpcode::minimum ? VectorOpcode::minimum : VectorOpcode::maximum;
        const std::size_t left_out = reduce.source_lanes == 0 ? 0 : b - reduce.source_lanes;
        double& found = cores[c].reduced;
        for (std::size_t e = 0; e < reduce.blocks * b - left_out; ++e) {
            const double x = read(c, reduce.source, e);
            found = e == 0 && reduce.first ? x : combined(op, found, x, 0);
        }
        if (!reduce.last) return;
        for (std::size_t e = 0; e < b; ++e) write(reduce.targets, reduce.destination, e, found);
    }

    void run(std::size_t, const InputInstruction& input) {
        const std::size_t each = program->descriptors[input.destination.descriptor].ram_blocks_each();
        for (std::size_t e = 0; e < input.blocks * b; ++e)
            write(input.targets, input.destination, e, input_stream[input.stream_block * b + e * each]);
    }

    void run(std::size_t c, const OutputInstruction& output) {
        const std::size_t each = program->descriptors[output.source.descriptor].ram_blocks_each();
        for (std::size_t e = 0; e < output.blocks * b; ++e)
            output_stream[output.stream_block * b + e * each] = read(c, output.source, e);
    }
};

UnroundedProgram::UnroundedProgram(std::shared_ptr<const Program> program)
    : impl_(std::make_unique<Impl>(std::move(program))) {}
UnroundedProgram::~UnroundedProgram() = default;
UnroundedProgram::UnroundedProgram(UnroundedProgram&&) noexcept = default;

std::vector<double> UnroundedProgram::step(std::span<const double> inputs,
                                           std::optional<FunctionStyle> functions) {
    const RoundingGuard guard;
    Impl& impl = *impl_;
    if (inputs.size() != impl.inputs.values())
        throw Error(FailureKind::bad_input, "another number of values than the program takes");
    impl.style = functions;
    impl.inputs.for_places(
        [&](std::size_t value, std::size_t place) { impl.input_stream[place] = impl.kept(inputs[value]); });
    for (const InstructionRef& ref : impl.order)
        std::visit([&](const auto& each) { impl.run(ref.core, each); },
                   impl.program->cores[ref.core].stream[ref.instruction]);
    std::vector<double> found(impl.outputs.values());
    impl.outputs.for_places(
        [&](std::size_t value, std::size_t place) { found[value] = impl.output_stream[place]; });
    return found;
}

std::vector<double> UnroundedProgram::state(std::size_t state) const {
    const StateEntry& entry = impl_->program->states.at(state);
    const std::size_t b = impl_->b;
    const std::size_t length = entry.vector_length;
    const std::size_t per_vector = (length + b - 1) / b;
    std::vector<double> values(static_cast<std::size_t>(element_count(entry.shape)));
    for (std::size_t k = 0; k < values.size(); ++k) {
        const std::size_t place = k % length;
        const StateEntry::Block& block = entry.blocks.at(k / length * per_vector + place / b);
        const Memory& memory = impl_->cores[block.core];
        const bool in_cells = entry.memory == StateMemory::cell_store;
        values[k] = (in_cells ? memory.cell_store
                              : memory.tensor_ram)[block.address * b + place % b * (entry.fp32 ? 2 : 1)];
    }
    return values;
}

}  // namespace lockstep
