#include <map>

#include "core/lowering/lowering_builder.h"
#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/import_context.h"
#include "core/nnir/torch_source.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// The constant operand stretched to `shape`; its shape was checked by infer.
Tensor broadcast(const Tensor& constant, const Shape& shape) {
    Shape from = constant.shape();
    while (from.size() < shape.size()) from.insert(from.begin(), 1);
    const std::vector<std::int64_t> step = strides(from);
    const std::vector<std::int64_t> own = strides(shape);
    std::vector<float> values(at(element_count(shape)));
    for (std::size_t k = 0; k < values.size(); ++k) {
        std::int64_t source = 0;
        auto rest = static_cast<std::int64_t>(k);
        for (std::size_t axis = 0; axis < shape.size(); ++axis) {
            if (from[axis] != 1) source += rest / own[axis] * step[axis];
            rest %= own[axis];
        }
        values[k] = constant.values()[at(source)];
    }
    return {shape, std::move(values)};
}

bool stretches(const Shape& from, const Shape& to) {
    if (from.size() > to.size()) return false;
    for (std::size_t k = 0; k < from.size(); ++k) {
        const std::int64_t extent = from[from.size() - 1 - k];
        if (extent != 1 && extent != to[to.size() - 1 - k]) return false;
    }
    return true;
}

double apply(const std::string& op, double a, double b) {
    if (op == "add") return a + b;
    if (op == "subtract") return a - b;
    return a * b;
}

void import_pointwise(ImportContext& c, const std::string& op) {
    if (c.number("alpha", 1.0) != 1.0) c.refuse("alpha must be 1");
    const bool first = c.is_value("self");
    const bool second = c.is_value("other");
    if (first && second) {
        const ValueId a = c.value("self");
        const ValueId b = c.value("other");
        if (c.type(a).shape != c.type(b).shape)
            c.refuse("operands of " + to_text(c.type(a).shape) + " and " + to_text(c.type(b).shape) +
                     " would have to be broadcast; give them equal shapes");
        c.set_output(0, c.add("Pointwise", {{"op", op}}, {a, b}));
        return;
    }
    const std::string known = first ? "other" : "self";
    const auto* argument = c.node().find(known);
    const bool tensor = argument != nullptr && std::holds_alternative<ImportedAttribute>(argument->value) &&
                        std::holds_alternative<Tensor>(std::get<ImportedAttribute>(argument->value));
    const Tensor constant =
        tensor ? *c.tensor(known) : Tensor({}, std::vector<float>{static_cast<float>(c.number(known))});
    const ValueId x = c.value(first ? "self" : "other");
    if (!stretches(constant.shape(), c.type(x).shape))
        c.refuse("a constant of " + to_text(constant.shape()) + " does not stretch to " +
                 to_text(c.type(x).shape));
    Attributes attributes{{"op", op}, {"constant", constant}};
    if (!first && op == "subtract") attributes.set("constant_first", true);
    c.set_output(0, c.add("Pointwise", attributes, {x}));
}

