#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "core/accel/accelerator_config.h"
#include "core/accel/config_json.h"
#include "core/accel/machine_families.h"
#include "core/accel/nearest_names.h"
#include "core/support/error.h"
#include "core/support/resources.h"

namespace lockstep {
namespace {

constexpr std::array preset_names = {"ia_420f_c6b32", "ia_840f_c3b64", "ia_840f_c2b64d", "nt400d11_c6b32",
                                     "v80_c6b32",     "v80ll_c6b32",   "artena_c8b32"};
constexpr std::string_view ip_core_prefix = "ip_core_c";
/// Longer files are no configs; keeps a wrong file name from filling the memory.
constexpr std::size_t most_config_bytes = 1U << 20U;

nlohmann::json parse(std::string_view text, const std::string& where) {
    try {
        return nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& error) {
        throw Error(FailureKind::bad_config, fmt::format("{}: no valid JSON (byte {})", where, error.byte),
                    error.what());
    }
}

AcceleratorConfig load_file(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string text(most_config_bytes + 1, '\0');
    if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.is_open() || stream.bad() || (stream.gcount() == 0 && !stream.eof()))
        throw Error(FailureKind::bad_config, fmt::format("{}: cannot be read", file),
                    "Check the path; `lockstep configs` lists the presets.");
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > most_config_bytes)
        throw Error(FailureKind::bad_config, fmt::format("{}: is longer than a config can be", file));
    const nlohmann::json json = parse(text, file);
    // What `lockstep configs NAME --format json` prints holds the config in a field of its own.
    const bool printed = json.is_object() && json.contains("ok") && json.contains("config");
    return config_from_json(printed ? json["config"] : json, file);
}

int read_count(std::string_view digits, const std::string& whole) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
        throw Error(FailureKind::bad_config, fmt::format("\"{}\" is no IP core", whole),
                    "Write ip_core_c<cores>b<block size>, for example ip_core_c4b32.");
    return value;
}

/// An IP core in a design of the user's: Agilex only. Nobody published cycles or depths of one, so all is
/// assumed to be as on the boards of the same block size.
AcceleratorConfig ip_core(const std::string& name) {
    const std::string_view numbers = std::string_view(name).substr(ip_core_prefix.size());
    const std::size_t b = numbers.find('b');
    const int cores = read_count(numbers.substr(0, b), name);
    const int block = read_count(b == std::string_view::npos ? "" : numbers.substr(b + 1), name);

    const bool wide = block > 32;
    const nlohmann::json changes = {
        {"base", wide ? "ia_840f_c3b64" : "ia_420f_c6b32"},
        {"name", name},
        {"board", "IP core (Agilex)"},
        {"cores",
         {{"value", cores}, {"basis", "published"}, {"source", "chosen by the user; any number is offered"}}},
        {"block_size", {{"value", block}, {"basis", "published"}, {"source", "chosen by the user"}}},
        {"io_size",
         {{"value", block},
          {"basis", "published"},
          {"source", "SDK 29.0.0 release notes: the block size on an IP core"}}},
        {"io_tables", ""},
        {"io_offset_us", nullptr}};
    AcceleratorConfig config = config_from_json(changes, name);
    config.clock_mhz->basis = Basis::assumed;
    config.clock_mhz->source = "320 MHz in the vendor's example; depends on the user's design";
    config.weight_store_depth.basis = Basis::assumed;
    config.weight_store_depth.source = "not published for IP cores; 512 as on the Agilex boards";
    config.tensor_ram_depth.value = 262144 / (2 * std::max(block, 1));
    const std::string board = wide ? "IA-840f" : "IA-420f";
    config.timing = as_assumed(config.timing, "not published for IP cores; as fitted to the " + board);
    const int beats = std::max(1, block / 32);
    for (Figure<int>* figure : {&config.timing.bus_interval, &config.timing.input_interval}) {
        figure->value = beats;
        figure->source =
            "not published for IP cores; a link of 32 values a cycle, as the boards' fits suggest";
    }
    return config;
}

}  // namespace

std::string_view name(Basis basis) {
    switch (basis) {
        case Basis::published:
            return "published";
        case Basis::derived:
            return "derived";
        case Basis::fitted:
            return "fitted";
        case Basis::assumed:
            return "assumed";
        case Basis::given:
            return "given";
    }
    return "assumed";
}

const std::vector<AcceleratorConfig>& preset_configs() {
    static const std::vector<AcceleratorConfig> all = [] {
        std::vector<AcceleratorConfig> configs;
        for (const std::string preset : preset_names) {
            const std::string path = "accelerators/" + preset + ".json";
            configs.push_back(config_from_json(parse(resource(path), path), path));
        }
        return configs;
    }();
    return all;
}

AcceleratorConfig find_config(const std::string& name_or_file) {
    if (name_or_file.ends_with(".json")) return load_file(name_or_file);
    for (const AcceleratorConfig& config : preset_configs())
        if (config.name == name_or_file) return config;
    if (name_or_file.starts_with(ip_core_prefix)) return ip_core(name_or_file);
    std::vector<std::string> names(preset_names.begin(), preset_names.end());
    names.emplace_back("ip_core_c4b32");
    const std::string near = did_you_mean(name_or_file, names);
    throw Error(FailureKind::bad_config, fmt::format("there is no accelerator config \"{}\"", name_or_file),
                fmt::format("{}{}Configs: {}; ip_core_c<cores>b<block size>; or a JSON file.", near,
                            near.empty() ? "" : " ", fmt::join(preset_names, ", ")));
}

}  // namespace lockstep
