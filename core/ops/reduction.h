#pragma once

#include <map>
#include <vector>

#include "core/lowering/lowering_builder.h"

/// Work over groups of vectors that become one: what reductions, Softmax and LayerNorm share.
namespace lockstep::ops {

/// result = epilogue(a op b); a splat if both are.
lowering::VectorId combine(lowering::Builder& builder, lowering::PointwiseOp op, lowering::VectorId a,
                           lowering::VectorId b, const lowering::Epilogue& epilogue = {});

/// One lane of a vector as a splat: a product with a row that holds a single one.
lowering::VectorId lane_as_splat(lowering::Builder& builder, lowering::VectorId vector, std::int64_t lane);

/// The vectors of a value whose positions differ along the reduced axes only, group by group (row-major over
/// the other axes).
class Groups {
  public:
    Groups(lowering::Builder& builder, const nnir::ValueType& type, const std::vector<std::int64_t>& axes);

    /// No groups, only sum_of() and extreme_of(), lane by lane.
    explicit Groups(lowering::Builder& builder) : builder_(builder) {}

    std::size_t count() const { return members_.size(); }
    /// Indices into the value's vectors.
    const std::vector<std::size_t>& members(std::size_t group) const { return members_[group]; }
    /// Whether a group becomes one value (a splat): the data dimension is reduced too. Else it becomes one
    /// vector.
    bool within() const { return within_; }
    /// Values of a group.
    std::int64_t size() const { return size_; }

    /// epilogue(bias + scale * sum over the group), accumulated in fp32. `vectors` are those of the value, or
    /// others in their places.
    lowering::VectorId sum(std::size_t group, const std::vector<lowering::VectorId>& vectors,
                           double scale = 1, double bias = 0, const lowering::Epilogue& epilogue = {});
    lowering::VectorId extreme(std::size_t group, const std::vector<lowering::VectorId>& vectors,
                               lowering::ReduceOp op);

    /// The group's vectors without its mean, times a positive factor, which is returned. In bf16 a rounded
    /// mean would be off by more than values that hardly differ stand apart.
    double centre(std::size_t group, std::vector<lowering::VectorId>& vectors);
    /// As sum(), with a scale that bf16 rounds in two parts, where that costs little.
    lowering::VectorId scaled_sum(std::size_t group, const std::vector<lowering::VectorId>& vectors,
                                  double scale, double bias = 0, const lowering::Epilogue& epilogue = {});

    /// Likewise of the vectors given.
    lowering::VectorId sum_of(const std::vector<lowering::VectorId>& vectors, double scale = 1,
                              double bias = 0, const lowering::Epilogue& epilogue = {});
    lowering::VectorId extreme_of(std::vector<lowering::VectorId> vectors, lowering::ReduceOp op);

  private:
    std::vector<lowering::VectorId> picked(std::size_t group,
                                           const std::vector<lowering::VectorId>& vectors) const;
    lowering::LinearWork sum_work(const std::vector<lowering::VectorId>& vectors, double scale, double bias,
                                  const lowering::Epilogue& epilogue);
    const Tensor& weight(std::int64_t length, double scale);
    const Tensor& centring(std::int64_t length, bool own, double unit);
    void centre_in_one_sum(const std::vector<std::size_t>& members, std::vector<lowering::VectorId>& vectors,
                           double unit);

    lowering::Builder& builder_;
    std::vector<std::vector<std::size_t>> members_;
    bool within_ = false;
    std::int64_t size_ = 1;
    std::map<std::pair<std::int64_t, double>, Tensor> weights_;
    std::map<std::pair<std::int64_t, bool>, Tensor> centrings_;
};

}  // namespace lockstep::ops
