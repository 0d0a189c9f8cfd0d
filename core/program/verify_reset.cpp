#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <variant>

#include <fmt/format.h>

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/program/operands.h"
#include "core/program/state_places.h"
#include "core/program/verify_parts.h"

namespace lockstep::verify {
namespace {

/// Follows what a core's reset carries where, value by value: a place of state gets what its image holds.
class ResetJudge {
  public:
    ResetJudge(const Program& program, std::size_t core, const CorePlaces& state, Findings& findings)
        : program_(program),
          code_(program.cores[core]),
          core_(core),
          state_(state),
          block_(static_cast<std::size_t>(program.config.block_size.value)),
          findings_(findings) {}

    void judge() {
        const std::vector<Instruction>& stream = program_.reset[core_].stream;
        for (index_ = 0; index_ < stream.size(); ++index_) {
            if (const auto* matvec = std::get_if<MatvecInstruction>(&stream[index_]))
                start(*matvec);
            else if (const auto* save = std::get_if<SaveInstruction>(&stream[index_]))
                keep(*save);
            else if (const auto* vector = std::get_if<VectorInstruction>(&stream[index_]))
                copy(*vector);
            else if (const auto* load = std::get_if<LoadInstruction>(&stream[index_]))
                note(*load);
            else
                add("does more than put values back");
        }
        expect_all(state_.sums, done_.sums, "accumulator store");
        expect_all(state_.cells, done_.cells, "cell store");
        expect_all(state_.tensors, done_.tensors, "tensor RAM");
        for (const LoadInstruction& load : state_loads())
            if (std::ranges::find(loaded_, load) == loaded_.end())
                findings_.push_back(fmt::format(
                    "reset: core {}: nothing loads weight block {} from its state", core_, load.weights));
    }

  private:
    void add(const std::string& what) {
        findings_.push_back(fmt::format("reset: core {}, instruction {} {}", core_, index_, what));
    }
    void expect_all(const std::set<std::uint32_t>& wanted, const std::set<std::uint32_t>& done,
                    const char* memory) {
        for (const std::uint32_t place : wanted)
            if (!done.contains(place))
                findings_.push_back(
                    fmt::format("reset: core {}: nothing puts {} block {} back", core_, memory, place));
    }

    void start(const MatvecInstruction& matvec) {
        if (matvec.input_blocks != 0) return add("adds products to what it puts back");
        for (std::uint32_t o = 0; o < matvec.accumulators; ++o) {
            std::vector<float>& sum = sums_[matvec.first_accumulator + o];
            sum.assign(block_, 0.0F);
            if (matvec.start != AccumulatorStart::store) continue;
            if (state_.sums.contains(matvec.start_address + o))
                add(fmt::format("reads accumulator store block {}, which inferences write",
                                matvec.start_address + o));
            const auto values =
                std::span(code_.accumulator_store).subspan((matvec.start_address + o) * block_, block_);
            sum.assign(values.begin(), values.end());
        }
    }

    void keep(const SaveInstruction& save) {
        const std::vector<float>& store = save.to_cells ? code_.cell_store : code_.accumulator_store;
        for (std::uint32_t o = 0; o < save.accumulators; ++o) {
            const auto image = std::span(store).subspan((save.address + o) * block_, block_);
            const bool same =
                std::ranges::equal(sums_[save.first_accumulator + o], image, [](float a, float b) {
                    return std::bit_cast<std::uint32_t>(canonical_fp32(a)) ==
                           std::bit_cast<std::uint32_t>(canonical_fp32(b));
                });
            if (!same)
                add(fmt::format("puts another value than the first into {} store block {}",
                                save.to_cells ? "cell" : "accumulator", save.address + o));
            (save.to_cells ? done_.cells : done_.sums).insert(save.address + o);
        }
    }

    /// Words of a block of the tensor.
    std::size_t words(const Operand& operand) const {
        return block_ * program_.descriptors[operand.descriptor].ram_blocks_each();
    }

