#include "core/latency/row_distance.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace lockstep {
namespace {

constexpr double chain_weight = 2.0;
constexpr double kinds_weight = 1.0;
constexpr double size_weight = 0.25;

/// 1 - |both| / |either|; 0 of two empty lists.
double unlike(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    const std::size_t only_a = missing_from(a, b).size();
    const std::size_t only_b = missing_from(b, a).size();
    const std::size_t either = a.size() + only_b;
    return either == 0 ? 0.0 : static_cast<double>(only_a + only_b) / static_cast<double>(either);
}

}  // namespace

std::vector<std::string> missing_from(const std::vector<std::string>& wanted,
                                      const std::vector<std::string>& known) {
    std::vector<std::string> missing;
    std::ranges::set_difference(wanted, known, std::back_inserter(missing));
    return missing;
}

double program_distance(const ProgramFeatures& a, const ProgramFeatures& b) {
    // Half the sum of differences of shares is the share that is spent differently.
    const double chain =
        0.5 * (std::abs(a.chain.matvec - b.chain.matvec) + std::abs(a.chain.vector - b.chain.vector) +
               std::abs(a.chain.bus - b.chain.bus) + std::abs(a.chain.latency - b.chain.latency) +
               std::abs(a.chain.io - b.chain.io));
    const double size =
        std::abs(std::log2(static_cast<double>(a.spaced)) - std::log2(static_cast<double>(b.spaced)));
    return chain_weight * chain + size_weight * size +
           kinds_weight * (unlike(a.operators, b.operators) + unlike(a.instructions, b.instructions));
}

}  // namespace lockstep
