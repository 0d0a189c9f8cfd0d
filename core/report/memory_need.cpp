#include "core/report/memory_need.h"

#include <algorithm>
#include <map>

namespace lockstep {

const MemoryUse* fullest_use(const std::vector<MemoryUse>& memory, std::string_view name) {
    const MemoryUse* fullest = nullptr;
    for (const MemoryUse& use : memory)
        if (use.name == name && (fullest == nullptr || use.used > fullest->used)) fullest = &use;
    return fullest;
}

std::vector<MemoryShare> weight_shares(const Program& program) {
    std::vector<MemoryShare> shares;
    for (const ProgramNode& node : program.nodes)
        if (node.weight_blocks > 0) shares.push_back({"weight_store", node.id, node.weight_blocks});
    std::ranges::stable_sort(shares, std::ranges::greater(), &MemoryShare::blocks);
    return shares;
}

MemoryNeed memory_need(const LoadedModel& model, const AcceleratorConfig& config, const BuildOptions& options,
                       const JobControl& job) {
    // An assumed depth refuses nothing: it says how much is needed.
    AcceleratorConfig roomy = config;
    std::map<std::string, Basis> basis;
    const auto open = [&](const char* name, Figure<std::int64_t>& depth) {
        basis[name] = depth.basis;
        depth.basis = Basis::assumed;
    };
    open("weight_store", roomy.weight_store_depth);
    open("tensor_ram", roomy.tensor_ram_depth);
    open("accumulator_store", roomy.accumulator_store_depth);
    open("cell_store", roomy.cell_state_depth);
    open("clamp_store", roomy.clamp_store_depth);
    open("descriptors", roomy.descriptor_count);
    const CompiledProgram compiled = build_program(model, roomy, options, job);
    MemoryNeed need{.config = config.name, .memory = compiled.program->memory, .shares = {}};
    for (MemoryUse& use : need.memory)
        if (const auto own = basis.find(use.name); own != basis.end()) use.basis = own->second;
    need.shares = weight_shares(*compiled.program);
    return need;
}

}  // namespace lockstep
