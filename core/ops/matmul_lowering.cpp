#include "core/ops/matmul_lowering.h"

#include <algorithm>
#include <map>
#include <optional>

#include "core/lowering/vectors.h"
#include "core/nnir/op.h"
#include "core/ops/broadcast.h"
#include "core/ops/reduction.h"

namespace lockstep::ops {
namespace {

using namespace nnir;
using lowering::VectorId;

/// One element: the vector that holds it, and the lane.
struct Place {
    VectorId vector;
    std::int64_t lane = 0;
};

class Lowering {
  public:
    Lowering(lowering::Builder& builder, const Node& node)
        : builder_(builder),
          node_(node),
          shape_(matmul_shape(node.attributes, builder.type(node.inputs[0]).shape,
                              builder.type(node.inputs[1]).shape)),
          result_(builder.type(node.outputs[0])),
          dim_a_(builder.type(node.inputs[0]).data_dim),
          dim_b_(builder.type(node.inputs[1]).data_dim) {}

    void run() {
        const lowering::VectorLayout layout = lowering::vector_layout(result_);
        const bool dots = dim_a_ == shape_.axis_k_of_a() && dim_b_ == shape_.axis_k_of_b();
        std::vector<VectorId> results;
        for (std::int64_t v = 0; v < layout.count; ++v) {
            if (auto work = by_computed_matrix(v, layout.length))
                results.push_back(finish(std::move(*work), layout.length));
            else
                results.push_back(dots ? dot_products(v, layout.length) : weighted_sum(v, layout.length));
        }
        builder_.set_vectors(node_.outputs[0], std::move(results));
    }

  private:
    /// Position over [batch..., m, n] of a lane of a vector of the result.
    std::vector<std::int64_t> position(std::int64_t vector, std::int64_t lane) const {
        std::vector<std::int64_t> place(result_.shape.size(), 0);
        for (int axis = rank(result_.shape); axis-- > 0;) {
            if (axis == result_.data_dim) {
                place[at(axis)] = lane;
                continue;
            }
            place[at(axis)] = vector % result_.shape[at(axis)];
            vector /= result_.shape[at(axis)];
        }
        if (shape_.a_vector) place.insert(place.begin() + rank(shape_.batch), 0);
        if (shape_.b_vector) place.push_back(0);
        return place;
    }

    /// The element of an operand at (row or column `other`, k) for a position of the result.
    Place element(bool first, const std::vector<std::int64_t>& place, std::int64_t k) {
        const ValueId id = node_.inputs[first ? 0 : 1];
        const ValueType& type = builder_.type(id);
        const int front = first ? shape_.batch_axes_of_a() : shape_.batch_axes_of_b();
        const int along = first ? shape_.axis_k_of_a() : shape_.axis_k_of_b();
        const std::size_t m = place.size() - 2;
        Place found;
        std::int64_t vector = 0;
        for (int axis = 0; axis < rank(type.shape); ++axis) {
            std::int64_t index = axis == along ? k : place[first ? m : m + 1];
            if (axis < front) index = place[m - at(front) + at(axis)];
            if (type.shape[at(axis)] == 1) index = 0;
            if (axis == type.data_dim) {
                found.lane = index;
            } else {
                vector = vector * type.shape[at(axis)] + index;
            }
        }
        found.vector = builder_.vectors(id)[at(vector)];
        return found;
    }

    /// One product with a matrix whose vectors are those of one operand; the other's vector, along k, is
    /// multiplied. Nothing if the operands do not lie so, or if the result is a single value.
    std::optional<lowering::LinearWork> by_computed_matrix(std::int64_t vector, std::int64_t length) {
        const bool along_m = result_.data_dim >= 0 && result_.data_dim == shape_.axis_m_of_result();
        const bool along_n = result_.data_dim >= 0 && result_.data_dim == shape_.axis_n_of_result();
        if (length == 1 || (!along_m && !along_n)) return std::nullopt;
        // The operand with the result's axis is the matrix.
        const int own = along_m ? dim_a_ : dim_b_;
        const int other = along_m ? dim_b_ : dim_a_;
        const bool by_rows = own == (along_m ? shape_.axis_k_of_a() : shape_.axis_k_of_b());
        const bool by_columns = own == (along_m ? shape_.axis_m_of_a() : shape_.axis_n_of_b());
        if (other != (along_m ? shape_.axis_k_of_b() : shape_.axis_k_of_a()) || (!by_rows && !by_columns))
            return std::nullopt;
        lowering::Product product{.weight = {}, .source = {}, .matrix = {}, .by_rows = by_rows};
        product.source = element(!along_m, position(vector, 0), 0).vector;
        for (std::int64_t k = 0; k < (by_rows ? length : shape_.k_of_a()); ++k)
            product.matrix.push_back(
                element(along_m, position(vector, by_rows ? k : 0), by_rows ? 0 : k).vector);
        const auto splat = [this](VectorId v) { return builder_.is_splat(v); };
        if (std::ranges::any_of(product.matrix, splat)) return std::nullopt;
        lowering::LinearWork work{.result = {}, .rows = length, .start = {}, .products = {}, .epilogue = {}};
        work.products.push_back(std::move(product));
        return work;
    }

