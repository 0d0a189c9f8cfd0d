#include "core/report/why_report.h"
#include "core/report/why_words.h"

namespace lockstep {
namespace {

Json json_costs(const std::vector<Spent>& spent) {
    Json json = Json::object();
    for (const Spent& part : spent) json[std::string(name(part.cost))] = part.cycles;
    return json;
}

Json json_waits(const WaitCycles& waits) {
    Json json = Json::object();
    for (int i = 0; i < wait_count; ++i) {
        const auto wait = static_cast<Wait>(i);
        json[std::string(name(wait))] = waits[wait];
    }
    return json;
}

Json json_slack(const Slack& slack) {
    const auto cycles = [](const std::optional<std::int64_t>& value) {
        return value ? Json(*value) : Json(nullptr);
    };
    return {{"spaced", cycles(slack.spaced)}, {"contiguous", cycles(slack.contiguous)}};
}

Json json_place(const TimelineEvent& event) {
    return {{"core", event.core}, {"unit", name(event.unit)}, {"instruction", event.instruction}};
}

Json json_node(const Program& program, const TimelineEvent& event) {
    const std::uint32_t node = program.cores[event.core].node_of[event.instruction];
    return node < program.nodes.size() ? Json(program.nodes[node].id) : Json(nullptr);
}

Json json_path(const Program& program, const Timeline& timeline, const CriticalPath& path) {
    Json list = Json::array();
    for (const PathEntry& entry : path.entries) {
        Json json = {{"core", nullptr}, {"unit", nullptr}, {"instruction", nullptr}};
        Json mnemonic_of = nullptr;
        Json node = nullptr;
        if (entry.event != no_event) {
            const TimelineEvent& event = timeline.events[entry.event];
            json = json_place(event);
            mnemonic_of = mnemonic(program.cores[event.core].stream[event.instruction]);
            node = json_node(program, event);
        }
        json["mnemonic"] = std::move(mnemonic_of);
        json["node"] = std::move(node);
        json["begin_cycle"] = entry.begin;
        json["end_cycle"] = entry.end;
        json["cycles"] = entry.cycles();
        json["spent"] = json_costs(entry.spent);
        json["reason"] = name(entry.reason);
        json["released_by"] =
            entry.released_by == no_event ? Json(nullptr) : json_place(timeline.events[entry.released_by]);
        json["reason_text"] = reason_text(program, timeline, entry);
        list.push_back(std::move(json));
    }
    return list;
}

Json json_roofline(const Roofline& roof) {
    const char* limit = roof.limit == Roofline::Limit::weights ? "weights"
                        : roof.limit == Roofline::Limit::io    ? "io"
                                                               : "dependences";
    return {{"weights_cycles", roof.weights},
            {"weights_balanced_cycles", roof.weights_balanced},
            {"dependences_cycles", roof.dependences},
            {"io_cycles", roof.io},
            {"combined_cycles", roof.combined},
            {"combined_balanced_cycles", roof.combined_balanced},
            {"limit", limit},
            {"needed_products", roof.products}};
}

Json json_units(const Why& why) {
    Json list = Json::array();
    for (const UnitUse& use : why.units)
        list.push_back({{"unit", name(use.unit)},
                        {"core", use.core ? Json(*use.core) : Json(nullptr)},
                        {"busy_spaced_cycles", use.busy_spaced},
                        {"busy_cycles", use.busy},
                        {"share_spaced", json_number(use.share_spaced)},
                        {"share_contiguous", json_number(use.share_contiguous)},
                        {"waits_cycles", json_waits(use.waits)},
                        {"idle_cycles", use.idle}});
    return list;
}

Json json_nodes(const Program& program, const Why& why) {
    Json list = Json::array();
    for (std::size_t i = 0; i < why.nodes.size(); ++i) {
        const NodeWhy& node = why.nodes[i];
        const ProgramNode& info = program.nodes[i];
        list.push_back({{"node", info.id},
                        {"name", node_label(info)},
                        {"op", info.op},
                        {"module", info.module},
                        {"source", source_text(info)},
                        {"path_cycles", node.on_path},
                        {"path", json_costs(node.path)},
                        {"slack_cycles", node.has_events ? json_slack(node.slack) : Json(nullptr)},
                        {"waits_cycles", json_waits(node.waits)},
                        {"needed_products", node.products},
                        {"needed_blocks", node.blocks}});
    }
    return list;
}

}  // namespace

Json why_json(const Program& program, const Timeline& timeline, const Why& why) {
    Json json;
    json["cycles_per_inference"] = {{"spaced", why.spaced}, {"contiguous", why.contiguous}};
    json["roofline"] = json_roofline(why.roofline);
    json["holds"] = Json::array();
    for (const WhyFinding& finding : what_holds(program, why))
        json["holds"].push_back({{"cost", name(finding.cost)},
                                 {"cycles", finding.cycles},
                                 {"text", finding.text},
                                 {"advice", finding.advice}});
    json["holders"] = Json::array();
    for (const Holder& holder : why.holders)
        json["holders"].push_back(
            {{"cost", name(holder.cost)},
             {"node", holder.node ? Json(program.nodes[*holder.node].id) : Json(nullptr)},
             {"cycles", holder.cycles}});
    json["units"] = json_units(why);
    json["nodes"] = json_nodes(program, why);
    json["critical_path"] = json_path(program, timeline, why.path);
    json["critical_path_contiguous"] = json_path(program, timeline, why.contiguous_path);
    json["instructions"] = Json::array();
    for (std::size_t i = 0; i < timeline.events.size(); ++i) {
        const TimelineEvent& event = timeline.events[i];
        Json entry = json_place(event);
        entry["start_cycle"] = event.start;
        entry["end_cycle"] = event.end;
        entry["ready_cycle"] = event.ready;
        entry["slack_cycles"] = json_slack(why.slack[i]);
        json["instructions"].push_back(std::move(entry));
    }
    return json;
}

}  // namespace lockstep
