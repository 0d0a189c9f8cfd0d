#include "core/compiler/emit.h"

#include <algorithm>
#include <set>
#include <tuple>

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
        case lowering::PointwiseOp::divide:
            return VectorOpcode::divide;
        case lowering::PointwiseOp::minimum:
            return VectorOpcode::minimum;
        case lowering::PointwiseOp::maximum:
            return VectorOpcode::maximum;
        case lowering::PointwiseOp::equal:
            return VectorOpcode::equal;
        case lowering::PointwiseOp::not_equal:
            return VectorOpcode::not_equal;
        case lowering::PointwiseOp::less:
            return VectorOpcode::less;
        case lowering::PointwiseOp::less_equal:
            return VectorOpcode::less_equal;
        case lowering::PointwiseOp::select:
            return VectorOpcode::select;
    }
    throw Error(FailureKind::internal, "an unknown pointwise operation");
}

// Work and instructions list the functions in the same order.
static_assert(static_cast<int>(lowering::Activation::none) == static_cast<int>(ActivationCode::none) &&
              static_cast<int>(lowering::Activation::clamp) == static_cast<int>(ActivationCode::clamp) &&
              static_cast<int>(lowering::Activation::exp) == static_cast<int>(ActivationCode::exp) &&
              static_cast<int>(lowering::Activation::rsqrt) == static_cast<int>(ActivationCode::rsqrt) &&
              static_cast<int>(lowering::Activation::gelu) == static_cast<int>(ActivationCode::gelu) &&
              static_cast<int>(lowering::Activation::softplus) == static_cast<int>(ActivationCode::softplus));

