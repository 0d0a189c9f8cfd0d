#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace lockstep::compiler {

/// When a tensor lies where. Steps are numbered so that a step never happens before one of a smaller number.
struct TensorLife {
    static constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

    struct InCore {
        std::uint16_t core = 0;
        std::uint32_t ends = never;  ///< last step that touches it there
    };
    std::uint32_t blocks = 0;
    std::uint32_t begins = 0;  ///< first step that writes it
    std::vector<InCore> cores;
};

/// Whether, in this core, all is over with tensor `earlier` before `later` begins. Asked only if `earlier`
/// ends no later than `later` begins; has to be transitive in each core.
using IsOver = std::function<bool(std::size_t earlier, std::size_t later, std::uint16_t core)>;

/// Addresses for the tensors, the same in every core: in the order given, in which `begins` never falls, each
/// takes the lowest address where in each of its cores all that lay there is over. Knows sizes and lives
/// only. The effort grows with the number of tensors and with how many dead ones are too small to fit.
std::vector<std::uint32_t> place_tensors(std::span<const TensorLife> tensors, const IsOver& is_over);

}  // namespace lockstep::compiler
