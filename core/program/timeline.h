#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/program/instruction.h"

namespace lockstep {

/// A lane of the timeline. `load` writes computed weights; `result` is the pipeline behind the matrix-vector
/// unit (accumulate, bias, clamp or cell, write).
enum class Unit : std::uint8_t { input, load, matvec, result, vector, bus, output };
inline constexpr std::size_t unit_count = 7;
std::string_view name(Unit unit);

/// Why an event did not begin earlier.
enum class WaitReason : std::uint8_t {
    none,         ///< it began as soon as the program did
    unit,         ///< its unit was busy with the instruction before it
    operand,      ///< an operand block was not there yet
    accumulator,  ///< the same accumulator took a product too short a time ago
    bus,          ///< the bus was busy
    order,        ///< an earlier output block had not left
};
std::string_view name(WaitReason reason);

/// The unit that carries out an instruction.
Unit unit_of(const Instruction& instruction);

inline constexpr std::uint32_t no_event = 0xFFFFFFFFU;

/// One instruction's work in one unit (a bus event: one instruction's transfers). Cycles from the first input
/// beat.
struct TimelineEvent {
    std::uint32_t instruction = 0;  ///< index into Program::cores[core].stream
    std::uint16_t core = 0;
    Unit unit = Unit::matvec;
    std::int64_t start = 0;  ///< first cycle in which the unit works for it
    std::int64_t end = 0;    ///< first cycle in which the unit is free again
    std::int64_t ready = 0;  ///< its last result can be read where it is made (output: has left)
    std::int64_t busy = 0;   ///< cycles of [start, end) in which the unit really worked
    WaitReason waited_for = WaitReason::none;  ///< what bound `start`
    std::uint32_t released_by = no_event;      ///< the event that ended that wait
    bool state_update = false;
    friend bool operator==(const TimelineEvent&, const TimelineEvent&) = default;
};

/// What a program does in time. Immutable; made once per program, as timing does not depend on data.
struct Timeline {
    std::vector<TimelineEvent> events;  ///< ordered by start, then core, then unit
    std::int64_t spaced = 0;      ///< cycles of an inference alone: first input beat to last output block
    std::int64_t contiguous = 0;  ///< cycles per inference back to back
    std::int64_t last_input = 0;  ///< cycle of the last input block
    std::int64_t first_output = 0;
    std::int64_t end = 0;  ///< last issue of any unit, state update included
    friend bool operator==(const Timeline&, const Timeline&) = default;
};

}  // namespace lockstep
