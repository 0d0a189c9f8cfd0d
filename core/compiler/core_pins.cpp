#include "core/compiler/core_pins.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/compiler/decisions.h"
#include "core/nnir/node_pattern.h"
#include "core/support/error.h"

namespace lockstep {

std::string to_text(const CorePin& pin) {
    return fmt::format("{}={}", pin.pattern, fmt::join(pin.cores, ","));
}

CorePin core_pin(std::string_view text, std::string_view option) {
    const auto refuse = [&] {
        throw Error(FailureKind::usage, fmt::format("{} takes PATTERN=0,1, not \"{}\"", option, text),
                    "The pattern is a module path, a glob over module paths, or a node's id.");
    };
    const std::size_t equals = text.rfind('=');
    if (equals == std::string_view::npos || equals == 0) refuse();
    CorePin pin{std::string(text.substr(0, equals)), {}};
    const std::string_view cores = text.substr(equals + 1);
    for (std::size_t begin = 0; begin <= cores.size();) {
        const std::size_t end = std::min(cores.find(',', begin), cores.size());
        const std::string_view word = cores.substr(begin, end - begin);
        int core = 0;
        const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), core);
        if (word.empty() || error != std::errc{} || stop != word.data() + word.size() || core < 0) refuse();
        pin.cores.push_back(core);
        begin = end + 1;
    }
    return pin;
}

namespace compiler {

PinnedNodes pinned_nodes(const nnir::Graph& graph, const std::vector<CorePin>& pins, std::uint32_t cores) {
    PinnedNodes result;
    if (pins.empty()) return result;
    std::vector<nnir::NodePattern> patterns;
    std::vector<CoreMask> masks;
    for (const CorePin& pin : pins) {
        CoreMask mask = 0;
        for (const int core : pin.cores) {
            if (core < 0 || static_cast<std::uint32_t>(core) >= cores)
                throw Error(FailureKind::usage,
                            fmt::format("--cores {}: there is no core {}", to_text(pin), core),
                            fmt::format("The config has cores 0 to {}.", cores - 1));
            mask |= CoreMask{1} << core;
        }
        if (mask == 0)
            throw Error(FailureKind::usage, fmt::format("--cores {}= names no core", pin.pattern),
                        fmt::format("Name some of the cores 0 to {}.", cores - 1));
        patterns.emplace_back(pin.pattern);
        masks.push_back(mask);
    }
    const auto matches = nnir::last_matches(graph, patterns, "--cores");
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
        if (matches[n]) result[graph.nodes[n].id.value] = {masks[*matches[n]], pins[*matches[n]].pattern};
    return result;
}

std::vector<CoreMask> allowed_cores(const lowering::WorkList& list, const PinnedNodes& pins,
                                    std::uint32_t cores) {
    const std::vector<std::uint32_t> groups = bound_work(list);
    std::vector<CoreMask> of_group(list.work.size(), lowest_cores(cores));
    for (std::size_t w = 0; w < list.work.size(); ++w)
        for (const nnir::NodeId node : list.work[w].nodes)
            if (const auto pin = pins.find(node.value); pin != pins.end())
                of_group[groups[w]] &= pin->second.cores;
    std::vector<CoreMask> result;
    for (std::size_t w = 0; w < list.work.size(); ++w) {
        result.push_back(of_group[groups[w]]);
        if (result.back() != 0) continue;
        std::set<std::string> told;
        for (std::size_t other = 0; other < list.work.size(); ++other)
            for (const nnir::NodeId node : list.work[other].nodes)
                if (const auto pin = pins.find(node.value); groups[other] == groups[w] && pin != pins.end())
                    told.insert(fmt::format("node {} by \"{}\"", node.value, pin->second.pattern));
        throw Error(FailureKind::usage,
                    fmt::format("--cores leaves no core for nodes that are computed together: {}",
                                fmt::join(told, ", ")),
                    "Give them a core in common.");
    }
    return result;
}

}  // namespace compiler
}  // namespace lockstep
