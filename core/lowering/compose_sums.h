#pragma once

#include "core/lowering/work.h"

namespace lockstep::lowering {

/// Lets sums that only pick rows of a sum (slices along the data dimension), or that take a splat times a
/// number plus a number, compute these rows themselves where nothing else reads what they pick from. Parts of
/// one sum keep being assigned to cores as if they were whole (Work::together). A convolution's partial sums
/// are cut likewise.
void compose_sums(WorkList& list);

/// Sums that only put values of other vectors in places (a concatenation or a slice along the data dimension)
/// go into the sums that read them: their weights take each part where it lies.
void compose_places(WorkList& list);

/// Constants that all columns of a computed matrix are multiplied by and that are added to them (an affine
/// before a linear across vectors) go behind the product, into the constants that its result meets there.
void fold_across(WorkList& list);

/// A constant that a sum's result is multiplied by goes into its weights, one that is added into its bias.
void fold_behind(WorkList& list);

/// x * splat * constant, whatever comes behind, becomes x * constant * splat: the first product need not wait
/// for the splat (a norm's weight, where it cannot go into the weights that follow).
void scale_first(WorkList& list);

/// Makes one sum of two that are added, where one of them reads inputs and states only: its products wait for
/// nothing, so the accumulators can take them first.
void fuse_sums(WorkList& list);

/// A state that is a sum, and that only another sum's result is added to, becomes that sum's start: it is
/// kept in fp32 as a partial sum. Then marks as state updates what only next values of states need.
void start_from_states(WorkList& list);

/// A vector times many single values, behind the outputs, is made by the matrix-vector unit: the vector is
/// the one column of a computed matrix. The single values are made first. The vector unit, which has the rest
/// of such updates to do, is free of it.
void outer_products(WorkList& list);

/// Takes products of states out of the way from the inputs to the outputs: they become partial sums, made
/// behind the outputs of the inference before.
void hoist_states(WorkList& list);

}  // namespace lockstep::lowering
