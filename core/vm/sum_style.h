#pragma once

namespace lockstep {

/// How the products of one matvec instruction are summed up. Anything but the default is not what
/// help/numerics.md says: it is there to see what another device would make of the same program.
struct SumStyle {
    bool reversed = false;  ///< from the last product to the first, instead of first to last
    /// The products are split into so many runs, as equal as possible: each is summed on its own from zero in
    /// fp32, rounded to bf16 and then added to the accumulator, run after run. 1: they are not split.
    int parts = 1;

    bool is_default() const { return !reversed && parts == 1; }
    friend bool operator==(const SumStyle&, const SumStyle&) = default;
};

}  // namespace lockstep
