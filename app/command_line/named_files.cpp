#include "app/command_line/named_files.h"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "app/command_line/option_values.h"

namespace lockstep::cli {
namespace {

struct NamedFile {
    std::string option;
    std::filesystem::path file;
};

bool is_same(const std::filesystem::path& a, const std::filesystem::path& b) {
    std::error_code error;
    if (std::filesystem::equivalent(a, b, error) && !error) return true;
    const std::filesystem::path first = std::filesystem::weakly_canonical(a, error);
    if (error) return a == b;
    const std::filesystem::path second = std::filesystem::weakly_canonical(b, error);
    return error ? a == b : first == second;
}

}  // namespace

void check_named_files(const Arguments& arguments) {
    std::vector<NamedFile> read;
    std::vector<NamedFile> written;
    // "-" is a standard stream; devices and pipes hold nothing that could be lost.
    const auto add = [](std::vector<NamedFile>& files, const char* option, const std::string& file) {
        std::error_code error;
        if (!file.empty() && file != "-" && !std::filesystem::is_other(file, error))
            files.push_back({option, file});
    };
    const auto add_written = [&](const char* option, const std::optional<std::string>& file) {
        if (file) add(written, option, *file);
    };
    for (const FileArgument& file : arguments.files) add(read, "the model or program", file.file);
    std::error_code error;
    if (arguments.config && std::filesystem::is_regular_file(*arguments.config, error))
        add(read, "--config", *arguments.config);
    for (const InputFile& input : arguments.inputs) add(read, "--input", input.file.string());
    add(read, "--reference", arguments.reference.file);
    add_written("--output", arguments.output);
    add_written("--trace", arguments.trace);
    add_written("--per-inference", arguments.per_inference);
    add_written("--dump-state", arguments.dump_state);
    add_written("--checkpoint", arguments.checkpoint);
    add(written, "--weights", arguments.weights);
    for (std::size_t k = 0; k < written.size(); ++k) {
        std::vector<NamedFile> others = read;
        others.insert(others.end(), written.begin() + static_cast<std::ptrdiff_t>(k) + 1, written.end());
        for (const NamedFile& other : others) {
            if (!is_same(written[k].file, other.file)) continue;
            fail_usage(fmt::format("{} would overwrite \"{}\", which is {} as well", written[k].option,
                                   written[k].file.string(), other.option),
                       "Name another file.");
        }
    }
}

}  // namespace lockstep::cli
