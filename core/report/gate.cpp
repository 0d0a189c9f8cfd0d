#include "core/report/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "core/report/number_text.h"
#include "core/support/overloaded.h"

namespace lockstep {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

/// A word that needs no quotes.
bool is_word(std::string_view text) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !text.empty() && text != "nan" && is_letter(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

std::optional<double> to_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || std::isnan(value))
        return {};
    return value;
}

std::string known_names(const Json& json) {
    std::string names;
    for (const auto& item : json.items()) names += (names.empty() ? "" : ", ") + item.key();
    return names;
}

}  // namespace

Gate::Gate(std::string_view expression) : expression_(trimmed(expression)) {
    const std::string_view text = expression_;
    const std::size_t at = text.find_first_of("<>=!");
    if (at == std::string_view::npos) fail("no comparison (< <= > >= == !=) in it");
    const std::size_t size = at + 1 < text.size() && text[at + 1] == '=' ? 2 : 1;
    operator_ = text.substr(at, size);
    if (operator_ == "=" || operator_ == "!") fail(fmt::format("\"{}\" is no comparison", operator_));
    path_ = trimmed(text.substr(0, at));
    if (path_.empty()) fail("no path before the comparison");
    const std::string_view value = trimmed(text.substr(at + size));
    const bool ordered = operator_[0] == '<' || operator_[0] == '>';
    if (value == "true" || value == "false")
        limit_ = value == "true";
    else if (const std::optional<double> number = to_number(value))
        limit_ = *number;
    else if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
             value.back() == value.front())
        limit_ = std::string(value.substr(1, value.size() - 2));
    else if (!ordered && is_word(value))
        limit_ = std::string(value);
    else
        fail(fmt::format("\"{}\" is not a number, true, false or a word", value));
    if (ordered && !std::holds_alternative<double>(limit_)) fail("only numbers are smaller or larger");
}

void Gate::fail(const std::string& reason) const {
    throw Error(FailureKind::usage, fmt::format("--fail-if '{}': {}", expression_, reason),
                "Give PATH OPERATOR VALUE, as in --fail-if 'end_to_end_us.mean > 2.0'; paths lead into the "
                "JSON output.");
}

const Json& Gate::find(const Json& json) const {
    const Json* at = &json;
    std::string_view rest = path_;
    std::string walked;
    while (!rest.empty()) {
        if (rest.front() == '[') {
            const std::size_t close = rest.find(']');
            std::size_t index = 0;
            const char* const end = close == std::string_view::npos ? nullptr : rest.data() + close;
            if (end == nullptr || std::from_chars(rest.data() + 1, end, index).ptr != end || close == 1)
                fail(fmt::format("\"{}\" is no [index]", rest));
            if (!at->is_array()) fail(fmt::format("{} is no list", walked));
            if (index >= at->size()) fail(fmt::format("{} has {} entries", walked, at->size()));
            at = &(*at)[index];
            walked += rest.substr(0, close + 1);
            rest.remove_prefix(close + 1);
            continue;
        }
        if (rest.front() == '.' && !walked.empty()) rest.remove_prefix(1);
        const std::string key(rest.substr(0, rest.find_first_of(".[")));
        if (at->is_null()) fail(fmt::format("{} is not known in this result", walked));
        if (!at->is_object() || !at->contains(key)) {
            fail(at->is_object() ? fmt::format("there is no \"{}\" in {}; there are: {}", key,
                                               walked.empty() ? "the result" : walked, known_names(*at))
                                 : fmt::format("{} has no parts", walked));
        }
        at = &(*at)[key];
        walked += (walked.empty() ? "" : ".") + key;
        rest.remove_prefix(key.size());
    }
    return *at;
}

Gate::Operand Gate::operand_of(const Json& found) const {
    if (found.is_object() && found.contains("verdict")) {
        if (found["verdict"].is_null())
            fail(fmt::format("the target has no verdict: {}", found.value("reason", std::string())));
        return operand_of(found["verdict"]);
    }
    if (found.is_boolean() && std::holds_alternative<bool>(limit_)) return found.get<bool>();
    if (found.is_number() && std::holds_alternative<double>(limit_)) return found.get<double>();
    if (found.is_string()) {
        const auto& text = found.get_ref<const std::string&>();
        if (std::holds_alternative<std::string>(limit_)) return text;
        if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
        if (text == "inf") return std::numeric_limits<double>::infinity();
        if (text == "-inf") return -std::numeric_limits<double>::infinity();
    }
    if (found.is_null()) fail(path_ + " is not known in this result");
    fail(fmt::format("{} is {}, which cannot be compared so", path_, to_line(found).substr(0, 40)));
}

bool Gate::compare(const Operand& found) const {
    if (const double* number = std::get_if<double>(&found)) {
        if (std::isnan(*number)) return true;
        const double limit = std::get<double>(limit_);
        if (operator_ == "<") return *number < limit;
        if (operator_ == "<=") return *number <= limit;
        if (operator_ == ">") return *number > limit;
        if (operator_ == ">=") return *number >= limit;
    }
    return (found == limit_) == (operator_ == "==");
}

GateResult Gate::check(const Json& json) const {
    const Operand found = operand_of(find(json));
    const std::string text =
        std::visit(Overloaded{[](double value) { return exact_text(value); },
                              [](bool value) { return std::string(value ? "true" : "false"); },
                              [](const std::string& value) { return value; }},
                   found);
    return {.expression = expression_, .value = text, .hit = compare(found)};
}

}  // namespace lockstep
