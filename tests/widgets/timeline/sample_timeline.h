#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/program/program.h"

namespace lockstep::test {

/// Builds a program and a timeline event by event: only what timeline views read.
class TimelineMaker {
  public:
    TimelineMaker() {
        program_.config.clock_mhz = Figure<double>{300.0, "MHz", Basis::published, "made for a test"};
    }

    std::uint32_t node(std::uint32_t id, std::string op, std::string name) {
        ProgramNode node;
        node.id = id;
        node.op = std::move(op);
        node.name = std::move(name);
        node.module = "net";
        node.text = "x = self." + node.name + "(x)";
        program_.nodes.push_back(std::move(node));
        return static_cast<std::uint32_t>(program_.nodes.size() - 1);
    }

    /// Appends an instruction of the kind that the unit executes, and its event. Returns the event's index.
    std::uint32_t event(std::uint16_t core, Unit unit, std::int64_t start, std::int64_t end,
                        std::uint32_t node, WaitReason wait = WaitReason::none,
                        std::uint32_t released_by = no_event, bool state = false) {
        if (program_.cores.size() <= core) program_.cores.resize(core + 1U);
        CoreProgram& code = program_.cores[core];
        code.stream.push_back(instruction(unit));
        code.node_of.push_back(node);
        code.state_update.push_back(state);
        TimelineEvent event;
        event.instruction = static_cast<std::uint32_t>(code.stream.size() - 1);
        event.core = core;
        event.unit = unit;
        event.start = start;
        event.end = end;
        event.ready = end + 3;
        event.busy = end - start;
        event.waited_for = wait;
        event.released_by = released_by;
        event.state_update = state;
        timeline_.events.push_back(event);
        return static_cast<std::uint32_t>(timeline_.events.size() - 1);
    }

    Program& program() { return program_; }
    Timeline& timeline() { return timeline_; }
    std::shared_ptr<const Program> share_program() const { return std::make_shared<Program>(program_); }
    std::shared_ptr<const Timeline> share_timeline() const { return std::make_shared<Timeline>(timeline_); }

  private:
    static Instruction instruction(Unit unit) {
        switch (unit) {
            case Unit::input:
                return InputInstruction{};
            case Unit::load:
                return LoadInstruction{};
            case Unit::matvec:
                return MatvecInstruction{};
            case Unit::vector:
                return VectorInstruction{};
            case Unit::output:
                return OutputInstruction{};
            case Unit::result:
            case Unit::bus:
                break;
        }
        return StoreInstruction{};
    }

    Program program_;
    Timeline timeline_;
};

/// Two cores, an LSTM and a Linear, 100 cycles spaced and 104 contiguous:
/// event 0 input 0-4, 1 matvec core 0 10-40, 2 matvec core 1 10-44, 3 result core 0 52-60, 4 bus core 1
/// 58-62, 5 matvec core 0 66-80 (Linear, released by 4), 6 output 90-96 (released by 5), 7 matvec core 1
/// 82-104 (state update).
inline TimelineMaker small_timeline() {
    TimelineMaker maker;
    const std::uint32_t lstm = maker.node(7, "Lstm", "lstm.l0");
    const std::uint32_t linear = maker.node(9, "Linear", "linear");
    const std::uint32_t input = maker.event(0, Unit::input, 0, 4, lstm);
    const std::uint32_t left = maker.event(0, Unit::matvec, 10, 40, lstm, WaitReason::operand, input);
    const std::uint32_t right = maker.event(1, Unit::matvec, 10, 44, lstm, WaitReason::operand, input);
    maker.event(0, Unit::result, 52, 60, lstm, WaitReason::operand, left);
    const std::uint32_t bus = maker.event(1, Unit::bus, 58, 62, lstm, WaitReason::operand, right);
    const std::uint32_t last = maker.event(0, Unit::matvec, 66, 80, linear, WaitReason::operand, bus);
    maker.event(0, Unit::output, 90, 96, linear, WaitReason::operand, last);
    maker.event(1, Unit::matvec, 82, 104, lstm, WaitReason::operand, bus, true);
    maker.timeline().spaced = 100;
    maker.timeline().contiguous = 104;
    maker.timeline().end = 104;
    return maker;
}

/// `count` events of one and two cycles, one after another, on one lane.
inline TimelineMaker long_timeline(std::uint32_t count) {
    TimelineMaker maker;
    const std::uint32_t node = maker.node(1, "Linear", "linear");
    std::int64_t cycle = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::int64_t length = i % 2 == 0 ? 1 : 2;
        maker.event(0, Unit::matvec, cycle, cycle + length, node);
        cycle += length + 1;
    }
    maker.timeline().spaced = cycle;
    maker.timeline().contiguous = cycle;
    maker.timeline().end = cycle;
    return maker;
}

}  // namespace lockstep::test
