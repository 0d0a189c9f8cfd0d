#include <array>

#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/broadcast.h"
#include "core/ops/compose.h"
#include "core/ops/rules.h"
#include "core/support/error.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

constexpr std::array<const char*, 3> keys = {"condition", "a", "b"};

/// Condition, a and b.
std::vector<Operand> operands_of(const Attributes& attributes, const std::vector<Shape>& inputs) {
    std::vector<Operand> operands;
    std::size_t next = 0;
    for (const char* key : keys) {
        if (attributes.has(key)) {
            operands.push_back(constant_operand(attributes, key));
        } else {
            operands.push_back(input_operand(attributes, next, inputs.at(next)));
            ++next;
        }
    }
    return operands;
}

std::vector<Operand> operands_of(const BoundNode& node) {
    std::vector<Shape> shapes;
    for (const Value& input : node.inputs) shapes.push_back(input.type.shape);
    return operands_of(node.attributes(), shapes);
}

void import_where(ImportContext& c) {
    if (c.node().find("self") == nullptr)
        c.refuse("it lists the places where a condition holds, whose number depends on the data");
    c.set_output(0, choose(c, term(c, "condition"), term(c, "self"), term(c, "other")));
}

void import_masked_fill(ImportContext& c) {
    c.set_output(0, choose(c, term(c, "mask"), term(c, "value"), term(c, "self")));
}

class Where final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Where",
            "Chooses element by element: a where the condition is not zero, else b. Extents of 1 stretch.",
            {{"condition", "the condition, if it is constant", true},
             {"a", "what is chosen where it holds, if constant", true},
             {"b", "what is chosen elsewhere, if constant", true},
             {"squeezed", "per input the axis of extent 1 that does not count, or -1", true}},
            {SupportLevel::published, "where the condition is a comparison"},
            {.fp32 = true}};
        return info;
    }

    Support support(const BoundNode& node) const override {
        if (node.attributes().has("condition"))
            return {SupportLevel::composed,
                    "with a constant condition it is a sum of products with constants"};
        if (node.inputs[0].type.format != NumberFormat::mask)
            return {SupportLevel::composed, "its condition is a number, to be compared with zero first"};
        return {SupportLevel::published, {}};
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        std::size_t constants = 0;
        for (const char* key : keys) constants += attributes.has(key) ? 1U : 0U;
        if (constants == keys.size() || inputs.empty())
            throw Error(FailureKind::bad_shape, "Where without a computed operand");
        expect_inputs(info(), inputs, keys.size() - constants);
        std::vector<Shape> shapes;
        for (const Value& input : inputs) shapes.push_back(input.type.shape);
        NumberFormat format = NumberFormat::bf16;
        for (std::size_t k = attributes.has("condition") ? 0 : 1; k < inputs.size(); ++k)
            format = number_format(inputs[k].type.format);
        return {{.shape = result_shape(info(), inputs, operands_of(attributes, shapes)), .format = format}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        return elementwise_data_dims(operands_of(node), node.out(), known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        return elementwise_stream(node, operands_of(node), axes);
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        ElementwiseLowering work(builder, node, operands_of(bind(builder.graph(), node)));
        work.run([&](const std::vector<Lane>& lanes, lowering::VectorId result) {
            builder.add(lowering::PointwiseWork{.result = result,
                                                .op = lowering::PointwiseOp::select,
                                                .a = work.vector(lanes[1], result),
                                                .b = work.vector(lanes[2], result),
                                                .epilogue = {},
                                                .c = work.vector(lanes[0], result)});
        });
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        std::vector<Shape> shapes;
        for (const RealTensor& input : inputs) shapes.push_back(input.shape);
        std::vector<RealTensor> all = elementwise_operands(operands_of(attributes, shapes), inputs);
        for (std::size_t k = 0; k < all[0].values.size(); ++k)
            all[0].values[k] = all[all[0].values[k] != 0 ? 1 : 2].values[k];
        return {std::move(all[0])};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const std::vector<std::string> all = elementwise_source(source, node, operands_of(node));
        source.assign(node, 0, "torch.where(torch.ne(" + all[0] + ", 0), " + all[1] + ", " + all[2] + ")");
    }

    std::vector<ImportRule> imports() const override {
        return {{"torchscript", "aten::where", import_where},
                {"torchscript", "aten::masked_fill", import_masked_fill}};
    }

    std::vector<Sample> samples() const override {
        GraphBuilder three("three values");
        const ValueId x = three.input("x", {6, 5});
        const ValueId mask = three.pointwise("less", x, three.input("limit", {6, 1}));
        three.output(three.add("Where", {}, {mask, x, three.input("y", {6, 5})}));
        GraphBuilder fill("fill");
        const ValueId z = fill.input("x", {3, 4, 2});
        const ValueId above = fill.add(
            "Pointwise",
            {{"op", std::string("less")}, {"constant", Tensor::filled({}, 0.25F)}, {"constant_first", true}},
            {z});
        fill.output(fill.add("Where", {{"a", Tensor::filled({}, -2.0F)}}, {above, z}));
        GraphBuilder constant("constant condition");
        constant.output(constant.add("Where",
                                     {{"condition", Tensor({3}, {1, 0, 1})}, {"b", sample_tensor({3}, 3)}},
                                     {constant.input("x", {4, 3})}));
        GraphBuilder rows("one condition per row");
        const ValueId v = rows.input("x", {5, 7});
        const ValueId some = rows.pointwise("less", rows.input("gate", {5, 1}), Tensor::filled({}, 0.0F));
        rows.output(rows.add("Where", {{"b", Tensor::filled({}, 0.0F)}}, {some, v}));
        return {{"three values", three.finish(), {0, 0, 0}},
                {"fill", fill.finish(), {2}},
                {"constant condition", constant.finish(), {0}},
                {"one condition per row", rows.finish(), {0, 0}}};
    }
};

}  // namespace

const nnir::Op& where_op() {
    static const Where op;
    return op;
}

}  // namespace lockstep::ops
