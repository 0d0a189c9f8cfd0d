#include <algorithm>
#include <array>
#include <map>

#include "core/lowering/vectors.h"
#include "core/nnir/builder.h"
#include "core/nnir/torch_source.h"
#include "core/ops/attention_import.h"
#include "core/ops/broadcast.h"
#include "core/ops/matmul_lowering.h"
#include "core/ops/rules.h"
#include "core/support/error.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

MatmulShape shape_of(const BoundNode& node) {
    return matmul_shape(node.attributes(), node.in(0), node.in(1));
}

/// Data dimensions of a, b and the result that there is work for.
using Dims = std::array<int, 3>;

std::vector<Dims> possible_dims(const MatmulShape& shape) {
    std::vector<Dims> all;
    const int rank_a = rank(shape.a);
    const int rank_b = rank(shape.b);
    const int rank_out = rank(shape.result());
    const auto add = [&](Dims dims) {
        if (std::find(all.begin(), all.end(), dims) == all.end()) all.push_back(dims);
    };
    for (int out = 0; out < std::max(1, rank_out); ++out) {
        const int result = rank_out == 0 ? no_data_dim : out;
        const bool batch = out < rank(shape.batch);
        if (!batch || rank_out == rank(shape.batch)) add({shape.axis_k_of_a(), shape.axis_k_of_b(), result});
        if (batch) {
            const int own_a = out - (rank(shape.batch) - shape.batch_axes_of_a());
            const int own_b = out - (rank(shape.batch) - shape.batch_axes_of_b());
            if (own_a >= 0 && own_b >= 0 && shape.a[at(own_a)] == shape.b[at(own_b)])
                add({own_a, own_b, out});
        } else if (out == shape.axis_n_of_result()) {
            for (int a = 0; a < rank_a; ++a) add({a, shape.axis_n_of_b(), out});
        } else if (out == shape.axis_m_of_result()) {
            for (int b = 0; b < rank_b; ++b) add({shape.axis_m_of_a(), b, out});
        }
    }
    return all;
}

class MatMul final : public Op {
  public:
    const OpInfo& info() const override {
        static const OpInfo info{
            "MatMul",
            "The product of two computed matrices, for every position of the axes in front, which stretch.",
            {{"a_vector", "the first operand has no row axis: its last axis is summed over", true},
             {"b_vector", "the second operand has no column axis", true}},
            {SupportLevel::published, "in bf16 only, with their option for dynamic weights"},
            {.computed_weights = true}};
        return info;
    }

    std::vector<ValueType> infer(const Attributes& attributes, std::span<const Value> inputs) const override {
        expect_inputs(info(), inputs, 2);
        for (std::size_t k = 0; k < 2; ++k) {
            const bool vector = is_vector(attributes, k == 0 ? "a_vector" : "b_vector");
            if (rank(inputs[k].type.shape) < (vector ? 1 : 2))
                bad_operand(info(), inputs[k], vector ? "it must be a vector" : "it must be a matrix");
        }
        const MatmulShape shape = matmul_shape(attributes, inputs[0].type.shape, inputs[1].type.shape);
        if (shape.k_of_a() != shape.k_of_b() || shape.k_of_a() == 0)
            bad_operand(info(), inputs[0],
                        "its rows hold " + std::to_string(shape.k_of_a()) + " values where the columns of '" +
                            inputs[1].name + "' hold " + std::to_string(shape.k_of_b()));
        if (!common_shape(shape.front_of_a(), shape.front_of_b()))
            bad_operand(info(), inputs[0],
                        "its front axes do not stretch to those of '" + inputs[1].name + "', " +
                            to_text(inputs[1].type.shape));
        return {{.shape = shape.result(), .format = number_format(inputs[0].type.format)}};
    }

