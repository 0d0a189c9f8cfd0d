
#include "core/lowering/lowering_builder.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/import_rules.h"
#include "core/ops/rules.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

class Linear final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{"Linear",
                                 "Multiplies the last axis by a constant matrix and adds a bias.",
                                 {{"weight", "matrix [out, in]"},
                                  {"bias", "vector [out]", true},
                                  {"across", "the data dimension is another axis, and stays it", true}},
                                 {SupportLevel::published, {}},
                                 {.fp8_weights = true}};
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

    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        if (across(node.attributes())) {
            DataDims dims = same_data_dim(known);
            if (dims.inputs[0] != last_axis(node.in())) return dims;
            throw Error(FailureKind::unsupported,
                        "a linear across the data dimension has it along its last axis");
        }
        return {{last_axis(node.in())}, {last_axis(node.in())}};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        if (axes[0] == last_axis(node.in()))
            return Refuse{
                "it sums over axis " + std::to_string(axes[0]) + ", so every output needs all positions",
                rank(node.in()) > 1 ? "stream another axis" : "compile it without streaming"};
        return PassThrough{node.attributes(), {axes[0]}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override {
        const Tensor& weight = node.attributes.tensor("weight");
        const std::vector<float> bias = bias_values(node.attributes, "bias");
        const std::vector<lowering::VectorId> sources = builder.vectors(node.inputs[0]);
        std::vector<lowering::LinearWork> sums;
        if (across(node.attributes)) {
            sums = sums_across(builder, weight, bias, sources);
        } else {
            for (const lowering::VectorId source : sources)
                sums.push_back({.result = builder.new_vector(weight.shape()[0]),
                                .rows = weight.shape()[0],
                                .start = {bias, {}},
                                .products = {{weight, source}},
                                .epilogue = {}});
        }
        std::vector<lowering::VectorId> results;
        for (const lowering::LinearWork& sum : sums) results.push_back(sum.result);
        builder.add_tensor(std::move(sums));
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

    std::vector<ImportRule> imports() const override { return matrix_imports(); }

    std::vector<Sample> samples() const override {
        GraphBuilder vector("vector");
        vector.output(vector.linear(vector.input("x", {7}), sample_tensor({5, 7}, 1), sample_tensor({5}, 2)));
        GraphBuilder rows("rows");
        rows.output(rows.linear(rows.input("x", {6, 2, 3}), sample_tensor({4, 3}, 3)));
        GraphBuilder columns("across the data dimension");
        columns.output(columns.add(
            "Linear",
            {{"weight", sample_tensor({4, 3}, 4)}, {"bias", sample_tensor({4}, 5)}, {"across", true}},
            {columns.input("x", {2, 5, 3})}));
        return {{"vector", vector.finish()}, {"rows", rows.finish(), {0}}, {"across", columns.finish(), {0}}};
    }

  private:
    static bool across(const Attributes& attributes) {
        return attributes.has("across") && attributes.boolean("across");
    }

    /// The operand's vectors are the columns of a computed matrix, the weight's rows constants that it is
    /// multiplied with.
    static std::vector<lowering::LinearWork> sums_across(lowering::Builder& builder, const Tensor& weight,
                                                         const std::vector<float>& bias,
                                                         const std::vector<lowering::VectorId>& sources) {
        const std::int64_t rows = weight.shape()[0];
        const std::int64_t columns = weight.shape()[1];
        const std::int64_t length = builder.length(sources.front());
        std::vector<lowering::VectorId> factors;
        for (std::int64_t row = 0; row < rows; ++row) {
            const auto line = weight.values().subspan(at(row * columns), at(columns));
            factors.push_back(builder.constant_vector({line.begin(), line.end()}));
        }
        std::vector<lowering::LinearWork> sums;
        for (std::size_t first = 0; first < sources.size(); first += at(columns))
            for (std::int64_t row = 0; row < rows; ++row) {
                lowering::LinearWork& sum = sums.emplace_back();
                sum.result = builder.new_vector(length);
                sum.rows = length;
                if (!bias.empty()) sum.start.bias.assign(at(length), bias[at(row)]);
                const auto begin = sources.begin() + static_cast<std::ptrdiff_t>(first);
                sum.products.push_back({.weight = {},
                                        .source = factors[at(row)],
                                        .matrix = {begin, begin + columns},
                                        .by_rows = false});
            }
        return sums;
    }
};

}  // namespace

const nnir::Op& linear_op() {
    static const Linear op;
    return op;
}

}  // namespace lockstep::ops
