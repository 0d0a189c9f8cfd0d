#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The lines of a table that the build embeds: without line ends, empty lines and comments ("#…").
std::vector<std::string_view> csv_lines(std::string_view text);

/// The fields of one line. Between double quotes a comma is text and "" is one quote.
std::vector<std::string> csv_fields(std::string_view line);

/// A value as a field: in quotes if it holds a comma, a quote or a line end.
std::string csv_field(std::string_view value);

/// A whole number or a decimal of an embedded table. Throws Error(internal) that names `where`.
double csv_number(std::string_view text, std::string_view where);

}  // namespace lockstep
