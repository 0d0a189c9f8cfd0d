#include "core/run/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "core/support/error.h"

namespace lockstep {
namespace {

using Kind = ConditionRule::Kind;
using Comparison = ConditionRule::Comparison;

/// What saturated(…) calls all gates.
constexpr std::string_view all_gates = "gates";

[[noreturn]] void refuse(std::string_view text, const std::string& reason) {
    throw Error(FailureKind::usage, fmt::format("--break \"{}\": {}", text, reason),
                "As in 'error > 0.1', 'nan', 'wrong', 'not-close', 'saturated', 'saturated(lstm.c0.f) > 10', "
                "'cycles > 500', 'abs(lstm.c0) > 4', 'value(linear) > 4' or 'error(linear) > 0.01'.");
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// The text between "NAME(" and ")"; nothing if it is not such a call.
std::optional<std::string_view> argument(std::string_view text, std::string_view function) {
    if (!text.starts_with(function) || !text.ends_with(')')) return std::nullopt;
    text.remove_prefix(function.size());
    if (!text.starts_with('(')) return std::nullopt;
    return trimmed(text.substr(1, text.size() - 2));
}

void read_name(ConditionRule& rule, std::string_view name) {
    if (name.ends_with(']')) {
        const std::size_t at = name.rfind('[');
        std::int64_t element = -1;
        const std::string_view digits =
            at == std::string_view::npos ? "" : name.substr(at + 1, name.size() - at - 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), element);
        if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || element < 0)
            refuse(rule.text, fmt::format("\"{}\" names no element", name));
        rule.element = element;
        name = trimmed(name.substr(0, at));
    }
    if (name.empty()) refuse(rule.text, "no value is named");
    if (name.find_first_of("[]()") != std::string_view::npos)
        refuse(rule.text, fmt::format("\"{}\" is no value", name));
    rule.name = name;
}

void read_quantity(ConditionRule& rule, std::string_view quantity) {
    constexpr std::array<std::pair<std::string_view, Kind>, 4> figures = {
        {{"error", Kind::error}, {"rms", Kind::rms}, {"relative", Kind::relative}, {"cycles", Kind::cycles}}};
    const auto figure = std::ranges::find(figures, quantity, [](const auto& row) { return row.first; });
    if (figure != figures.end()) {
        rule.kind = figure->second;
        return;
    }
    if (quantity == "saturated") {
        rule.kind = Kind::saturated;
        rule.counts = true;
        return;
    }
    if (const auto inner = argument(quantity, "saturated")) {
        rule.kind = Kind::saturated;
        rule.counts = true;
        return read_name(rule, *inner);
    }
    if (const auto inner = argument(quantity, "error")) {
        rule.kind = Kind::node_error;
        return read_name(rule, *inner);
    }
    rule.kind = Kind::value;
    if (const auto inner = argument(quantity, "abs")) {
        rule.absolute = true;
        quantity = *inner;
    }
    if (const auto inner = argument(quantity, "value")) {
        rule.kind = Kind::node_value;
        quantity = *inner;
    }
    read_name(rule, quantity);
}

}  // namespace

ConditionRule condition_rule(std::string_view text) {
    ConditionRule rule;
    rule.text = text;
    text = trimmed(text);
    const std::size_t at = text.find_first_of("<>");
    if (at != std::string_view::npos) {
        const bool equal = at + 1 < text.size() && text[at + 1] == '=';
        rule.comparison = text[at] == '>' ? (equal ? Comparison::greater_equal : Comparison::greater)
                                          : (equal ? Comparison::less_equal : Comparison::less);
        const std::string_view number = trimmed(text.substr(at + (equal ? 2 : 1)));
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), rule.bound);
        if (number.empty() || error != std::errc{} || end != number.data() + number.size() ||
            !std::isfinite(rule.bound))
            refuse(rule.text, fmt::format("\"{}\" is no number", number));
        read_quantity(rule, trimmed(text.substr(0, at)));
        return rule;
    }
    if (text == "wrong") {
        rule.kind = Kind::wrong;
    } else if (text == "not-close") {
        rule.kind = Kind::not_close;
    } else if (text == "nan") {
        rule.kind = Kind::nan;
    } else if (text == "saturated") {
        rule.kind = Kind::saturated;
    } else if (const auto nan_of = argument(text, "nan")) {
        rule.kind = Kind::nan;
        read_name(rule, *nan_of);
    } else if (const auto saturated_of = argument(text, "saturated")) {
        rule.kind = Kind::saturated;
        read_name(rule, *saturated_of);
    } else {
        refuse(rule.text, "this is no condition");
    }
    return rule;
}