    DataDims data_dims(const BoundNode& node, const DataDims& known) const override {
        const MatmulShape shape = shape_of(node);
        const Dims given = {known.inputs[0], known.inputs[1], known.outputs[0]};
        std::vector<Dims> fitting;
        for (const Dims& dims : possible_dims(shape)) {
            bool fits = true;
            for (std::size_t k = 0; k < dims.size(); ++k)
                fits = fits && (given[k] == no_data_dim || given[k] == dims[k]);
            if (fits) fitting.push_back(dims);
        }
        if (fitting.empty())
            throw Error(FailureKind::unsupported,
                        "a product of " + to_text(shape.a) + " and " + to_text(shape.b) +
                            " has no work for data dimensions along axes " + std::to_string(given[0]) +
                            " and " + std::to_string(given[1]));
        Dims agreed = fitting.front();
        for (const Dims& dims : fitting)
            for (std::size_t k = 0; k < dims.size(); ++k)
                if (dims[k] != agreed[k]) agreed[k] = no_data_dim;
        // Scores of one row are one vector, not many of one value.
        const bool scores = given[0] == shape.axis_k_of_a() && given[1] == shape.axis_k_of_b();
        if (scores && agreed[2] == no_data_dim && given[2] == no_data_dim) {
            if (shape.m() == 1)
                agreed[2] = shape.axis_n_of_result();
            else if (shape.n() == 1)
                agreed[2] = shape.axis_m_of_result();
        }
        return {{agreed[0], agreed[1]}, {agreed[2]}};
    }

    StreamRule stream(const BoundNode& node, std::span<const int> axes) const override {
        const MatmulShape shape = shape_of(node);
        Attributes attributes = node.attributes();
        if (axes[0] == no_axis && axes[1] == no_axis) return PassThrough{attributes, {no_axis}};
        if (axes[0] == shape.axis_k_of_a() || axes[1] == shape.axis_k_of_b())
            return Refuse{
                "it sums over the sequence, so every output needs all positions",
                "stream another axis, attend over a window that the model keeps as state, or compile "
                "it without streaming"};
        const bool rows = axes[0] != no_axis && axes[0] == shape.axis_m_of_a();
        const bool columns = axes[1] != no_axis && axes[1] == shape.axis_n_of_b();
        if ((rows && axes[1] == no_axis) || (columns && axes[0] == no_axis)) {
            attributes.set(rows ? "a_vector" : "b_vector", true);
            return PassThrough{attributes, {rows ? shape.axis_m_of_result() : shape.axis_n_of_result()}};
        }
        if (rows && columns)
            return Refuse{
                "it multiplies every position of the sequence with every other, as attention does, so every "
                "output needs all positions",
                "stream another axis, attend over a window that the model keeps as state, or compile "
                "it without streaming"};
        const int front = rank(shape.batch);
        const auto in_result = [&](int axis, int own) {
            return axis == no_axis ? no_axis : axis + front - own;
        };
        const int first = in_result(axes[0], shape.batch_axes_of_a());
        const int second = in_result(axes[1], shape.batch_axes_of_b());
        const int axis = std::max(first, second);
        // An operand without the sequence must not have the axis at all.
        const bool lacks_a = first == axis || front - shape.batch_axes_of_a() > axis;
        const bool lacks_b = second == axis || front - shape.batch_axes_of_b() > axis;
        if (rows || columns || !lacks_a || !lacks_b)
            return Refuse{"the sequence stands in different places of '" + node.inputs[0].name + "' and '" +
                              node.inputs[1].name + "'",
                          "stream axes in front of both matrices, or the rows of one factor alone"};
        return PassThrough{attributes, {axis}};
    }

    void lower(lowering::Builder& builder, const Node& node) const override { lower_matmul(builder, node); }

    std::vector<RealTensor> reference(const Attributes& attributes,
                                      std::span<const RealTensor> inputs) const override {
        const MatmulShape shape = matmul_shape(attributes, inputs[0].shape, inputs[1].shape);
        const std::int64_t m = shape.m();
        const std::int64_t n = shape.n();
        const std::int64_t k = shape.k_of_a();
        Shape full_a = shape.batch;
        full_a.insert(full_a.end(), {m, k});
        Shape full_b = shape.batch;
        full_b.insert(full_b.end(), {k, n});
        Shape own_a = shape.front_of_a();
        own_a.insert(own_a.end(), {m, k});
        Shape own_b = shape.front_of_b();
        own_b.insert(own_b.end(), {k, n});
        const RealTensor a = stretched(RealTensor(own_a, inputs[0].values), full_a);
        const RealTensor b = stretched(RealTensor(own_b, inputs[1].values), full_b);
        RealTensor y(shape.result());
        for (std::int64_t f = 0; f < element_count(shape.batch); ++f)
            for (std::int64_t row = 0; row < m; ++row)
                for (std::int64_t column = 0; column < n; ++column)
                    for (std::int64_t i = 0; i < k; ++i)
                        y[(f * m + row) * n + column] +=
                            a[(f * m + row) * k + i] * b[(f * k + i) * n + column];
        return {std::move(y)};
    }

