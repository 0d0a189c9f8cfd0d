#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/import/model_session.h"
#include "core/nnir/op.h"

namespace lockstep::nnir {

/// What an operator's torch_source writes into: statements of one TorchScript function on named tensors.
class TorchSource {
  public:
    /// The variable that holds input `index` of the node.
    std::string in(const BoundNode& node, std::size_t index = 0) const;
    /// The expression of a constant tensor ("weights[3]"); equal storage and shape are passed once.
    std::string weight(const Tensor& tensor);
    /// Writes "variable = expression" for output `index`.
    void assign(const BoundNode& node, std::size_t index, const std::string& expression);
    /// Writes a statement as it is.
    void write(const std::string& statement) { body_ += "    " + statement + "\n"; }

    static std::string variable(ValueId id);
    /// A float literal that reads back to the same value; infinities are not allowed.
    static std::string number(double value);
    static std::string list(const std::vector<std::int64_t>& values);

    const std::string& body() const { return body_; }
    const std::vector<Tensor>& weights() const { return weights_; }

  private:
    std::string body_;
    std::vector<Tensor> weights_;
    std::map<std::pair<const float*, Shape>, std::size_t> known_;
};

/// The graph as a stepped reference: inputs and states in the graph's order; outputs in the graph's order.
SteppedReference stepped_reference(const Graph& graph);

}  // namespace lockstep::nnir