ActivationCode activation_of(const lowering::Work& work) {
    const lowering::Epilogue* epilogue = epilogue_of(work);
    return epilogue == nullptr ? ActivationCode::none : static_cast<ActivationCode>(epilogue->activation);
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
        emit_state_loads();
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
    /// Calls part(first, count) for parts of at most `longest_` blocks of the tensor RAM, `each` a block.
    template <class Part>
    void in_parts(std::uint32_t blocks, Part part, std::uint32_t each = 1) const {
        const std::uint32_t most = std::max(1U, longest_ / each);
        for (std::uint32_t first = 0; first < blocks; first += most)
            part(first, static_cast<std::uint16_t>(std::min(most, blocks - first)));
    }
    std::uint32_t each(std::uint32_t vector) const { return ram_blocks_each(plan_.list, vector); }

    void emit(const InputStep& step) {
        if (plan_.memory.descriptor_of[step.vector] == no_address) return;  // nobody reads it
        node_ = node_of_vector_[step.vector];
        const std::uint32_t blocks = plan_.tiling.vector_blocks[step.vector];
        in_parts(
            blocks,
            [&](std::uint32_t first, std::uint16_t count) {
                add(InputInstruction{step.stream_block + first * each(step.vector), count,
                                     operand(step.vector, first),
                                     targets(step.vector, {core_, 0, blocks}, first, count)});
            },
            each(step.vector));
    }

    void emit(const OutputStep& step) {
        node_ = node_of_vector_[step.vector];
        in_parts(
            step.blocks,
            [&](std::uint32_t first, std::uint16_t count) {
                add(OutputInstruction{step.stream_block + first * each(step.vector), count,
                                      operand(step.vector, step.first + first)});
            },
            each(step.vector));
    }

    void emit(const StateStep& step) {
        const lowering::StateBinding& state = plan_.list.states[step.state];
        const std::uint32_t from = state.written[step.vector].value;
        const std::uint32_t to = state.read[step.vector].value;
        if (from == to) return;  // the state never changes: its tensor is a constant
        if (plan_.assignment.in_place[from] == to) return;
        node_ = nodes_.of_state[step.state];
        const std::vector<CoreMask>& holders = plan_.assignment.readers[to];
        const auto held = [&](std::uint32_t block) { return (holders[block] >> core_ & 1U) != 0; };
        for (std::uint32_t begin = 0; begin < holders.size();) {
            std::uint32_t end = begin;
            while (end < holders.size() && held(end) == held(begin)) ++end;
            if (held(begin)) emit_copy(from, to, begin, end - begin);
            begin = end;
        }
    }

    void emit_copy(std::uint32_t from, std::uint32_t to, std::uint32_t begin, std::uint32_t blocks) {
        in_parts(
            blocks,
            [&](std::uint32_t first, std::uint16_t count) {
                add(VectorInstruction{VectorOpcode::copy,
                                      ActivationCode::none,
                                      0,
                                      count,
                                      operand(from, begin + first),
                                      {},
                                      operand(to, begin + first),
                                      CoreMask{1} << core_});
            },
            std::max(each(from), each(to)));
    }

    void emit(const WorkStep& step) {
        const lowering::Work& work = plan_.list.work[step.work];
        const Run& run = plan_.assignment.runs[step.work][step.run];
        node_ = node_of(work);
        activation_ = activation_of(work);
        const std::uint32_t clamp = plan_.memory.clamps[step.work][step.run];
        clamp_setting_ = clamp == no_address ? std::uint16_t{0} : static_cast<std::uint16_t>(clamp);
        if (const auto sum = sum_of(work)) emit_sum(step, *sum, run);
        std::visit(
            Overloaded{[&](const lowering::LinearWork& x) { emit_store(x.result.value, run); },
                       [&](const lowering::LstmWork& x) { emit_cell(x, step, run); },
                       [&](const lowering::PartialSumWork& x) {
                           add(SaveInstruction{0, static_cast<std::uint8_t>(run.blocks * (x.gates ? 4U : 1U)),
                                               plan_.memory.saves[step.work][step.run], false});
                       },
                       [&](const lowering::PointwiseWork& x) { emit_vector(x, run); },
                       [&](const lowering::ReduceWork& x) { emit_reduce(x, run); }},
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
            const bool reduction = is_reduction(plan_.list, plan_.list.work[step.work], (*sum.products)[p]);
            const bool fp8 = (*sum.products)[p].fp8;
            matvec.fp8_scale = plan_.tiling.fp8_scale[step.work][p];
            emit_loads(step, sum, p, false);
            if (plan_.tiling.diagonal[step.work][p]) {
                emit_diagonal(matvec, source, plan_.memory.weights[step.work][step.run][p], run);
                matvec.start = AccumulatorStart::chain;
                matvec.start_address = 0;
                continue;
            }
            const BlockRange part = part_of(plan_.tiling, step.work, (*sum.products)[p].source);
            in_parts(part.blocks, [&](std::uint32_t first, std::uint16_t count) {
                matvec.weights = plan_.memory.weights[step.work][step.run][p] * (fp8 ? 2U : 1U) +
                                 (reduction ? 0 : first * accumulators);
                matvec.source = operand(source, part.first + first);
                matvec.input_blocks = count;
                matvec.reduction = reduction && count > 1;
                matvec.source_lanes = source_lanes(source, part.first + first + count);
                add(matvec);
                matvec.start = AccumulatorStart::chain;
                matvec.start_address = 0;
            });
        }
    }

    /// A product for each result block, with the one source block that it needs.
    void emit_diagonal(MatvecInstruction matvec, std::uint32_t source, std::uint32_t weights,
                       const Run& run) {
        const bool stored = matvec.start == AccumulatorStart::store;
        const std::uint32_t start = matvec.start_address;
        for (std::uint32_t o = 0; o < run.blocks; ++o) {
            matvec.weights = weights + o;
            matvec.source = operand(source, run.first + o);
            matvec.input_blocks = 1;
            matvec.first_accumulator = static_cast<std::uint8_t>(o);
            matvec.accumulators = 1;
            matvec.start_address = stored ? start + o : 0;
            matvec.source_lanes = source_lanes(source, run.first + o + 1);
            matvec.reduction = false;
            add(matvec);
        }
    }

    /// Loads what the run needs of a computed matrix: its states' vectors, or those of this inference.
    void emit_loads(const WorkStep& step, const SumView& sum, std::size_t p, bool states) {
        const lowering::Product& product = (*sum.products)[p];
        const Run& run = plan_.assignment.runs[step.work][step.run];
        const auto b = static_cast<std::size_t>(plan_.tiling.block_size);
        const std::uint32_t weights = plan_.memory.weights[step.work][step.run][p];
        if (product.computed() && !loaded_.insert({run.core, weights, states}).second) return;
        for (std::size_t k = 0; k < product.matrix.size(); ++k) {
            const std::uint32_t vector = product.matrix[k].value;
            if (is_changing_state(plan_.list, product.matrix[k]) != states) continue;
            const auto block = static_cast<std::uint32_t>(k / b);
            if (product.by_rows && (block < run.first || block >= run.first + run.blocks)) continue;
            const std::uint32_t count = product.by_rows ? plan_.tiling.vector_blocks[vector] : run.blocks;
            const std::uint32_t stride = product.by_rows ? run.blocks : 1;
            const std::uint32_t begin = product.by_rows ? 0 : run.first;
            const std::uint32_t address =
                weights + (product.by_rows ? block - run.first : block * run.blocks);
            in_parts(count, [&](std::uint32_t first, std::uint16_t blocks) {
                add(LoadInstruction{.weights = address + first * stride,
                                    .stride = static_cast<std::uint16_t>(blocks > 1 ? stride : 0),
                                    .source = operand(vector, begin + first),
                                    .blocks = blocks,
                                    .lane = static_cast<std::uint16_t>(k % b),
                                    .row = product.by_rows,
                                    .source_lanes = source_lanes(vector, begin + first + blocks)});
            });
        }
    }

    /// Behind the states' own updates: the next inference multiplies with what they are then.
    void emit_state_loads() {
        state_update_ = true;
        for (std::uint32_t w = 0; w < plan_.list.work.size(); ++w) {
            const lowering::Work& work = plan_.list.work[w];
            const auto sum = sum_of(work);
            for (std::uint32_t run = 0; sum && run < plan_.assignment.runs[w].size(); ++run)
                for (std::size_t p = 0; p < sum->products->size(); ++p) {
                    core_ = plan_.assignment.runs[w][run].core;
                    node_ = node_of(work);
                    emit_loads({w, run}, *sum, p, true);
                }
        }
    }

    void emit_store(std::uint32_t vector, const Run& run) {
        in_parts(run.blocks, [&](std::uint32_t first, std::uint16_t count) {
            add(StoreInstruction{static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(count),
                                 activation_, clamp_setting_, operand(vector, run.first + first),
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
        std::uint32_t most = each(work.result.value);
        for (const VectorId source : lowering::reads(work)) most = std::max(most, each(source.value));
        in_parts(
            run.blocks,
            [&](std::uint32_t first, std::uint16_t count) {
                VectorInstruction vector;
                vector.op = opcode_of(work);
                vector.activation = activation_;
                vector.clamp_setting = clamp_setting_;
                vector.blocks = count;
                const auto read = [&](VectorId source, Operand& operand_read, bool& repeated) {
                    const bool splat = is_splat(plan_.list, source);
                    operand_read = operand(source.value, splat ? 0 : run.first + first);
                    repeated = splat && count > 1;
                };
                read(work.a, vector.a, vector.repeat_a);
                if (work.b) read(*work.b, vector.b, vector.repeat_b);
                if (work.c) read(*work.c, vector.c, vector.repeat_c);
                const std::uint32_t state = plan_.assignment.in_place[work.result.value];
                const bool own = state == Assignment::elsewhere;
                vector.destination = operand(own ? work.result.value : state, run.first + first);
                vector.targets = own ? targets(work.result.value, run, first, count) : CoreMask{1} << core_;
                add(vector);
            },
            most);
    }

    /// A source longer than an instruction reads goes through the vector unit part by part.
    void emit_reduce(const lowering::ReduceWork& work, const Run& run) {
        const std::uint32_t blocks = plan_.tiling.vector_blocks[work.source.value];
        in_parts(blocks, [&](std::uint32_t first, std::uint16_t count) {
            ReduceInstruction reduce;
            reduce.op =
                work.op == lowering::ReduceOp::minimum ? ReduceOpcode::minimum : ReduceOpcode::maximum;
            reduce.first = first == 0;
            reduce.last = first + count == blocks;
            reduce.blocks = count;
            reduce.source_lanes = source_lanes(work.source.value, first + count);
            reduce.source = operand(work.source.value, first);
            if (reduce.last) {
                reduce.destination = operand(work.result.value, 0);
                reduce.targets = targets(work.result.value, run, 0, 1);
            }
            add(reduce);
        });
    }

    /// Lanes that hold values of the vector in block `end` - 1, where a part ends; 0: all.
    std::uint16_t source_lanes(std::uint32_t vector, std::uint32_t end) const {
        if (end < plan_.tiling.vector_blocks[vector]) return 0;
        return static_cast<std::uint16_t>(plan_.list.vectors[vector].length % plan_.tiling.block_size);
    }

    const Plan& plan_;
    const NodeIndex& nodes_;
    std::uint32_t longest_;
    std::vector<CoreProgram> cores_;
    std::vector<bool> kept_;
    std::vector<std::uint32_t> node_of_vector_;
    std::set<std::tuple<std::uint16_t, std::uint32_t, bool>> loaded_;  ///< core, address, from states
    std::uint16_t core_ = 0;
    bool state_update_ = false;
    std::uint32_t node_ = 0;
    ActivationCode activation_ = ActivationCode::none;
    std::uint16_t clamp_setting_ = 0;
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
        descriptor.fp32 = plan.list.vectors[vector].fp32;
        descriptor.kept = !descriptor.state && !descriptor.constant && shows_state(plan.list, vector);
        descriptors.push_back(descriptor);
    }
    return descriptors;
}

}  // namespace lockstep::compiler
