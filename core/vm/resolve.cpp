#include <algorithm>
#include <map>

#include "core/numerics/fp8.h"
#include "core/program/operands.h"
#include "core/support/overloaded.h"
#include "core/vm/operations.h"

namespace lockstep {
namespace {

/// Turns the addresses of one core's instructions into pointers.
class Resolver {
  public:
    Resolver(const Program& program, Memories& memories, Streams& streams, std::uint16_t core)
        : program_(program),
          memories_(memories),
          streams_(streams),
          code_(program.cores[core]),
          core_(memories.cores[core]),
          block_(static_cast<std::size_t>(program.config.block_size.value)) {}

    Operation operator()(const MatvecInstruction& i) const {
        const std::size_t columns = i.reduction ? std::min<std::size_t>(i.input_blocks, 1) : i.input_blocks;
        const std::size_t products = columns * i.accumulators;
        MatvecOperation operation;
        operation.block_size = block_;
        operation.weights =
            i.fp8_scale != 0 ? decoded(i.weights * block_ * block_, products * block_ * block_, i.fp8_scale)
                             : weights(i).subspan(i.weights * block_ * block_, products * block_ * block_);
        operation.source = read(i.source, i.input_blocks);
        operation.valid = valid(i.input_blocks, i.source_lanes);
        operation.accumulators = accumulators(i.first_accumulator, i.accumulators);
        operation.start = i.start;
        operation.reduction = i.reduction;
        if (i.start == AccumulatorStart::store)
            operation.stored = core_.accumulator_store.data() + i.start_address * block_;
        return operation;
    }
    Operation operator()(const StoreInstruction& i) const {
        return StoreOperation{accumulators(i.first_accumulator, i.accumulators),
                              path(i.activation, i.clamp_setting), destinations(i.destination, i.targets),
                              nullptr};
    }
    Operation operator()(const SaveInstruction& i) const {
        return SaveOperation{
            accumulators(i.first_accumulator, i.accumulators),
            (i.to_cells ? core_.cell_store : core_.accumulator_store).data() + i.address * block_};
    }
    Operation operator()(const LstmCellInstruction& i) const {
        return LstmCellOperation{accumulators(i.first_accumulator, std::size_t{4} * i.blocks),
                                 core_.cell_store.data() + i.cell_source * block_,
                                 core_.cell_store.data() + i.cell_destination * block_,
                                 block_,
                                 destinations(i.destination, i.targets),
                                 nullptr};
    }
    Operation operator()(const VectorInstruction& i) const {
        const int operands = operand_count(i.op);
        const VectorSource a = source(i.a, i.blocks, i.repeat_a);
        return VectorOperation{i.op,
                               path(i.activation, i.clamp_setting),
                               a,
                               operands > 1 ? source(i.b, i.blocks, i.repeat_b) : a,
                               operands > 2 ? source(i.c, i.blocks, i.repeat_c) : a,
                               i.blocks,
                               block_,
                               destinations(i.destination, i.targets),
                               nullptr};
    }
    Operation operator()(const ReduceInstruction& i) const {
        return ReduceOperation{i.op,
                               i.first,
                               i.last,
                               read(i.source, i.blocks).first(valid(i.blocks, i.source_lanes)),
                               core_.kept.data(),
                               block_,
                               i.last ? destinations(i.destination, i.targets) : Destinations{}};
    }
    Operation operator()(const LoadInstruction& i) const {
        return LoadOperation{
            read(i.source, i.blocks)
                .first(valid(i.blocks, i.source_lanes) * tensor(i.source).ram_blocks_each()),
            core_.weights.data() + i.weights * block_ * block_ + std::size_t{i.lane} * (i.row ? 1 : block_),
            block_,
            i.row ? block_ : 1,
            i.stride * block_ * block_,
            tensor(i.source).fp32};
    }
    Operation operator()(const InputInstruction& i) const {
        return MoveOperation{
            std::span(streams_.input).subspan(i.stream_block * block_, i.blocks * words(i.destination)),
            destinations(i.destination, i.targets)};
    }
    Operation operator()(const OutputInstruction& i) const {
        MoveOperation operation{read(i.source, i.blocks), {}};
        operation.destinations.cores[0] = streams_.output.data() + i.stream_block * block_;
        operation.destinations.count = 1;
        return operation;
    }

