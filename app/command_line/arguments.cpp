#include "app/command_line/arguments.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/command_line/option_table.h"
#include "app/command_line/option_values.h"

namespace lockstep::cli {
namespace {

/// As a shell takes it.
std::string quoted(const std::string& word) {
    const bool plain = !word.empty() && std::ranges::all_of(word, [](unsigned char c) {
        return std::isalnum(c) != 0 ||
               std::string_view("_-./=,:+@").find(static_cast<char>(c)) != std::string_view::npos;
    });
    if (plain) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

std::string joined(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words) text += fmt::format("{}{}", text.empty() ? "" : ", ", word);
    return text;
}

class Parser {
  public:
    Parser(std::span<const std::string> words, const CommandRow& command) : words_(words), command_(command) {
        arguments_.command = command.name;
        arguments_.line = "lockstep";
        for (const std::string& word : words) arguments_.line += " " + quoted(word);
    }

    Arguments parse() {
        bool only_files = false;
        for (at_ = 1; at_ < words_.size(); ++at_) {
            const std::string& word = words_[at_];
            if (!only_files && word == "--") {
                only_files = true;
            } else if (!only_files && (word == "--help" || word == "-h")) {
                arguments_.help = true;
                return arguments_;
            } else if (!only_files && word.size() > 1 && word[0] == '-') {
                take_option(word);
            } else {
                arguments_.files.push_back({.file = word, .options = {}});
            }
        }
        check_files();
        check_format();
        check_search();
        return arguments_;
    }

  private:
    void check_search() const {
        const SearchOptions& search = arguments_.build.search;
        if (search.quick && (search.optimize || search.seeds > 1))
            fail_usage(
                fmt::format("--quick and {} exclude each other", search.optimize ? "--optimize" : "--seeds"),
                "--quick takes the first program, the other searches for better ones.");
    }
    std::string see_help() const { return fmt::format("See lockstep {} --help.", command_.name); }

    void take_option(const std::string& word) {
        const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
        const std::string name = word.substr(0, equals);
        const auto row = std::ranges::find_if(options(), [&](const OptionRow& option) {
            return option.name == name || (!option.short_name.empty() && option.short_name == name);
        });
        if (row == options().end()) fail_usage(fmt::format("unknown option {}", name), see_help());
        if (!has_option(command_, *row)) {
            fail_usage(
                fmt::format("{} is no option of {} (it is one of: {})", name, command_.name, row->commands),
                see_help());
        }
        std::string value;
        if (!row->value.empty()) {
            if (equals != std::string::npos)
                value = word.substr(equals + 1);
            else if (++at_ < words_.size())
                value = words_[at_];
            else
                fail_usage(fmt::format("{} needs a value: {} {}", name, name, row->value), see_help());
        } else if (equals != std::string::npos) {
            fail_usage(fmt::format("{} takes no value", name), see_help());
        }
        if (row->of_model && arguments_.files.empty()) {
            fail_usage(
                fmt::format("{} stands before the MODEL", name),
                "Model options bind to the MODEL before them: lockstep COMMAND MODEL.pt " + name + " …");
        }
        const bool repeatable = row->of_model || name == "--input" || name == "--fail-if" ||
                                name == "--break" || name == "--decision" || name == "--generate" ||
                                name == "--edit";
        if (!repeatable && std::ranges::find(seen_, row->name) != seen_.end())
            fail_usage(fmt::format("{} is given twice", row->name), see_help());
        seen_.push_back(row->name);
        row->apply(arguments_, value);
    }

    void check_files() {
        const std::size_t count = arguments_.files.size();
        if (count < command_.least_files)
            fail_usage(fmt::format("{} needs a MODEL.pt", command_.name), see_help());
        if (count > command_.most_files) {
            fail_usage(fmt::format("{} takes one file, and \"{}\" is one more", command_.name,
                                   arguments_.files[command_.most_files].file),
                       see_help());
        }
    }

    void check_format() {
        if (command_.formats.empty()) return;
        if (arguments_.format.empty()) arguments_.format = command_.formats.front();
        if (std::ranges::find(command_.formats, arguments_.format) == command_.formats.end()) {
            fail_usage(fmt::format("{} has no format \"{}\": it has {}", command_.name, arguments_.format,
                                   joined(command_.formats)),
                       see_help());
        }
    }

    std::span<const std::string> words_;
    const CommandRow& command_;
    Arguments arguments_;
    std::vector<std::string_view> seen_;
    std::size_t at_ = 0;
};

}  // namespace

bool is_command(std::string_view word) {
    return find_command(word) != nullptr;
}

Arguments parse_arguments(std::span<const std::string> words) {
    const CommandRow* command = words.empty() ? nullptr : find_command(words[0]);
    if (command == nullptr) fail_usage("no command", "See lockstep --help.");
    return Parser(words, *command).parse();
}

bool wants_json(std::span<const std::string> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--format=json") return true;
        if (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json") return true;
    }
    return false;
}

}  // namespace lockstep::cli