Condition::Condition(ConditionRule rule, const Program& program, const std::vector<StateTrace>& states)
    : rule_(std::move(rule)) {
    std::vector<Place> all;
    const auto add = [&all](Source source, const std::string& name, std::int64_t size,
                            std::optional<UnitRange> range = {}) {
        std::size_t first = 0;
        for (const Place& place : all)
            if (place.source == source) first += place.size;
        all.push_back({source, name, first, static_cast<std::size_t>(size), range});
    };
    for (const IoTensor& output : program.outputs)
        add(Source::outputs, output.name, element_count(output.shape));
    for (const StateTrace& state : states)
        add(Source::states, state.name, state.size,
            state.role == "cell" ? std::optional(UnitRange::cell) : std::nullopt);
    for (const IoTensor& input : program.inputs) add(Source::inputs, input.name, element_count(input.shape));
    for (const GateTrace& gate : map_gates(program).traces)
        add(Source::gates, gate.name, gate.size, range_of(gate));
    if (rule_.kind == Kind::nan) {
        const auto names = std::make_shared<const NonFiniteNames>(program);
        const bool is_value = std::ranges::find(all, rule_.name, &Place::name) != all.end();
        if (!rule_.name.empty()) node_ = names->node(rule_.name);
        if (node_ || rule_.name.empty()) names_ = names;
        if (rule_.name.empty())
            for (const Place& place : all)
                if (place.source == Source::inputs) inputs_.push_back(place);
        if (node_ && !is_value) {
            // The first such lane of an instruction is known, not each.
            if (rule_.element) {
                throw Error(
                    FailureKind::bad_input,
                    fmt::format("--break \"{}\": of an operator nan is asked for as a whole", rule_.text),
                    fmt::format("Ask for nan({}): the hit says which element.", rule_.name));
            }
            return;
        }
    }
    if (rule_.kind == Kind::node_value || rule_.kind == Kind::node_error) choose_node(program);
    choose_places(all);
    check_element();
}

void Condition::choose_node(const Program& program) {
    const auto number = [&](const ProgramNode& node) {
        const std::string id = std::to_string(node.id);
        return rule_.name == id || rule_.name == "n" + id;
    };
    auto found = std::ranges::find(program.nodes, rule_.name, &ProgramNode::name);
    if (found == program.nodes.end()) found = std::ranges::find_if(program.nodes, number);
    if (found == program.nodes.end()) {
        constexpr std::size_t most = 30;
        std::string known;
        for (std::size_t k = 0; k < std::min(most, program.nodes.size()); ++k)
            known += (k == 0 ? "" : ", ") + program.nodes[k].name;
        if (program.nodes.size() > most) known += ", …";
        throw Error(
            FailureKind::bad_input,
            fmt::format("--break \"{}\": there is no node \"{}\" (nodes: {})", rule_.text, rule_.name, known),
            "Name one of these, or the number of a node as lockstep inspect tells it.");
    }
    probed_ = nnir::NodeId{found->id};
    probed_name_ = found->name.empty() ? found->op : found->name;
}

void Condition::choose_places(const std::vector<Place>& all) {
    const bool saturated = rule_.kind == Kind::saturated;
    if (rule_.kind != Kind::nan && !saturated && rule_.kind != Kind::value) return;
    const auto named = std::ranges::find(all, rule_.name, &Place::name);
    const bool gates = saturated && named == all.end() && rule_.name == all_gates && !rule_.element;
    std::string known;
    for (const Place& place : all) {
        const bool of_gates = place.source == Source::gates;
        const bool of_all =
            rule_.kind == Kind::nan ? place.source != Source::inputs && !of_gates : place.range && !of_gates;
        if (gates ? of_gates : rule_.name.empty() && of_all) places_.push_back(place);
        if (!saturated || place.range) known += (known.empty() ? "" : ", ") + place.name;
    }
    if (!rule_.name.empty() && named != all.end() && (!saturated || named->range)) places_ = {*named};
    if (!places_.empty()) return;
    if (rule_.name.empty() || gates) {
        throw Error(FailureKind::bad_input,
                    fmt::format("--break \"{}\": the program keeps no {} that can be read", rule_.text,
                                gates ? "gate" : "cell state"),
                    "Name a value that it has, as in 'abs(y) > 1', or error, rms, relative or cycles.");
    }
    if (saturated) {
        throw Error(FailureKind::bad_input,
                    fmt::format("--break \"{}\": there is no cell state or gate \"{}\" ({})", rule_.text,
                                rule_.name, known.empty() ? "the program shows none" : "it shows " + known),
                    "Name one of these, or all gates: saturated(gates).");
    }
    throw Error(
        FailureKind::bad_input,
        fmt::format("--break \"{}\": there is no value \"{}\" (outputs, states, inputs and gates: {})",
                    rule_.text, rule_.name, known),
        "Name one of these values, or error, rms, relative or cycles.");
}

