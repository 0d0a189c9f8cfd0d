#include "core/ops/pool_import.h"

#include <utility>

#include "core/ops/compose.h"
#include "core/ops/moves.h"
#include "core/ops/products.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// The number of the last axis but `behind` among the last `axes`: one number stands for all of them;
/// `otherwise` if the list is empty or absent.
std::int64_t number_of(ImportContext& c, const std::string& argument, int behind, int axes,
                       std::int64_t otherwise) {
    const std::vector<std::int64_t> given = c.integers(argument);
    if (given.empty()) return otherwise;
    if (given.size() == 1) return given.front();
    if (given.size() != at(axes))
        c.refuse("its argument '" + argument + "' has not one number for each of " + std::to_string(axes) +
                 " axes");
    return given[given.size() - 1 - at(behind)];
}

/// Calls pool(x) with the axis as the last one.
template <class Pool>
ValueId along_axis(ImportContext& c, ValueId x, int behind, Pool pool) {
    const int axes = rank(c.type(x).shape);
    std::vector<std::int64_t> order = identity_order(axes);
    std::swap(order.back(), order[at(axes - 1 - behind)]);
    return add_transpose(c, pool(add_transpose(c, x, order)), order);
}

void refuse_positions(ImportContext& c, const std::string& function) {
    if (function == "max" && c.output_used(1))
        c.refuse("the positions of its maxima are used; only the maxima are supported");
}

/// Windows over several axes are windows over one axis after the other.
void import_pool(ImportContext& c, const std::string& function, int axes) {
    refuse_positions(c, function);
    if (c.has("divisor_override"))
        c.refuse("it divides by a number of its own (divisor_override); multiply its result instead");
    ValueId x = c.value("self");
    for (int behind = 0; behind < axes; ++behind) {
        const std::int64_t kernel = number_of(c, "kernel_size", behind, axes, 1);
        const std::int64_t stride = number_of(c, "stride", behind, axes, kernel);
        const std::int64_t padding = number_of(c, "padding", behind, axes, 0);
        const std::int64_t dilation = number_of(c, "dilation", behind, axes, 1);
        if (kernel < 1 || stride < 1) c.refuse("its kernel and stride must be at least 1");
        const Shape& shape = c.type(x).shape;
        if (rank(shape) <= behind) c.refuse("its input of " + to_text(shape) + " has too few axes");
        const std::int64_t steps =
            shape[shape.size() - 1 - at(behind)] + 2 * padding - dilation * (kernel - 1) - 1;
        if (c.boolean("ceil_mode", false) && steps % stride != 0)
            c.refuse(
                "its last window reaches beyond the data (ceil_mode); pad the data, or use ceil_mode=False");
        Attributes attributes{{"function", function},
                              {"kernel", kernel},
                              {"stride", stride},
                              {"padding", padding},
                              {"dilation", dilation}};
        if (function == "mean") attributes.set("count_padding", c.boolean("count_include_pad", true));
        if (kernel == 1 && stride == 1 && padding == 0) continue;
        x = along_axis(c, x, behind, [&](ValueId v) { return c.add("Pool1d", attributes, {v}); });
    }
    c.set_output(0, x);
}

/// Window w of `windows` over `length` positions, as PyTorch cuts them: they may overlap by one.
struct Window {
    std::int64_t first;
    std::int64_t last;  ///< behind its end
};
Window window_of(std::int64_t w, std::int64_t windows, std::int64_t length) {
    return {w * length / windows, ((w + 1) * length + windows - 1) / windows};
}

/// Windows of different lengths along the last axis: means are products with a constant matrix.
ValueId uneven_windows(ImportContext& c, const std::string& function, ValueId x, std::int64_t windows) {
    const int axis = last_axis(c.type(x).shape);
    const std::int64_t length = c.type(x).shape.back();
    std::vector<float> shares(at(windows * length), 0.0F);
    std::vector<ImportContext::Item> largest;
    for (std::int64_t w = 0; w < windows; ++w) {
        const auto [first, last] = window_of(w, windows, length);
        for (std::int64_t k = first; k < last; ++k)
            shares[at(w * length + k)] = 1 / static_cast<float>(last - first);
        if (function == "max")
            largest.emplace_back(
                reduce(c, function, add_slice(c, x, axis, first, last - first), {axis}, true));
    }
    if (function == "max") return add_concat(c, largest, axis);
    return times_transposed(c, x, Tensor({windows, length}, std::move(shares)));
}

ValueId adaptive_windows(ImportContext& c, const std::string& function, ValueId x, std::int64_t windows) {
    const std::int64_t length = c.type(x).shape.back();
    if (windows == length) return x;
    if (windows == 1) return reduce(c, function, x, {last_axis(c.type(x).shape)}, true);
    if (windows < 1) c.refuse("it asks for " + std::to_string(windows) + " windows");
    if (length % windows != 0) return uneven_windows(c, function, x, windows);
    Attributes attributes{{"function", function},
                          {"kernel", length / windows},
                          {"stride", length / windows},
                          {"padding", std::int64_t{0}},
                          {"dilation", std::int64_t{1}}};
    if (function == "mean") attributes.set("count_padding", true);
    return c.add("Pool1d", attributes, {x});
}

void import_adaptive(ImportContext& c, const std::string& function, int axes) {
    refuse_positions(c, function);
    ValueId x = c.value("self");
    for (int behind = 0; behind < axes; ++behind) {
        const Shape& shape = c.type(x).shape;
        if (rank(shape) <= behind) c.refuse("its input of " + to_text(shape) + " has too few axes");
        const std::int64_t windows =
            number_of(c, "output_size", behind, axes, shape[shape.size() - 1 - at(behind)]);
        x = along_axis(c, x, behind, [&](ValueId v) { return adaptive_windows(c, function, v, windows); });
    }
    c.set_output(0, x);
}

}  // namespace

std::vector<ImportRule> pool_imports() {
    const auto rule = [](const std::string& name, void (*import)(ImportContext&, const std::string&, int),
                         const std::string& function, int axes) {
        return ImportRule{"torchscript", "aten::" + name,
                          [import, function, axes](ImportContext& c) { import(c, function, axes); }};
    };
    return {rule("max_pool1d", import_pool, "max", 1),
            rule("max_pool1d_with_indices", import_pool, "max", 1),
            rule("avg_pool1d", import_pool, "mean", 1),
            rule("adaptive_avg_pool1d", import_adaptive, "mean", 1),
            rule("adaptive_max_pool1d", import_adaptive, "max", 1),
            rule("max_pool2d", import_pool, "max", 2),
            rule("max_pool2d_with_indices", import_pool, "max", 2),
            rule("avg_pool2d", import_pool, "mean", 2),
            rule("adaptive_avg_pool2d", import_adaptive, "mean", 2),
            rule("adaptive_max_pool2d", import_adaptive, "max", 2)};
}

}  // namespace lockstep::ops
