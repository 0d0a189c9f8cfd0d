#include <algorithm>
#include <cmath>
#include <map>

#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/broadcast.h"
#include "core/ops/pointwise_import.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using lowering::PointwiseOp;

/// What the word of the attribute `op` means.
struct Meaning {
    PointwiseOp code;
    const char* torch;
    bool compares;
};

const Meaning* meaning(const std::string& op) {
    static const std::map<std::string, Meaning> all = {{"add", {PointwiseOp::add, "add", false}},
                                                       {"subtract", {PointwiseOp::subtract, "sub", false}},
                                                       {"multiply", {PointwiseOp::multiply, "mul", false}},
                                                       {"divide", {PointwiseOp::divide, "div", false}},
                                                       {"minimum", {PointwiseOp::minimum, "minimum", false}},
                                                       {"maximum", {PointwiseOp::maximum, "maximum", false}},
                                                       {"equal", {PointwiseOp::equal, "eq", true}},
                                                       {"not_equal", {PointwiseOp::not_equal, "ne", true}},
                                                       {"less", {PointwiseOp::less, "lt", true}},
                                                       {"less_equal", {PointwiseOp::less_equal, "le", true}}};
    const auto found = all.find(op);
    return found == all.end() ? nullptr : &found->second;
}

double apply(PointwiseOp op, double a, double b) {
    const auto smaller = [](double x, double y) { return std::isnan(x) || x < y ? x : y; };
    const auto larger = [](double x, double y) { return std::isnan(x) || x > y ? x : y; };
    switch (op) {
        case PointwiseOp::add:
            return a + b;
        case PointwiseOp::subtract:
            return a - b;
        case PointwiseOp::multiply:
            return a * b;
        case PointwiseOp::divide:
            return a / b;
        case PointwiseOp::minimum:
            return smaller(a, b);
        case PointwiseOp::maximum:
            return larger(a, b);
        case PointwiseOp::equal:
            return a == b ? 1 : 0;
        case PointwiseOp::not_equal:
            return a != b ? 1 : 0;
        case PointwiseOp::less:
            return a < b ? 1 : 0;
        case PointwiseOp::less_equal:
            return a <= b ? 1 : 0;
        case PointwiseOp::select:
            break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

std::vector<Operand> operands_of(const Attributes& attributes, const std::vector<Shape>& inputs) {
    std::vector<Operand> operands;
    for (std::size_t k = 0; k < inputs.size(); ++k)
        operands.push_back(input_operand(attributes, k, inputs[k]));
    if (attributes.has("constant")) operands.push_back(constant_operand(attributes, "constant"));
    if (attributes.has("constant_first") && attributes.boolean("constant_first"))
        std::reverse(operands.begin(), operands.end());
    return operands;
}

std::vector<Operand> operands_of(const BoundNode& node) {
    std::vector<Shape> shapes;
    for (const Value& input : node.inputs) shapes.push_back(input.type.shape);
    return operands_of(node.attributes(), shapes);
}

class Pointwise final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Pointwise",
            "Combines two operands element by element: two values, or a value and a constant; extents of 1 "
            "stretch. "
            "Comparisons give a mask of ones and zeros.",
            {{"op",
              "add, subtract, multiply, divide, minimum, maximum, equal, not_equal, less or less_equal"},
             {"constant", "the operand that is constant", true},
             {"constant_first", "the constant is the first operand", true},
             {"squeezed", "per input the axis of extent 1 that does not count, or -1", true}},
            {SupportLevel::published, "divide in bf16 only; equal and not_equal are built from <= and >="},
            {.fp32 = true}};
        return info;
    }

    Support support(const BoundNode& node) const override {
        const std::string& op = node.attributes().string("op");
        if (op == "divide") return {SupportLevel::published, "in bf16 only"};
        if (op == "equal" || op == "not_equal")
            return {SupportLevel::composed, "from the comparisons <= and >="};
        if (node.outputs[0].type.format == NumberFormat::mask && !meaning(op)->compares)
            return {SupportLevel::composed, "masks are combined by choosing twice"};
        return {SupportLevel::published, {}};
    }

    std::string obstacle(const BoundNode& node, Precision precision) const override {
        if (precision == Precision::fp32 && node.attributes().string("op") == "divide")
            return "the published accelerators divide in bf16 only";
        return Op::obstacle(node, precision);
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, attributes.has("constant") ? 1 : 2);
        const std::string& op = attributes.string("op");
        const Meaning* known = meaning(op);
        if (known == nullptr) bad_operand(info(), inputs[0], "'" + op + "' is unknown");
        std::vector<Shape> shapes;
        for (const Value& input : inputs) shapes.push_back(input.type.shape);
        ValueType type{.shape = result_shape(info(), inputs, operands_of(attributes, shapes)),
                       .format = inputs[0].type.format};
        const auto is_mask = [](const Value& v) { return v.type.format == NumberFormat::mask; };
        const bool masks = inputs.size() == 2 && std::all_of(inputs.begin(), inputs.end(), is_mask) &&
                           (op == "multiply" || op == "minimum" || op == "maximum");
        if (known->compares || masks) {
            type.format = NumberFormat::mask;
        } else if (is_mask(inputs[0])) {
            type.format =
                inputs.size() == 2 && !is_mask(inputs[1]) ? inputs[1].type.format : NumberFormat::bf16;
        }
        return {type};
    }

    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        return elementwise_data_dims(operands_of(node), node.out(), known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        return elementwise_stream(node, operands_of(node), axes);
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const PointwiseOp op = meaning(node.attributes.string("op"))->code;
        const bool linear =
            op == PointwiseOp::add || op == PointwiseOp::subtract || op == PointwiseOp::multiply;
        ElementwiseLowering work(builder, node, operands_of(bind(builder.graph(), node)));
        work.run([&](const std::vector<Lane>& lanes, lowering::VectorId result) {
            const bool constant = !lanes[0].vector || !lanes[1].vector;
            if (constant && linear && builder.is_splat(result) && !builder.is_fp32(result)) {
                on_splat(builder, op, lanes, result);
            } else {
                builder.add(lowering::PointwiseWork{.result = result,
                                                    .op = op,
                                                    .a = work.vector(lanes[0], result),
                                                    .b = work.vector(lanes[1], result),
                                                    .epilogue = {}});
            }
        });
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        std::vector<Shape> shapes;
        for (const RealTensor& input : inputs) shapes.push_back(input.shape);
        std::vector<RealTensor> both = elementwise_operands(operands_of(attributes, shapes), inputs);
        const PointwiseOp op = meaning(attributes.string("op"))->code;
        for (std::size_t k = 0; k < both[0].values.size(); ++k)
            both[0].values[k] = apply(op, both[0].values[k], both[1].values[k]);
        return {std::move(both[0])};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const Meaning& known = *meaning(node.attributes().string("op"));
        const std::vector<std::string> both = elementwise_source(source, node, operands_of(node));
        const std::string text = std::string("torch.") + known.torch + "(" + both[0] + ", " + both[1] + ")";
        // A mask is a tensor of ones and zeros.
        source.assign(node, 0,
                      known.compares ? "torch.type_as(" + text + ", " + source.in(node) + ")" : text);
    }

    std::vector<ImportRule> imports() const override { return pointwise_imports(); }
    std::vector<Sample> samples() const override;

  private:
    /// A splat combined with one constant stays a splat: a product with a bias, which are exact in fp32.
    static void on_splat(lowering::Builder& builder, PointwiseOp op, const std::vector<Lane>& lanes,
                         lowering::VectorId result) {
        const bool first = !lanes[0].vector;
        const float constant = lanes[first ? 0 : 1].values[0];
        const lowering::VectorId source = *lanes[first ? 1 : 0].vector;
        float factor = constant;
        std::vector<float> bias;
        if (op != PointwiseOp::multiply) {
            factor = op == PointwiseOp::subtract && first ? -1.0F : 1.0F;
            bias = {op == PointwiseOp::subtract && !first ? -constant : constant};
        }
        builder.add(lowering::LinearWork{.result = result,
                                         .rows = 1,
                                         .start = {std::move(bias), {}},
                                         .products = {{Tensor({1, 1}, {factor}), source}},
                                         .epilogue = {}});
    }
};

