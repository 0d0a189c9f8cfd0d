#pragma once

#include <cstdint>
#include <vector>

namespace lockstep {

/// How the compiler searches. The same options give the same program on every machine: what the search may
/// spend is counted in work, never in time.
struct SearchOptions {
    bool optimize = false;    ///< search freely; the figures are then not comparable with published ones
    bool quick = false;       ///< take the first candidate
    std::uint32_t seeds = 1;  ///< tries, numbered from 0; each after the first changes the order at random
    /// Weight store blocks of each core that other models of the program have. Not empty: where blocks don't
    /// come out even, the larger shares lie where there is most room.
    std::vector<std::int64_t> weights_taken = {};
    friend bool operator==(const SearchOptions&, const SearchOptions&) = default;
};

}  // namespace lockstep
