#pragma once

#include <cstdint>
#include <vector>

#include "core/nnir/import_context.h"

/// What many import rules emit. Each gives back its operand where there is nothing to do.
namespace lockstep::ops {

nnir::ValueId add_reshape(nnir::ImportContext& c, nnir::ValueId x, const Shape& shape);
nnir::ValueId add_transpose(nnir::ImportContext& c, nnir::ValueId x, const std::vector<std::int64_t>& order);
/// Positions [first, first + count) of an axis.
nnir::ValueId add_slice(nnir::ImportContext& c, nnir::ValueId x, int axis, std::int64_t first,
                        std::int64_t count);
/// One position of an axis, which goes.
nnir::ValueId add_select(nnir::ImportContext& c, nnir::ValueId x, int axis, std::int64_t position);
/// Positions of an axis in any order: a slice where they follow each other. Refuses one that does not exist.
nnir::ValueId add_gather(nnir::ImportContext& c, nnir::ValueId x, int axis,
                         std::vector<std::int64_t> positions);
/// The value stretched to `shape` by PyTorch's broadcasting rules; refuses if it does not stretch.
nnir::ValueId add_expand(nnir::ImportContext& c, nnir::ValueId x, const Shape& shape);
/// Joins computed and constant parts along an axis; empty parts are left out. One computed part between
/// constants is a Pad where a Pad can say it.
nnir::ValueId add_concat(nnir::ImportContext& c, const std::vector<nnir::ImportContext::Item>& parts,
                         int axis);

/// Axes 0, 1, … in order.
std::vector<std::int64_t> identity_order(int rank);
/// The order that moves axis `from` to where `to` is.
std::vector<std::int64_t> moved_order(int rank, int from, int to);
/// [first, first + step, …), `count` of them.
std::vector<std::int64_t> counted(std::int64_t first, std::int64_t count, std::int64_t step = 1);
/// An end of a Python slice as a position in [0, extent].
std::int64_t slice_bound(std::int64_t given, std::int64_t extent);
/// The shape that both stretch to; refuses if there is none.
Shape broadcast_shape(const nnir::ImportContext& c, const Shape& a, const Shape& b);

}  // namespace lockstep::ops
