#include "core/vm/check_addresses.h"

#include <algorithm>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/program/verify_parts.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr std::size_t largest_block = 1024;  ///< values
constexpr std::size_t largest_memory = 1U
                                       << 26;  ///< values; larger than any device's, small enough to allocate

[[noreturn]] void refuse(const std::string& what) {
    throw Error(FailureKind::bad_program, what,
                "The program file is damaged or made by hand; compile the model again.");
}

/// Sizes that the VM allocates by; the program's own depths can be assumed ones, which don't bind.
void check_sizes(const Program& program) {
    const int block_size = program.config.block_size.value;
    if (block_size <= 0 || static_cast<std::size_t>(block_size) > largest_block) {
        refuse(fmt::format("block size {} is not between 1 and {}", block_size, largest_block));
    }
    if (program.cores.empty() || program.cores.size() > 8 * sizeof(CoreMask)) {
        refuse(fmt::format("{} cores; 1 to {} can be run", program.cores.size(), 8 * sizeof(CoreMask)));
    }
    const auto block = static_cast<std::size_t>(block_size);
    if (tensor_ram_blocks(program) * block > largest_memory) {
        refuse(fmt::format("the descriptors reach {} blocks of tensor RAM", tensor_ram_blocks(program)));
    }
    if (std::max(stream_blocks(program.inputs, block), stream_blocks(program.outputs, block)) * block >
        largest_memory) {
        refuse("the input or output stream is too long");
    }
}

bool in_place_or_apart(const Program& program, const BlockRun& run, const VectorInstruction& vector) {
    const auto each = [&program](const Operand& o) {
        return std::size_t{program.descriptors[o.descriptor].ram_blocks_each()};
    };
    const auto address = [&](const Operand& o) {
        return program.descriptors[o.descriptor].address + o.first * each(o);
    };
    const std::size_t from = address(run.operand);
    const std::size_t to = address(vector.destination);
    const std::size_t read = run.blocks * each(run.operand);
    const std::size_t written = vector.blocks * each(vector.destination);
    const bool in_place =
        from == to && run.blocks == vector.blocks && each(run.operand) == each(vector.destination);
    return in_place || from + read <= to || to + written <= from;
}

/// A vector instruction's result must not depend on how many blocks are under way at once.
void check_overlaps(const Program& program) {
    for (std::size_t core = 0; core < program.cores.size(); ++core) {
        for (std::size_t i = 0; i < program.cores[core].stream.size(); ++i) {
            const auto* vector = std::get_if<VectorInstruction>(&program.cores[core].stream[i]);
            if (vector == nullptr) continue;
            for (const BlockRun& run : reads_of(program.cores[core].stream[i])) {
                if (in_place_or_apart(program, run, *vector)) continue;
                refuse(verify::place(program, core, i) +
                       " has a destination that overlaps an operand at another place");
            }
        }
    }
}

}  // namespace

std::size_t blocks_of(std::size_t length, std::size_t block_size) {
    return (length + block_size - 1) / block_size;
}

std::size_t stream_blocks(const std::vector<IoTensor>& tensors, std::size_t block_size) {
    std::size_t blocks = 0;
    for (const IoTensor& tensor : tensors) {
        blocks = std::max(blocks, tensor.first_block + tensor.vectors *
                                                           blocks_of(tensor.vector_length, block_size) *
                                                           tensor.stream_blocks_each());
    }
    return blocks;
}

std::size_t tensor_ram_blocks(const Program& program) {
    std::size_t blocks = 0;
    for (const Descriptor& descriptor : program.descriptors) {
        blocks = std::max(blocks, std::size_t{descriptor.address + descriptor.ram_blocks()});
    }
    return blocks;
}

void check_addresses(const Program& program) {
    check_sizes(program);
    verify::Findings findings;
    verify::memories(program, findings);
    if (findings.empty()) verify::instructions(program, findings);
    if (findings.empty()) verify::maps(program, findings);
    if (findings.empty()) verify::formats(program, findings);
    if (!findings.empty()) refuse(findings.front());
    check_overlaps(program);
}

}  // namespace lockstep
