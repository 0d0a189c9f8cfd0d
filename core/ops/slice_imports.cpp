#include <algorithm>
#include <utility>

#include "core/nnir/axes.h"
#include "core/ops/import_rules.h"
#include "core/ops/moves.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

void import_slice(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& shape = c.type(x).shape;
    const std::int64_t step = c.integer("step", 1);
    if (step < 1) c.refuse("its step must be positive");
    const int axis = c.axis("dim", rank(shape), 0);
    const std::int64_t extent = shape[at(axis)];
    const std::int64_t first = slice_bound(c.integer("start", 0), extent);
    const std::int64_t end = std::max(first, slice_bound(c.integer("end", extent), extent));
    const std::int64_t count = (end - first + step - 1) / step;
    c.set_output(0, step == 1 ? add_slice(c, x, axis, first, count)
                              : add_gather(c, x, axis, counted(first, count, step)));
}

void import_narrow(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& shape = c.type(x).shape;
    const int axis = c.axis("dim", rank(shape));
    c.set_output(
        0, add_slice(c, x, axis, slice_bound(c.integer("start"), shape[at(axis)]), c.integer("length")));
}

void import_select(ImportContext& c) {
    const ValueId x = c.value("self");
    const Shape& shape = c.type(x).shape;
    const int axis = c.axis("dim", rank(shape));
    const int position = normal_axis(c.integer("index"), static_cast<int>(shape[at(axis)]));
    if (position < 0) c.refuse("its index lies outside of axis " + std::to_string(axis));
    c.set_output(0, add_select(c, x, axis, position));
}

/// Cuts an axis in front of each of these positions; one result per part.
void cut(ImportContext& c, ValueId x, int axis, const std::vector<std::int64_t>& ends) {
    const std::int64_t extent = c.type(x).shape[at(axis)];
    std::int64_t first = 0;
    for (std::size_t k = 0; k < ends.size(); ++k) {
        const std::int64_t end = std::max(first, slice_bound(ends[k], extent));
        if (c.output_used(k)) c.set_output(k, add_slice(c, x, axis, first, end - first));
        first = end;
    }
}

int cut_axis(ImportContext& c, ValueId x) {
    return c.axis("dim", rank(c.type(x).shape), 0);
}

/// Parts of `size`, the last one shorter.
void cut_equally(ImportContext& c, ValueId x, int axis, std::int64_t size) {
    const std::int64_t extent = c.type(x).shape[at(axis)];
    if (size < 1) c.refuse("its parts are empty");
    std::vector<std::int64_t> ends;
    for (std::int64_t end = size; end < extent + size; end += size) ends.push_back(std::min(end, extent));
    cut(c, x, axis, ends);
}

void cut_by_sizes(ImportContext& c, ValueId x, int axis, const std::vector<std::int64_t>& sizes) {
    std::vector<std::int64_t> ends;
    std::int64_t end = 0;
    for (const std::int64_t size : sizes) ends.push_back(end += size);
    cut(c, x, axis, ends);
}

void import_chunk(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axis = cut_axis(c, x);
    const std::int64_t chunks = c.integer("chunks");
    if (chunks < 1) c.refuse("its number of chunks must be positive");
    cut_equally(c, x, axis, (c.type(x).shape[at(axis)] + chunks - 1) / chunks);
}

void import_split(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axis = cut_axis(c, x);
    if (c.has("split_sizes")) return cut_by_sizes(c, x, axis, c.integers("split_sizes"));
    if (c.holds_list("split_size")) return cut_by_sizes(c, x, axis, c.integers("split_size"));
    cut_equally(c, x, axis, c.integer("split_size"));
}

/// Overloads: a number of parts (the first ones longer), or the positions to cut at.
void import_tensor_split(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axis = cut_axis(c, x);
    const std::int64_t extent = c.type(x).shape[at(axis)];
    const std::string either = "tensor_indices_or_sections";
    std::vector<std::int64_t> ends;
    if (c.has("indices") || c.holds_list(either)) {
        ends = c.integers(c.has("indices") ? "indices" : either);
        ends.push_back(extent);
    } else {
        const std::int64_t sections = c.integer(c.has("sections") ? "sections" : either);
        for (std::int64_t k = 1; k <= sections; ++k)
            ends.push_back(extent / sections * k + std::min(k, extent % sections));
    }
    cut(c, x, axis, ends);
}

void import_unbind(ImportContext& c) {
    const ValueId x = c.value("self");
    const int axis = cut_axis(c, x);
    for (std::size_t k = 0; k < at(c.type(x).shape[at(axis)]); ++k)
        if (c.output_used(k)) c.set_output(k, add_select(c, x, axis, static_cast<std::int64_t>(k)));
}

}  // namespace

std::vector<ImportRule> slice_imports() {
    return {{"torchscript", "aten::slice", import_slice},
            {"torchscript", "aten::narrow", import_narrow},
            {"torchscript", "aten::narrow_copy", import_narrow},
            {"torchscript", "aten::select", import_select},
            {"torchscript", "aten::chunk", import_chunk},
            {"torchscript", "aten::unsafe_chunk", import_chunk},
            {"torchscript", "aten::split", import_split},
            {"torchscript", "aten::unsafe_split", import_split},
            {"torchscript", "aten::split_with_sizes", import_split},
            {"torchscript", "aten::unsafe_split_with_sizes", import_split},
            {"torchscript", "aten::tensor_split", import_tensor_split},
            {"torchscript", "aten::unbind", import_unbind}};
}

}  // namespace lockstep::ops
