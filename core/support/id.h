#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace lockstep {

/// A typed index: ids of different tags do not mix. A default-made id is invalid.
template <class Tag>
struct Id {
    static constexpr std::uint32_t invalid = 0xFFFFFFFFU;
    std::uint32_t value = invalid;

    constexpr bool valid() const { return value != invalid; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

}  // namespace lockstep

template <class Tag>
struct std::hash<lockstep::Id<Tag>> {
    std::size_t operator()(lockstep::Id<Tag> id) const noexcept {
        return std::hash<std::uint32_t>{}(id.value);
    }
};
