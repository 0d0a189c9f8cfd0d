#include <cmath>
#include <set>

#include <fmt/format.h>

#include "core/numerics/fp8.h"
#include "core/program/operands.h"
#include "core/program/verify_parts.h"
#include "core/support/overloaded.h"

namespace lockstep::verify {
namespace {

/// Whether a memory of this many entries may exist: an assumed depth does not bind.
bool fits(std::uint64_t used, const Figure<std::int64_t>& depth) {
    return depth.basis == Basis::assumed || used <= static_cast<std::uint64_t>(depth.value);
}

class InstructionBounds {
  public:
    InstructionBounds(const Program& program, std::size_t core, std::size_t index, Findings& findings)
        : program_(program), code_(program.cores[core]), core_(core), index_(index), findings_(findings) {}

    void judge() {
        const Instruction& instruction = code_.stream[index_];
        for (const BlockRun& run : reads_of(instruction)) judge_run(run, "reads");
        if (const auto run = write_of(instruction)) {
            judge_run(*run, "writes");
            judge_targets(run->targets);
        }
        if (const auto run = accumulators_of(instruction)) {
            if (run->count == 0) add("works on no accumulators");
            if (run->first + run->count > program_.config.timing.accumulators.value)
                add(fmt::format("works on accumulators {} to {} of {}", run->first,
                                run->first + run->count - 1, program_.config.timing.accumulators.value));
        }
        std::visit([this](const auto& kind) { judge_kind(kind); }, instruction);
    }

  private:
    void add(const std::string& what) { findings_.push_back(place(program_, core_, index_) + " " + what); }

    void judge_run(const BlockRun& run, const char* verb) {
        if (run.operand.descriptor >= program_.descriptors.size())
            return add(fmt::format("{} descriptor {}, but there are {}", verb, run.operand.descriptor,
                                   program_.descriptors.size()));
        const std::uint32_t blocks = program_.descriptors[run.operand.descriptor].blocks;
        if (run.blocks == 0) add(fmt::format("{} no blocks", verb));
        if (run.operand.first + run.blocks > blocks)
            add(fmt::format("{} blocks {} to {} of descriptor {}, which has {}", verb, run.operand.first,
                            run.operand.first + run.blocks - 1, run.operand.descriptor, blocks));
        const std::uint64_t ram_blocks =
            std::uint64_t{run.blocks} * program_.descriptors[run.operand.descriptor].ram_blocks_each();
        if (run.blocks > 1 && ram_blocks > static_cast<std::uint64_t>(program_.config.max_read_size.value))
            add(fmt::format("{} {} blocks at once; the most is {}", verb, ram_blocks,
                            program_.config.max_read_size.value));
    }
    void judge_targets(CoreMask targets) {
        if (targets == 0) add("writes to no core");
        if (program_.cores.size() < 32 && (targets >> program_.cores.size()) != 0)
            add(fmt::format("writes to cores {:#x}, but there are {}", targets, program_.cores.size()));
    }
    void judge_range(std::uint64_t address, std::uint64_t count, std::uint64_t depth, const char* memory) {
        if (address + count > depth)
            add(fmt::format("uses {} {} to {}, but the program fills {}", memory, address,
                            address + count - 1, depth));
    }
    void judge_activation(ActivationCode activation, std::uint16_t setting) {
        const bool clamp = activation == ActivationCode::clamp;
        if (activation > ActivationCode::softplus) add("has an activation that does not exist");
        if (clamp) judge_range(setting, 1, code_.clamp_store.size(), "clamp setting");
        judge_unused(!clamp && setting != 0);
    }
    /// A field that means nothing is zero, so that no change of a program goes unseen.
    void judge_unused(bool filled) {
        if (filled) add("has a value in a field that it does not use");
    }
    /// Lanes of the last source block that count.
    void judge_lanes(std::uint16_t lanes) {
        if (lanes >= block()) add(fmt::format("reads {} lanes of a block of {}", lanes, block()));
    }
    std::uint64_t block() const { return static_cast<std::uint64_t>(program_.config.block_size.value); }
    std::uint64_t accumulator_blocks() const { return code_.accumulator_store.size() / block(); }
    std::uint64_t cell_blocks() const { return code_.cell_store.size() / block(); }

