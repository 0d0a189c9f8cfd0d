#include "core/compiler/place_tensors.h"

#include <algorithm>
#include <utility>

namespace lockstep::compiler {

std::vector<std::uint32_t> place_tensors(const std::vector<std::uint32_t>& sizes,
                                         const MayFollow& may_share) {
    std::vector<std::uint32_t> addresses;
    for (std::size_t tensor = 0; tensor < sizes.size(); ++tensor) {
        std::vector<std::pair<std::uint32_t, std::uint32_t>> taken;  // [begin, end) of those in the way
        for (std::size_t other = 0; other < tensor; ++other)
            if (!may_share(other, tensor) && !may_share(tensor, other))
                taken.emplace_back(addresses[other], addresses[other] + sizes[other]);
        std::ranges::sort(taken);
        std::uint32_t address = 0;
        for (const auto& [begin, end] : taken) {
            if (begin >= address + sizes[tensor]) break;
            address = std::max(address, end);
        }
        addresses.push_back(address);
    }
    return addresses;
}

}  // namespace lockstep::compiler
