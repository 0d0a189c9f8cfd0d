#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "core/numerics/random.h"
#include "core/program/program_file.h"
#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/vm/hand_made_programs.h"

/// bench_vm [PROGRAM...]: microseconds per step of the VM on each SIMD target, one thread, beside the time
/// that reading the program's bf16 weights once takes in the same run. Without programs: one streaming LSTM
/// layer in several sizes.

using namespace lockstep;

namespace {

double seconds(const std::chrono::steady_clock::time_point& start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Best microseconds per call out of many, over at least 0.2 s.
template <class Function>
double best_microseconds(Function function) {
    double best = 1e9;
    const auto start = std::chrono::steady_clock::now();
    for (int k = 0; k < 10 || seconds(start) < 0.2; ++k) {
        const auto call = std::chrono::steady_clock::now();
        function();
        best = std::min(best, seconds(call));
    }
    return best * 1e6;
}

using Line [[gnu::vector_size(64)]] = std::uint64_t;

#if defined(__x86_64__) && !defined(__clang__)
[[gnu::target_clones("default", "avx2", "avx512f")]]
#endif
std::uint64_t
read_once(const std::uint16_t* values, std::size_t count) {
    Line sums[4] = {};
    for (std::size_t k = 0; k + 128 <= count; k += 128) {
        for (std::size_t part = 0; part < 4; ++part) {
            Line line;
            std::memcpy(&line, values + k + 32 * part, sizeof line);
            sums[part] ^= line;
        }
    }
    const Line all = sums[0] ^ sums[1] ^ sums[2] ^ sums[3];
    return all[0] ^ all[1] ^ all[2] ^ all[3] ^ all[4] ^ all[5] ^ all[6] ^ all[7];
}

void measure(const std::string& name, Program made) {
    const auto program = std::make_shared<const Program>(std::move(made));
    std::size_t weights = 0;
    for (const CoreProgram& core : program->cores) weights += core.weights.size();
    volatile std::uint64_t sink = 0;
    const double reading = best_microseconds([&] {
        for (const CoreProgram& core : program->cores)
            sink = sink ^ read_once(core.weights.data(), core.weights.size());
    });
    std::printf("%s: %.2f MB of weights, read once in %.1f us (%.1f GB/s)\n", name.c_str(),
                static_cast<double>(weights) * 2e-6, reading, static_cast<double>(weights) * 2e-3 / reading);
    std::vector<float> inputs(static_cast<std::size_t>(program->input_values()));
    std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
    fill_random_input(1, 0, inputs);
    for (const SimdTarget target : simd_targets()) {
        Vm vm(program, target);
        const double step = best_microseconds([&] { vm.step(inputs, outputs); });
        std::printf("  %-10s %10.1f us per step   %6.2f x reading\n", lockstep::name(target).data(), step,
                    step / reading);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        for (int k = 1; k < argc; ++k) measure(argv[k], load_program(argv[k]));
        if (argc > 1) return 0;
        using hand_made::lstm;
        using hand_made::Values;
        measure("LSTM 128 -> 256, c6b32", lstm(6, 32, 4, 8, Values::ordinary, 1));
        measure("LSTM 256 -> 256, c3b64", lstm(3, 64, 4, 4, Values::ordinary, 1));
        measure("LSTM 960 -> 960, c6b32", lstm(6, 32, 30, 30, Values::ordinary, 1));
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", to_text(error.failure()).c_str());
        return 1;
    }
    return 0;
}