void Condition::look_through(std::shared_ptr<NodeProbe> probe) {
    probe_ = std::move(probe);
    const std::size_t size = probe_->values(*probed_).size();
    if (!rule_.element || std::cmp_less(*rule_.element, size)) return;
    throw Error(FailureKind::bad_input,
                fmt::format("--break \"{}\": \"{}\" has {} values", rule_.text, probed_name_, size),
                "Elements are counted from 0.");
}

void Condition::check_element() const {
    if (!rule_.element || places_.empty() || std::cmp_less(*rule_.element, places_.front().size)) return;
    throw Error(
        FailureKind::bad_input,
        fmt::format("--break \"{}\": \"{}\" has {} values", rule_.text, rule_.name, places_.front().size),
        "Elements are counted from 0.");
}

bool Condition::needs_gates() const {
    return std::ranges::any_of(places_, [](const Place& place) { return place.source == Source::gates; });
}

bool Condition::holds(double value) const {
    switch (rule_.comparison) {
        case Comparison::greater:
            return value > rule_.bound;
        case Comparison::greater_equal:
            return value >= rule_.bound;
        case Comparison::less:
            return value < rule_.bound;
        case Comparison::less_equal:
            return value <= rule_.bound;
    }
    return false;
}

std::optional<ConditionHit> Condition::look_at(const Place& place, const InferenceView& view) const {
    const std::span<const float> all = place.source == Source::outputs  ? view.outputs
                                       : place.source == Source::states ? view.states
                                       : place.source == Source::gates  ? view.gates
                                                                        : view.inputs;
    if (all.size() < place.first + place.size) return std::nullopt;
    if (rule_.counts) return count_in(place, all.subspan(place.first, place.size));
    const std::size_t begin = rule_.element ? static_cast<std::size_t>(*rule_.element) : 0;
    const std::size_t end = rule_.element ? begin + 1 : place.size;
    const bool downwards = rule_.comparison == Comparison::less || rule_.comparison == Comparison::less_equal;
    std::optional<ConditionHit> hit;
    for (std::size_t k = begin; k < end; ++k) {
        const auto value = static_cast<double>(all[place.first + k]);
        const double size = rule_.absolute ? std::abs(value) : value;
        bool found = false;
        bool further = false;
        if (rule_.kind == Kind::nan) {
            found = !std::isfinite(value);
        } else if (rule_.kind == Kind::saturated) {
            // How far beyond: of a sigmoid from its middle.
            const double middle = place.range == UnitRange::sigmoid ? 0.5 : 0;
            found = saturation(*place.range, value) != 0;
            further = hit && std::abs(value - middle) > std::abs(hit->value - middle);
        } else {
            found = holds(size);
            further = hit && (downwards ? size < hit->value : size > hit->value);
        }
        if (found && (!hit || further))
            hit = ConditionHit{.where = fmt::format("{}[{}]", place.name, k),
                               .value = rule_.kind == Kind::value ? size : value};
    }
    return hit;
}

std::optional<ConditionHit> Condition::look_at_inputs(const InferenceView& view) const {
    for (const Place& place : inputs_) {
        auto hit = look_at(place, view);
        if (!hit) continue;
        hit->detail = "already in the inputs";
        return hit;
    }
    return std::nullopt;
}

void Condition::stop_by(const std::stop_token& stop) const {
    if (probe_) probe_->stop_by(stop);
}

