#include "core/ops/pool_import.h"

#include "core/ops/compose.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// The only number of an argument that is a list of one; `otherwise` if the list is empty or absent.
std::int64_t single(ImportContext& c, const std::string& argument, std::int64_t otherwise) {
    const std::vector<std::int64_t> given = c.integers(argument);
    if (given.size() > 1) c.refuse("its argument '" + argument + "' holds more than one number");
    return given.empty() ? otherwise : given.front();
}

void import_pool(ImportContext& c, const std::string& function) {
    if (function == "max" && c.output_used(1))
        c.refuse("the positions of its maxima are used; only the maxima are supported");
    const ValueId x = c.value("self");
    const std::int64_t kernel = single(c, "kernel_size", 1);
    const std::int64_t stride = single(c, "stride", kernel);
    const std::int64_t padding = single(c, "padding", 0);
    const std::int64_t dilation = single(c, "dilation", 1);
    if (kernel < 1 || stride < 1) c.refuse("its kernel and stride must be at least 1");
    const std::int64_t steps = c.type(x).shape.back() + 2 * padding - dilation * (kernel - 1) - 1;
    if (c.boolean("ceil_mode", false) && steps % stride != 0)
        c.refuse("its last window reaches beyond the data (ceil_mode); pad the data, or use ceil_mode=False");
    Attributes attributes{{"function", function},
                          {"kernel", kernel},
                          {"stride", stride},
                          {"padding", padding},
                          {"dilation", dilation}};
    if (function == "mean") attributes.set("count_padding", c.boolean("count_include_pad", true));
    c.set_output(0, c.add("Pool1d", attributes, {x}));
}

/// As many windows as asked for; the length must be a multiple.
void import_adaptive(ImportContext& c, const std::string& function) {
    if (function == "max" && c.output_used(1))
        c.refuse("the positions of its maxima are used; only the maxima are supported");
    const ValueId x = c.value("self");
    const std::int64_t length = c.type(x).shape.back();
    const std::int64_t windows = single(c, "output_size", length);
    if (windows == length) return c.set_output(0, x);
    if (windows == 1) return c.set_output(0, reduce(c, function, x, {last_axis(c.type(x).shape)}, true));
    if (windows < 1 || length % windows != 0)
        c.refuse("its windows have different lengths: " + std::to_string(windows) + " of " +
                 std::to_string(length) + " positions; use a number of windows that divides them");
    Attributes attributes{{"function", function},
                          {"kernel", length / windows},
                          {"stride", length / windows},
                          {"padding", std::int64_t{0}},
                          {"dilation", std::int64_t{1}}};
    if (function == "mean") attributes.set("count_padding", true);
    c.set_output(0, c.add("Pool1d", attributes, {x}));
}

}  // namespace

std::vector<ImportRule> pool_imports() {
    const auto rule = [](const std::string& name, void (*import)(ImportContext&, const std::string&),
                         const std::string& function) {
        return ImportRule{"torchscript", "aten::" + name,
                          [import, function](ImportContext& c) { import(c, function); }};
    };
    return {rule("max_pool1d", import_pool, "max"), rule("max_pool1d_with_indices", import_pool, "max"),
            rule("avg_pool1d", import_pool, "mean"), rule("adaptive_avg_pool1d", import_adaptive, "mean"),
            rule("adaptive_max_pool1d", import_adaptive, "max")};
}

}  // namespace lockstep::ops