class Pointwise final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "Pointwise",
            "Adds, subtracts or multiplies element by element: two values of equal shape, or a value and "
            "a constant that stretches to its shape.",
            {{"op", "add, subtract or multiply"},
             {"constant", "the second operand when it is constant", true},
             {"constant_first", "the constant is the first operand", true}},
            {SupportLevel::published, {}}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        const std::string& op = attributes.string("op");
        const bool constant = attributes.has("constant");
        expect_inputs(info(), inputs, constant ? 1 : 2);
        if (op != "add" && op != "subtract" && op != "multiply")
            bad_operand(info(), inputs[0], "'" + op + "' is unknown");
        const Shape& shape = inputs[0].type.shape;
        if (constant && !stretches(attributes.tensor("constant").shape(), shape))
            bad_operand(info(), inputs[0],
                        "the constant of " + to_text(attributes.tensor("constant").shape()) +
                            " does not stretch to it");
        if (!constant && inputs[1].type.shape != shape)
            bad_operand(info(), inputs[0],
                        "'" + inputs[1].name + "' has another shape, " + to_text(inputs[1].type.shape));
        return {{.shape = shape, .format = inputs[0].type.format}};
    }

    DataDims data_dims(const BoundNode&, const DataDims& known) const override {
        return same_data_dim(known);
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        if (axes.size() == 2 && axes[0] != axes[1])
            return Refuse{"the sequence is axis " + std::to_string(axes[0]) + " of '" + node.inputs[0].name +
                              "' but axis " + std::to_string(axes[1]) + " of '" + node.inputs[1].name + "'",
                          "stream axes that meet in the same place"};
        Attributes attributes = node.attributes();
        if (const auto constant = optional_tensor(attributes, "constant")) {
            const int axis = axes[0] - rank(node.in()) + rank(constant->shape());
            if (axis >= 0) {
                if (constant->shape()[at(axis)] != 1)
                    return Refuse{"its constant differs from position to position along axis " +
                                      std::to_string(axes[0]),
                                  "stream an axis along which the constant is the same"};
                attributes.set("constant", constant->reshaped(without_axis(constant->shape(), axis)));
            }
        }
        return PassThrough{attributes, {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        using lowering::PointwiseOp;
        static const std::map<std::string, PointwiseOp> opcodes = {{"add", PointwiseOp::add},
                                                                   {"subtract", PointwiseOp::subtract},
                                                                   {"multiply", PointwiseOp::multiply}};
        const std::vector<lowering::VectorId> first = builder.vectors(node.inputs[0]);
        std::vector<lowering::VectorId> second;
        const auto constant = optional_tensor(node.attributes, "constant");
        if (constant) {
            const ValueType& type = builder.type(node.inputs[0]);
            // Equal vectors, bit for bit, are held once.
            std::map<std::string, lowering::VectorId> known;
            for (std::vector<float>& values :
                 lowering::cut_into_vectors(broadcast(*constant, type.shape), type.data_dim)) {
                const std::string bits(reinterpret_cast<const char*>(values.data()),
                                       values.size() * sizeof(float));
                const auto found = known.find(bits);
                second.push_back(found != known.end() ? found->second
                                                      : builder.constant_vector(std::move(values)));
                known.emplace(bits, second.back());
            }
        } else {
            second = builder.vectors(node.inputs[1]);
        }
        const bool swapped =
            node.attributes.has("constant_first") && node.attributes.boolean("constant_first");
        std::vector<lowering::VectorId> results;
        for (std::size_t k = 0; k < first.size(); ++k) {
            results.push_back(builder.new_vector(builder.length(first[k])));
            builder.add(lowering::PointwiseWork{.result = results.back(),
                                                .op = opcodes.at(node.attributes.string("op")),
                                                .a = swapped ? second[k] : first[k],
                                                .b = swapped ? first[k] : second[k],
                                                .epilogue = {}});
        }
        builder.set_vectors(node.outputs[0], std::move(results));
    }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        RealTensor y = inputs[0];
        const auto constant = optional_tensor(attributes, "constant");
        const RealTensor other = constant ? RealTensor(broadcast(*constant, y.shape)) : inputs[1];
        const bool swapped = attributes.has("constant_first") && attributes.boolean("constant_first");
        const std::string& op = attributes.string("op");
        for (std::size_t k = 0; k < y.values.size(); ++k)
            y.values[k] =
                swapped ? apply(op, other.values[k], y.values[k]) : apply(op, y.values[k], other.values[k]);
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        static const std::map<std::string, std::string> functions = {
            {"add", "torch.add"}, {"subtract", "torch.sub"}, {"multiply", "torch.mul"}};
        const Attributes& attributes = node.attributes();
        const auto constant = optional_tensor(attributes, "constant");
        std::string a = source.in(node);
        std::string b = constant ? source.weight(*constant) : source.in(node, 1);
        if (attributes.has("constant_first") && attributes.boolean("constant_first")) std::swap(a, b);
        source.assign(node, 0, functions.at(attributes.string("op")) + "(" + a + ", " + b + ")");
    }

    std::vector<ImportRule> imports() const override {
        const auto rule = [](const std::string& name, const std::string& op) {
            return ImportRule{"torchscript", name, [op](ImportContext& c) { import_pointwise(c, op); }};
        };
        return {rule("aten::add", "add"), rule("aten::sub", "subtract"), rule("aten::mul", "multiply")};
    }

    std::vector<Sample> samples() const override {
        std::vector<Sample> all;
        for (const char* op : {"add", "subtract", "multiply"}) {
            GraphBuilder two(op);
            const ValueId a = two.input("a", {4, 3});
            two.output(two.pointwise(op, a, two.input("b", {4, 3})));
            all.push_back({op, two.finish(), {0, 0}});
        }
        GraphBuilder constant("constant");
        constant.output(
            constant.pointwise("multiply", constant.input("x", {2, 3, 5}), sample_tensor({3, 1}, 4)));
        all.push_back({"constant", constant.finish(), {2}});
        GraphBuilder first("constant first");
        const ValueId x = first.input("x", {5, 2});
        first.output(first.add(
            "Pointwise",
            {{"op", std::string("subtract")}, {"constant", sample_tensor({}, 5)}, {"constant_first", true}},
            {x}));
        all.push_back({"constant first", first.finish(), {0}});
        return all;
    }
};

}  // namespace

const nnir::Op& pointwise_op() {
    static const Pointwise op;
    return op;
}

}  // namespace lockstep::ops
