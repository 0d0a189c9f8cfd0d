#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/tensor/tensor.h"

/// How one view of a memory lies in another, as slices, a permutation and reshapes: what makes a write
/// through a view a value of its own. Sizes, strides and offsets count elements.
namespace lockstep {

struct Strided {
    Shape sizes;
    Shape strides;
    std::int64_t offset = 0;
};

struct ViewPlan {
    struct Axis {
        std::int64_t first = 0;
        std::int64_t count = 0;
        std::int64_t step = 1;
        bool dropped = false;  ///< one element, and the axis is gone
        friend bool operator==(const Axis&, const Axis&) = default;
    };
    Shape base;              ///< the base reshaped to this first (equal to its own sizes: not at all)
    std::vector<Axis> axes;  ///< per axis of `base`
    std::vector<std::int64_t>
        order;    ///< result axis -> axis that is left after dropping; ascending: no permutation
    Shape dense;  ///< then reshaped to this: the view's sizes, with 1 where it repeats elements
    Shape sizes;  ///< then expanded to this
};

/// The plan that makes `view` from `base`, which covers its memory without gaps or overlaps (any order of
/// axes). Nothing when the view is not made of slices (an as_strided of overlapping windows, say).
std::optional<ViewPlan> plan_view(const Strided& base, const Strided& view);

/// The axes (of plan.base) that the plan takes a part of.
std::vector<std::size_t> cut_axes(const ViewPlan& plan);
/// Sizes after the slices; with `dropped` axes as 1 if wanted.
Shape sliced_shape(const ViewPlan& plan, bool with_dropped);

}  // namespace lockstep