std::vector<Sample> Pointwise::samples() const {
    std::vector<Sample> all;
    for (const char* op :
         {"add", "subtract", "multiply", "minimum", "maximum", "less", "less_equal", "equal", "not_equal"}) {
        GraphBuilder two(op);
        const ValueId a = two.input("a", {4, 3});
        two.output(two.pointwise(op, a, two.input("b", {4, 3})));
        all.push_back({op, two.finish(), {0, 0}});
    }
    GraphBuilder constant("constant");
    constant.output(constant.pointwise("multiply", constant.input("x", {2, 3, 5}), sample_tensor({3, 1}, 4)));
    all.push_back({"constant", constant.finish(), {2}});
    GraphBuilder wide("constant that stretches the value");
    wide.output(wide.pointwise("maximum", wide.input("x", {6, 1}), sample_tensor({1, 7}, 6)));
    all.push_back({"constant that stretches the value", wide.finish(), {0}});
    GraphBuilder first("constant first");
    const ValueId x = first.input("x", {5, 2});
    first.output(first.add(
        "Pointwise",
        {{"op", std::string("subtract")}, {"constant", sample_tensor({}, 5)}, {"constant_first", true}},
        {x}));
    all.push_back({"constant first", first.finish(), {0}});
    GraphBuilder ratio("divide by one value per position");
    const ValueId top = ratio.input("a", {3, 4, 5});
    const ValueId bottom = ratio.pointwise("add", ratio.input("b", {4, 1}), Tensor::filled({}, 3.0F));
    ratio.output(ratio.pointwise("divide", top, bottom));
    all.push_back({"divide by one value per position", ratio.finish(), {1, 0}});
    GraphBuilder outer("outer sum");
    outer.output(outer.pointwise("add", outer.input("a", {5, 1}), outer.input("b", {33})));
    all.push_back({"outer sum", outer.finish()});
    GraphBuilder across("across the data dimension");
    const ValueId row = across.linear(across.input("a", {4, 3}), sample_tensor({6, 3}, 2));
    const ValueId column = across.linear(across.input("b", {4}), sample_tensor({4, 4}, 3));
    across.output(across.pointwise("multiply", row, across.reshape(column, {4, 1})));
    all.push_back({"across the data dimension", across.finish()});
    GraphBuilder scalars("scalar");
    const ValueId scalar = scalars.pointwise("subtract", scalars.input("a", {}), Tensor::filled({}, 0.5F));
    scalars.output(scalars.pointwise("multiply", scalars.input("x", {2, 3}), scalar));
    all.push_back({"scalar", scalars.finish()});
    GraphBuilder masks("masks");
    const ValueId value = masks.input("x", {7, 4});
    const ValueId low = masks.pointwise("less", value, Tensor::filled({}, 0.5F));
    const ValueId high = masks.pointwise("less", masks.input("limit", {7, 1}), value);
    masks.output(masks.pointwise("multiply", low, high));
    all.push_back({"masks", masks.finish(), {0, 0}});
    return all;
}

}  // namespace

const nnir::Op& pointwise_op() {
    static const Pointwise op;
    return op;
}

}  // namespace lockstep::ops
