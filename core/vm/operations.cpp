#include "core/vm/operations.h"

#include <algorithm>

#include "core/numerics/bf16.h"
#include "core/numerics/lstm_cell.h"
#include "core/numerics/product.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

/// NaN passes, and so does -0 at a bound of +0: every comparison with it is false.
float clamped(float value, const Clamp& clamp) {
    const float raised = value < clamp.minimum ? clamp.minimum : value;
    return raised > clamp.maximum ? clamp.maximum : raised;
}

void copy_to_other_cores(const Destinations& destinations, std::size_t size) {
    for (std::size_t k = 1; k < destinations.count; ++k)
        std::copy_n(destinations.cores[0], size, destinations.cores[k]);
}

void run(const MatvecOperation& matvec, std::span<float> scratch, SimdTarget target) {
    if (matvec.start == AccumulatorStart::zero) {
        std::ranges::fill(matvec.accumulators, 0.0F);
    } else if (matvec.start == AccumulatorStart::store) {
        std::copy_n(matvec.stored, matvec.accumulators.size(), matvec.accumulators.data());
    }
    const std::span<float> source = scratch.first(matvec.source.size());
    std::ranges::transform(matvec.source, source.begin(), from_bf16);
    if (matvec.weights.empty()) return;
    accumulate_products(matvec.accumulators, matvec.weights, source, static_cast<int>(matvec.block_size),
                        target);
}

void run(const StoreOperation& store) {
    std::uint16_t* const destination = store.destinations.cores[0];
    const std::size_t size = store.accumulators.size();
    if (store.clamp.enabled) {
        for (std::size_t k = 0; k < size; ++k)
            destination[k] = to_bf16(clamped(store.accumulators[k], store.clamp));
    } else {
        for (std::size_t k = 0; k < size; ++k) destination[k] = to_bf16(store.accumulators[k]);
    }
    copy_to_other_cores(store.destinations, size);
}

void run(const SaveOperation& save) {
    std::ranges::transform(save.accumulators, save.stored, canonical_fp32);
}

void run(const LstmCellOperation& cell, SimdTarget target) {
    const std::size_t block = cell.block_size;
    const std::size_t blocks = cell.gates.size() / (4 * block);
    for (std::size_t k = 0; k < blocks; ++k) {
        lstm_cell(cell.gates.subspan(4 * k * block, 4 * block), {cell.cell + k * block, block},
                  {cell.new_cell + k * block, block}, {cell.destinations.cores[0] + k * block, block},
                  target);
    }
    copy_to_other_cores(cell.destinations, blocks * block);
}

template <class Function>
void pointwise(const VectorOperation& vector, Function function) {
    std::uint16_t* const destination = vector.destinations.cores[0];
    for (std::size_t k = 0; k < vector.size; ++k) {
        const float value = function(k);
        destination[k] = to_bf16(vector.clamp.enabled ? clamped(value, vector.clamp) : value);
    }
}

void run(const VectorOperation& vector) {
    const auto a = [&vector](std::size_t k) { return from_bf16(vector.a[k]); };
    const auto b = [&vector](std::size_t k) { return from_bf16(vector.b[k]); };
    switch (vector.op) {
        case VectorOpcode::copy:
            pointwise(vector, a);
            break;
        case VectorOpcode::add:
            pointwise(vector, [&](std::size_t k) { return a(k) + b(k); });
            break;
        case VectorOpcode::subtract:
            pointwise(vector, [&](std::size_t k) { return a(k) - b(k); });
            break;
        case VectorOpcode::multiply:
            pointwise(vector, [&](std::size_t k) { return a(k) * b(k); });
            break;
    }
    copy_to_other_cores(vector.destinations, vector.size);
}

void run(const MoveOperation& move) {
    std::ranges::copy(move.source, move.destinations.cores[0]);
    copy_to_other_cores(move.destinations, move.source.size());
}

/// Turns the addresses of one core's instructions into pointers.
class Resolver {
  public:
    Resolver(const Program& program, Memories& memories, std::uint16_t core)
        : program_(program),
          memories_(memories),
          code_(program.cores[core]),
          core_(memories.cores[core]),
          block_(static_cast<std::size_t>(program.config.block_size.value)) {}

