#include "core/run/csv_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr std::string_view change_ending = ":change";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<double> to_number(std::string_view field) {
    if (field.starts_with('+')) field.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (end != field.data() + field.size() || field.empty()) return std::nullopt;
    // Out of range: too small rounds to zero, too large is refused with the fp32 range below.
    if (error == std::errc::result_out_of_range) {
        constexpr double most = std::numeric_limits<double>::max();
        return std::clamp(std::strtod(std::string(field).c_str(), nullptr), -most, most);
    }
    if (error != std::errc{}) return std::nullopt;
    return value;
}

}  // namespace

CsvLines::CsvLines(std::string where, CsvColumns columns)
    : where_(std::move(where)), wanted_(std::move(columns)) {
    if (wanted_.reset.ends_with(change_ending)) {
        on_change_ = true;
        wanted_.reset.resize(wanted_.reset.size() - change_ending.size());
    }
}

void CsvLines::fail(const std::string& problem) const {
    throw Error(
        FailureKind::bad_input, where_ + ": " + problem,
        "Give a table of numbers, one inference a row; missing values are filled in or dropped before.");
}

void CsvLines::split(std::string_view text) {
    fields_.clear();
    unquoted_.clear();
    for (;;) {
        std::string_view rest = text;
        while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
        if (!rest.starts_with('"')) {
            const std::size_t end = std::min(text.find(separator_), text.size());
            fields_.push_back({trimmed(text.substr(0, end))});
            if (end == text.size()) return;
            text.remove_prefix(end + 1);
            continue;
        }
        std::string value;
        std::size_t at = 1;
        for (;; ++at) {
            const std::size_t quote = rest.find('"', at);
            if (quote == std::string_view::npos)
                fail(
                    fmt::format("line {}, column {}: a quote is not closed in this line (a row is one line: "
                                "text with line breaks in it cannot be read, chosen or not)",
                                line_, fields_.size() + 1));
            value += rest.substr(at, quote - at);
            at = quote + 1;
            if (at >= rest.size() || rest[at] != '"') break;
            value += '"';
        }
        rest = rest.substr(at);
        const std::size_t end = std::min(rest.find(separator_), rest.size());
        if (!trimmed(rest.substr(0, end)).empty())
            fail(fmt::format("line {}, column {}: text behind a closed quote", line_, fields_.size() + 1));
        unquoted_.push_back(std::move(value));
        fields_.push_back({trimmed(unquoted_.back()), true});
        if (end == rest.size()) return;
        text = rest.substr(end + 1);
    }
}

std::size_t CsvLines::column_of(const std::string& name, bool header) const {
    if (header) {
        const auto found = std::ranges::find(fields_, std::string_view(name), &Field::text);
        if (found != fields_.end() && std::find_if(found + 1, fields_.end(), [&](const Field& other) {
                                          return other.text == name;
                                      }) != fields_.end())
            throw Error(FailureKind::bad_input,
                        fmt::format("{}: two columns are called \"{}\"", where_, name),
                        "Choose columns by their numbers from 1, or give them names of their own.");
        if (found != fields_.end()) return static_cast<std::size_t>(found - fields_.begin());
    }
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc{} && end == name.data() + name.size() && number >= 1 && number <= fields_.size())
        return number - 1;
    std::string names;
    for (std::size_t k = 0; header && k < std::min<std::size_t>(fields_.size(), 40); ++k)
        names += fmt::format("{}{}", k == 0 ? "" : ", ", fields_[k].text);
    throw Error(FailureKind::bad_input,
                fmt::format("{}: there is no column \"{}\": {}", where_, name,
                            header ? fmt::format("its {} columns are {}", fields_.size(), names)
                                   : fmt::format("it has {} columns and no header", fields_.size())),
                "Name columns as the header does, or by their numbers from 1.");
}

void CsvLines::choose(bool header) {
    chosen_.clear();
    reset_.reset();
    if (!wanted_.reset.empty()) reset_ = column_of(wanted_.reset, header);
    for (const std::string& name : wanted_.chosen) chosen_.push_back(column_of(name, header));
    if (!wanted_.chosen.empty()) return;
    for (std::size_t k = 0; k < fields_.size(); ++k)
        if (k != reset_) chosen_.push_back(k);
}

