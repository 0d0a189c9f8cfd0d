#include <map>
#include <utility>

#include <fmt/format.h>

#include "core/program/operands.h"
#include "core/program/verify_parts.h"

namespace lockstep::verify {
namespace {

class FormatJudge {
  public:
    FormatJudge(const Program& program, Findings& findings) : program_(program), findings_(findings) {}

    void judge() {
        for (std::size_t core = 0; core < program_.cores.size(); ++core) {
            weights_.clear();
            for (std::size_t i = 0; i < program_.cores[core].stream.size(); ++i) judge_step(core, i);
        }
    }

  private:
    bool fp32(Operand operand) const { return program_.descriptors[operand.descriptor].fp32; }

    void judge_step(std::size_t core, std::size_t i) {
        const Instruction& instruction = program_.cores[core].stream[i];
        const std::string here = place(program_, core, i);
        if (const auto* input = std::get_if<InputInstruction>(&instruction))
            return judge_stream(program_.inputs, input->stream_block, input->blocks, input->destination,
                                here);
        if (const auto* output = std::get_if<OutputInstruction>(&instruction))
            return judge_stream(program_.outputs, output->stream_block, output->blocks, output->source, here);
        if (std::holds_alternative<VectorInstruction>(instruction)) return;
        if (std::holds_alternative<LoadInstruction>(instruction)) return;  // rounds what is fp32
        for (const BlockRun& run : reads_of(instruction))
            if (fp32(run.operand))
                findings_.push_back(
                    fmt::format("{} takes bf16, but descriptor {} is fp32", here, run.operand.descriptor));
        if (const auto run = write_of(instruction); run && fp32(run->operand))
            findings_.push_back(
                fmt::format("{} gives bf16, but descriptor {} is fp32", here, run->operand.descriptor));
        if (const auto* matvec = std::get_if<MatvecInstruction>(&instruction)) judge_weights(*matvec, here);
    }

    /// The blocks belong to one tensor of the stream, of the same format, and begin where a block of it does.
    void judge_stream(const std::vector<IoTensor>& tensors, std::uint64_t first, std::uint64_t blocks,
                      Operand operand, const std::string& here) {
        for (const IoTensor& tensor : tensors) {
            const std::uint64_t each = tensor.stream_blocks_each();
            const auto block = static_cast<std::uint64_t>(program_.config.block_size.value);
            const std::uint64_t end =
                tensor.first_block + tensor.vectors * ((tensor.vector_length + block - 1) / block) * each;
            if (first < tensor.first_block || first >= end) continue;
            if (fp32(operand) != tensor.fp32)
                findings_.push_back(fmt::format("{}: descriptor {} is {}, \"{}\" on the stream {}", here,
                                                operand.descriptor, fp32(operand) ? "fp32" : "bf16",
                                                tensor.name, tensor.fp32 ? "fp32" : "bf16"));
            else if ((first - tensor.first_block) % each != 0 || first + blocks * each > end)
                findings_.push_back(
                    fmt::format("{} takes parts of \"{}\" that are no blocks", here, tensor.name));
            return;
        }
    }

    /// Every block of the weight store has one format and scale.
    void judge_weights(const MatvecInstruction& matvec, const std::string& here) {
        if (matvec.input_blocks == 0) return;
        const std::uint64_t blocks =
            std::uint64_t{matvec.reduction ? std::uint16_t{1} : matvec.input_blocks} * matvec.accumulators;
        const std::uint64_t each = matvec.fp8_scale != 0 ? 2 : 1;
        for (std::uint64_t block = matvec.weights / each; block * each < matvec.weights + blocks; ++block) {
            const auto [known, is_new] = weights_.try_emplace(block, matvec.fp8_scale);
            if (is_new || known->second == matvec.fp8_scale) continue;
            findings_.push_back(
                fmt::format("{} reads weight store block {} in a second format", here, block));
            return;
        }
    }

    const Program& program_;
    Findings& findings_;
    std::map<std::uint64_t, std::uint8_t> weights_;  ///< of one core, by block: fp8 scale, 0 for bf16
};

}  // namespace

void formats(const Program& program, Findings& findings) {
    FormatJudge(program, findings).judge();
}

}  // namespace lockstep::verify
