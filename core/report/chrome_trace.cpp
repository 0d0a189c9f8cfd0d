#include "core/report/chrome_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/report/report.h"

namespace lockstep {
namespace {

/// Process ids from 1: 0 is the idle process to some viewers.
int process(const TimelineEvent& event) {
    return event.core + 1;
}
int thread(const TimelineEvent& event) {
    return static_cast<int>(event.unit) + 1;
}

Json name_event(const char* kind, int pid, int tid, const std::string& text) {
    return {{"name", kind}, {"ph", "M"}, {"pid", pid}, {"tid", tid}, {"args", {{"name", text}}}};
}

class TraceWriter {
  public:
    TraceWriter(const Program& program, const Timeline& timeline) : program_(program), timeline_(timeline) {
        if (program.config.clock_mhz) mhz_ = program.config.clock_mhz->value;
    }

    Json write() {
        add_names();
        for (const TimelineEvent& event : timeline_.events) add_slice(event);
        for (std::size_t i = 0; i < timeline_.events.size(); ++i) add_flow(i);
        return {{"traceEvents", std::move(events_)}, {"displayTimeUnit", "ns"}, {"otherData", other_data()}};
    }

  private:
    double us(std::int64_t cycles) const { return static_cast<double>(cycles) / mhz_; }

    const ProgramNode* node_of(const TimelineEvent& event) const {
        const std::uint32_t node = program_.cores[event.core].node_of[event.instruction];
        return node < program_.nodes.size() ? &program_.nodes[node] : nullptr;
    }

    void add_names() {
        std::set<std::pair<int, int>> lanes;
        std::set<int> cores;
        for (const TimelineEvent& event : timeline_.events) {
            if (cores.insert(process(event)).second) {
                events_.push_back(
                    name_event("process_name", process(event), 0, fmt::format("core {}", event.core)));
                events_.push_back({{"name", "process_sort_index"},
                                   {"ph", "M"},
                                   {"pid", process(event)},
                                   {"tid", 0},
                                   {"args", {{"sort_index", event.core}}}});
            }
            if (!lanes.emplace(process(event), thread(event)).second) continue;
            events_.push_back(
                name_event("thread_name", process(event), thread(event), std::string(name(event.unit))));
            events_.push_back({{"name", "thread_sort_index"},
                               {"ph", "M"},
                               {"pid", process(event)},
                               {"tid", thread(event)},
                               {"args", {{"sort_index", thread(event)}}}});
        }
    }

    void add_slice(const TimelineEvent& event) {
        const Instruction& instruction = program_.cores[event.core].stream[event.instruction];
        const ProgramNode* node = node_of(event);
        Json args = {{"instruction", event.instruction},
                     {"mnemonic", mnemonic(instruction)},
                     {"start_cycle", event.start},
                     {"end_cycle", event.end},
                     {"busy_cycles", event.busy},
                     {"ready_cycle", event.ready},
                     {"waited_for", name(event.waited_for)},
                     {"state_update", event.state_update}};
        if (node != nullptr) {
            args["node"] = node->id;
            args["op"] = node->op;
            args["module"] = node->module;
            args["source"] = source_text(*node);
        }
        const std::string label = node != nullptr ? node_label(*node) : std::string(mnemonic(instruction));
        events_.push_back({{"name", label},
                           {"cat", node != nullptr ? node->op : std::string("instruction")},
                           {"ph", "X"},
                           {"ts", us(event.start)},
                           {"dur", us(event.end - event.start)},
                           {"pid", process(event)},
                           {"tid", thread(event)},
                           {"args", std::move(args)}});
    }

    /// The flow leaves in the last cycle of the slice that released this one (at its end it would belong to
    /// the next slice), or where this one begins if a part of the other's work was enough.
    void add_flow(std::size_t index) {
        const TimelineEvent& event = timeline_.events[index];
        if (event.released_by >= timeline_.events.size()) return;
        const TimelineEvent& from = timeline_.events[event.released_by];
        const std::int64_t leave = std::min(std::max(from.start, from.end - 1), event.start);
        if (leave < from.start) return;
        const auto flow = [&](const char* phase, const TimelineEvent& at, std::int64_t cycle) {
            Json json = {{"name", name(event.waited_for)},
                         {"cat", "wait"},
                         {"ph", phase},
                         {"id", index},
                         {"ts", us(cycle)},
                         {"pid", process(at)},
                         {"tid", thread(at)}};
            if (*phase == 'f') json["bp"] = "e";
            events_.push_back(std::move(json));
        };
        flow("s", from, leave);
        flow("f", event, event.start);
    }

    Json other_data() const {
        const auto& clock = program_.config.clock_mhz;
        Json data = {{"tool", "Lockstep"},
                     {"tool_version", LOCKSTEP_VERSION},
                     {"model", program_.model_name},
                     {"model_sha256", program_.model_sha256},
                     {"config", program_.config.name},
                     {"spaced_cycles", timeline_.spaced},
                     {"contiguous_cycles", timeline_.contiguous},
                     {"kind", "modelled: one inference alone"}};
        data["frequency_mhz"] = clock ? Json(clock->value) : Json(nullptr);
        data["frequency_basis"] = clock ? Json(name(clock->basis)) : Json(nullptr);
        data["time_unit"] = clock ? "us" : "the clock is not known: one cycle is written as one microsecond";
        return data;
    }

    const Program& program_;
    const Timeline& timeline_;
    double mhz_ = 1;
    Json events_ = Json::array();
};

}  // namespace

Json chrome_trace(const Program& program, const Timeline& timeline) {
    return TraceWriter(program, timeline).write();
}

}  // namespace lockstep
