#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/program/play_record.h"

namespace lockstep {

/// What cycles between two points of a play go to.
enum class Cost : std::uint8_t {
    input_stream,         ///< earlier input blocks are on the stream
    input_latency,        ///< from the pins to the tensor RAM
    products,             ///< the matrix-vector unit takes products
    weight_loads,         ///< blocks of a computed matrix are loaded
    accumulator_spacing,  ///< products into one accumulator keep their distance
    product_latency,      ///< sums on their way through the result path
    function_latency,     ///< the same, through a table or function
    cell_latency,         ///< the same, through the LSTM cell
    vector_work,          ///< the vector unit takes blocks
    vector_latency,       ///< their results on the way to the tensor RAM
    bus,                  ///< the bus carries other blocks
    bus_latency,          ///< a block on its way over the bus
    output_latency,       ///< a block on its way to the pins
    output_order,         ///< other output blocks leave
    state_moves,          ///< cores tell one another that partial sums move on
    next_inference,       ///< the cycle in which the next inference is let in
};
inline constexpr int cost_count = static_cast<int>(Cost::next_inference) + 1;
std::string_view name(Cost cost);
/// For people: "products", "waiting for the bus".
std::string_view text(Cost cost);

struct Spent {
    Cost cost = Cost::products;
    std::int64_t cycles = 0;
    friend bool operator==(const Spent&, const Spent&) = default;
};

/// What the cycles of a bound go to, counted by the machine's own figures: 1 cycle of a bound between two
/// products is the product itself, what is more of an accumulator's is its spacing; the bound from a result
/// to who reads it is product_latency, + table_latency through a function, + cell_latency through the cell;
/// from a vector instruction its issue, vector_latency (+ vector_chain_latency to the vector unit of its
/// core) and, through a function, table_latency. `point` is the one that the bound is of. The parts add up to
/// `cycles`; none is zero.
std::vector<Spent> spent_on(const Program& program, const Timeline& timeline, const PlayRecord& record,
                            const PlayBound& bound, std::uint32_t point);

}  // namespace lockstep