    VectorId dot_products(std::int64_t vector, std::int64_t length) {
        lowering::LinearWork work{.result = {}, .rows = length, .start = {}, .products = {}, .epilogue = {}};
        for (std::int64_t lane = 0; lane < length; ++lane) {
            const std::vector<std::int64_t> place = position(vector, lane);
            const VectorId products =
                combine(builder_, lowering::PointwiseOp::multiply, element(true, place, 0).vector,
                        element(false, place, 0).vector);
            work.products.push_back({row_of_ones(length, builder_.length(products), lane), products});
        }
        return finish(std::move(work), length);
    }

    VectorId weighted_sum(std::int64_t vector, std::int64_t length) {
        lowering::LinearWork work{.result = {}, .rows = length, .start = {}, .products = {}, .epilogue = {}};
        const std::vector<std::int64_t> place = position(vector, 0);
        // Whether an operand's vectors lie along the result's.
        const int front = rank(shape_.batch);
        const bool batch = result_.data_dim >= 0 && result_.data_dim < front;
        const bool by_a =
            batch || (dim_a_ == shape_.axis_m_of_a() && result_.data_dim == shape_.axis_m_of_result());
        const bool by_b =
            batch || (dim_b_ == shape_.axis_n_of_b() && result_.data_dim == shape_.axis_n_of_result());
        for (std::int64_t k = 0; k < shape_.k_of_a(); ++k) {
            const Place a = element(true, place, k);
            const Place b = element(false, place, k);
            const VectorId first = by_a ? a.vector : single(a);
            const VectorId second = by_b ? b.vector : single(b);
            const VectorId products = combine(builder_, lowering::PointwiseOp::multiply, first, second);
            work.products.push_back({unit(builder_.length(products)), products});
        }
        return finish(std::move(work), length);
    }

    VectorId finish(lowering::LinearWork work, std::int64_t length) {
        work.result = length == 1 ? builder_.new_splat() : builder_.new_vector(length);
        const VectorId result = work.result;
        builder_.add(std::move(work));
        return result;
    }

    /// A matrix of `rows` whose row `row` is ones.
    const Tensor& row_of_ones(std::int64_t rows, std::int64_t columns, std::int64_t row) {
        const auto [entry, fresh] = rows_.try_emplace({columns, row});
        if (!fresh) return entry->second;
        std::vector<float> values(at(rows * columns), 0.0F);
        std::fill_n(values.begin() + row * columns, columns, 1.0F);
        return entry->second = Tensor({rows, columns}, std::move(values));
    }

    const Tensor& unit(std::int64_t length) {
        if (!unit_.empty()) return unit_;
        std::vector<float> values(at(length * length), 0.0F);
        for (std::int64_t k = 0; k < length; ++k) values[at(k * length + k)] = 1;
        return unit_ = Tensor({length, length}, std::move(values));
    }

    VectorId single(const Place& place) {
        const auto [entry, fresh] = singles_.try_emplace({place.vector, place.lane});
        if (fresh) entry->second = lane_as_splat(builder_, place.vector, place.lane);
        return entry->second;
    }

    lowering::Builder& builder_;
    const Node& node_;
    MatmulShape shape_;
    ValueType result_;
    int dim_a_;
    int dim_b_;
    std::map<std::pair<std::int64_t, std::int64_t>, Tensor> rows_;
    Tensor unit_;
    std::map<std::pair<VectorId, std::int64_t>, VectorId> singles_;
};

}  // namespace

Shape MatmulShape::result() const {
    Shape shape = batch;
    if (!a_vector) shape.push_back(m());
    if (!b_vector) shape.push_back(n());
    return shape;
}

bool is_vector(const Attributes& attributes, const std::string& key) {
    return attributes.has(key) && attributes.boolean(key);
}

MatmulShape matmul_shape(const Attributes& attributes, const Shape& a, const Shape& b) {
    MatmulShape shape{.a = a,
                      .b = b,
                      .a_vector = is_vector(attributes, "a_vector"),
                      .b_vector = is_vector(attributes, "b_vector"),
                      .batch = {}};
    shape.batch = common_shape(shape.front_of_a(), shape.front_of_b()).value_or(Shape());
    return shape;
}

void lower_matmul(lowering::Builder& builder, const Node& node) {
    Lowering(builder, node).run();
}

}  // namespace lockstep::ops
