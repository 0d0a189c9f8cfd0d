#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/program/play_record.h"

namespace lockstep {

/// How many cycles later an event could end without changing a figure; absent: the figure does not wait for
/// it, however late it is.
struct Slack {
    std::optional<std::int64_t> spaced;
    std::optional<std::int64_t> contiguous;
    friend bool operator==(const Slack&, const Slack&) = default;
};

/// By event of the timeline: with that event alone ending later (its unit is free later too, its results come
/// later), everything else as the machine says and the bus giving its turns in the same order. Exactly: by
/// its slack later the figure stays, by one cycle more it grows by one. For the transfers of an instruction:
/// with them longer on the way, which does not hold the bus. On the machine itself a delayed block can lose
/// its turn on the bus: in 466 instructions of random and benchmark programs the figure then grew in 5 and,
/// by a cycle more, did not in 80.
std::vector<Slack> slack_of_events(const RecordedPlay& played);

}  // namespace lockstep
