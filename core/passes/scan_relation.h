#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/nnir/graph.h"
#include "core/nnir/real_tensor.h"

namespace lockstep {

/// A position picked out of a sequence: x[t] of an unrolled loop.
struct Picked {
    nnir::ValueId source;
    std::int64_t position = 0;
    std::int64_t extent = 0;  ///< positions of the source
};

/// Finds out which values of an unrolled loop are one value of its body, iteration by iteration. `next` of a
/// value is the value that plays its part in the following iteration. The first iteration may have constants
/// where later ones have values that the iteration before made: those are the initial values of what the loop
/// carries.
class ScanRelation {
  public:
    /// `streams`: values that have a sequence axis, which no iteration may read whole.
    ScanRelation(const nnir::Graph& whole, std::function<bool(nnir::ValueId)> streams);

    void add_pick(nnir::ValueId value, const Picked& picked);
    /// A value made of picks up to this position.
    void add_value(nnir::ValueId value, std::int64_t position) { positions_[value] = position; }
    bool contains(nnir::ValueId value) const { return positions_.contains(value); }
    /// The last position that the value depends on; -1 if it depends on none.
    std::int64_t position(nnir::ValueId value) const;
    const Picked* picked(nnir::ValueId value) const;
    /// The node that makes the value; null for inputs and states.
    const nnir::Node* producer(nnir::ValueId value) const;

    /// Says that `second` follows `first` for each pair, and all that this entails; false, and nothing is
    /// said, if the iterations are not alike.
    bool relate(const std::vector<std::pair<nnir::ValueId, nnir::ValueId>>& pairs);
    /// Likewise where the first iteration may be of its own kind: see starts_apart().
    bool relate_later(const std::vector<std::pair<nnir::ValueId, nnir::ValueId>>& pairs);
    /// True if the value of the first iteration is made in another way than those that follow it.
    bool starts_apart(nnir::ValueId value) const { return apart_.contains(value); }
    /// Why relate() said no.
    const std::string& reason() const { return reason_; }

    std::optional<nnir::ValueId> next(nnir::ValueId value) const;
    std::optional<nnir::ValueId> previous(nnir::ValueId value) const;
    /// How far an iteration reads back: so many iterations at the front have constants in place of what was
    /// made before them.
    std::int64_t depth() const { return depth_; }
    /// What the iterations have in place of this value, or its like, that is read `turns` iterations after it
    /// was made, as long as it was not made yet.
    const Tensor* initial(nnir::ValueId value, std::int64_t turns) const;
    /// What a value is that depends on constants and on initial values only; nothing if it depends on more.
    std::optional<nnir::RealTensor> constant(nnir::ValueId value, std::int64_t turns) const;

  private:
    using Pair = std::pair<nnir::ValueId, nnir::ValueId>;

    /// Values that face each other, as operands of a node of this iteration and of the next one.
    struct Facing {
        Pair pair;
        std::int64_t iteration;
    };

    bool step(const Facing& facing);
    bool begin_apart(const Pair& pair, std::string reason);
    bool relate_picks(const Pair& pair, const Picked& first, const Picked& second);
    bool relate_nodes(const nnir::Node& first, const nnir::Node& second);
    bool start(nnir::ValueId value, const Tensor& initial, std::int64_t iteration);
    bool say_next(const Pair& pair);
    bool no(std::string reason);

    const nnir::Graph& whole_;
    std::function<bool(nnir::ValueId)> streams_;
    std::map<nnir::ValueId, const nnir::Node*> producers_;
    std::map<nnir::ValueId, std::int64_t> positions_;
    std::map<nnir::ValueId, Picked> picks_;
    std::map<nnir::ValueId, nnir::ValueId> next_;
    std::map<nnir::ValueId, nnir::ValueId> previous_;
    /// By the value of the first iteration, and how many turns later it is read.
    std::map<std::pair<nnir::ValueId, std::int64_t>, Tensor> initial_;
    std::int64_t depth_ = 1;
    bool may_start_apart_ = false;
    std::set<nnir::ValueId> apart_;
    std::set<Pair> same_;  ///< equal constants
    std::vector<Facing> open_;
    std::vector<Pair> said_;
    std::vector<std::pair<nnir::ValueId, std::int64_t>> started_;
    std::string reason_;
};

}  // namespace lockstep
