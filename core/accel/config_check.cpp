#include "core/accel/config_check.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

#include <fmt/format.h>

#include "core/accel/config_fields.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

using config_fields::Rule;

constexpr std::string_view timing_prefix = "timing/";

template <class T>
ConfigField make_field(std::string key, const Rule& rule, ConfigField::Group group, bool optional) {
    return {.key = std::move(key),
            .unit = std::string(rule.unit),
            .kind = std::is_same_v<T, bool>       ? ConfigField::Kind::flag
                    : std::is_floating_point_v<T> ? ConfigField::Kind::real
                                                  : ConfigField::Kind::whole,
            .group = group,
            .minimum = rule.minimum,
            .maximum = rule.maximum,
            .multiple_of = rule.multiple_of,
            .optional = optional};
}

ConfigField::Group group_of(std::string_view key) {
    if (key.starts_with("io_")) return ConfigField::Group::io;
    if (key == "cores" || key == "block_size" || key == "fp8_weights" || key == "clock_mhz")
        return ConfigField::Group::machine;
    return ConfigField::Group::memory;
}

/// visit(figure) with the figure of this key: a Figure<T>, or an optional of one.
template <class Config, class Visit>
void visit_field(Config& config, const std::string& key, Visit&& visit) {
    bool found = false;
    const auto look = [&](const std::string& prefix) {
        return [&, prefix](const char* name, auto& figure, const Rule&) {
            if (prefix + name != key) return;
            found = true;
            visit(figure);
        };
    };
    config_fields::visit_required(config, look(""));
    config_fields::visit_optional(config, look(""));
    config_fields::visit_timing(config.timing, look(std::string(timing_prefix)));
    if (!found) throw Error(FailureKind::internal, "a config has no field \"" + key + "\"");
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

template <class T>
std::optional<T> number_of(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

bool is_allowed(const ConfigField& field, std::string_view text) {
    if (text.empty()) return field.optional;
    switch (field.kind) {
        case ConfigField::Kind::flag:
            return text == "true" || text == "false";
        case ConfigField::Kind::real: {
            const std::optional<double> value = number_of<double>(text);
            return value && *value >= field.minimum && *value <= field.maximum;
        }
        case ConfigField::Kind::whole:
            break;
    }
    const std::optional<std::int64_t> value = number_of<std::int64_t>(text);
    return value && static_cast<double>(*value) >= field.minimum &&
           static_cast<double>(*value) <= field.maximum && *value % field.multiple_of == 0;
}

template <class T>
std::string figure_text(const Figure<T>& figure) {
    if constexpr (std::is_same_v<T, bool>)
        return figure.value ? "true" : "false";
    else
        return fmt::format("{}", figure.value);
}
template <class T>
std::string figure_text(const std::optional<Figure<T>>& figure) {
    return figure ? figure_text(*figure) : std::string();
}

template <class T>
void set_figure(Figure<T>& figure, const ConfigField& field, std::string_view text) {
    T value{};
    if constexpr (std::is_same_v<T, bool>) {
        value = text == "true";
    } else if constexpr (std::is_floating_point_v<T>) {
        value = static_cast<T>(number_of<double>(text).value_or(0));
    } else {
        value = static_cast<T>(number_of<std::int64_t>(text).value_or(0));
    }
    if (figure.value == value && !figure.unit.empty()) return;
    figure = {.value = value, .unit = field.unit, .basis = Basis::given, .source = "set in the form"};
}
template <class T>
void set_figure(std::optional<Figure<T>>& figure, const ConfigField& field, std::string_view text) {
    if (text.empty()) {
        figure.reset();
    } else {
        Figure<T> set = figure.value_or(Figure<T>{});
        set_figure(set, field, text);
        figure = std::move(set);
    }
}

}  // namespace

const std::vector<ConfigField>& config_field_list() {
    static const std::vector<ConfigField> all = [] {
        std::vector<ConfigField> fields;
        AcceleratorConfig config;
        config_fields::visit_required(config, [&]<class T>(const char* key, Figure<T>&, const Rule& rule) {
            fields.push_back(make_field<T>(key, rule, group_of(key), false));
        });
        config_fields::visit_optional(
            config, [&]<class T>(const char* key, std::optional<Figure<T>>&, const Rule& rule) {
                fields.push_back(make_field<T>(key, rule, group_of(key), true));
            });
        config_fields::visit_timing(
            config.timing, [&]<class T>(const char* key, Figure<T>&, const Rule& rule) {
                fields.push_back(
                    make_field<T>(std::string(timing_prefix) + key, rule, ConfigField::Group::timing, false));
            });
        return fields;
    }();
    return all;
}

std::string allowed_text(const ConfigField& field) {
    if (field.kind == ConfigField::Kind::flag) return "true or false";
    std::string text = fmt::format("a {} from {} to {} {}",
                                   field.kind == ConfigField::Kind::whole ? "whole number" : "number",
                                   field.minimum, field.maximum, field.unit);
    if (field.multiple_of > 1) text += fmt::format(", a multiple of {}", field.multiple_of);
    if (field.optional) text += ", or empty where it is not known";
    return text;
}

std::string field_problem(const ConfigField& field, std::string_view text) {
    const std::string_view value = trimmed(text);
    if (is_allowed(field, value)) return {};
    return value.empty() ? "Give " + allowed_text(field) + "." : "Only " + allowed_text(field) + ".";
}

std::string field_text(const AcceleratorConfig& config, const ConfigField& field) {
    std::string text;
    visit_field(config, field.key, [&](const auto& figure) { text = figure_text(figure); });
    return text;
}

Basis field_basis(const AcceleratorConfig& config, const ConfigField& field) {
    Basis basis = Basis::given;
    visit_field(config, field.key, [&](const auto& figure) {
        if constexpr (requires { figure.basis; })
            basis = figure.basis;
        else if (figure)
            basis = figure->basis;
    });
    return basis;
}

std::string field_source(const AcceleratorConfig& config, const ConfigField& field) {
    std::string source;
    visit_field(config, field.key, [&](const auto& figure) {
        if constexpr (requires { figure.source; })
            source = figure.source;
        else if (figure)
            source = figure->source;
    });
    return source;
}

void set_field(AcceleratorConfig& config, const ConfigField& field, std::string_view text) {
    if (const std::string problem = field_problem(field, text); !problem.empty())
        throw Error(FailureKind::bad_config, field.key + ": " + problem);
    visit_field(config, field.key, [&](auto& figure) { set_figure(figure, field, trimmed(text)); });
}

ConfigAmounts config_amounts(const AcceleratorConfig& config) {
    const std::int64_t cores = config.cores.value;
    const std::int64_t b = config.block_size.value;
    ConfigAmounts amounts;
    amounts.weights = cores * config.weight_store_depth.value * b * b;
    amounts.weight_bytes = 2 * amounts.weights;
    amounts.tensor_bytes = cores * config.tensor_ram_depth.value * b * 2;
    amounts.accumulator_bytes = cores * config.accumulator_store_depth.value * b * 4;
    amounts.cell_bytes = cores * config.cell_state_depth.value * b * 4;
    amounts.products_per_cycle = cores * b * b;
    if (config.clock_mhz) {
        const double mhz = config.clock_mhz->value;
        amounts.peak_gflops = 2 * static_cast<double>(amounts.products_per_cycle) * mhz / 1000;
        amounts.fill_us = static_cast<double>(config.weight_store_depth.value) / mhz;
    }
    return amounts;
}

}  // namespace lockstep
