#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace lockstep {

/// How far a figure can be trusted. `given` is what a user's config file says without a basis of its own: it
/// binds like a published figure, so a model that needs more of a memory of given depth is refused; a memory
/// of assumed depth only warns.
enum class Basis : std::uint8_t { published, derived, fitted, assumed, given };
std::string_view name(Basis basis);

/// A figure of a config with where it comes from.
template <class T>
struct Figure {
    T value{};
    std::string unit;
    Basis basis = Basis::assumed;
    std::string source;
    friend bool operator==(const Figure&, const Figure&) = default;
};

/// Cycles of the units, all at the config's clock. Symbols in brackets are those of the fitted model
/// (help/machine.md).
struct MachineTiming {
    Figure<int> input_latency;        ///< first input beat -> first product may issue in every core [Lin]
    Figure<int> input_interval;       ///< between two input blocks [IN]
    Figure<int> accumulator_spacing;  ///< between two products into the same accumulator [A]
    Figure<int>
        product_latency;       ///< product issued -> result readable in the producing core's tensor RAM [Ll]
    Figure<int> bus_interval;  ///< bus cycles per broadcast block [BUS]
    Figure<int> bus_latency;   ///< extra until another core can read it [X]
    Figure<int> output_latency;  ///< result readable -> block on the output stream [Lout]
    Figure<int> vector_latency;  ///< vector instruction, RAM to RAM, after the issue of a block [Lv]
    /// More than vector_latency until the vector unit of the same core can read the result [Lvv]
    Figure<int> vector_chain_latency;
    Figure<int> vector_interval_two;    ///< vector unit cycles per block, two operands [V2]
    Figure<int> vector_interval_one;    ///< vector unit cycles per block, one operand [V1]
    Figure<int> vector_interval_three;  ///< vector unit cycles per block, three operands (a select)
    Figure<int> table_latency;          ///< added by a function on its way out [Lt]
    Figure<int> cell_latency;           ///< LSTM cell unit behind the product pipeline [Lcell]
    Figure<int> load_interval;          ///< weight loader: cycles per block of a computed matrix
    Figure<int> load_latency;           ///< block loaded -> first product with it
    Figure<int> accumulators;           ///< accumulators that one pass uses per core [P]
    Figure<double>
        one_core_threshold;  ///< one core is used if its time is below this share of all cores' time
    friend bool operator==(const MachineTiming&, const MachineTiming&) = default;
};

/// One accelerator. Memory depths are per core, in the unit that the figure says.
struct AcceleratorConfig {
    std::string name;
    std::string board;
    std::string family;  ///< machine family that `timing` comes from, e.g. "versal_b32"
    Figure<int> cores;
    Figure<int> block_size;
    std::optional<Figure<double>> clock_mhz;       ///< absent: not published; cycles only
    Figure<std::int64_t> weight_store_depth;       ///< b x b blocks of bf16 weights
    Figure<std::int64_t> tensor_ram_depth;         ///< blocks of b bf16 values
    Figure<std::int64_t> accumulator_store_depth;  ///< blocks of b fp32 values (biases, partial sums)
    Figure<std::int64_t> cell_state_depth;         ///< blocks of b fp32 values
    Figure<std::int64_t> clamp_store_depth;        ///< distinct (minimum, maximum) settings
    Figure<std::int64_t> descriptor_count;         ///< tensors that one core can address
    Figure<std::int64_t> max_read_size;            ///< longest operand of one instruction, blocks
    Figure<std::int64_t> io_size;  ///< IO tensors are padded to a multiple of this many values
    Figure<bool> fp8_weights;
    /// Measured IO tables to use ("v80"), or empty: the board has no IO figures. `io_offset_us` is added.
    std::string io_tables;
    std::optional<Figure<double>> io_offset_us;
    MachineTiming timing;
    friend bool operator==(const AcceleratorConfig&, const AcceleratorConfig&) = default;
};

/// The presets of resources/accelerators, in a fixed order.
const std::vector<AcceleratorConfig>& preset_configs();

/// A preset's name, "ip_core_c<cores>b<block size>", or the path of a JSON file (anything that ends in
/// ".json"). Throws Error(bad_config) with the nearest names, or the JSON path and the reason.
AcceleratorConfig find_config(const std::string& name_or_file);

/// A user's config. A file may say `"base": "v80_c6b32"` and only what differs; a plain number for a figure
/// has the basis "given". Unknown keys, wrong types and values out of range throw Error(bad_config).
AcceleratorConfig config_from_json(const nlohmann::json& json, const std::string& where);
nlohmann::json config_to_json(const AcceleratorConfig& config);

}  // namespace lockstep