    void judge_kind(const MatvecInstruction& x) {
        const std::uint64_t columns =
            x.reduction ? std::min<std::uint64_t>(x.input_blocks, 1) : x.input_blocks;
        const bool fp8 = x.fp8_scale != 0;
        judge_range(x.weights, columns * x.accumulators,
                    code_.weights.size() * (fp8 ? 2 : 1) / (block() * block()),
                    fp8 ? "fp8 weight block" : "weight block");
        if (fp8 && !program_.config.fp8_weights.value)
            add("reads fp8 weights, which the config does not have");
        if (fp8 && (x.fp8_scale < least_fp8_scale || x.fp8_scale > most_fp8_scale))
            add(fmt::format("has the fp8 scale {}; {} to {} exist", x.fp8_scale, least_fp8_scale,
                            most_fp8_scale));
        if (x.start == AccumulatorStart::store)
            judge_range(x.start_address, x.accumulators, accumulator_blocks(), "accumulator store block");
        if (x.start == AccumulatorStart::chain && x.input_blocks == 0) add("does nothing");
        judge_lanes(x.source_lanes);
        judge_unused(x.reduction && x.input_blocks < 2);
        judge_unused(x.start != AccumulatorStart::store && x.start_address != 0);
        judge_unused(x.input_blocks == 0 &&
                     (x.source != Operand{} || x.source_lanes != 0 || x.weights != 0 || fp8));
    }
    void judge_kind(const StoreInstruction& x) { judge_activation(x.activation, x.clamp_setting); }
    void judge_kind(const SaveInstruction& x) {
        judge_range(x.address, x.accumulators, x.to_cells ? cell_blocks() : accumulator_blocks(),
                    x.to_cells ? "cell store block" : "accumulator store block");
    }
    void judge_kind(const LstmCellInstruction& x) {
        judge_range(x.cell_source, x.blocks, cell_blocks(), "cell store block");
        judge_range(x.cell_destination, x.blocks, cell_blocks(), "cell store block");
    }
    void judge_kind(const VectorInstruction& x) {
        judge_activation(x.activation, x.clamp_setting);
        if (x.op > VectorOpcode::select) return add("has an operation that does not exist");
        const int operands = operand_count(x.op);
        judge_unused(operands < 2 && (x.b != Operand{} || x.repeat_b));
        judge_unused(operands < 3 && (x.c != Operand{} || x.repeat_c));
        judge_unused(x.blocks == 1 && (x.repeat_a || x.repeat_b || x.repeat_c));
    }
    void judge_kind(const ReduceInstruction& x) {
        if (x.op > ReduceOpcode::maximum) add("has an operation that does not exist");
        judge_lanes(x.source_lanes);
        judge_unused(!x.last && (x.destination != Operand{} || x.targets != 0));
    }
    void judge_kind(const InputInstruction&) {
        if (core_ != 0) add("stands in a stream other than core 0's");
    }
    void judge_kind(const OutputInstruction&) {}
    void judge_kind(const LoadInstruction& x) {
        const std::uint64_t last = x.blocks == 0 ? 0 : (x.blocks - 1U) * std::uint64_t{x.stride};
        judge_range(x.weights + last, 1, code_.weights.size() / (block() * block()), "weight block");
        if (x.lane >= block()) add(fmt::format("fills lane {} of a block of {}", x.lane, block()));
        if (x.blocks > 1 && x.stride == 0) add("puts several blocks into one place");
        judge_lanes(x.source_lanes);
        judge_unused(x.blocks < 2 && x.stride != 0);
    }