    void torch_source(TorchSource& source, const BoundNode& node) const override {
        const bool a_vector = is_vector(node.attributes(), "a_vector");
        const bool b_vector = is_vector(node.attributes(), "b_vector");
        const std::string a =
            a_vector ? "torch.unsqueeze(" + source.in(node, 0) + ", -2)" : source.in(node, 0);
        const std::string b =
            b_vector ? "torch.unsqueeze(" + source.in(node, 1) + ", -1)" : source.in(node, 1);
        std::string text = "torch.matmul(" + a + ", " + b + ")";
        if (b_vector) text = "torch.squeeze(" + text + ", -1)";
        if (a_vector) text = "torch.squeeze(" + text + ", " + (b_vector ? "-1" : "-2") + ")";
        source.assign(node, 0, text);
    }

    std::vector<ImportRule> imports() const override { return attention_imports(); }
    std::vector<Sample> samples() const override;
};

std::vector<Sample> MatMul::samples() const {
    std::vector<Sample> all;
    const auto add = [&](const std::string& name, GraphBuilder& builder, ValueId a, ValueId b,
                         const Attributes& attributes = {}, std::vector<int> streams = {}) {
        builder.output(builder.add("MatMul", attributes, {a, b}));
        all.push_back({name, builder.finish(), std::move(streams)});
    };
    GraphBuilder scores("scores");
    const ValueId q = scores.linear(scores.input("q", {3, 5}), sample_tensor({34, 5}, 1));
    const ValueId keys = scores.linear(scores.input("k", {4, 5}), sample_tensor({34, 5}, 2));
    add("scores", scores, q, scores.transpose(keys, {1, 0}));
    GraphBuilder one("scores of one row");
    const ValueId query = one.linear(one.input("q", {1, 5}), sample_tensor({6, 5}, 1));
    const ValueId rows = one.linear(one.input("k", {7, 5}), sample_tensor({6, 5}, 2));
    add("scores of one row", one, query, one.transpose(rows, {1, 0}));
    GraphBuilder weighted("weighted sum");
    const ValueId values = weighted.linear(weighted.input("v", {2, 4, 3}), sample_tensor({33, 3}, 3));
    add("weighted sum", weighted, weighted.input("p", {2, 3, 4}), values);
    GraphBuilder columns("columns of the first");
    const ValueId first = columns.linear(columns.input("a", {4, 3}), sample_tensor({5, 3}, 4));
    const ValueId second = columns.linear(columns.input("b", {2, 3}), sample_tensor({4, 3}, 5));
    add("columns of the first", columns, columns.transpose(first, {1, 0}), columns.transpose(second, {1, 0}));
    GraphBuilder heads("positions in front");
    add("positions in front", heads, heads.input("a", {5, 2, 3}), heads.input("b", {5, 3, 4}), {}, {0, 0});
    GraphBuilder shared("one matrix for all");
    add("one matrix for all", shared, shared.input("a", {5, 2, 3}), shared.input("b", {3, 4}));
    GraphBuilder vectors("two vectors");
    add("two vectors", vectors, vectors.input("a", {6}), vectors.input("b", {6}),
        {{"a_vector", true}, {"b_vector", true}});
    GraphBuilder vector("vector per head");
    add("vector per head", vector, vector.input("a", {2, 3}), vector.input("b", {2, 3, 4}),
        {{"a_vector", true}});
    GraphBuilder attention("attention");
    const ValueId x = attention.input("x", {5, 6});
    const ValueId queries = attention.linear(x, sample_tensor({4, 6}, 1));
    const ValueId key = attention.transpose(attention.linear(x, sample_tensor({4, 6}, 2)), {1, 0});
    const ValueId score = attention.add("MatMul", {}, {queries, key});
    const ValueId p = attention.add("Softmax", {{"axis", std::int64_t{1}}, {"log", false}}, {score});
    add("attention", attention, p, attention.linear(x, sample_tensor({4, 6}, 3)));
    return all;
}

}  // namespace

const nnir::Op& matmul_op() {
    static const MatMul op;
    return op;
}

}  // namespace lockstep::ops