    /// The weights that an inference finds loaded from states, as the one before it left them.
    std::vector<LoadInstruction> state_loads() const {
        std::vector<LoadInstruction> loads;
        for (const Instruction& instruction : code_.stream)
            if (const auto* load = std::get_if<LoadInstruction>(&instruction);
                load != nullptr && program_.descriptors[load->source.descriptor].state)
                loads.push_back(*load);
        return loads;
    }
    void note(const LoadInstruction& load) {
        const std::vector<LoadInstruction> wanted = state_loads();
        if (std::ranges::find(wanted, load) == wanted.end()) add("loads weights as no inference does");
        loaded_.push_back(load);
    }

    /// The values that the memory image gives a block of a descriptor in this core; empty: none.
    std::span<const std::uint16_t> image(const Operand& operand, std::uint32_t block) const {
        for (const TensorImage& image : program_.images)
            if (image.descriptor == operand.descriptor && (image.targets >> core_ & 1U) != 0)
                return std::span(image.values)
                    .subspan((operand.first + block) * words(operand), words(operand));
        return {};
    }

    /// Equal formats have blocks of equal lengths.
    static bool same(std::span<const std::uint16_t> from, std::span<const std::uint16_t> to, bool fp32) {
        if (!fp32) return std::ranges::equal(from, to, {}, canonical_bf16, canonical_bf16);
        bool equal = from.size() == to.size();
        for (std::size_t k = 0; equal && k + 1 < from.size(); k += 2)
            equal = std::bit_cast<std::uint32_t>(canonical_fp32(from_words(&from[k]))) ==
                    std::bit_cast<std::uint32_t>(canonical_fp32(from_words(&to[k])));
        return equal;
    }

    void copy(const VectorInstruction& vector) {
        if (vector.op != VectorOpcode::copy || vector.activation != ActivationCode::none)
            return add("computes what it puts back");
        if (!program_.descriptors[vector.a.descriptor].constant) add("copies what is no constant");
        for (std::uint32_t k = 0; k < vector.blocks; ++k) {
            const auto from = image(vector.a, vector.repeat_a ? 0 : k);
            const auto to = image(vector.destination, k);
            if (from.empty() || !same(from, to, program_.descriptors[vector.a.descriptor].fp32))
                add(fmt::format("puts another value than the first into block {} of descriptor {}",
                                vector.destination.first + k, vector.destination.descriptor));
            const Descriptor& tensor = program_.descriptors[vector.destination.descriptor];
            const std::uint32_t each = tensor.ram_blocks_each();
            for (std::uint32_t part = 0; part < each; ++part)
                done_.tensors.insert(tensor.address + (vector.destination.first + k) * each + part);
        }
    }

    const Program& program_;
    const CoreProgram& code_;
    std::size_t core_;
    const CorePlaces& state_;
    std::size_t block_;
    Findings& findings_;
    std::size_t index_ = 0;
    std::map<std::uint32_t, std::vector<float>> sums_;
    CorePlaces done_;
    std::vector<LoadInstruction> loaded_;
};

}  // namespace

void reset(const Program& program, Findings& findings) {
    if (program.reset.empty()) return;
    if (program.reset.size() != program.cores.size())
        return findings.push_back(
            fmt::format("reset: streams for {} cores of {}", program.reset.size(), program.cores.size()));
    for (std::size_t core = 0; core < program.reset.size(); ++core)
        if (program.reset[core].node_of.size() != program.reset[core].stream.size())
            return findings.push_back(fmt::format("reset: core {}: {} instructions, but {} nodes", core,
                                                  program.reset[core].stream.size(),
                                                  program.reset[core].node_of.size()));
    const Program entry = reset_program(program);
    Findings own;
    memories(entry, own);
    if (own.empty()) instructions(entry, own);
    if (own.empty()) maps(entry, own);
    if (own.empty()) accumulators(entry, own);
    if (own.empty()) tensors(entry, own);
    for (const std::string& finding : own) findings.push_back("reset: " + finding);
    if (!findings.empty()) return;
    const std::vector<CorePlaces> state = state_places(program);
    for (std::size_t core = 0; core < program.reset.size(); ++core)
        ResetJudge(program, core, state[core], findings).judge();
}

}  // namespace lockstep::verify
