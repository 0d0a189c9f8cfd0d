#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "core/passes/rewrite.h"

/// What the gates of a recurrent cell are sums of, seen through slices, reshapes and joins.
namespace lockstep {

/// Elements [first, first + count) of each row of a value. A value of n rows is cut into n equal parts, in
/// the order of its elements.
struct Stretch {
    nnir::ValueId value;
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// What a weight is multiplied with: a value's last axis, at one position of a longer value if that is given;
/// or a constant.
struct GateOperand {
    nnir::ValueId value;
    std::optional<std::int64_t> position = {};
    Tensor constant = {};
    std::int64_t width = 0;

    bool is_constant() const { return !value.valid(); }
    friend bool operator==(const GateOperand&, const GateOperand&) = default;
};

/// Rows from `row` and columns from `column` of a weight [out, in].
struct GateProduct {
    GateOperand operand;
    Tensor weight;
    std::int64_t row = 0;
    std::int64_t column = 0;
};

/// As many values as a gate has, from `first` on. `product`: the product that it was the bias of, if that has
/// one operand.
struct GateBias {
    Tensor values;
    std::int64_t first = 0;
    std::optional<GateOperand> of = {};
};

struct GateSum {
    std::vector<GateProduct> products;
    std::vector<GateBias> biases;
    /// A product of two values, of which there is one at most (the reset gate's of a GRU), and its elements.
    std::optional<std::pair<nnir::NodeId, Stretch>> scaled = {};
};

/// Reads the gates of one cell whose values have `rows` rows. Every node that it goes through is noted.
class GateReader {
  public:
    GateReader(const Rewrite& rewrite, std::int64_t rows) : rewrite_(&rewrite), rows_(rows) {}

    /// Where the stretch comes from, through nodes that only move elements.
    Stretch resolve(Stretch stretch);
    /// The function's operand if it makes the whole stretch; nothing else.
    std::optional<Stretch> behind_function(Stretch stretch, const std::string& function);
    /// The sum of Linears and constants that the stretch is; nothing if it is more. `scaled`: with one
    /// product of two values among them.
    std::optional<GateSum> sum(Stretch stretch, bool scaled = false);
    void note(const nnir::Node& node);
    const std::vector<nnir::NodeId>& noted() const { return noted_; }

  private:
    bool add(Stretch stretch, GateSum& sum, bool scaled);
    bool add_linear(const nnir::Node& linear, const Stretch& stretch, GateSum& sum);
    bool add_constant(const nnir::Node& node, const Stretch& stretch, GateSum& sum);
    /// The parts that a Linear's operand is joined of along its last axis.
    std::vector<GateOperand> parts(nnir::ValueId value);
    std::int64_t row_size(nnir::ValueId value) const;

    const Rewrite* rewrite_;
    std::int64_t rows_;
    std::vector<nnir::NodeId> noted_;
};

}  // namespace lockstep