std::optional<float> CsvLines::value_of(std::size_t column) const {
    const std::optional<double> number = to_number(fields_[column].text);
    if (!number) return std::nullopt;
    const auto value = static_cast<float>(*number);
    if (std::isfinite(*number) != std::isfinite(value))
        fail(fmt::format("line {}, column {}: {} is beyond the range of fp32", line_, column + 1,
                         fields_[column].text));
    return value;
}

bool CsvLines::begins_with_names() const {
    const auto is_name = [this](std::size_t column) { return !to_number(fields_[column].text); };
    const auto name = std::ranges::find_if(chosen_, is_name);
    if (name == chosen_.end()) return false;
    if (std::ranges::all_of(chosen_, is_name)) return true;
    throw Error(FailureKind::bad_input,
                fmt::format("{}: the first line holds numbers and, in column {}, \"{}\": neither names of "
                            "columns nor values",
                            where_, *name + 1, fields_[*name].text.substr(0, 40)),
                "If it is a row, fill in the value; if it names columns, choose them by name: "
                "FILE.csv:NAME,NAME.");
}

void CsvLines::check_text(std::string_view text) const {
    const bool wide = line_ == 1 && (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"));
    if (!wide && text.find('\0') == std::string_view::npos) return;
    throw Error(
        FailureKind::bad_input,
        fmt::format("{}: line {} {}", where_, line_,
                    wide ? "begins as UTF-16 does" : "holds zero bytes, as UTF-16 or a binary file does"),
        "Save the table as UTF-8 (in Excel: \"CSV UTF-8\"; iconv -f UTF-16 -t UTF-8).");
}

void CsvLines::look_at_reset() {
    begins_anew_ = false;
    if (!reset_) return;
    const std::string_view text = fields_[*reset_].text;
    if (on_change_) {
        begins_anew_ = rows_ > 0 && text != last_reset_;
        last_reset_ = text;
        return;
    }
    const std::optional<float> value = value_of(*reset_);
    if (!value)
        fail(fmt::format("line {}, column {}: \"{}\" is not a number, which a reset column needs", line_,
                         *reset_ + 1, text.substr(0, 40)));
    begins_anew_ = rows_ > 0 && *value != 0;
}

std::string_view CsvLines::begin_line(std::string_view text) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    if ((width_ == 0 || line_ == 1) && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (separator_ == '\0' && !trimmed(text).empty()) {
        separator_ = ',';
        for (const char c : {'\t', ';', ','})
            if (text.find(c) != std::string_view::npos) separator_ = c;
    }
    return text;
}

std::vector<std::string> CsvLines::fields_of(std::string_view text) {
    text = begin_line(text);
    if (trimmed(text).empty()) return {};
    split(text);
    std::vector<std::string> result;
    for (const Field& field : fields_) result.emplace_back(field.text);
    return result;
}

bool CsvLines::line(std::string_view text, std::vector<float>& values) {
    ++line_;
    check_text(text);
    text = begin_line(text);
    if (trimmed(text).empty()) return false;
    split(text);
    if (width_ == 0) {
        width_ = fields_.size();
        const auto named = [this](const std::string& name) {
            return std::ranges::find(fields_, std::string_view(name), &Field::text) != fields_.end() &&
                   !to_number(name);
        };
        bool header = named(wanted_.reset) || std::ranges::any_of(wanted_.chosen, named);
        choose(true);
        if (!header) header = begins_with_names();
        if (header) return false;
        choose(false);
    }
    if (fields_.size() != width_) {
        fail(fmt::format("line {} has {} columns, the lines before it have {} (column {})", line_,
                         fields_.size(), width_, std::min(fields_.size(), width_) + 1));
    }
    for (const std::size_t column : chosen_) {
        const std::optional<float> value = value_of(column);
        if (!value)
            fail(fmt::format("line {}, column {}: \"{}\" is not a number", line_, column + 1,
                             fields_[column].text.substr(0, 40)));
        values.push_back(*value);
    }
    look_at_reset();
    ++rows_;
    return true;
}

void CsvLines::finish() const {
    if (rows_ == 0) fail("no rows of numbers");
}

void CsvLines::rewind() {
    rows_ = 0;
    line_ = 0;
}

}  // namespace lockstep