std::optional<ConditionHit> Condition::look_at_node(const InferenceView& view) const {
    if (!probe_ || !probed_) return std::nullopt;
    probe_->see(view.record.index, view.inputs, view.outputs);
    const std::span<const float> values = probe_->values(*probed_);
    const bool errors = rule_.kind == Kind::node_error;
    const std::span<const double> exact = errors ? probe_->exact_values(*probed_) : std::span<const double>{};
    const bool downwards = rule_.comparison == Comparison::less || rule_.comparison == Comparison::less_equal;
    std::optional<std::size_t> place;
    double worst = 0;
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (rule_.element && !std::cmp_equal(*rule_.element, k)) continue;
        const auto value = static_cast<double>(values[k]);
        double size = rule_.absolute ? std::abs(value) : value;
        if (errors) {
            size = std::abs(value - exact[k]);
            const bool alike = value == exact[k] || (std::isnan(value) && std::isnan(exact[k]));
            if (std::isnan(size)) size = alike ? 0 : std::numeric_limits<double>::infinity();
        }
        // An error is that of the whole node: its largest one is compared.
        if (!errors && !holds(size)) continue;
        if (place && !(downwards && !errors ? size < worst : size > worst)) continue;
        place = k;
        worst = size;
    }
    if (!place || !holds(worst)) return std::nullopt;
    std::string detail;
    if (errors)
        detail = fmt::format("VM {:.6g}, float64 {:.6g}", static_cast<double>(values[*place]), exact[*place]);
    if (!probe_->same_outputs())
        detail += fmt::format("{}of a program that shows the node, whose outputs are not the run's own bits",
                              detail.empty() ? "" : "; ");
    return ConditionHit{.where = fmt::format("{}[{}]", probed_name_, *place),
                        .value = worst,
                        .detail = std::move(detail),
                        .node = probed_->value};
}

std::optional<ConditionHit> Condition::look_inside(const InferenceView& view) const {
    if (!names_) return std::nullopt;
    for (const NonFinite& found : view.non_finite) {
        if (node_ && names_->node_of(found) != *node_) continue;
        if (node_ && rule_.element &&
            !names_->place(found).where.ends_with(fmt::format("[{}]", *rule_.element)))
            continue;
        NonFiniteNames::Place place = names_->place(found);
        return ConditionHit{.where = std::move(place.where),
                            .value = static_cast<double>(found.value),
                            .detail = std::move(place.detail),
                            .node = place.id};
    }
    return std::nullopt;
}

std::optional<ConditionHit> Condition::count_in(const Place& place, std::span<const float> values) const {
    std::int64_t count = 0;
    for (std::size_t k = 0; k < values.size(); ++k)
        if ((!rule_.element || std::cmp_equal(k, *rule_.element)) &&
            saturation(*place.range, static_cast<double>(values[k])) != 0)
            ++count;
    if (!holds(static_cast<double>(count))) return std::nullopt;
    return ConditionHit{.where = place.name, .value = static_cast<double>(count)};
}

std::optional<ConditionHit> Condition::look(const InferenceView& view, bool wrong) const {
    const InferenceRecord& record = view.record;
    const bool compared = record.reference != ReferenceKind::none;
    const auto figure = [this](bool known, double value) -> std::optional<ConditionHit> {
        if (!known || !holds(value)) return std::nullopt;
        return ConditionHit{.where = {}, .value = value};
    };
    switch (rule_.kind) {
        case Kind::error:
            return figure(compared, record.max_abs_error);
        case Kind::rms:
            return figure(compared, record.rms_error);
        case Kind::relative:
            // A zero reference is exceeded by any error.
            return figure(compared && record.max_abs_error > 0,
                          record.max_abs_error / record.reference_max_abs);
        case Kind::cycles:
            return figure(true, static_cast<double>(record.cycles));
        case Kind::not_close:
            if (!compared || record.allclose) return std::nullopt;
            return ConditionHit{.where = {}, .value = record.max_abs_error};
        case Kind::wrong:
            if (!wrong) return std::nullopt;
            return ConditionHit{.where = {}, .value = record.max_abs_error};
        case Kind::node_value:
        case Kind::node_error:
            return look_at_node(view);
        case Kind::nan:
        case Kind::saturated:
        case Kind::value:
            break;
    }
    if (auto hit = look_at_inputs(view)) return hit;
    if (auto hit = look_inside(view)) return hit;
    for (const Place& place : places_)
        if (auto hit = look_at(place, view)) return hit;
    return std::nullopt;
}

}  // namespace lockstep
