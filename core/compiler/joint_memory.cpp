#include "core/compiler/joint_memory.h"

#include <algorithm>
#include <set>
#include <variant>

#include <fmt/format.h>

#include "core/compiler/link_tensors.h"
#include "core/program/operands.h"
#include "core/program/state_places.h"

namespace lockstep::compiler {
namespace {

/// What is used of one core's memories; the members stand for the depths of AcceleratorConfig.
struct CoreUse {
    std::int64_t weights = 0, tensors = 0, sums = 0, cells = 0, clamps = 0, descriptors = 0;
};

struct Memory {
    const char* name;
    const Figure<std::int64_t> AcceleratorConfig::*depth;
    std::int64_t CoreUse::*use;
};

constexpr Memory memories[] = {
    {"weight_store", &AcceleratorConfig::weight_store_depth, &CoreUse::weights},
    {"tensor_ram", &AcceleratorConfig::tensor_ram_depth, &CoreUse::tensors},
    {"accumulator_store", &AcceleratorConfig::accumulator_store_depth, &CoreUse::sums},
    {"cell_store", &AcceleratorConfig::cell_state_depth, &CoreUse::cells},
    {"clamp_store", &AcceleratorConfig::clamp_store_depth, &CoreUse::clamps},
    {"descriptors", &AcceleratorConfig::descriptor_count, &CoreUse::descriptors}};

std::int64_t held(const std::vector<CoreMask>& holders, std::size_t core) {
    return std::ranges::count_if(holders, [core](CoreMask mask) { return (mask >> core & 1U) != 0; });
}

/// The whole images, and the tensor RAM up to its last tensor.
std::vector<CoreUse> used_together(const std::vector<Program>& models) {
    const auto block = static_cast<std::size_t>(models.front().config.block_size.value);
    std::vector<CoreUse> uses;
    for (const CoreProgram& core : models.front().cores)
        uses.push_back({static_cast<std::int64_t>(core.weights.size() / (block * block)), 0,
                        static_cast<std::int64_t>(core.accumulator_store.size() / block),
                        static_cast<std::int64_t>(core.cell_store.size() / block),
                        static_cast<std::int64_t>(core.clamp_store.size()), 0});
    for (const Program& model : models) {
        const std::vector<CoreMask> holders = descriptor_holders(model);
        for (std::size_t c = 0; c < uses.size(); ++c) {
            uses[c].descriptors += held(holders, c);
            for (std::size_t d = 0; d < holders.size(); ++d)
                if ((holders[d] >> c & 1U) != 0)
                    uses[c].tensors = std::max(uses[c].tensors,
                                               static_cast<std::int64_t>(model.descriptors[d].address +
                                                                         model.descriptors[d].ram_blocks()));
        }
    }
    return uses;
}

/// The places that the model's instructions and images name.
std::vector<CoreUse> used_alone(const Program& model) {
    const std::vector<CorePlaces> places = touched_places(model);
    const std::vector<CoreMask> holders = descriptor_holders(model);
    std::vector<CoreUse> uses;
    for (std::size_t c = 0; c < model.cores.size(); ++c) {
        std::set<std::uint32_t> weights;
        std::set<std::uint16_t> clamps;
        const auto clamp = [&](const auto& x) {
            if (x.activation == ActivationCode::clamp) clamps.insert(x.clamp_setting);
        };
        for (const Instruction& instruction : model.cores[c].stream) {
            if (const auto* x = std::get_if<MatvecInstruction>(&instruction)) {
                const WeightRun run = weights_of(*x);
                for (std::uint32_t k = 0; k < run.count; ++k) weights.insert(run.first + k);
            }
            if (const auto* x = std::get_if<StoreInstruction>(&instruction)) clamp(*x);
            if (const auto* x = std::get_if<VectorInstruction>(&instruction)) clamp(*x);
        }
        uses.push_back({std::ssize(weights), std::ssize(places[c].tensors), std::ssize(places[c].sums),
                        std::ssize(places[c].cells), std::ssize(clamps), held(holders, c)});
    }
    return uses;
}

std::vector<MemoryUse> told(const std::vector<CoreUse>& uses, const AcceleratorConfig& config) {
    std::vector<MemoryUse> all;
    for (const Memory& memory : memories)
        for (std::size_t c = 0; c < uses.size(); ++c) {
            const Figure<std::int64_t>& depth = config.*memory.depth;
            all.push_back({static_cast<std::uint16_t>(c), memory.name, uses[c].*memory.use, depth.value,
                           depth.basis, depth.unit});
        }
    return all;
}

void judge(const Memory& memory, const std::vector<CoreUse>& together,
           const std::vector<std::vector<CoreUse>>& alone, const std::vector<Program>& models,
           JointMemory& result) {
    const AcceleratorConfig& config = models.front().config;
    const Figure<std::int64_t>& depth = config.*memory.depth;
    const auto fullest = std::ranges::max_element(together, {}, memory.use);
    const auto core = static_cast<std::size_t>(fullest - together.begin());
    const std::int64_t needed = *fullest.*memory.use;
    if (needed <= depth.value) return;
    if (depth.basis == Basis::assumed) {
        result.warnings.push_back(
            fmt::format("{}: core {} needs {} {}; the depth of {} is assumed, not published", memory.name,
                        core, needed, depth.unit, depth.value));
        return;
    }
    if (result.failure) return;
    Failure failure{
        .kind = FailureKind::does_not_fit,
        .message = fmt::format("{}: core {} needs {} of {} {} of {} ({} depth)", memory.name, core, needed,
                               depth.value, depth.unit, config.name, name(depth.basis)),
        .advice = "Compile for an accelerator with more memory, or leave a model out.",
        .details = {},
        .nodes = {}};
    std::string list;
    for (std::size_t m = 0; m < models.size(); ++m) {
        const std::int64_t used = alone[m][core].*memory.use;
        list += fmt::format("{}model {} ({}) uses {}", m == 0 ? "" : ", ", m, models[m].model_name, used);
        failure.nodes.push_back({.op = "model",
                                 .module = models[m].model_name,
                                 .source = {},
                                 .reason = fmt::format("uses {} {}", used, depth.unit)});
    }
    if (models.size() > 1) failure.message += ": " + list;
    result.failure = std::move(failure);
}

}  // namespace

JointMemory joint_memory(const std::vector<Program>& models) {
    const AcceleratorConfig& config = models.front().config;
    const std::vector<CoreUse> together = used_together(models);
    std::vector<std::vector<CoreUse>> alone;
    for (const Program& model : models) alone.push_back(models.size() == 1 ? together : used_alone(model));
    JointMemory result;
    result.together = told(together, config);
    for (const std::vector<CoreUse>& uses : alone) result.models.push_back(told(uses, config));
    for (const Memory& memory : memories) judge(memory, together, alone, models, result);
    return result;
}

}  // namespace lockstep::compiler
