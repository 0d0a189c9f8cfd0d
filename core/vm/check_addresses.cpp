#include "core/vm/check_addresses.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "core/support/error.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

constexpr std::size_t accumulator_count = 256;  ///< what 8 bits address
constexpr std::size_t largest_block = 1024;     ///< values
constexpr std::size_t largest_memory = 1U
                                       << 26;  ///< values; larger than any device's, small enough to allocate

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
    throw Error(FailureKind::bad_program, fmt::format("{}: {}", where, what),
                "The program file is damaged or made by hand; compile the model again.");
}

class Checker {
  public:
    explicit Checker(const Program& program) : program_(program) {
        const int block = program.config.block_size.value;
        if (block <= 0 || static_cast<std::size_t>(block) > largest_block) {
            refuse("program", fmt::format("block size {} is not between 1 and {}", block, largest_block));
        }
        block_ = static_cast<std::size_t>(block);
        if (program.cores.empty() || program.cores.size() > 8 * sizeof(CoreMask)) {
            refuse("program", fmt::format("{} cores, between 1 and {} can be run", program.cores.size(),
                                          8 * sizeof(CoreMask)));
        }
        if (tensor_ram_blocks(program) * block_ > largest_memory) {
            refuse("program",
                   fmt::format("its descriptors reach {} blocks of tensor RAM", tensor_ram_blocks(program)));
        }
    }

    void check() {
        check_tensors(program_.inputs, "input");
        check_tensors(program_.outputs, "output");
        for (const TensorImage& image : program_.images) check_image(image);
        for (const StateEntry& state : program_.states) check_state(state);
        for (core_ = 0; core_ < program_.cores.size(); ++core_) check_core();
    }

  private:
    const CoreProgram& core() const { return program_.cores[core_]; }
    std::size_t accumulator_blocks(std::size_t index) const {
        return program_.cores[index].accumulator_store.size() / block_;
    }
    std::size_t cell_blocks(std::size_t index) const {
        return program_.cores[index].cell_store.size() / block_;
    }

    void check_tensors(const std::vector<IoTensor>& tensors, const char* kind) const {
        for (const IoTensor& tensor : tensors) {
            const std::string where = fmt::format("{} \"{}\"", kind, tensor.name);
            std::size_t elements = 1;
            for (const std::int64_t extent : tensor.shape) {
                if (extent < 0 || static_cast<std::size_t>(extent) > largest_memory)
                    refuse(where, "its shape is out of range");
                elements *= static_cast<std::size_t>(extent);
                if (elements > largest_memory) refuse(where, "its shape is out of range");
            }
            const int rank = static_cast<int>(tensor.shape.size());
            if (tensor.data_dim < -1 || tensor.data_dim >= rank)
                refuse(where, fmt::format("has no axis {}", tensor.data_dim));
            if (tensor.data_dim >= 0 &&
                tensor.shape[static_cast<std::size_t>(tensor.data_dim)] != tensor.vector_length) {
                refuse(where,
                       fmt::format("vectors of {} along an axis of another length", tensor.vector_length));
            }
            if (std::size_t{tensor.vectors} * tensor.vector_length != elements) {
                refuse(where, fmt::format("{} vectors of {} are not {}", tensor.vectors, tensor.vector_length,
                                          to_text(tensor.shape)));
            }
        }
        if (stream_blocks(tensors, block_) * block_ > largest_memory)
            refuse("program", "its streams are out of range");
    }

    void check_image(const TensorImage& image) const {
        const std::string where = fmt::format("image of descriptor {}", image.descriptor);
        if (image.descriptor >= program_.descriptors.size()) refuse(where, "there is no such descriptor");
        const Descriptor& descriptor = program_.descriptors[image.descriptor];
        if (image.values.size() != descriptor.blocks * block_) {
            refuse(where, fmt::format("{} values for {} blocks of {}", image.values.size(), descriptor.blocks,
                                      block_));
        }
        check_targets(where, image.targets);
    }

    void check_state(const StateEntry& state) const {
        if (state.memory == StateMemory::partial_sums) return;
        const std::string where = fmt::format("state \"{}\"", state.name);
        const std::int64_t elements = element_count(state.shape);
        if (state.vector_length == 0 || elements < 0 || elements % state.vector_length != 0) {
            refuse(where,
                   fmt::format("vectors of {} do not make {}", state.vector_length, to_text(state.shape)));
        }
        const std::size_t vectors = static_cast<std::size_t>(elements) / state.vector_length;
        if (state.blocks.size() != vectors * blocks_of(state.vector_length, block_)) {
            refuse(where, fmt::format("{} blocks for {}", state.blocks.size(), to_text(state.shape)));
        }
        for (const StateEntry::Block& block : state.blocks) {
            if (block.core >= program_.cores.size())
                refuse(where, fmt::format("there is no core {}", block.core));
            const std::size_t depth = state.memory == StateMemory::cell_store ? cell_blocks(block.core)
                                                                              : tensor_ram_blocks(program_);
            if (block.address >= depth)
                refuse(where, fmt::format("block {} of a memory of {}", block.address, depth));
        }
    }

    void check_core() {
        const std::string where = fmt::format("core {}", core_);
        if (core().weights.size() % (block_ * block_) != 0)
            refuse(where, "its weight store is not made of whole blocks");
        if (core().accumulator_store.size() % block_ != 0)
            refuse(where, "its accumulator store is not made of whole blocks");
        if (core().cell_store.size() % block_ != 0)
            refuse(where, "its cell store is not made of whole blocks");
        for (instruction_ = 0; instruction_ < core().stream.size(); ++instruction_) {
            std::visit([this](const auto& instruction) { check_instruction(instruction); },
                       core().stream[instruction_]);
        }
    }

