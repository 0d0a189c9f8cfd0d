#include "core/analysis/costs.h"

#include <algorithm>

#include "core/support/overloaded.h"

namespace lockstep {
namespace {

/// What a result takes on its way beyond the unit's own latency.
struct Extra {
    std::int64_t function = 0;
    std::int64_t cell = 0;
};

Extra extra_of(const Instruction& instruction, const MachineTiming& timing) {
    const auto function = [&timing](ActivationCode activation) -> std::int64_t {
        return function_of(activation) ? timing.table_latency.value : 0;
    };
    return std::visit(
        Overloaded{
            [&](const StoreInstruction& x) {
                return Extra{function(x.activation), 0};
            },
            [&](const VectorInstruction& x) {
                return Extra{function(x.activation), 0};
            },
            [&](const LstmCellInstruction&) {
                return Extra{0, timing.cell_latency.value};
            },
            [](const MatvecInstruction&) { return Extra{}; }, [](const SaveInstruction&) { return Extra{}; },
            [](const ReduceInstruction&) { return Extra{}; }, [](const InputInstruction&) { return Extra{}; },
            [](const OutputInstruction&) { return Extra{}; }, [](const LoadInstruction&) { return Extra{}; }},
        instruction);
}

/// Deals `cycles` out to costs, in the order in which they are asked for.
class Split {
  public:
    explicit Split(std::int64_t cycles) : left_(cycles) {}
    void take(Cost cost, std::int64_t most) {
        const std::int64_t cycles = std::min(left_, most);
        if (cycles > 0) spent_.push_back({cost, cycles});
        left_ -= std::max<std::int64_t>(cycles, 0);
    }
    std::vector<Spent> rest(Cost cost) {
        take(cost, left_);
        return std::move(spent_);
    }

  private:
    std::int64_t left_;
    std::vector<Spent> spent_;
};

}  // namespace

std::vector<Spent> spent_on(const Program& program, const Timeline& timeline, const PlayRecord& record,
                            const PlayBound& bound, std::uint32_t point) {
    const PlayPoint& from = record.points[bound.from];
    const MachineTiming& timing = program.config.timing;
    Split split(bound.cycles);
    const auto extra = [&] {
        const TimelineEvent& event = timeline.events[from.event];
        return extra_of(program.cores[event.core].stream[event.instruction], timing);
    };
    switch (from.kind) {
        case PointKind::begin:
            return split.rest(Cost::input_stream);
        case PointKind::input:
            return split.rest(Cost::input_latency);
        case PointKind::load:
            return split.rest(Cost::weight_loads);
        case PointKind::product:
            if (bound.kind == BoundKind::moves) return split.rest(Cost::state_moves);
            if (bound.kind == BoundKind::accumulator) {
                split.take(Cost::products, 1);
                return split.rest(Cost::accumulator_spacing);
            }
            if (bound.kind == BoundKind::end) {
                split.take(Cost::products, 1);
                return split.rest(Cost::state_moves);
            }
            return split.rest(Cost::products);
        case PointKind::result: {
            const Extra on_the_way = extra();
            split.take(Cost::product_latency, timing.product_latency.value);
            split.take(Cost::function_latency, on_the_way.function);
            split.take(Cost::cell_latency, on_the_way.cell);
            return split.rest(Cost::state_moves);
        }
        case PointKind::vector:
            if (bound.kind != BoundKind::unit && bound.kind != BoundKind::end) {
                const std::int64_t function = extra().function;
                const PlayPoint& to = record.points[point];
                const bool chained = to.kind == PointKind::vector && bound.kind != BoundKind::state &&
                                     timeline.events[to.event].core == timeline.events[from.event].core;
                const std::int64_t latency =
                    timing.vector_latency.value + (chained ? timing.vector_chain_latency.value : 0);
                split.take(Cost::vector_work, bound.cycles - latency - function);
                split.take(Cost::vector_latency, latency);
                return split.rest(Cost::function_latency);
            }
            return split.rest(Cost::vector_work);
        case PointKind::transfer:
            return split.rest(bound.kind == BoundKind::bus ? Cost::bus : Cost::bus_latency);
        case PointKind::output_ready:
            return split.rest(Cost::output_latency);
        case PointKind::output:
            return split.rest(Cost::output_order);
        case PointKind::spaced:
        case PointKind::contiguous:
            return split.rest(Cost::next_inference);
    }
    return split.rest(Cost::products);
}

std::string_view name(Cost cost) {
    switch (cost) {
        case Cost::input_stream:
            return "input_stream";
        case Cost::input_latency:
            return "input_latency";
        case Cost::products:
            return "products";
        case Cost::weight_loads:
            return "weight_loads";
        case Cost::accumulator_spacing:
            return "accumulator_spacing";
        case Cost::product_latency:
            return "product_latency";
        case Cost::function_latency:
            return "function_latency";
        case Cost::cell_latency:
            return "cell_latency";
        case Cost::vector_work:
            return "vector_work";
        case Cost::vector_latency:
            return "vector_latency";
        case Cost::bus:
            return "bus";
        case Cost::bus_latency:
            return "bus_latency";
        case Cost::output_latency:
            return "output_latency";
        case Cost::output_order:
            return "output_order";
        case Cost::state_moves:
            return "state_moves";
        case Cost::next_inference:
            return "next_inference";
    }
    return "unknown";
}

std::string_view text(Cost cost) {
    switch (cost) {
        case Cost::input_stream:
            return "input stream";
        case Cost::input_latency:
            return "input latency";
        case Cost::products:
            return "products";
        case Cost::weight_loads:
            return "loading computed weights";
        case Cost::accumulator_spacing:
            return "accumulator spacing";
        case Cost::product_latency:
            return "result latency";
        case Cost::function_latency:
            return "function latency";
        case Cost::cell_latency:
            return "LSTM cell latency";
        case Cost::vector_work:
            return "vector work";
        case Cost::vector_latency:
            return "vector latency";
        case Cost::bus:
            return "bus taken";
        case Cost::bus_latency:
            return "bus latency";
        case Cost::output_latency:
            return "output latency";
        case Cost::output_order:
            return "output order";
        case Cost::state_moves:
            return "state moves";
        case Cost::next_inference:
            return "next inference";
    }
    return "unknown";
}

}  // namespace lockstep