    const Program& program_;
    const CoreProgram& code_;
    std::size_t core_;
    std::size_t index_;
    Findings& findings_;
};

void judge_core(const Program& program, std::size_t index, Findings& findings) {
    const CoreProgram& core = program.cores[index];
    const auto block = static_cast<std::size_t>(program.config.block_size.value);
    const auto add = [&](const std::string& what) {
        findings.push_back(fmt::format("core {}: {}", index, what));
    };
    if (core.node_of.size() != core.stream.size() || core.state_update.size() != core.stream.size())
        add(fmt::format("{} instructions, but {} nodes and {} state update marks", core.stream.size(),
                        core.node_of.size(), core.state_update.size()));
    for (const std::uint32_t node : core.node_of)
        if (node >= program.nodes.size()) {
            add(fmt::format("an instruction works for node {}, but there are {}", node,
                            program.nodes.size()));
            break;
        }
    if (core.weights.size() % (block * block) != 0) add("the weight image is not whole blocks");
    if (core.accumulator_store.size() % block != 0) add("the accumulator store image is not whole blocks");
    if (core.cell_store.size() % block != 0) add("the cell store image is not whole blocks");
    const auto judge = [&](std::size_t used, const Figure<std::int64_t>& depth, const char* memory) {
        if (!fits(used, depth))
            add(fmt::format("{} of {} {}: more than there are", used, depth.value, memory));
    };
    judge(core.weights.size() / (block * block), program.config.weight_store_depth, "weight store blocks");
    judge(core.accumulator_store.size() / block, program.config.accumulator_store_depth,
          "accumulator store blocks");
    judge(core.cell_store.size() / block, program.config.cell_state_depth, "cell store blocks");
    judge(core.clamp_store.size(), program.config.clamp_store_depth, "clamp settings");
    for (const ClampSetting& clamp : core.clamp_store)
        if (std::isnan(clamp.minimum) || std::isnan(clamp.maximum)) add("a clamp limit is no number");
}

}  // namespace

void memories(const Program& program, Findings& findings) {
    if (program.cores.size() != static_cast<std::size_t>(program.config.cores.value))
        findings.push_back(fmt::format("{} instruction streams for {} cores", program.cores.size(),
                                       program.config.cores.value));
    if (program.cores_used < 1 || program.cores_used > program.config.cores.value)
        findings.push_back(
            fmt::format("{} of {} cores used", program.cores_used, program.config.cores.value));
    if (!findings.empty()) return;
    for (std::size_t core = 0; core < program.cores.size(); ++core) judge_core(program, core, findings);

    const auto block = static_cast<std::size_t>(program.config.block_size.value);
    for (std::size_t d = 0; d < program.descriptors.size(); ++d) {
        const Descriptor& descriptor = program.descriptors[d];
        const std::uint64_t end = descriptor.address + descriptor.ram_blocks();
        if (descriptor.blocks == 0) findings.push_back(fmt::format("descriptor {} has no blocks", d));
        if (!fits(end, program.config.tensor_ram_depth))
            findings.push_back(fmt::format("descriptor {} ends at block {} of {} of the tensor RAM", d, end,
                                           program.config.tensor_ram_depth.value));
        if (descriptor.constant + descriptor.state + descriptor.kept > 1)
            findings.push_back(fmt::format("descriptor {} is more than one of constant, state and kept", d));
    }
    std::set<std::uint16_t> filled;
    for (const TensorImage& image : program.images) {
        if (image.descriptor >= program.descriptors.size()) {
            findings.push_back(fmt::format("an image fills descriptor {}, but there are {}", image.descriptor,
                                           program.descriptors.size()));
            continue;
        }
        const Descriptor& descriptor = program.descriptors[image.descriptor];
        if (!descriptor.constant && !descriptor.state && !descriptor.kept)
            findings.push_back(
                fmt::format("an image fills descriptor {}, which is computed", image.descriptor));
        if (!filled.insert(image.descriptor).second)
            findings.push_back(fmt::format("descriptor {} has two images", image.descriptor));
        if (image.values.size() != descriptor.ram_blocks() * block)
            findings.push_back(fmt::format("the image of descriptor {} has {} values for {} blocks",
                                           image.descriptor, image.values.size(), descriptor.ram_blocks()));
        if (image.targets == 0 || (program.cores.size() < 32 && (image.targets >> program.cores.size()) != 0))
            findings.push_back(fmt::format("the image of descriptor {} is for cores {:#x}", image.descriptor,
                                           image.targets));
    }
    for (std::size_t d = 0; d < program.descriptors.size(); ++d)
        if ((program.descriptors[d].constant || program.descriptors[d].state) &&
            !filled.contains(static_cast<std::uint16_t>(d)))
            findings.push_back(fmt::format("descriptor {} is constant or state and has no image", d));
}

void instructions(const Program& program, Findings& findings) {
    for (std::size_t core = 0; core < program.cores.size(); ++core)
        for (std::size_t i = 0; i < program.cores[core].stream.size(); ++i)
            InstructionBounds(program, core, i, findings).judge();
}

}  // namespace lockstep::verify
