#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "core/program/program.h"
#include "core/vm/memories.h"

namespace lockstep {

/// Reads the weights of a program once, in memory as the VM's own copy of them lies.
class ReadingSpeed {
  public:
    explicit ReadingSpeed(const std::vector<CoreProgram>& cores) : image_(size_of(cores)) {
        std::uint16_t* to = image_.values().data();
        for (const CoreProgram& core : cores) to = std::copy(core.weights.begin(), core.weights.end(), to);
    }

    std::size_t bytes() const { return image_.values().size_bytes(); }
    std::uint64_t read() {
        const auto values = image_.values();
        return read_once(values.data(), values.size());
    }

  private:
    using Line [[gnu::vector_size(64)]] = std::uint64_t;

    static std::size_t size_of(const std::vector<CoreProgram>& cores) {
        std::size_t size = 0;
        for (const CoreProgram& core : cores) size += core.weights.size();
        return size;
    }

#if defined(__x86_64__) && !defined(__clang__)
    [[gnu::target_clones("default", "avx2", "avx512f")]]
#endif
    static std::uint64_t
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

    WeightImage image_;
};

}  // namespace lockstep
