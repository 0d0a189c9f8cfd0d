#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/program/program.h"

/// A program played with everything written down that bound it: what the analysis of a schedule works on.
namespace lockstep {

/// What happens at a point in time of a play.
enum class PointKind : std::uint8_t {
    begin,         ///< the first input beat: time 0
    input,         ///< an input block is on the stream
    load,          ///< a block is loaded into a computed matrix
    product,       ///< a product issues
    result,        ///< a block's sums are complete and enter the result path
    vector,        ///< an instruction of the vector unit starts
    transfer,      ///< a block gets the bus
    output_ready,  ///< an output block can be read by the output stream
    output,        ///< it leaves
    spaced,        ///< the inference alone is done: Timeline::spaced
    contiguous,    ///< the next inference is let in: Timeline::contiguous
};

/// Why one point waits for another.
enum class BoundKind : std::uint8_t {
    stream,       ///< place of a block in the input stream
    operand,      ///< a block that it reads, and that the other point makes or brings
    operands,     ///< the same, of an instruction that waits until all its blocks are there
    unit,         ///< its unit is taken
    accumulator,  ///< the same accumulator took the other product
    sum,          ///< the products of a result
    bus,          ///< the bus is taken by the other transfer
    output,       ///< the way through the output stream
    order,        ///< output blocks leave one after the other
    moves,        ///< the cores tell one another that partial sums move on
    state,        ///< a state is overwritten behind those who read it
    end,          ///< what ends the inference
};

struct PlayPoint {
    std::int64_t time = 0;
    std::uint32_t event = no_event;  ///< index into Timeline::events
    std::uint32_t first_bound = 0;   ///< index into PlayRecord::bounds; the next point's is its end
    PointKind kind = PointKind::begin;
};

/// The point that it stands with comes at time(from) + cycles at the earliest.
struct PlayBound {
    std::uint32_t from = 0;
    std::int32_t cycles = 0;  ///< never negative
    BoundKind kind = BoundKind::operand;
};

/// A block's turn on the bus.
struct BusTurn {
    std::uint16_t core = 0;  ///< that makes it
    std::uint32_t instruction = 0;
    std::uint16_t block = 0;  ///< of its descriptor
    friend auto operator<=>(const BusTurn&, const BusTurn&) = default;
};

/// Every point's time is the largest of its bounds; a bound comes from an earlier point of the list. Point 0
/// is the begin. With the bus's turns kept as they are these bounds are all that there is, so that the record
/// is the machine: what is moved by d cycles moves the others by what the bounds say.
struct PlayRecord {
    std::vector<PlayPoint> points;
    std::vector<PlayBound> bounds;
    std::vector<BusTurn> bus_turns;  ///< in the order in which the bus took them
    std::uint32_t spaced = 0;        ///< points
    std::uint32_t contiguous = 0;

    /// Of a point, in the order in which equal ones are preferred as the reason.
    const PlayBound* first_bound(std::uint32_t point) const {
        return bounds.data() + points[point].first_bound;
    }
    const PlayBound* end_bound(std::uint32_t point) const {
        return point + 1 < points.size() ? first_bound(point + 1) : bounds.data() + bounds.size();
    }
};

struct RecordedPlay {
    Timeline timeline;  ///< equal to play()'s
    PlayRecord record;
};
/// Throws what play() throws.
RecordedPlay play_recorded(const Program& program);

/// One instruction that ends later than the machine says: its unit is free again, its results are there and
/// what waits for it goes on `cycles` later. With `transfers` its blocks take so much longer on the bus
/// instead, which does not hold the bus.
struct PlayDelay {
    std::uint16_t core = 0;
    std::uint32_t instruction = 0;
    std::int64_t cycles = 0;
    bool transfers = false;
};
/// What would be, with the bus's turns as given or, without them, first come first served. Throws what play()
/// throws, and Error(internal) for turns that are not those of the program.
Timeline play_delayed(const Program& program, const PlayDelay& delay,
                      const std::vector<BusTurn>* bus_turns = nullptr);

std::string_view name(BoundKind kind);

}  // namespace lockstep
