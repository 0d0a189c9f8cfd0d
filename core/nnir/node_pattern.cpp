#include "core/nnir/node_pattern.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "core/accel/nearest_names.h"
#include "core/support/error.h"

namespace lockstep::nnir {
namespace {

std::optional<NodeId> to_id(std::string_view digits) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return NodeId{value};
}

std::vector<std::size_t> with_id(const Graph& graph, NodeId id) {
    const auto found = std::ranges::find(graph.nodes, id, &Node::id);
    if (found == graph.nodes.end()) return {};
    return {static_cast<std::size_t>(found - graph.nodes.begin())};
}

[[noreturn]] void refuse(const Graph& graph, const NodePattern& pattern, std::string_view option) {
    const std::vector<std::string> paths = module_paths(graph);
    std::string advice = did_you_mean(pattern.text(), paths);
    if (!advice.empty()) advice[0] = 'D';
    if (advice.empty()) {
        constexpr std::size_t most = 8;
        for (std::size_t i = 0; i < std::min(paths.size(), most); ++i)
            advice += fmt::format("{}{}", i == 0 ? "The modules are: " : ", ", paths[i]);
        if (paths.empty())
            advice = "The model has no modules: name nodes by their ids.";
        else
            advice += paths.size() > most ? ", …" : ".";
    }
    throw Error(
        FailureKind::usage,
        fmt::format("{}: no node of {} matches \"{}\"", option,
                    graph.name.empty() ? std::string("the model") : "\"" + graph.name + "\"", pattern.text()),
        advice + " lockstep inspect lists the nodes with their modules and ids.");
}

}  // namespace

bool is_inside(std::string_view path, std::string_view module) {
    if (module.empty()) return true;
    return path.starts_with(module) && (path.size() == module.size() || path[module.size()] == '.');
}

bool glob_matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;  // the last one, and where its run ends
    std::size_t run_end = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            run_end = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++run_end;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::vector<std::size_t> NodePattern::choose(const Graph& graph) const {
    if (text_.starts_with('#')) {
        const std::optional<NodeId> id = to_id(std::string_view(text_).substr(1));
        return id ? with_id(graph, *id) : std::vector<std::size_t>{};
    }
    const bool glob = text_.find_first_of("*?") != std::string::npos;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; !text_.empty() && i < graph.nodes.size(); ++i) {
        const std::string& path = graph.nodes[i].provenance.module;
        if (glob ? glob_matches(text_, path) : is_inside(path, text_)) chosen.push_back(i);
    }
    const std::optional<NodeId> id = to_id(std::string_view(text_).substr(text_.starts_with('n') ? 1 : 0));
    return chosen.empty() && id ? with_id(graph, *id) : chosen;
}

std::vector<std::optional<std::size_t>> last_matches(const Graph& graph,
                                                     const std::vector<NodePattern>& patterns,
                                                     std::string_view option) {
    std::vector<std::optional<std::size_t>> last(graph.nodes.size());
    for (std::size_t p = 0; p < patterns.size(); ++p) {
        const std::vector<std::size_t> chosen = patterns[p].choose(graph);
        if (chosen.empty()) refuse(graph, patterns[p], option);
        for (const std::size_t node : chosen) last[node] = p;
    }
    return last;
}

NodePattern pattern_of(NodeId node) {
    return NodePattern(fmt::format("#{}", node.value));
}

std::vector<std::string> module_paths(const Graph& graph) {
    std::vector<std::string> paths;
    std::set<std::string> known;
    const auto add = [&](const std::string& path) {
        if (!path.empty() && known.insert(path).second) paths.push_back(path);
    };
    for (const Node& node : graph.nodes) {
        const std::string& path = node.provenance.module;
        for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.', dot + 1))
            add(path.substr(0, dot));
        add(path);
    }
    return paths;
}

}  // namespace lockstep::nnir