  private:
    /// The core's own copy if any block that the instruction multiplies with is loaded.
    std::span<const std::uint16_t> weights(const MatvecInstruction& i) const {
        const WeightRun run = weights_of(i);
        for (std::uint32_t block = run.first; block < run.first + run.count; ++block)
            if (block < core_.loaded.size() && core_.loaded[block]) return core_.weights;
        return code_.weights;
    }
    const Descriptor& tensor(const Operand& operand) const {
        return program_.descriptors[operand.descriptor];
    }
    /// Words of one block of the tensor.
    std::size_t words(const Operand& operand) const { return tensor(operand).ram_blocks_each() * block_; }
    std::size_t offset(const Operand& operand) const {
        return tensor(operand).address * block_ + operand.first * words(operand);
    }
    std::span<const std::uint16_t> read(const Operand& operand, std::size_t blocks) const {
        return std::span(core_.tensor_ram).subspan(offset(operand), blocks * words(operand));
    }
    /// fp8 weights, of which `first` and `count` are counted, as bf16; held once.
    std::span<const std::uint16_t> decoded(std::size_t first, std::size_t count, std::uint8_t scale) const {
        const auto [found, is_new] = decoded_.try_emplace({first, count}, nullptr);
        if (is_new) {
            found->second = &memories_.decoded_weights.emplace_back();
            for (std::size_t k = first; k < first + count; ++k)
                found->second->push_back(
                    fp8_weight(static_cast<std::uint8_t>(code_.weights[k / 2] >> (8 * (k % 2))), scale));
        }
        return *found->second;
    }
    std::span<float> accumulators(std::size_t first, std::size_t count) const {
        return std::span(core_.accumulators).subspan(first * block_, count * block_);
    }
    ResultPath path(ActivationCode activation, std::size_t setting) const {
        if (activation != ActivationCode::clamp) return {.activation = activation};
        return {activation, code_.clamp_store[setting].minimum, code_.clamp_store[setting].maximum};
    }
    VectorSource source(const Operand& operand, std::size_t blocks, bool repeated) const {
        return {read(operand, repeated ? 1 : blocks).data(), repeated ? 0 : words(operand),
                tensor(operand).fp32};
    }
    /// Lanes that count.
    std::size_t valid(std::size_t blocks, std::size_t last_lanes) const {
        return last_lanes == 0 || blocks == 0 ? blocks * block_ : (blocks - 1) * block_ + last_lanes;
    }
    Destinations destinations(const Operand& operand, CoreMask targets) const {
        Destinations result;
        result.fp32 = tensor(operand).fp32;
        for (std::size_t core = 0; core < memories_.cores.size(); ++core) {
            if ((targets >> core & 1U) == 0) continue;
            result.cores[result.count++] = memories_.cores[core].tensor_ram.data() + offset(operand);
        }
        return result;
    }

    const Program& program_;
    Memories& memories_;
    Streams& streams_;
    const CoreProgram& code_;
    CoreMemories& core_;
    std::size_t block_;
    mutable std::map<std::pair<std::size_t, std::size_t>, std::vector<std::uint16_t>*> decoded_;
};

}  // namespace

std::vector<Operation> resolve(const Program& program, const std::vector<InstructionRef>& order,
                               Memories& memories, Streams& streams) {
    std::vector<Operation> operations;
    operations.reserve(order.size());
    std::vector<Resolver> resolvers;
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        resolvers.emplace_back(program, memories, streams, static_cast<std::uint16_t>(core));
    for (const InstructionRef& ref : order)
        operations.push_back(
            std::visit(resolvers[ref.core], program.cores[ref.core].stream[ref.instruction]));
    return operations;
}

std::size_t scratch_values(const Program& program) {
    std::size_t blocks = 0;
    for (const CoreProgram& core : program.cores)
        for (const Instruction& instruction : core.stream)
            blocks = std::max(
                blocks,
                std::visit(
                    Overloaded{[](const MatvecInstruction& i) -> std::size_t { return i.input_blocks; },
                               [](const StoreInstruction& i) -> std::size_t { return i.accumulators; },
                               [](const VectorInstruction& i) -> std::size_t { return i.blocks; },
                               [](const auto&) -> std::size_t { return 0; }},
                    instruction));
    return blocks * static_cast<std::size_t>(program.config.block_size.value);
}

}  // namespace lockstep
