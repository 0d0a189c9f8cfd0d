#include "core/compiler/emit.h"

#include <algorithm>

#include "core/compiler/work_view.h"
#include "core/support/error.h"
#include "core/support/overloaded.h"

namespace lockstep::compiler {
namespace {

using lowering::VectorId;
using lowering::VectorOrigin;

constexpr std::uint32_t no_address = MemoryPlan::no_address;

VectorOpcode opcode_of(const lowering::PointwiseWork& work) {
    if (!work.b) return VectorOpcode::copy;
    switch (work.op) {
        case lowering::PointwiseOp::add:
            return VectorOpcode::add;
        case lowering::PointwiseOp::subtract:
            return VectorOpcode::subtract;
        case lowering::PointwiseOp::multiply:
            return VectorOpcode::multiply;
        default:
            throw Error(FailureKind::internal, "no instruction for this pointwise work");
    }
}

bool shows_state(const lowering::WorkList& list, std::uint32_t vector) {
    return std::ranges::any_of(list.states, [vector](const lowering::StateBinding& state) {
        return state.read.empty() &&
               std::ranges::find(state.written, VectorId{vector}) != state.written.end();
    });
}

class Emitter {
  public:
    Emitter(const Plan& plan, const AcceleratorConfig& config, const NodeIndex& nodes)
        : plan_(plan), nodes_(nodes), longest_(static_cast<std::uint32_t>(config.max_read_size.value)) {
        cores_.resize(static_cast<std::size_t>(config.cores.value));
        for (std::size_t v = 0; v < plan.list.vectors.size(); ++v)
            kept_.push_back(shows_state(plan.list, static_cast<std::uint32_t>(v)));
        note_vector_nodes();
    }

    std::vector<CoreProgram> run() {
        for (const Schedule::Entry& entry : plan_.schedule.entries) {
            core_ = entry.core;
            state_update_ = entry.state_update;
            std::visit([this](const auto& step) { emit(step); }, entry.step);
        }
        return std::move(cores_);
    }

  private:
    /// Inputs belong to the first node that reads them, results to the node that makes them.
    void note_vector_nodes() {
        node_of_vector_.assign(plan_.list.vectors.size(), 0);
        std::vector<bool> known(plan_.list.vectors.size());
        const auto note = [&](VectorId vector, const lowering::Work& work) {
            if (!vector.valid() || known[vector.value]) return;
            known[vector.value] = true;
            node_of_vector_[vector.value] = node_of(work);
        };
        for (const lowering::Work& work : plan_.list.work) note(result_of(work), work);
        for (const lowering::Work& work : plan_.list.work)
            for (const VectorId source : sources_of(work)) note(source, work);
    }
    std::uint32_t node_of(const lowering::Work& work) const {
        return work.nodes.empty() ? 0 : nodes_.of_node.at(work.nodes.front().value);
    }

    void add(Instruction instruction) {
        CoreProgram& core = cores_[core_];
        core.stream.push_back(std::move(instruction));
        core.node_of.push_back(node_);
        core.state_update.push_back(state_update_);
    }
    Operand operand(std::uint32_t vector, std::uint32_t first) const {
        return {static_cast<std::uint16_t>(plan_.memory.descriptor_of[vector]),
                static_cast<std::uint16_t>(first)};
    }
    CoreMask targets(std::uint32_t vector, const Run& run, std::uint32_t first, std::uint32_t count) const {
        return targets_of(plan_.assignment, vector, {run.core, run.first + first, count}, kept_[vector]);
    }
    /// Calls part(first, count) for parts of at most `longest_` blocks.
    template <class Part>
    void in_parts(std::uint32_t blocks, Part part) const {
        for (std::uint32_t first = 0; first < blocks; first += longest_)
            part(first, static_cast<std::uint16_t>(std::min(longest_, blocks - first)));
    }

    void emit(const InputStep& step) {
        const std::uint32_t descriptor = plan_.memory.descriptor_of[step.vector];
        if (descriptor == no_address) return;  // nobody reads it
        node_ = node_of_vector_[step.vector];
        in_parts(plan_.tiling.vector_blocks[step.vector], [&](std::uint32_t first, std::uint16_t count) {
            add(InputInstruction{step.stream_block + first, count, operand(step.vector, first),
                                 plan_.memory.holders[descriptor]});
        });
    }

    void emit(const OutputStep& step) {
        node_ = node_of_vector_[step.vector];
        in_parts(step.blocks, [&](std::uint32_t first, std::uint16_t count) {
            add(OutputInstruction{step.stream_block + first, count,
                                  operand(step.vector, step.first + first)});
        });
    }

    void emit(const StateStep& step) {
        const lowering::StateBinding& state = plan_.list.states[step.state];
        const std::uint32_t from = state.written[step.vector].value;
        const std::uint32_t to = state.read[step.vector].value;
        if (from == to) return;  // the state never changes: its tensor is a constant
        node_ = nodes_.of_state[step.state];
        in_parts(plan_.tiling.vector_blocks[to], [&](std::uint32_t first, std::uint16_t count) {
            add(VectorInstruction{VectorOpcode::copy,
                                  false,
                                  0,
                                  count,
                                  operand(from, first),
                                  {},
                                  operand(to, first),
                                  CoreMask{1} << core_});
        });
    }

