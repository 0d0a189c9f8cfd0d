#include "core/import/view_plan.h"

#include <algorithm>
#include <numeric>

namespace lockstep {
namespace {

Shape contiguous_strides(const Shape& sizes) {
    Shape strides(sizes.size(), 1);
    for (std::size_t i = sizes.size(); i-- > 1;) strides[i - 1] = strides[i] * sizes[i];
    return strides;
}

bool is_contiguous(const Strided& view) {
    const Shape dense = contiguous_strides(view.sizes);
    for (std::size_t i = 0; i < view.sizes.size(); ++i) {
        if (view.sizes[i] != 1 && view.strides[i] != dense[i]) return false;
    }
    return true;
}

/// Axes of more than one element, the largest stride first.
std::vector<std::size_t> axes_by_stride(const Strided& of) {
    std::vector<std::size_t> axes;
    for (std::size_t i = 0; i < of.sizes.size(); ++i) {
        if (of.sizes[i] > 1) axes.push_back(i);
    }
    std::stable_sort(axes.begin(), axes.end(),
                     [&](std::size_t a, std::size_t b) { return of.strides[a] > of.strides[b]; });
    return axes;
}

/// The plan for a base whose axes the view cuts one by one.
std::optional<ViewPlan> plan_by_axes(const Strided& base, const Strided& view) {
    ViewPlan plan;
    plan.base = base.sizes;
    for (const std::int64_t size : base.sizes) plan.axes.push_back({.first = 0, .count = size});
    plan.sizes = view.sizes;
    plan.dense = view.sizes;
    std::int64_t rest = view.offset - base.offset;
    if (rest < 0) return std::nullopt;
    const std::vector<std::size_t> by_stride = axes_by_stride(base);
    if (!by_stride.empty() && base.strides[by_stride.back()] <= 0) return std::nullopt;
    for (const std::size_t axis : by_stride) {
        plan.axes[axis].first = rest / base.strides[axis];
        rest %= base.strides[axis];
        if (plan.axes[axis].first >= base.sizes[axis]) return std::nullopt;
    }
    if (rest != 0) return std::nullopt;
    std::vector<std::int64_t> taken(base.sizes.size(), -1);  // base axis -> view axis
    std::vector<std::size_t> matched;                        // per view axis of several elements
    for (std::size_t v = 0; v < view.sizes.size(); ++v) {
        if (view.sizes[v] == 1) continue;
        if (view.strides[v] == 0) {
            plan.dense[v] = 1;
            continue;
        }
        const auto fits = [&](std::size_t axis) {
            return taken[axis] < 0 && view.strides[v] % base.strides[axis] == 0 &&
                   plan.axes[axis].first + (view.sizes[v] - 1) * (view.strides[v] / base.strides[axis]) <
                       base.sizes[axis];
        };
        const auto found = std::find_if(by_stride.begin(), by_stride.end(), fits);
        if (found == by_stride.end()) return std::nullopt;
        taken[*found] = static_cast<std::int64_t>(v);
        matched.push_back(*found);
        plan.axes[*found].count = view.sizes[v];
        plan.axes[*found].step = view.strides[v] / base.strides[*found];
    }
    for (const std::size_t axis : by_stride) {
        if (taken[axis] >= 0) continue;
        plan.axes[axis].count = 1;
        plan.axes[axis].dropped = true;
    }
    // A part of one element stays an axis where that saves a reshape: x[:, 2:3].
    if (sliced_shape(plan, false) != plan.dense && sliced_shape(plan, true) == plan.dense) {
        for (ViewPlan::Axis& axis : plan.axes) axis.dropped = false;
    }
    std::vector<std::int64_t> position(base.sizes.size(), -1);
    std::int64_t left = 0;
    for (std::size_t axis = 0; axis < base.sizes.size(); ++axis) {
        if (!plan.axes[axis].dropped) position[axis] = left++;
    }
    plan.order.resize(static_cast<std::size_t>(left));
    std::iota(plan.order.begin(), plan.order.end(), 0);
    if (!std::is_sorted(matched.begin(), matched.end())) {
        // The matched axes in the order of the view, at the places where matched axes are.
        std::vector<std::size_t> places = matched;
        std::sort(places.begin(), places.end());
        for (std::size_t i = 0; i < places.size(); ++i)
            plan.order[static_cast<std::size_t>(position[places[i]])] = position[matched[i]];
    }
    return plan;
}

/// The sizes of a contiguous memory of `count` elements divided at the strides of a view; empty when they
/// don't divide it.
Shape divided(std::int64_t count, const Strided& view) {
    std::vector<std::int64_t> strides;
    for (std::size_t i = 0; i < view.sizes.size(); ++i) {
        if (view.sizes[i] > 1 && view.strides[i] > 0) strides.push_back(view.strides[i]);
    }
    std::sort(strides.rbegin(), strides.rend());
    strides.erase(std::unique(strides.begin(), strides.end()), strides.end());
    if (strides.empty() || strides.back() != 1) strides.push_back(1);
    Shape sizes;
    std::int64_t rest = count;
    for (const std::int64_t stride : strides) {
        if (rest % stride != 0) return {};
        sizes.push_back(rest / stride);
        rest = stride;
    }
    return sizes;
}

}  // namespace

Shape sliced_shape(const ViewPlan& plan, bool with_dropped) {
    Shape shape;
    for (const ViewPlan::Axis& axis : plan.axes) {
        if (with_dropped || !axis.dropped) shape.push_back(axis.count);
    }
    return shape;
}

std::vector<std::size_t> cut_axes(const ViewPlan& plan) {
    std::vector<std::size_t> cut;
    for (std::size_t i = 0; i < plan.axes.size(); ++i) {
        if (plan.axes[i].count != plan.base[i]) cut.push_back(i);
    }
    return cut;
}

std::optional<ViewPlan> plan_view(const Strided& base, const Strided& view) {
    if (element_count(view.sizes) == 0 || element_count(base.sizes) == 0) return std::nullopt;
    if (is_contiguous(base) && is_contiguous(view) && view.offset == base.offset &&
        element_count(base.sizes) == element_count(view.sizes)) {
        ViewPlan whole;
        whole.base = base.sizes;
        for (const std::int64_t size : base.sizes) whole.axes.push_back({.first = 0, .count = size});
        whole.order.resize(base.sizes.size());
        std::iota(whole.order.begin(), whole.order.end(), 0);
        whole.dense = whole.sizes = view.sizes;
        return whole;
    }
    if (std::optional<ViewPlan> plan = plan_by_axes(base, view)) return plan;
    if (!is_contiguous(base)) return std::nullopt;
    const std::int64_t count = element_count(base.sizes);
    for (const Shape& sizes : {divided(count, view), Shape{count}}) {
        if (sizes.empty()) continue;
        if (std::optional<ViewPlan> plan =
                plan_by_axes({sizes, contiguous_strides(sizes), base.offset}, view))
            return plan;
    }
    return std::nullopt;
}

}  // namespace lockstep
