
#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// Emits a Linear on `x` whose weight is stored [in, out].
ValueId add_transposed(ImportContext& c, ValueId x, const Tensor& stored, const std::optional<Tensor>& bias) {
    if (rank(stored.shape()) != 2)
        c.refuse("a constant factor of shape " + to_text(stored.shape()) + " is not a matrix");
    Attributes attributes{{"weight", stored.permuted({1, 0})}};
    if (bias) attributes.set("bias", *bias);
    return c.add("Linear", attributes, {x});
}

void import_linear(ImportContext& c) {
    Attributes attributes{{"weight", weight_argument(c, "weight")}};
    if (const auto bias = c.tensor("bias")) attributes.set("bias", *bias);
    c.set_output(0, c.add("Linear", attributes, {c.value("input")}));
}

void import_matmul(ImportContext& c) {
    const std::string second = c.node().find("mat2") != nullptr ? "mat2" : "other";
    if (c.is_value("self") && c.is_value(second))
        c.refuse("both factors are computed from the input (dynamic weights)");
    if (!c.is_value("self")) {
        const Tensor weight = weight_argument(c, "self");
        const ValueId x = c.value(second);
        if (rank(c.type(x).shape) != 1 || rank(weight.shape()) != 2)
            c.refuse(
                "a constant matrix times a matrix is not supported; transpose it to activation times "
                "constant");
        c.set_output(0, c.add("Linear", {{"weight", weight}}, {x}));
        return;
    }
    c.set_output(0, add_transposed(c, c.value("self"), weight_argument(c, second), {}));
}

void import_addmm(ImportContext& c) {
    if (c.number("alpha", 1.0) != 1.0 || c.number("beta", 1.0) != 1.0) c.refuse("alpha and beta must be 1");
    if (c.is_value("self")) c.refuse("its bias is computed from the input");
    const std::optional<Tensor> bias = c.tensor("self");
    if (!c.is_value("mat1")) c.refuse("its first factor is a constant");
    const Tensor weight = weight_argument(c, "mat2");
    if (bias && rank(weight.shape()) == 2 && bias->shape() != Shape{weight.shape()[1]})
        c.refuse("its bias of shape " + to_text(bias->shape()) + " is not one value per output");
    c.set_output(0, add_transposed(c, c.value("mat1"), weight, bias));
}

class Linear final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{"Linear",
                                 "Multiplies the last axis by a constant matrix and adds a bias.",
                                 {{"weight", "matrix [out, in]"}, {"bias", "vector [out]", true}},
                                 {SupportLevel::published, {}}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 1);
        const Shape& x = inputs[0].type.shape;
        const Shape& weight = attributes.tensor("weight").shape();
        if (rank(weight) != 2)
            bad_operand(info(), inputs[0], "the weight is " + to_text(weight) + ", not a matrix");
        if (x.empty() || x.back() != weight[1])
            bad_operand(info(), inputs[0],
                        "its last axis must hold " + std::to_string(weight[1]) + " values");
        if (attributes.has("bias") && attributes.tensor("bias").shape() != Shape{weight[0]})
            bad_operand(info(), inputs[0], "the bias must hold " + std::to_string(weight[0]) + " values");
        return {{.shape = with_extent(x, last_axis(x), weight[0]), .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims&) const override {
        return {{last_axis(node.in())}, {last_axis(node.in())}};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        if (all_static(axes)) return PassThrough{node.attributes(), {no_axis}};
        if (axes[0] == last_axis(node.in()))
            return Refuse{
                "it sums over axis " + std::to_string(axes[0]) + ", so every output needs all positions",
                rank(node.in()) > 1 ? "stream another axis" : "compile it without streaming"};
        return PassThrough{node.attributes(), {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const Tensor& weight = node.attributes.tensor("weight");
        std::vector<lowering::VectorId> results;
        for (const lowering::VectorId source : std::vector(builder.vectors(node.inputs[0]))) {
            results.push_back(builder.new_vector(weight.shape()[0]));
            builder.add(lowering::LinearWork{.result = results.back(),
                                             .rows = weight.shape()[0],
                                             .start = {bias_values(node.attributes, "bias"), {}},
                                             .products = {{weight, source}},
                                             .epilogue = {}});
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const Tensor& weight = attributes.tensor("weight");
        const std::int64_t rows = weight.shape()[0];
        const std::int64_t columns = weight.shape()[1];
        const RealTensor& x = inputs[0];
        RealTensor y(with_extent(x.shape, last_axis(x.shape), rows));
        const std::vector<float> bias = bias_values(attributes, "bias");
        const std::int64_t count = axis_view(x.shape, last_axis(x.shape)).outer;
        for (std::int64_t n = 0; n < count; ++n)
            for (std::int64_t r = 0; r < rows; ++r)
                y[n * rows + r] =
                    (bias.empty() ? 0.0 : double{bias[at(r)]}) +
                    dot(weight.values().subspan(at(r * columns)), &x.values[at(n * columns)], 1, columns);
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const std::string weight = source.weight(node.attributes().tensor("weight"));
        const std::optional<Tensor> bias = optional_tensor(node.attributes(), "bias");
        source.assign(node, 0,
                      "torch.linear(" + source.in(node) + ", " + weight + ", " +
                          (bias ? source.weight(*bias) : "None") + ")");
    }

    std::vector<ImportRule> imports() const override {
        return {{"torchscript", "aten::linear", import_linear},
                {"torchscript", "aten::matmul", import_matmul},
                {"torchscript", "aten::mm", import_matmul},
                {"torchscript", "aten::addmm", import_addmm}};
    }

    std::vector<Sample> samples() const override {
        GraphBuilder vector("vector");
        vector.output(vector.linear(vector.input("x", {7}), sample_tensor({5, 7}, 1), sample_tensor({5}, 2)));
        GraphBuilder rows("rows");
        rows.output(rows.linear(rows.input("x", {6, 2, 3}), sample_tensor({4, 3}, 3)));
        return {{"vector", vector.finish()}, {"rows", rows.finish(), {0}}};
    }
};

}  // namespace

const nnir::Op& linear_op() {
    static const Linear op;
    return op;
}

}  // namespace lockstep::ops
