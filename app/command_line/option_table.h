#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/command_line/arguments.h"

namespace lockstep::cli {

struct CommandRow {
    std::string_view name;
    std::string_view arguments;  ///< as help prints them
    std::string_view summary;
    std::vector<std::string_view> formats;  ///< the first one is taken if none is given; empty: no --format
    std::size_t least_files;
    std::size_t most_files;
};
std::span<const CommandRow> commands();
const CommandRow* find_command(std::string_view name);

/// One option: all there is to know about it.
struct OptionRow {
    std::string_view name;
    std::string_view short_name;  ///< "-o"; may be empty
    std::string_view value;       ///< of the value, for help; empty: it takes none
    std::string_view commands;    ///< names of the commands that have it, separated by blanks
    std::string_view summary;
    bool of_model;  ///< binds to the MODEL before it
    void (*apply)(Arguments&, const std::string& value);
};
std::span<const OptionRow> options();
bool has_option(const CommandRow& command, const OptionRow& option);

}  // namespace lockstep::cli
