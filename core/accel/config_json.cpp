#include "core/accel/config_json.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include <fmt/format.h>

#include "core/accel/config_fields.h"
#include "core/accel/machine_families.h"
#include "core/accel/nearest_names.h"
#include "core/support/error.h"

namespace lockstep {

using config_fields::Rule;
using config_json::refuse;
using nlohmann::json;

namespace {

Basis read_basis(const json& value, const std::string& where, const std::string& path) {
    for (const Basis basis : {Basis::published, Basis::derived, Basis::fitted, Basis::assumed, Basis::given})
        if (value.is_string() && value.get<std::string>() == name(basis)) return basis;
    refuse(where, path, fmt::format("{} is no basis", value.dump()),
           "A basis is \"published\", \"derived\", \"fitted\", \"assumed\" or \"given\".");
}

std::string read_string(const json& value, const std::string& where, const std::string& path) {
    if (!value.is_string()) refuse(where, path, fmt::format("must be a string, not {}", value.type_name()));
    return value.get<std::string>();
}

template <class T>
T read_number(const json& value, const std::string& where, const std::string& path, const Rule& rule) {
    if constexpr (std::is_same_v<T, bool>) {
        if (!value.is_boolean())
            refuse(where, path, fmt::format("must be true or false, not {}", value.dump()));
        return value.get<bool>();
    } else {
        const bool whole = std::is_integral_v<T>;
        if (whole ? !value.is_number_integer() : !value.is_number())
            refuse(where, path,
                   fmt::format("must be a {}, not {}", whole ? "whole number" : "number", value.dump()));
        const double number = value.get<double>();
        if (!(number >= rule.minimum && number <= rule.maximum))
            refuse(where, path,
                   fmt::format("{} is out of range: {} to {} {}", value.dump(), rule.minimum, rule.maximum,
                               rule.unit));
        if (whole && value.get<std::int64_t>() % rule.multiple_of != 0)
            refuse(where, path, fmt::format("{} is not a multiple of {}", value.dump(), rule.multiple_of));
        return value.get<T>();
    }
}

template <class T>
Figure<T> read_figure(const json& value, const std::string& where, const std::string& path,
                      const Rule& rule) {
    Figure<T> figure{.value = {}, .unit = std::string(rule.unit), .basis = Basis::given, .source = where};
    if (!value.is_object()) {
        figure.value = read_number<T>(value, where, path, rule);
        return figure;
    }
    if (!value.contains("value")) refuse(where, path, "has no \"value\"");
    static const std::vector<std::string> keys = {"value", "unit", "basis", "source"};
    for (const auto& [key, entry] : value.items()) {
        const std::string entry_path = path + "/" + key;
        if (key == "value") {
            figure.value = read_number<T>(entry, where, entry_path, rule);
        } else if (key == "unit") {
            if (read_string(entry, where, entry_path) != rule.unit)
                refuse(where, entry_path, fmt::format("the unit is \"{}\", not {}", rule.unit, entry.dump()));
        } else if (key == "basis") {
            figure.basis = read_basis(entry, where, entry_path);
        } else if (key == "source") {
            figure.source = read_string(entry, where, entry_path);
        } else {
            refuse(where, entry_path, "is no part of a figure", did_you_mean(key, keys, 1));
        }
    }
    return figure;
}

template <class T>
json figure_to_json(const Figure<T>& figure) {
    return {{"value", figure.value},
            {"unit", figure.unit},
            {"basis", name(figure.basis)},
            {"source", figure.source}};
}

void refuse_unknown_keys(const json& object, const std::string& where, const std::string& path,
                         const std::vector<std::string>& known) {
    for (const auto& [key, value] : object.items())
        if (std::ranges::find(known, key) == known.end())
            refuse(where, path + "/" + key, "is no field of a config", did_you_mean(key, known, 1));
}

/// Start of a config: its base, or an empty one. `complete` tells whether every field has a value already.
AcceleratorConfig base_of(const json& object, const std::string& where, bool& complete) {
    complete = object.contains("base");
    if (!complete) return {};
    const std::string base = read_string(object["base"], where, "/base");
    if (base.ends_with(".json")) refuse(where, "/base", "must be a preset or an IP core, not a file");
    return find_config(base);
}

}  // namespace

void config_json::refuse(const std::string& where, const std::string& path, const std::string& reason,
                         const std::string& advice) {
    throw Error(FailureKind::bad_config, fmt::format("{}: {}: {}", where, path, reason), advice);
}

void config_json::read_timing(const json& object, const std::string& where, const std::string& path,
                              MachineTiming& timing, bool all_required) {
    if (!object.is_object())
        refuse(where, path, fmt::format("must be an object, not {}", object.type_name()));
    std::vector<std::string> known;
    config_fields::visit_timing(timing, [&]<class T>(const char* key, Figure<T>& figure, const Rule& rule) {
        known.emplace_back(key);
        if (object.contains(key))
            figure = read_figure<T>(object[key], where, path + "/" + key, rule);
        else if (all_required && !rule.derivable)
            refuse(where, path + "/" + key, "is missing");
    });
    refuse_unknown_keys(object, where, path, known);
    const bool given = object.contains("vector_interval_two") || object.contains("vector_interval_one");
    if (!object.contains("vector_interval_three") && (given || all_required))
        timing.vector_interval_three = {
            .value = timing.vector_interval_two.value + timing.vector_interval_one.value,
            .unit = "cycles",
            .basis = Basis::derived,
            .source = "one read port: as many cycles as two operands and one operand together"};
    const auto assume = [&](const char* key, Figure<int>& figure, int value, const char* source) {
        if (all_required && !object.contains(key))
            figure = {.value = value, .unit = "cycles", .basis = Basis::assumed, .source = source};
    };
    const char* const as_on_v80 = "assumed as on the V80, where it is fitted";
    assume("load_interval", timing.load_interval, 1, as_on_v80);
    assume("load_latency", timing.load_latency, 13, as_on_v80);
    assume("vector_chain_latency", timing.vector_chain_latency, 0,
           "assumed: a vector result is read by every unit at the same time");
}

AcceleratorConfig config_from_json(const json& object, const std::string& where) {
    if (!object.is_object())
        refuse(where, "/", fmt::format("a config is a JSON object, not {}", object.type_name()));
    bool complete = false;
    AcceleratorConfig config = base_of(object, where, complete);
    std::vector<std::string> known = {"schema_version", "base",   "name",     "board",
                                      "family",         "timing", "io_tables"};
    config_fields::visit_required(config,
                                  [&](const char* key, auto&, const Rule&) { known.emplace_back(key); });
    config_fields::visit_optional(config,
                                  [&](const char* key, auto&, const Rule&) { known.emplace_back(key); });
    refuse_unknown_keys(object, where, "", known);

    if (object.contains("schema_version") && object["schema_version"] != 1)
        refuse(where, "/schema_version",
               fmt::format("is {}, but this version of Lockstep reads 1", object["schema_version"].dump()));
    config.name = object.contains("name") ? read_string(object["name"], where, "/name")
                                          : std::filesystem::path(where).stem().string();
    if (config.name.empty()) refuse(where, "/name", "is empty");
    if (object.contains("board")) config.board = read_string(object["board"], where, "/board");
    config_fields::visit_required(config, [&]<class T>(const char* key, Figure<T>& figure, const Rule& rule) {
        if (object.contains(key))
            figure = read_figure<T>(object[key], where, std::string("/") + key, rule);
        else if (!complete)
            refuse(where, std::string("/") + key, "is missing",
                   "Give every field, or say \"base\": a preset's name, and only what differs.");
    });
    config_fields::visit_optional(
        config, [&]<class T>(const char* key, std::optional<Figure<T>>& figure, const Rule& rule) {
            if (!object.contains(key)) return;
            if (object[key].is_null())
                figure.reset();
            else
                figure = read_figure<T>(object[key], where, std::string("/") + key, rule);
        });
    if (object.contains("io_tables"))
        config.io_tables = read_string(object["io_tables"], where, "/io_tables");
    if (!config.io_tables.empty() && config.io_tables != "v80")
        refuse(where, "/io_tables", fmt::format("there are no IO tables \"{}\"", config.io_tables),
               "Use \"v80\", or \"\" for a board without IO figures.");

    const bool family = object.contains("family");
    if (family) {
        config.family = read_string(object["family"], where, "/family");
        config.timing = machine_family(config.family, where + ": /family");
    }
    if (object.contains("timing"))
        config_json::read_timing(object["timing"], where, "/timing", config.timing, !complete && !family);
    else if (!complete && !family)
        refuse(where, "/family", "is missing", "Name a machine family, or give every figure of \"timing\".");
    return config;
}

json config_to_json(const AcceleratorConfig& config) {
    json object = {{"schema_version", 1},
                   {"name", config.name},
                   {"board", config.board},
                   {"io_tables", config.io_tables}};
    if (!config.family.empty()) object["family"] = config.family;
    config_fields::visit_required(config, [&](const char* key, const auto& figure, const Rule&) {
        object[key] = figure_to_json(figure);
    });
    config_fields::visit_optional(config, [&](const char* key, const auto& figure, const Rule&) {
        object[key] = figure ? figure_to_json(*figure) : json();
    });
    config_fields::visit_timing(config.timing, [&](const char* key, const auto& figure, const Rule&) {
        object["timing"][key] = figure_to_json(figure);
    });
    return object;
}

}  // namespace lockstep
