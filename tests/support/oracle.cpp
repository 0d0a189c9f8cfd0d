#include "tests/support/oracle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <variant>

namespace oracle {
namespace {

using namespace lockstep;

float kept(float value) {
    return std::isnan(value) ? from_bf16(0x7FC0) : value;
}

float from_words(std::uint16_t low, std::uint16_t high) {
    return std::bit_cast<float>(std::uint32_t{high} << 16 | low);
}

/// An fp32 value as it is kept: the lower half, the upper half.
std::array<std::uint16_t, 2> words(float value) {
    const auto bits = std::isnan(value) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(value);
    return {static_cast<std::uint16_t>(bits & 0xFFFFU), static_cast<std::uint16_t>(bits >> 16)};
}

/// Kinds of units, numbered; instructions of one kind run in the order of the stream.
int unit(const Instruction& instruction) {
    if (std::holds_alternative<MatvecInstruction>(instruction)) return 0;
    if (std::holds_alternative<VectorInstruction>(instruction)) return 1;
    if (std::holds_alternative<ReduceInstruction>(instruction)) return 1;
    if (std::holds_alternative<InputInstruction>(instruction)) return 2;
    if (std::holds_alternative<OutputInstruction>(instruction)) return 3;
    if (std::holds_alternative<LoadInstruction>(instruction)) return 5;
    return 4;
}

/// A range of places that an instruction reads or writes.
struct Touch {
    char memory;  ///< 'a'ccumulators, 's'tore, 'w'eights, 't'ensor (descriptor in `which`)
    int which;
    int first;
    int count;
    bool write;
    CoreMask targets;
};

std::vector<Touch> touches(const Instruction& instruction) {
    std::vector<Touch> all;
    const auto tensor = [&all](Operand operand, int blocks, bool write, CoreMask targets) {
        all.push_back({'t', operand.descriptor, operand.first, blocks, write, targets});
    };
    if (const auto* matvec = std::get_if<MatvecInstruction>(&instruction)) {
        tensor(matvec->source, matvec->input_blocks, false, 0);
        const int columns = matvec->reduction ? 1 : matvec->input_blocks;
        all.push_back({'w', 0, static_cast<int>(matvec->weights), columns * matvec->accumulators, false, 0});
        all.push_back({'a', 0, matvec->first_accumulator, matvec->accumulators, true, 0});
        if (matvec->start == AccumulatorStart::store)
            all.push_back({'s', 0, static_cast<int>(matvec->start_address), matvec->accumulators, false, 0});
    } else if (const auto* store = std::get_if<StoreInstruction>(&instruction)) {
        all.push_back({'a', 0, store->first_accumulator, store->accumulators, false, 0});
        tensor(store->destination, store->accumulators, true, store->targets);
    } else if (const auto* save = std::get_if<SaveInstruction>(&instruction)) {
        all.push_back({'a', 0, save->first_accumulator, save->accumulators, false, 0});
        all.push_back(
            {save->to_cells ? 'c' : 's', 0, static_cast<int>(save->address), save->accumulators, true, 0});
    } else if (const auto* cell = std::get_if<LstmCellInstruction>(&instruction)) {
        all.push_back({'a', 0, cell->first_accumulator, 4 * cell->blocks, false, 0});
        tensor(cell->destination, cell->blocks, true, cell->targets);
    } else if (const auto* vector = std::get_if<VectorInstruction>(&instruction)) {
        tensor(vector->a, vector->repeat_a ? 1 : vector->blocks, false, 0);
        if (vector->op != VectorOpcode::copy)
            tensor(vector->b, vector->repeat_b ? 1 : vector->blocks, false, 0);
        if (vector->op == VectorOpcode::select)
            tensor(vector->c, vector->repeat_c ? 1 : vector->blocks, false, 0);
        tensor(vector->destination, vector->blocks, true, vector->targets);
    } else if (const auto* reduce = std::get_if<ReduceInstruction>(&instruction)) {
        tensor(reduce->source, reduce->blocks, false, 0);
        if (reduce->last) tensor(reduce->destination, 1, true, reduce->targets);
    } else if (const auto* input = std::get_if<InputInstruction>(&instruction)) {
        tensor(input->destination, input->blocks, true, input->targets);
    } else if (const auto* load = std::get_if<LoadInstruction>(&instruction)) {
        tensor(load->source, load->blocks, false, 0);
        for (int k = 0; k < load->blocks; ++k)
            all.push_back({'w', 0, static_cast<int>(load->weights) + k * load->stride, 1, true, 0});
    } else if (const auto* output = std::get_if<OutputInstruction>(&instruction)) {
        tensor(output->source, output->blocks, false, 0);
    }
    return all;
}

bool conflict(const Touch& a, const Touch& b) {
    return a.memory == b.memory && a.which == b.which && (a.write || b.write) &&
           a.first < b.first + b.count && b.first < a.first + a.count;
}

/// Calls visit(host element, first stream word, whether it is fp32) for every value of the tensors.
template <class Visit>
void for_values(const std::vector<IoTensor>& tensors, std::size_t b, Visit visit) {
    std::size_t base = 0;
    for (const IoTensor& tensor : tensors) {
        const std::size_t count = static_cast<std::size_t>(element_count(tensor.shape));
        const std::size_t length = tensor.vector_length;
        const std::size_t padded = (length + b - 1) / b * b;
        for (std::size_t flat = 0; flat < count; ++flat) {
            // Position along the data dimension, and row-major position over the other axes.
            std::size_t along = 0;
            std::size_t vector = 0;
            std::size_t rest = flat;
            std::size_t size = count;
            if (tensor.data_dim < 0) along = flat % length, vector = flat / length;
            for (std::size_t axis = 0; tensor.data_dim >= 0 && axis < tensor.shape.size(); ++axis) {
                const auto extent = static_cast<std::size_t>(tensor.shape[axis]);
                size /= extent;
                const std::size_t index = rest / size;
                rest %= size;
                if (static_cast<int>(axis) == tensor.data_dim) {
                    along = index;
                } else {
                    vector = vector * extent + index;
                }
            }
            const std::size_t words = tensor.fp32 ? 2 : 1;
            visit(base + flat, tensor.first_block * b + (vector * padded + along) * words, tensor.fp32);
        }
        base += count;
    }
}

std::size_t stream_size(const std::vector<IoTensor>& tensors, std::size_t b) {
    std::size_t size = 0;
    for (const IoTensor& tensor : tensors) {
        const std::size_t blocks = tensor.vectors * ((tensor.vector_length + b - 1) / b);
        size = std::max(size, (tensor.first_block + blocks * (tensor.fp32 ? 2 : 1)) * b);
    }
    return size;
}

}  // namespace

Machine::Machine(const Program& program, Fault fault, Style style)
    : program_(program),
      fault_(fault),
      style_(style),
      b_(static_cast<std::size_t>(program.config.block_size.value)) {
    reset();
}

void Machine::reset() {
    std::size_t depth = 0;
    for (const Descriptor& descriptor : program_.descriptors)
        depth = std::max<std::size_t>(depth,
                                      descriptor.address + descriptor.blocks * (descriptor.fp32 ? 2U : 1U));
    cores_.assign(program_.cores.size(), Core{});
    for (std::size_t c = 0; c < cores_.size(); ++c) {
        cores_[c].tensor_ram.assign(depth * b_, 0);
        for (const float value : program_.cores[c].accumulator_store)
            cores_[c].accumulator_store.push_back(fault_ == Fault::bias_lost ? 0.0F : kept(value));
        for (const float value : program_.cores[c].cell_store) cores_[c].cell_store.push_back(kept(value));
        cores_[c].weights = program_.cores[c].weights;
    }
    for (const TensorImage& image : program_.images) {
        const bool wide = program_.descriptors[image.descriptor].fp32;
        for (std::size_t k = 0; k < image.values.size() / b_ / (wide ? 2 : 1); ++k) {
            std::vector<float> values;
            for (std::size_t e = k * b_; e < (k + 1) * b_; ++e)
                values.push_back(wide ? from_words(image.values[2 * e], image.values[2 * e + 1])
                                      : from_bf16(image.values[e]));
            write(image.targets, {image.descriptor, 0}, k, values);
        }
    }
    for (int c = 0; c < static_cast<int>(cores_.size()); ++c)
        for (const Instruction& instruction : code(c).stream)
            if (const auto* load = std::get_if<LoadInstruction>(&instruction);
                load != nullptr && program_.descriptors.at(load->source.descriptor).state)
                run(c, *load);
    input_stream_.assign(stream_size(program_.inputs, b_), 0);
    output_stream_.assign(stream_size(program_.outputs, b_), 0);
}

std::vector<float> Machine::step(std::span<const float> inputs) {
    for_values(program_.inputs, b_, [&](std::size_t host, std::size_t place, bool wide) {
        input_stream_.at(place) = wide ? words(inputs[host])[0] : rounded(inputs[host]);
        if (wide) input_stream_.at(place + 1) = words(inputs[host])[1];
    });
    for (std::size_t c = 0; c < cores_.size(); ++c) {
        cores_[c].accumulators.clear();
        cores_[c].done.assign(program_.cores[c].stream.size(), false);
        for (auto& [place, flag] : cores_[c].present) {
            const Descriptor& descriptor = program_.descriptors[static_cast<std::size_t>(place.first)];
            flag = flag && (descriptor.constant || descriptor.state);
        }
    }
    std::size_t left = 0;
    for (const CoreProgram& program : program_.cores) left += program.stream.size();
    while (left > 0) {
        const std::size_t before = left;
        // The last core first, and in each core whatever comes first that may run.
        for (int c = static_cast<int>(cores_.size()) - 1; c >= 0; --c) {
            for (std::size_t k = 0; k < code(c).stream.size(); ++k) {
                if (core(c).done[k] || !may_run(c, k)) continue;
                std::visit([&](const auto& instruction) { run(c, instruction); }, code(c).stream[k]);
                core(c).done[k] = true;
                --left;
            }
        }
        if (left == before) throw std::runtime_error("the streams wait for each other");
    }
    std::vector<float> outputs(static_cast<std::size_t>(program_.output_values()));
    for_values(program_.outputs, b_, [&](std::size_t host, std::size_t place, bool wide) {
        outputs.at(host) = wide ? from_words(output_stream_.at(place), output_stream_.at(place + 1))
                                : from_bf16(output_stream_.at(place));
    });
    return outputs;
}

bool Machine::may_run(int c, std::size_t index) const {
    const std::vector<Instruction>& stream = code(c).stream;
    const std::vector<Touch> mine = touches(stream[index]);
    for (const Touch& touch : mine) {
        if (touch.memory != 't' || touch.write) continue;
        for (int block = touch.first; block < touch.first + touch.count; ++block) {
            const auto flag = core(c).present.find({touch.which, block});
            if (flag == core(c).present.end() || !flag->second) return false;
        }
    }
    for (std::size_t earlier = 0; earlier < index; ++earlier) {
        if (core(c).done[earlier]) continue;
        if (unit(stream[earlier]) == unit(stream[index])) return false;
        for (const Touch& theirs : touches(stream[earlier])) {
            const bool tensor = theirs.memory == 't';
            if (tensor && !program_.descriptors[static_cast<std::size_t>(theirs.which)].state) continue;
            for (const Touch& touch : mine) {
                const bool elsewhere =
                    tensor && ((theirs.write && (theirs.targets >> c & 1U) == 0) ||
                               (touch.memory == 't' && touch.write && (touch.targets >> c & 1U) == 0));
                if (!elsewhere && conflict(theirs, touch)) return false;
            }
        }
    }
    return true;
}

std::uint16_t Machine::rounded(float value) const {
    if (fault_ != Fault::truncation || std::isnan(value)) return to_bf16(value);
    return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

bool Machine::fp32(Operand operand) const {
    return program_.descriptors.at(operand.descriptor).fp32;
}

std::size_t Machine::ram_address(Operand operand, std::size_t block) const {
    const std::size_t blocks = (operand.first + block) * (fp32(operand) ? 2 : 1);
    return (program_.descriptors.at(operand.descriptor).address + blocks) * b_;
}

float Machine::read(int c, Operand operand, std::size_t element) const {
    const std::vector<std::uint16_t>& ram = core(c).tensor_ram;
    const std::size_t first = ram_address(operand, 0);
    if (!fp32(operand)) return from_bf16(ram.at(first + element));
    return from_words(ram.at(first + 2 * element), ram.at(first + 2 * element + 1));
}

void Machine::write(CoreMask targets, Operand operand, std::size_t block, const std::vector<float>& values) {
    std::vector<std::uint16_t> all;
    for (const float value : values) {
        if (fp32(operand))
            all.insert(all.end(), {words(value)[0], words(value)[1]});
        else
            all.push_back(rounded(value));
    }
    write_words(targets, operand, block, all);
}

void Machine::write_words(CoreMask targets, Operand operand, std::size_t block,
                          const std::vector<std::uint16_t>& all) {
    for (std::size_t c = 0; c < cores_.size(); ++c) {
        if ((targets >> c & 1U) == 0) continue;
        for (std::size_t r = 0; r < b_ * (fp32(operand) ? 2 : 1); ++r)
            cores_[c].tensor_ram.at(ram_address(operand, block) + r) = all.at(r);
        cores_[c].present[{operand.descriptor, static_cast<int>(operand.first + block)}] = true;
    }
}

float Machine::weight(int c, const MatvecInstruction& matvec, std::size_t number) const {
    const std::vector<std::uint16_t>& store = core(c).weights;
    const std::size_t place = matvec.weights * b_ * b_ + number;
    if (matvec.fp8_scale == 0) return from_bf16(store.at(place));
    const int byte = store.at(place / 2) >> (place % 2 == 0 ? 0 : 8) & 0xFF;
    return from_bf16(to_bf16(std::ldexp(from_fp8(static_cast<std::uint8_t>(byte)), matvec.fp8_scale - 127)));
}

void Machine::run(int c, const MatvecInstruction& matvec) {
    for (std::size_t o = 0; o < matvec.accumulators; ++o) {
        std::vector<float> sum(b_, 0.0F);
        if (matvec.start == AccumulatorStart::chain)
            sum = core(c).accumulators.at(matvec.first_accumulator + o);
        for (std::size_t r = 0; r < b_; ++r) {
            if (matvec.start == AccumulatorStart::store)
                sum[r] = core(c).accumulator_store.at((matvec.start_address + o) * b_ + r);
            for (std::size_t i = 0; i < matvec.input_blocks; ++i) {
                const std::size_t block = ((matvec.reduction ? 0 : i * matvec.accumulators) + o) * b_ * b_;
                const bool cut = matvec.source_lanes != 0 && i + 1 == matvec.input_blocks;
                for (std::size_t column = 0; column < b_; ++column) {
                    const float x =
                        cut && column >= matvec.source_lanes ? 0.0F : read(c, matvec.source, i * b_ + column);
                    sum[r] = std::fma(weight(c, matvec, block + column * b_ + r), x, sum[r]);
                }
            }
        }
        core(c).accumulators[matvec.first_accumulator + o] = sum;
    }
}

void Machine::run(int c, const StoreInstruction& store) {
    for (std::size_t o = 0; o < store.accumulators; ++o) {
        std::vector<float> values;
        for (const float sum : core(c).accumulators.at(store.first_accumulator + o))
            values.push_back(activated(c, sum, store.activation, store.clamp_setting));
        if (fault_ == Fault::state_stale && program_.descriptors[store.destination.descriptor].state)
            continue;
        write(store.targets, store.destination, o, values);
    }
}

void Machine::run(int c, const SaveInstruction& save) {
    if (fault_ == Fault::state_stale) return;
    for (std::size_t o = 0; o < save.accumulators; ++o)
        for (std::size_t r = 0; r < b_; ++r)
            (save.to_cells ? core(c).cell_store : core(c).accumulator_store).at((save.address + o) * b_ + r) =
                kept(core(c).accumulators.at(save.first_accumulator + o)[r]);
}

void Machine::run(int c, const LstmCellInstruction& cell) {
    for (std::size_t k = 0; k < cell.blocks; ++k) {
        const auto gate = [&](std::size_t g, std::size_t r) {
            return core(c).accumulators.at(cell.first_accumulator + 4 * k + g)[r];
        };
        std::vector<float> hidden;
        for (std::size_t r = 0; r < b_; ++r) {
            float in = sigmoid(gate(0, r), style_);
            float forget = sigmoid(gate(1, r), style_);
            if (fault_ == Fault::gates_swapped) std::swap(in, forget);
            if (fault_ == Fault::forget_gate_open) forget = 1;
            const float added = in * tanh(gate(2, r), style_);
            const float next =
                std::fma(forget, core(c).cell_store.at((cell.cell_source + k) * b_ + r), added);
            core(c).cell_store.at((cell.cell_destination + k) * b_ + r) = kept(next);
            hidden.push_back(sigmoid(gate(3, r), style_) * tanh(next, style_));
        }
        write(cell.targets, cell.destination, k, hidden);
    }
}

void Machine::run(int c, const VectorInstruction& vector) {
    for (std::size_t k = 0; k < vector.blocks; ++k) {
        std::vector<float> values;
        for (std::size_t lane = 0; lane < b_; ++lane) {
            const auto operand = [&](Operand from, bool repeat) {
                return read(c, from, repeat ? lane : k * b_ + lane);
            };
            const float a = operand(vector.a, vector.repeat_a);
            const float b = vector.op == VectorOpcode::copy ? 0.0F : operand(vector.b, vector.repeat_b);
            const float mask = vector.op == VectorOpcode::select ? operand(vector.c, vector.repeat_c) : 0.0F;
            const float value = combined(vector.op, a, b, mask);
            values.push_back(activated(c, value, vector.activation, vector.clamp_setting));
        }
        if (fault_ == Fault::state_stale && program_.descriptors[vector.destination.descriptor].state)
            continue;
        write(vector.targets, vector.destination, k, values);
    }
}

void Machine::run(int c, const ReduceInstruction& reduce) {
    const VectorOpcode op =
        reduce.op == ReduceOpcode::minimum ? VectorOpcode::minimum : VectorOpcode::maximum;
    const std::size_t left_out = reduce.source_lanes == 0 ? 0 : b_ - reduce.source_lanes;
    float& r = core(c).reduced;
    for (std::size_t lane = 0; lane < reduce.blocks * b_ - left_out; ++lane) {
        const float x = read(c, reduce.source, lane);
        r = lane == 0 && reduce.first ? x : combined(op, r, x, 0);
    }
    if (reduce.last) write(reduce.targets, reduce.destination, 0, std::vector<float>(b_, r));
}

float Machine::activated(int c, float value, ActivationCode activation, std::size_t setting) const {
    if (activation == ActivationCode::none) return value;
    if (activation == ActivationCode::clamp) return clamped(value, code(c).clamp_store.at(setting));
    const auto function = lockstep::function_of(activation);
    if (!function) throw std::runtime_error("an activation that is no function");
    return apply(*function, value, style_);
}

void Machine::run(int, const InputInstruction& input) {
    const std::size_t size = b_ * (fp32(input.destination) ? 2 : 1);
    for (std::size_t k = 0; k < input.blocks; ++k) {
        const auto first =
            input_stream_.begin() + static_cast<std::ptrdiff_t>(input.stream_block * b_ + k * size);
        write_words(input.targets, input.destination, k, {first, first + static_cast<std::ptrdiff_t>(size)});
    }
}

void Machine::run(int c, const LoadInstruction& load) {
    const std::size_t left_out = load.source_lanes == 0 ? 0 : b_ - load.source_lanes;
    for (std::size_t element = 0; element < load.blocks * b_; ++element) {
        const std::size_t block = load.weights + element / b_ * load.stride;
        const std::size_t row = load.row ? load.lane : element % b_;
        const std::size_t column = load.row ? element % b_ : load.lane;
        core(c).weights.at((block * b_ + column) * b_ + row) =
            element < load.blocks * b_ - left_out ? to_bf16(read(c, load.source, element)) : std::uint16_t{0};
    }
}

void Machine::run(int c, const OutputInstruction& output) {
    for (std::size_t r = 0; r < output.blocks * b_ * (fp32(output.source) ? 2 : 1); ++r)
        output_stream_.at(output.stream_block * b_ + r) =
            core(c).tensor_ram.at(ram_address(output.source, 0) + r);
}

std::vector<float> Machine::state(std::size_t index) const {
    const StateEntry& entry = program_.states.at(index);
    const std::size_t per_vector = (entry.vector_length + b_ - 1) / b_;
    std::vector<float> values;
    for (std::size_t v = 0; v < entry.blocks.size() / per_vector; ++v) {
        for (std::size_t e = 0; e < entry.vector_length; ++e) {
            const StateEntry::Block& block = entry.blocks[v * per_vector + e / b_];
            const std::size_t place = block.address * b_ + e % b_;
            const Core& holder = cores_.at(block.core);
            if (entry.fp32) {
                const std::size_t word = block.address * b_ + e % b_ * 2;
                values.push_back(from_words(holder.tensor_ram.at(word), holder.tensor_ram.at(word + 1)));
                continue;
            }
            values.push_back(entry.memory == StateMemory::cell_store
                                 ? holder.cell_store.at(place)
                                 : from_bf16(holder.tensor_ram.at(place)));
        }
    }
    return values;
}

}  // namespace oracle
