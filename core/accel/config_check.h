#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/accel/accelerator_config.h"

namespace lockstep {

/// A figure of a config as a form asks for it. Made of the list that reading and writing follow
/// (config_fields.h).
struct ConfigField {
    enum class Kind : std::uint8_t { whole, real, flag };
    enum class Group : std::uint8_t { machine, memory, io, timing };
    std::string key;  ///< as in the JSON; of the timing "timing/input_latency"
    std::string unit;
    Kind kind = Kind::whole;
    Group group = Group::machine;
    double minimum = 0;
    double maximum = 0;
    std::int64_t multiple_of = 1;
    bool optional = false;  ///< may be empty: not known
};

/// In the order of a form.
const std::vector<ConfigField>& config_field_list();

/// "a whole number from 8 to 256 values, a multiple of 8", "a number from 1 to 100000 MHz, or empty".
std::string allowed_text(const ConfigField& field);
/// Empty if the field may have this value; otherwise one sentence that says what is allowed.
std::string field_problem(const ConfigField& field, std::string_view text);

/// The value as field_problem() takes it; "true" and "false" of a flag, empty if absent.
std::string field_text(const AcceleratorConfig& config, const ConfigField& field);
/// What the figure is known from.
Basis field_basis(const AcceleratorConfig& config, const ConfigField& field);
std::string field_source(const AcceleratorConfig& config, const ConfigField& field);
/// Takes the value over with the basis "given", unless it is the one that is there. Throws Error(bad_config)
/// where field_problem() has something to say.
void set_field(AcceleratorConfig& config, const ConfigField& field, std::string_view text);

/// What a config amounts to, over all its cores.
struct ConfigAmounts {
    std::int64_t weight_bytes = 0;        ///< blocks of b x b bf16
    std::int64_t tensor_bytes = 0;        ///< blocks of b bf16
    std::int64_t accumulator_bytes = 0;   ///< blocks of b fp32
    std::int64_t cell_bytes = 0;          ///< blocks of b fp32
    std::int64_t weights = 0;             ///< bf16 weights that the weight stores hold
    std::int64_t products_per_cycle = 0;  ///< a block of b x b a cycle in each core
    std::optional<double> peak_gflops;    ///< two operations a product, at the clock; absent without one
    std::optional<double> fill_us;        ///< time in which every core takes its whole weight store once
};
ConfigAmounts config_amounts(const AcceleratorConfig& config);

}  // namespace lockstep
