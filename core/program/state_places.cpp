#include "core/program/state_places.h"

#include <algorithm>
#include <variant>

#include "core/program/operands.h"

namespace lockstep {
namespace {

void insert(std::set<std::uint32_t>& places, std::uint32_t first, std::uint32_t count) {
    for (std::uint32_t k = 0; k < count; ++k) places.insert(first + k);
}

/// Calls visit(core, instruction) for those of an inference.
template <class Visit>
void each_instruction(const Program& program, Visit visit) {
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        for (const Instruction& instruction : program.cores[core].stream) visit(core, instruction);
}

/// And for those of the state reset.
template <class Visit>
void each_of_both(const Program& program, Visit visit) {
    each_instruction(program, visit);
    for (std::size_t core = 0; core < program.reset.size(); ++core)
        for (const Instruction& instruction : program.reset[core].stream) visit(core, instruction);
}

void insert_tensor(const Program& program, std::vector<CorePlaces>& places, CoreMask targets,
                   const Operand& operand, std::uint32_t blocks) {
    const Descriptor& tensor = program.descriptors[operand.descriptor];
    const std::uint32_t each = tensor.ram_blocks_each();
    for (std::size_t core = 0; core < places.size(); ++core)
        if ((targets >> core & 1U) != 0)
            insert(places[core].tensors, tensor.address + operand.first * each, blocks * each);
}

void insert_images(const Program& program, std::vector<CorePlaces>& places, bool constants) {
    for (const TensorImage& image : program.images) {
        const Descriptor& descriptor = program.descriptors[image.descriptor];
        if (descriptor.constant && !constants) continue;
        insert_tensor(program, places, image.targets, {image.descriptor, 0}, descriptor.blocks);
    }
}

}  // namespace

std::vector<CorePlaces> state_places(const Program& program) {
    std::vector<CorePlaces> places(program.cores.size());
    std::vector<std::set<std::uint32_t>> written(program.cores.size());
    each_instruction(program, [&](std::size_t core, const Instruction& instruction) {
        if (const auto* save = std::get_if<SaveInstruction>(&instruction))
            insert(save->to_cells ? places[core].cells : places[core].sums, save->address,
                   save->accumulators);
        const auto* cell = std::get_if<LstmCellInstruction>(&instruction);
        if (cell == nullptr) return;
        for (std::uint32_t k = 0; k < cell->blocks; ++k)
            if (!written[core].contains(cell->cell_source + k))
                places[core].cells.insert(cell->cell_source + k);
        insert(written[core], cell->cell_destination, cell->blocks);
    });
    // A cell that is read and never written is a constant.
    for (std::size_t core = 0; core < places.size(); ++core)
        std::erase_if(places[core].cells, [&](std::uint32_t k) { return !written[core].contains(k); });
    insert_images(program, places, false);
    return places;
}

std::vector<CorePlaces> written_places(const Program& program) {
    std::vector<CorePlaces> places(program.cores.size());
    each_of_both(program, [&](std::size_t core, const Instruction& instruction) {
        if (const auto* save = std::get_if<SaveInstruction>(&instruction))
            insert(save->to_cells ? places[core].cells : places[core].sums, save->address,
                   save->accumulators);
        if (const auto* cell = std::get_if<LstmCellInstruction>(&instruction))
            insert(places[core].cells, cell->cell_destination, cell->blocks);
        if (const auto run = write_of(instruction))
            insert_tensor(program, places, run->targets, run->operand, run->blocks);
    });
    return places;
}

std::vector<CorePlaces> touched_places(const Program& program) {
    std::vector<CorePlaces> places = written_places(program);
    each_of_both(program, [&](std::size_t core, const Instruction& instruction) {
        const auto* matvec = std::get_if<MatvecInstruction>(&instruction);
        if (matvec != nullptr && matvec->start == AccumulatorStart::store)
            insert(places[core].sums, matvec->start_address, matvec->accumulators);
        if (const auto* cell = std::get_if<LstmCellInstruction>(&instruction))
            insert(places[core].cells, cell->cell_source, cell->blocks);
        for (const BlockRun& run : reads_of(instruction))
            insert_tensor(program, places, CoreMask{1} << core, run.operand, run.blocks);
    });
    insert_images(program, places, true);
    return places;
}

}  // namespace lockstep
