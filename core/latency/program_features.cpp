#include "core/latency/program_features.h"

#include <algorithm>
#include <set>

namespace lockstep {
namespace {

struct Cycles {
    std::int64_t matvec = 0;
    std::int64_t vector = 0;
    std::int64_t bus = 0;
    std::int64_t latency = 0;
    std::int64_t io = 0;

    std::int64_t& of(Unit unit) {
        switch (unit) {
            case Unit::load:
            case Unit::matvec:
                return matvec;
            case Unit::vector:
                return vector;
            case Unit::bus:
                return bus;
            case Unit::input:
            case Unit::output:
                return io;
            case Unit::result:
                break;
        }
        return latency;
    }
};

/// Backwards from the last output block, from each event to the one that released it.
void walk_chain(const Timeline& timeline, ProgramFeatures& features) {
    const TimelineEvent* event = nullptr;
    for (const TimelineEvent& candidate : timeline.events)
        if (candidate.unit == Unit::output && (event == nullptr || candidate.ready > event->ready))
            event = &candidate;
    Cycles cycles;
    std::int64_t reached = timeline.spaced;
    // No chain is longer than there are events.
    for (std::size_t guard = 0; event != nullptr && guard < timeline.events.size(); ++guard) {
        ++features.steps;
        const std::int64_t start = std::min(event->start, reached);
        const std::int64_t issued = std::clamp(event->end, start, reached);
        cycles.of(event->unit) += issued - start;
        cycles.latency += reached - issued;
        reached = start;
        event = event->released_by == no_event ? nullptr : &timeline.events[event->released_by];
    }
    cycles.io += reached;
    const auto share = [&](std::int64_t part) {
        return timeline.spaced > 0 ? static_cast<double>(part) / static_cast<double>(timeline.spaced) : 0.0;
    };
    features.chain = {.matvec = share(cycles.matvec),
                      .vector = share(cycles.vector),
                      .bus = share(cycles.bus),
                      .latency = share(cycles.latency),
                      .io = share(cycles.io)};
}

void add_function(std::set<std::string>& kinds, ActivationCode activation) {
    if (function_of(activation)) kinds.insert("function " + std::string(name(activation)));
}

/// Kinds whose time the machine model tells apart. A clamp takes none.
void add_kinds(std::set<std::string>& kinds, const Instruction& instruction) {
    const std::string word(mnemonic(instruction));
    if (const auto* matvec = std::get_if<MatvecInstruction>(&instruction)) {
        kinds.insert(word + (matvec->reduction ? " reduction" : "") + (matvec->fp8_scale != 0 ? " fp8" : ""));
    } else if (const auto* store = std::get_if<StoreInstruction>(&instruction)) {
        add_function(kinds, store->activation);
    } else if (const auto* vector = std::get_if<VectorInstruction>(&instruction)) {
        kinds.insert(word + " " + std::string(name(vector->op)));
        add_function(kinds, vector->activation);
    } else if (const auto* reduce = std::get_if<ReduceInstruction>(&instruction)) {
        kinds.insert(word + " " + std::string(name(reduce->op)));
    } else if (!std::holds_alternative<InputInstruction>(instruction) &&
               !std::holds_alternative<OutputInstruction>(instruction)) {
        kinds.insert(word);
    }
}

}  // namespace

ProgramFeatures program_features(const Program& program, const Timeline& timeline) {
    ProgramFeatures features{.spaced = timeline.spaced,
                             .contiguous = timeline.contiguous,
                             .steps = 0,
                             .weight_blocks = 0,
                             .chain = {},
                             .operators = {},
                             .instructions = {}};
    for (const MemoryUse& use : program.memory)
        if (use.name == "weight_store") features.weight_blocks += use.used;

    std::set<std::string> kinds;
    std::vector<bool> works(program.nodes.size(), false);
    for (const CoreProgram& core : program.cores) {
        for (const Instruction& instruction : core.stream) add_kinds(kinds, instruction);
        for (const std::uint32_t node : core.node_of)
            if (node < works.size()) works[node] = true;
    }
    // No instruction is of these, and yet they tell programs apart.
    if (std::ranges::any_of(program.descriptors, &Descriptor::fp32)) kinds.insert("fp32 tensors");
    if (program.models > 1) kinds.insert("one of several models");
    std::set<std::string> operators;
    for (std::size_t n = 0; n < program.nodes.size(); ++n)
        if (works[n] || !program.nodes[n].fused_into.empty()) operators.insert(program.nodes[n].op);
    features.operators.assign(operators.begin(), operators.end());
    features.instructions.assign(kinds.begin(), kinds.end());
    walk_chain(timeline, features);
    return features;
}

}  // namespace lockstep