    void emit(const WorkStep& step) {
        const lowering::Work& work = plan_.list.work[step.work];
        const Run& run = plan_.assignment.runs[step.work][step.run];
        node_ = node_of(work);
        clamp_ = plan_.memory.clamps[step.work][step.run];
        if (const auto sum = sum_of(work)) emit_sum(step, *sum, run);
        std::visit(
            Overloaded{[&](const lowering::LinearWork& x) { emit_store(x.result.value, run); },
                       [&](const lowering::LstmWork& x) { emit_cell(x, step, run); },
                       [&](const lowering::PartialSumWork& x) {
                           add(SaveInstruction{0, static_cast<std::uint8_t>(run.blocks * (x.gates ? 4U : 1U)),
                                               plan_.memory.saves[step.work][step.run]});
                       },
                       [&](const lowering::PointwiseWork& x) { emit_vector(x, run); },
                       [&](const lowering::ReduceWork&) {
                           throw Error(FailureKind::internal, "no instruction for a reduction");
                       }},
            work.body);
    }

    /// The products of a run: the first starts the accumulators, the others go on with them.
    void emit_sum(const WorkStep& step, const SumView& sum, const Run& run) {
        const std::uint32_t address = plan_.memory.starts[step.work][step.run];
        const auto accumulators =
            static_cast<std::uint8_t>(run.blocks * static_cast<std::uint32_t>(sum.gates));
        MatvecInstruction matvec;
        matvec.accumulators = accumulators;
        matvec.start = address == no_address ? AccumulatorStart::zero : AccumulatorStart::store;
        matvec.start_address = address == no_address ? 0 : address;
        if (sum.products->empty()) add(matvec);
        for (std::size_t p = 0; p < sum.products->size(); ++p) {
            const std::uint32_t source = (*sum.products)[p].source.value;
            in_parts(plan_.tiling.vector_blocks[source], [&](std::uint32_t first, std::uint16_t count) {
                matvec.weights = plan_.memory.weights[step.work][step.run][p] + first * accumulators;
                matvec.source = operand(source, first);
                matvec.input_blocks = count;
                add(matvec);
                matvec.start = AccumulatorStart::chain;
                matvec.start_address = 0;
            });
        }
    }

    void emit_store(std::uint32_t vector, const Run& run) {
        in_parts(run.blocks, [&](std::uint32_t first, std::uint16_t count) {
            add(StoreInstruction{static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(count),
                                 clamp_ != no_address, clamp_setting(), operand(vector, run.first + first),
                                 targets(vector, run, first, count)});
        });
    }

    void emit_cell(const lowering::LstmWork& work, const WorkStep& step, const Run& run) {
        const MemoryPlan::CellAddress& cell = plan_.memory.cells[work.cell.value][step.run];
        in_parts(run.blocks, [&](std::uint32_t first, std::uint16_t count) {
            add(LstmCellInstruction{static_cast<std::uint8_t>(4 * first), static_cast<std::uint8_t>(count),
                                    (work.first ? cell.initial : cell.carried) + first, cell.carried + first,
                                    operand(work.result.value, run.first + first),
                                    targets(work.result.value, run, first, count)});
        });
    }

    void emit_vector(const lowering::PointwiseWork& work, const Run& run) {
        in_parts(run.blocks, [&](std::uint32_t first, std::uint16_t count) {
            VectorInstruction vector;
            vector.op = opcode_of(work);
            vector.clamp = clamp_ != no_address;
            vector.clamp_setting = clamp_setting();
            vector.blocks = count;
            vector.a = operand(work.a.value, run.first + first);
            if (work.b) vector.b = operand(work.b->value, run.first + first);
            vector.destination = operand(work.result.value, run.first + first);
            vector.targets = targets(work.result.value, run, first, count);
            add(vector);
        });
    }
    std::uint16_t clamp_setting() const {
        return clamp_ == no_address ? std::uint16_t{0} : static_cast<std::uint16_t>(clamp_);
    }

    const Plan& plan_;
    const NodeIndex& nodes_;
    std::uint32_t longest_;
    std::vector<CoreProgram> cores_;
    std::vector<bool> kept_;
    std::vector<std::uint32_t> node_of_vector_;
    std::uint16_t core_ = 0;
    bool state_update_ = false;
    std::uint32_t node_ = 0;
    std::uint32_t clamp_ = no_address;
};

}  // namespace

std::vector<CoreProgram> emit_streams(const Plan& plan, const AcceleratorConfig& config,
                                      const NodeIndex& nodes) {
    return Emitter(plan, config, nodes).run();
}

std::vector<Descriptor> emit_descriptors(const Plan& plan) {
    std::vector<bool> changes(plan.list.vectors.size());
    for (const lowering::StateBinding& state : plan.list.states)
        for (std::size_t v = 0; v < state.read.size(); ++v)
            changes[state.read[v].value] = state.written[v] != state.read[v];
    std::vector<Descriptor> descriptors;
    for (std::size_t d = 0; d < plan.memory.vector_of.size(); ++d) {
        const std::uint32_t vector = plan.memory.vector_of[d];
        const VectorOrigin origin = plan.list.vectors[vector].origin;
        Descriptor descriptor;
        descriptor.address = plan.memory.tensor_address[d];
        descriptor.blocks = static_cast<std::uint16_t>(plan.tiling.vector_blocks[vector]);
        descriptor.state = origin == VectorOrigin::state && changes[vector];
        descriptor.constant =
            origin == VectorOrigin::constant || (origin == VectorOrigin::state && !descriptor.state);
        descriptor.kept = !descriptor.state && !descriptor.constant && shows_state(plan.list, vector);
        descriptors.push_back(descriptor);
    }
    return descriptors;
}

}  // namespace lockstep::compiler
