#include "app/command_line/option_values.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>

#include "core/run/data_kind.h"
#include "core/support/csv_line.h"
#include "core/support/error.h"

namespace lockstep::cli {
namespace {

template <class T>
std::optional<T> parse(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

void fail_usage(const std::string& message, const std::string& advice) {
    throw Error(FailureKind::usage, message, advice);
}

std::int64_t to_integer(std::string_view option, std::string_view value, std::int64_t least,
                        std::int64_t most) {
    const std::optional<std::int64_t> number = parse<std::int64_t>(value);
    if (!number || *number < least || *number > most)
        fail_usage(
            fmt::format("{} takes a whole number from {} to {}, not \"{}\"", option, least, most, value));
    return *number;
}

std::pair<int, int> to_window_size(std::string_view value) {
    const std::size_t cross = value.find('x');
    if (cross == std::string_view::npos) fail_usage(fmt::format("--size takes WxH, not \"{}\"", value));
    return {static_cast<int>(to_integer("--size", value.substr(0, cross), 320, 8192)),
            static_cast<int>(to_integer("--size", value.substr(cross + 1), 320, 8192))};
}

std::uint64_t to_seed(std::string_view value) {
    const std::optional<std::uint64_t> number = parse<std::uint64_t>(value);
    if (!number) fail_usage(fmt::format("--seed takes a whole number from 0 to 2^64 - 1, not \"{}\"", value));
    return *number;
}

double to_number(std::string_view option, std::string_view value) {
    const std::optional<double> number = parse<double>(value);
    if (!number || !std::isfinite(*number))
        fail_usage(fmt::format("{} takes a number, not \"{}\"", option, value));
    return *number;
}

double to_tolerance(std::string_view option, std::string_view value) {
    const double number = to_number(option, value);
    if (number < 0)
        fail_usage(fmt::format("{} takes a number that is not negative, not \"{}\"", option, value));
    return number;
}

FunctionStyle to_function_style(std::string_view value) {
    const auto style = function_style_named(value);
    if (!style) fail_usage(fmt::format("--functions takes exact or table, not \"{}\"", value));
    return *style;
}

Shape to_shape(std::string_view option, std::string_view value) {
    Shape shape;
    for (std::size_t begin = 0; begin <= value.size();) {
        const std::size_t end = std::min(value.find(',', begin), value.size());
        const std::optional<std::int64_t> size = parse<std::int64_t>(value.substr(begin, end - begin));
        if (!size || *size < 1 || *size > std::numeric_limits<std::int32_t>::max())
            fail_usage(fmt::format("{} takes sizes like 20,128, not \"{}\"", option, value));
        shape.push_back(*size);
        begin = end + 1;
    }
    return shape;
}

AxisOption to_axis(std::string_view value) {
    auto [name, axis] = split_name(value);
    if (axis == "none") return {.input = name, .axis = std::nullopt};
    const std::optional<int> number = parse<int>(axis);
    if (!number) fail_usage(fmt::format("--streaming-axis takes [NAME=]AXIS or none, not \"{}\"", value));
    return {.input = name, .axis = number};
}

InputFile to_input_file(std::string_view value) {
    const auto exists = [](std::string_view path) {
        std::error_code error;
        return std::filesystem::exists(path, error);
    };
    InputFile input;
    std::string_view file = value;
    // The last colon behind the name of a table: columns may have colons in their names.
    std::size_t at = value.rfind(':');
    while (at != std::string_view::npos && data_kind(value.substr(0, at)) != DataKind::csv)
        at = at == 0 ? std::string_view::npos : value.rfind(':', at - 1);
    if (!exists(value) && at != std::string_view::npos) {
        file = value.substr(0, at);
        input.columns.chosen = csv_fields(value.substr(at + 1));
        for (const std::string& column : input.columns.chosen) {
            if (column.empty())
                fail_usage(fmt::format("--input takes FILE.csv:COLUMN,COLUMN, not \"{}\"", value),
                           "Name columns as the header does, or by their numbers from 1.");
        }
    }
    const auto [name, path] = split_name(file);
    if (name.empty() || exists(file)) {
        input.file = file;
    } else {
        input.name = name;
        input.file = path;
    }
    return input;
}

ReferenceOption to_reference(std::string_view value) {
    ReferenceOption option;
    option.text = value;
    constexpr std::string_view sampled = "sampled:";
    if (value == "none") {
        option.kind = ReferenceOption::Kind::none;
    } else if (value == "forward") {
        option.choice = ReferenceChoice::forward;
    } else if (value == "stepped") {
        option.choice = ReferenceChoice::stepped;
    } else if (value.starts_with(sampled)) {
        option.every = to_integer("--reference sampled:N", value.substr(sampled.size()), 1, 1'000'000'000);
        option.choice = ReferenceChoice::stepped;
    } else if (data_kind(value) == DataKind::npy) {
        option.kind = ReferenceOption::Kind::file;
        option.file = value;
    } else {
        fail_usage(fmt::format("--reference takes forward, stepped, sampled:N, FILE.npy or none, not \"{}\"",
                               value));
    }
    return option;
}

std::pair<std::string, std::string> split_name(std::string_view value) {
    const std::size_t at = value.find('=');
    if (at == std::string_view::npos) return {"", std::string(value)};
    return {std::string(value.substr(0, at)), std::string(value.substr(at + 1))};
}

}  // namespace lockstep::cli