    std::string here() const {
        return fmt::format("core {}, instruction {} ({})", core_, instruction_,
                           mnemonic(core().stream[instruction_]));
    }
    void check_range(const char* what, std::size_t first, std::size_t count, std::size_t depth) const {
        if (first + count > depth)
            refuse(here(), fmt::format("{} {} to {} of {}", what, first, first + count, depth));
    }
    void check_operand(const char* what, const Operand& operand, std::size_t blocks) const {
        if (operand.descriptor >= program_.descriptors.size()) {
            refuse(here(), fmt::format("{}: there is no descriptor {}", what, operand.descriptor));
        }
        check_range(what, operand.first, blocks, program_.descriptors[operand.descriptor].blocks);
    }
    void check_destination(const Operand& operand, std::size_t blocks, CoreMask targets) const {
        check_operand("destination blocks", operand, blocks);
        check_targets(here(), targets);
        if (program_.descriptors[operand.descriptor].constant) refuse(here(), "it writes a constant");
    }
    void check_targets(const std::string& where, CoreMask targets) const {
        const std::size_t cores = program_.cores.size();
        const CoreMask all = cores == 8 * sizeof(CoreMask) ? ~CoreMask{0} : (CoreMask{1} << cores) - 1;
        if (targets == 0 || (targets & ~all) != 0) {
            refuse(where, fmt::format("targets {:#x} of {} cores", targets, cores));
        }
    }
    void check_clamp(bool clamp, std::size_t setting) const {
        if (clamp) check_range("clamp settings", setting, 1, core().clamp_store.size());
    }

    void check_instruction(const MatvecInstruction& matvec) const {
        const std::size_t products = std::size_t{matvec.input_blocks} * matvec.accumulators;
        check_operand("source blocks", matvec.source, matvec.input_blocks);
        check_range("weight blocks", matvec.weights, products, core().weights.size() / (block_ * block_));
        check_range("accumulators", matvec.first_accumulator, matvec.accumulators, accumulator_count);
        if (matvec.start == AccumulatorStart::store) {
            check_range("accumulator store blocks", matvec.start_address, matvec.accumulators,
                        accumulator_blocks(core_));
        }
    }
    void check_instruction(const StoreInstruction& store) const {
        check_range("accumulators", store.first_accumulator, store.accumulators, accumulator_count);
        check_clamp(store.clamp, store.clamp_setting);
        check_destination(store.destination, store.accumulators, store.targets);
    }
    void check_instruction(const SaveInstruction& save) const {
        check_range("accumulators", save.first_accumulator, save.accumulators, accumulator_count);
        check_range("accumulator store blocks", save.address, save.accumulators, accumulator_blocks(core_));
    }
    void check_instruction(const LstmCellInstruction& cell) const {
        check_range("accumulators", cell.first_accumulator, std::size_t{4} * cell.blocks, accumulator_count);
        check_range("cell store blocks", cell.cell_source, cell.blocks, cell_blocks(core_));
        check_range("cell store blocks", cell.cell_destination, cell.blocks, cell_blocks(core_));
        check_destination(cell.destination, cell.blocks, cell.targets);
    }
    void check_instruction(const VectorInstruction& vector) const {
        check_operand("blocks of a", vector.a, vector.blocks);
        if (vector.op != VectorOpcode::copy) check_operand("blocks of b", vector.b, vector.blocks);
        check_clamp(vector.clamp, vector.clamp_setting);
        check_destination(vector.destination, vector.blocks, vector.targets);
        if (!in_place_or_apart(vector.a, vector.destination, vector.blocks) ||
            (vector.op != VectorOpcode::copy &&
             !in_place_or_apart(vector.b, vector.destination, vector.blocks))) {
            refuse(here(), "its destination overlaps an operand at another place");
        }
    }
    void check_instruction(const InputInstruction& input) const {
        if (core_ != 0) refuse(here(), "inputs stand in the stream of core 0");
        check_range("stream blocks", input.stream_block, input.blocks,
                    stream_blocks(program_.inputs, block_));
        check_destination(input.destination, input.blocks, input.targets);
    }
    void check_instruction(const OutputInstruction& output) const {
        check_range("stream blocks", output.stream_block, output.blocks,
                    stream_blocks(program_.outputs, block_));
        check_operand("source blocks", output.source, output.blocks);
    }

    bool in_place_or_apart(const Operand& operand, const Operand& destination, std::size_t blocks) const {
        const auto address = [this](const Operand& o) {
            return std::size_t{program_.descriptors[o.descriptor].address} + o.first;
        };
        const std::size_t a = address(operand);
        const std::size_t d = address(destination);
        return a == d || a + blocks <= d || d + blocks <= a;
    }

    const Program& program_;
    std::size_t block_ = 0;
    std::size_t core_ = 0;
    std::size_t instruction_ = 0;
};

}  // namespace

std::size_t blocks_of(std::size_t length, std::size_t block_size) {
    return (length + block_size - 1) / block_size;
}

std::size_t stream_blocks(const std::vector<IoTensor>& tensors, std::size_t block_size) {
    std::size_t blocks = 0;
    for (const IoTensor& tensor : tensors) {
        blocks = std::max(blocks,
                          tensor.first_block + tensor.vectors * blocks_of(tensor.vector_length, block_size));
    }
    return blocks;
}

std::size_t tensor_ram_blocks(const Program& program) {
    std::size_t blocks = 0;
    for (const Descriptor& descriptor : program.descriptors) {
        blocks = std::max(blocks, std::size_t{descriptor.address} + descriptor.blocks);
    }
    return blocks;
}

void check_addresses(const Program& program) {
    Checker(program).check();
}

}  // namespace lockstep