    Operation operator()(const MatvecInstruction& i) const {
        const std::size_t products = std::size_t{i.input_blocks} * i.accumulators;
        MatvecOperation operation;
        operation.block_size = block_;
        operation.weights =
            std::span(code_.weights).subspan(i.weights * block_ * block_, products * block_ * block_);
        operation.source = read(i.source, i.input_blocks);
        operation.accumulators = accumulators(i.first_accumulator, i.accumulators);
        operation.start = i.start;
        if (i.start == AccumulatorStart::store)
            operation.stored = core_.accumulator_store.data() + i.start_address * block_;
        return operation;
    }
    Operation operator()(const StoreInstruction& i) const {
        return StoreOperation{accumulators(i.first_accumulator, i.accumulators),
                              clamp(i.clamp, i.clamp_setting), destinations(i.destination, i.targets)};
    }
    Operation operator()(const SaveInstruction& i) const {
        return SaveOperation{accumulators(i.first_accumulator, i.accumulators),
                             core_.accumulator_store.data() + i.address * block_};
    }
    Operation operator()(const LstmCellInstruction& i) const {
        return LstmCellOperation{accumulators(i.first_accumulator, std::size_t{4} * i.blocks),
                                 core_.cell_store.data() + i.cell_source * block_,
                                 core_.cell_store.data() + i.cell_destination * block_, block_,
                                 destinations(i.destination, i.targets)};
    }
    Operation operator()(const VectorInstruction& i) const {
        const std::uint16_t* const b = i.op == VectorOpcode::copy ? nullptr : read(i.b, i.blocks).data();
        return VectorOperation{i.op,
                               clamp(i.clamp, i.clamp_setting),
                               read(i.a, i.blocks).data(),
                               b,
                               i.blocks * block_,
                               destinations(i.destination, i.targets)};
    }
    Operation operator()(const InputInstruction& i) const {
        return MoveOperation{
            std::span(memories_.input_stream).subspan(i.stream_block * block_, i.blocks * block_),
            destinations(i.destination, i.targets)};
    }
    Operation operator()(const OutputInstruction& i) const {
        MoveOperation operation{read(i.source, i.blocks), {}};
        operation.destinations.cores[0] = memories_.output_stream.data() + i.stream_block * block_;
        operation.destinations.count = 1;
        return operation;
    }

  private:
    std::size_t offset(const Operand& operand) const {
        return (std::size_t{program_.descriptors[operand.descriptor].address} + operand.first) * block_;
    }
    std::span<const std::uint16_t> read(const Operand& operand, std::size_t blocks) const {
        return std::span(core_.tensor_ram).subspan(offset(operand), blocks * block_);
    }
    std::span<float> accumulators(std::size_t first, std::size_t count) const {
        return std::span(core_.accumulators).subspan(first * block_, count * block_);
    }
    Clamp clamp(bool enabled, std::size_t setting) const {
        if (!enabled) return {};
        return {true, code_.clamp_store[setting].minimum, code_.clamp_store[setting].maximum};
    }
    Destinations destinations(const Operand& operand, CoreMask targets) const {
        Destinations result;
        for (std::size_t core = 0; core < memories_.cores.size(); ++core) {
            if ((targets >> core & 1U) == 0) continue;
            result.cores[result.count++] = memories_.cores[core].tensor_ram.data() + offset(operand);
        }
        return result;
    }

    const Program& program_;
    Memories& memories_;
    const CoreProgram& code_;
    CoreMemories& core_;
    std::size_t block_;
};

}  // namespace

std::vector<Operation> resolve(const Program& program, const std::vector<InstructionRef>& order,
                               Memories& memories) {
    std::vector<Operation> operations;
    operations.reserve(order.size());
    for (const InstructionRef& ref : order) {
        const Resolver resolver(program, memories, ref.core);
        operations.push_back(std::visit(resolver, program.cores[ref.core].stream[ref.instruction]));
    }
    return operations;
}

void execute(const Operation& operation, std::span<float> scratch, SimdTarget target) {
    std::visit(Overloaded{[&](const MatvecOperation& o) { run(o, scratch, target); },
                          [&](const LstmCellOperation& o) { run(o, target); }, [](const auto& o) { run(o); }},
               operation);
}

}  // namespace lockstep
