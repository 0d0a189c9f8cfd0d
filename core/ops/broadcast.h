#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/lowering/lowering_builder.h"
#include "core/nnir/op.h"

/// Work on elements whose operands stretch to each other (PyTorch's broadcasting): what the operators
/// Pointwise and Where share.
namespace lockstep::ops {

/// Whether extents of 1, and axes that are missing in front, make `from` fit `to`.
bool stretches(const Shape& from, const Shape& to);
/// The shape that both stretch to, if there is one.
std::optional<Shape> common_shape(const Shape& a, const Shape& b);
Tensor stretched(const Tensor& tensor, const Shape& shape);
nnir::RealTensor stretched(const nnir::RealTensor& tensor, const Shape& shape);

/// An operand: an input of the node, or a constant among its attributes.
struct Operand {
    std::optional<std::size_t> input = {};
    std::optional<Tensor> constant = {};
    std::string key = {};          ///< the attribute that holds the constant
    Shape shape = {};              ///< without the squeezed axis
    int squeezed = nnir::no_axis;  ///< an axis of extent 1 of the input that does not count
};

/// Input `index` of a node; the attribute "squeezed" (an axis or -1 per input) is heeded.
Operand input_operand(const nnir::Attributes& attributes, std::size_t index, const Shape& shape);
Operand constant_operand(const nnir::Attributes& attributes, const std::string& key);

/// The shape of the result; throws Error(bad_shape) naming the first input.
Shape result_shape(const nnir::OpInfo& info, std::span<const nnir::Value> inputs,
                   const std::vector<Operand>& operands);
/// Operands that are not stretched along the result's data dimension have theirs there.
nnir::DataDims elementwise_data_dims(const std::vector<Operand>& operands, const Shape& result,
                                     const nnir::DataDims& known);
/// Passes through; a constant that differs along the sequence is refused.
nnir::StreamRule elementwise_stream(const nnir::BoundNode& node, const std::vector<Operand>& operands,
                                    std::span<const int> axes);
/// The operands in float64, each of the result's shape.
std::vector<nnir::RealTensor> elementwise_operands(const std::vector<Operand>& operands,
                                                   std::span<const nnir::RealTensor> inputs);
/// The operands as TorchScript expressions.
std::vector<std::string> elementwise_source(nnir::TorchSource& source, const nnir::BoundNode& node,
                                            const std::vector<Operand>& operands);

/// One operand of one vector of the result: a vector (or splat) or constant values.
struct Lane {
    std::optional<lowering::VectorId> vector;
    std::vector<float> values;
};

/// Writes a node's work: `emit` makes one vector of the result of its lanes.
class ElementwiseLowering {
  public:
    ElementwiseLowering(lowering::Builder& builder, const nnir::Node& node, std::vector<Operand> operands)
        : builder_(builder), node_(node), operands_(std::move(operands)) {}

    using Emit = std::function<void(const std::vector<Lane>& lanes, lowering::VectorId result)>;
    void run(const Emit& emit);
    /// The lane as a vector; as a splat where the result is one. Equal constants are held once.
    lowering::VectorId vector(const Lane& lane, lowering::VectorId result);

  private:
    Lane lane(const Operand& operand, const std::vector<std::int64_t>& position);
    lowering::VectorId element(lowering::VectorId vector, std::int64_t index);

    lowering::Builder& builder_;
    const nnir::Node& node_;
    std::vector<Operand> operands_;
    std::map<std::pair<lowering::VectorId, std::int64_t>, lowering::VectorId> elements_;
    std::map<std::pair<std::string, bool>, lowering::VectorId> constants_;
};

}  // namespace lockstep::ops
