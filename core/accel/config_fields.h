#pragma once

#include <cstdint>
#include <string_view>

#include "core/accel/accelerator_config.h"

/// The figures of a config, listed once: reading, writing and unknown keys all follow this list.
namespace lockstep::config_fields {

/// Unit and range (inclusive) of one figure.
struct Rule {
    std::string_view unit;
    double minimum = 0;
    double maximum = 0;
    std::int64_t multiple_of = 1;
    bool derivable = false;  ///< follows from the other figures where it is not given
};

inline constexpr double most_cycles = 100000;
inline constexpr double most_blocks = 16777216;

/// visit(key, figure, rule) for every figure of the timing.
template <class Timing, class Visit>
void visit_timing(Timing& timing, Visit&& visit) {
    const Rule latency{"cycles", 0, most_cycles};
    const Rule interval{"cycles", 1, most_cycles};
    visit("input_latency", timing.input_latency, latency);
    visit("input_interval", timing.input_interval, interval);
    visit("accumulator_spacing", timing.accumulator_spacing, interval);
    visit("product_latency", timing.product_latency, latency);
    visit("bus_interval", timing.bus_interval, interval);
    visit("bus_latency", timing.bus_latency, latency);
    visit("output_latency", timing.output_latency, interval);
    visit("vector_latency", timing.vector_latency, latency);
    visit("vector_chain_latency", timing.vector_chain_latency, Rule{"cycles", 0, most_cycles, 1, true});
    visit("vector_interval_two", timing.vector_interval_two, interval);
    visit("vector_interval_one", timing.vector_interval_one, interval);
    visit("vector_interval_three", timing.vector_interval_three, Rule{"cycles", 1, most_cycles, 1, true});
    visit("table_latency", timing.table_latency, latency);
    visit("cell_latency", timing.cell_latency, latency);
    visit("load_interval", timing.load_interval, Rule{"cycles", 1, most_cycles, 1, true});
    visit("load_latency", timing.load_latency, Rule{"cycles", 0, most_cycles, 1, true});
    visit("accumulators", timing.accumulators, Rule{"accumulators", 4, 255});
    visit("one_core_threshold", timing.one_core_threshold, Rule{"share", 0, 1});
}

/// visit(key, figure, rule) for every figure of the config that has to be there, timing left out.
template <class Config, class Visit>
void visit_required(Config& config, Visit&& visit) {
    visit("cores", config.cores, Rule{"cores", 1, 32});
    visit("block_size", config.block_size, Rule{"values", 8, 256, 8});
    visit("weight_store_depth", config.weight_store_depth, Rule{"blocks", 1, most_blocks});
    visit("tensor_ram_depth", config.tensor_ram_depth, Rule{"blocks", 1, most_blocks});
    visit("accumulator_store_depth", config.accumulator_store_depth, Rule{"blocks", 1, most_blocks});
    visit("cell_state_depth", config.cell_state_depth, Rule{"blocks", 0, most_blocks});
    visit("clamp_store_depth", config.clamp_store_depth, Rule{"settings", 0, 65536});
    visit("descriptor_count", config.descriptor_count, Rule{"descriptors", 1, 65536});
    visit("max_read_size", config.max_read_size, Rule{"blocks", 1, 65535});
    visit("io_size", config.io_size, Rule{"values", 1, 65536});
    visit("fp8_weights", config.fp8_weights, Rule{"flag", 0, 1});
}

/// The figures that may be absent.
template <class Config, class Visit>
void visit_optional(Config& config, Visit&& visit) {
    visit("clock_mhz", config.clock_mhz, Rule{"MHz", 1, 100000});
    visit("io_offset_us", config.io_offset_us, Rule{"us", -1000, 1000});
}

}  // namespace lockstep::config_fields
