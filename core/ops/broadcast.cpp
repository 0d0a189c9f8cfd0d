#include "core/ops/broadcast.h"

#include <algorithm>

#include "core/lowering/vectors.h"
#include "core/nnir/torch_source.h"
#include "core/ops/reduction.h"

namespace lockstep::ops {
namespace {

using namespace nnir;

/// Element `k` of `shape`: which element of `from`, which stretches to it.
std::vector<std::size_t> source_elements(Shape from, const Shape& shape) {
    while (from.size() < shape.size()) from.insert(from.begin(), 1);
    const std::vector<std::int64_t> step = strides(from);
    const std::vector<std::int64_t> own = strides(shape);
    std::vector<std::size_t> sources(at(element_count(shape)), 0);
    for (std::size_t k = 0; k < sources.size(); ++k) {
        auto rest = static_cast<std::int64_t>(k);
        for (std::size_t axis = 0; axis < shape.size(); ++axis) {
            if (from[axis] != 1) sources[k] += at(rest / own[axis] * step[axis]);
            rest %= own[axis];
        }
    }
    return sources;
}

/// The axis of the result, which has `axes` axes, that meets axis `own` of the operand; no_axis for a
/// squeezed one.
int result_axis(const Operand& operand, int own, int axes) {
    if (own == operand.squeezed) return no_axis;
    const int counted = operand.squeezed == no_axis ? own : axis_after_removal(own, operand.squeezed);
    return counted + axes - rank(operand.shape);
}

/// The other way round; no_axis if the operand lacks it.
int own_axis(const Operand& operand, int axis, int axes) {
    const int counted = axis - (axes - rank(operand.shape));
    if (counted < 0) return no_axis;
    return operand.squeezed != no_axis && counted >= operand.squeezed ? counted + 1 : counted;
}

std::int64_t extent_at(const Operand& operand, int axis, int axes) {
    const int counted = axis - (axes - rank(operand.shape));
    return counted < 0 ? 1 : operand.shape[at(counted)];
}

/// The constant without the axis along which it is the same everywhere; nullopt if it is not.
std::optional<Tensor> without_sequence(const Tensor& constant, int axis) {
    const Tensor first = tensor_slice(constant, axis, 0, 1);
    for (std::int64_t k = 1; k < constant.shape()[at(axis)]; ++k)
        if (!(tensor_slice(constant, axis, k, 1) == first)) return std::nullopt;
    return first.reshaped(without_axis(constant.shape(), axis));
}

}  // namespace

bool stretches(const Shape& from, const Shape& to) {
    return common_shape(from, to) == to;
}

std::optional<Shape> common_shape(const Shape& a, const Shape& b) {
    Shape common(std::max(a.size(), b.size()));
    for (std::size_t k = 0; k < common.size(); ++k) {
        const std::int64_t first = k < a.size() ? a[a.size() - 1 - k] : 1;
        const std::int64_t second = k < b.size() ? b[b.size() - 1 - k] : 1;
        if (first != second && first != 1 && second != 1) return std::nullopt;
        common[common.size() - 1 - k] = first == 1 ? second : first;
    }
    return common;
}

Tensor stretched(const Tensor& tensor, const Shape& shape) {
    if (tensor.shape() == shape) return tensor;
    std::vector<float> values;
    for (const std::size_t element : source_elements(tensor.shape(), shape))
        values.push_back(tensor.values()[element]);
    return {shape, std::move(values)};
}

RealTensor stretched(const RealTensor& tensor, const Shape& shape) {
    if (tensor.shape == shape) return tensor;
    RealTensor result(shape);
    const std::vector<std::size_t> sources = source_elements(tensor.shape, shape);
    for (std::size_t k = 0; k < sources.size(); ++k) result.values[k] = tensor.values[sources[k]];
    return result;
}

Operand input_operand(const Attributes& attributes, std::size_t index, const Shape& shape) {
    Operand operand{.input = index, .shape = shape};
    if (!attributes.has("squeezed")) return operand;
    const auto& squeezed = attributes.integers("squeezed");
    if (index >= squeezed.size() || squeezed[index] < 0) return operand;
    operand.squeezed = static_cast<int>(squeezed[index]);
    if (operand.squeezed < rank(shape) && shape[at(operand.squeezed)] == 1)
        operand.shape = without_axis(shape, operand.squeezed);
    return operand;
}

Operand constant_operand(const Attributes& attributes, const std::string& key) {
    const Tensor& constant = attributes.tensor(key);
    return {.constant = constant, .key = key, .shape = constant.shape()};
}

Shape result_shape(const OpInfo& info, std::span<const Value> inputs, const std::vector<Operand>& operands) {
    Shape shape;
    for (const Operand& operand : operands) {
        const std::optional<Shape> common = common_shape(shape, operand.shape);
        if (!common)
            bad_operand(info, inputs[operand.input.value_or(0)],
                        (operand.input ? "it" : "the constant of " + to_text(operand.shape)) +
                            " does not stretch to " + to_text(shape));
        shape = *common;
    }
    return shape;
}

DataDims elementwise_data_dims(const std::vector<Operand>& operands, const Shape& result,
                               const DataDims& known) {
    DataDims demanded = known;
    const int axes = rank(result);
    int& dim = demanded.outputs[0];
    for (const Operand& operand : operands) {
        if (dim != no_data_dim || !operand.input) continue;
        const int own = known.inputs[*operand.input];
        const int meets = own == no_data_dim ? no_axis : result_axis(operand, own, axes);
        if (meets != no_axis && extent_at(operand, meets, axes) == result[at(meets)]) dim = meets;
    }
    if (dim == no_data_dim) return demanded;
    for (const Operand& operand : operands) {
        if (!operand.input) continue;
        const bool lanes = result[at(dim)] > 1 ? extent_at(operand, dim, axes) == result[at(dim)]
                                               : operand.shape == result && operand.squeezed == no_axis;
        if (lanes) demanded.inputs[*operand.input] = own_axis(operand, dim, axes);
    }
    return demanded;
}

StreamRule elementwise_stream(const BoundNode& node, const std::vector<Operand>& operands,
                              std::span<const int> axes) {
    const int count = rank(node.out());
    const Operand* streamed = nullptr;
    int axis = no_axis;
    for (const Operand& operand : operands) {
        if (!operand.input || axes[*operand.input] == no_axis) continue;
        const int meets = result_axis(operand, axes[*operand.input], count);
        if (streamed != nullptr && meets != axis)
            return Refuse{"the sequence is axis " + std::to_string(axes[*streamed->input]) + " of '" +
                              node.inputs[*streamed->input].name + "' but axis " +
                              std::to_string(axes[*operand.input]) + " of '" +
                              node.inputs[*operand.input].name + "'",
                          "stream axes that meet in the same place"};
        streamed = &operand;
        axis = meets;
    }
    if (streamed == nullptr) return PassThrough{node.attributes(), {no_axis}};

    Attributes attributes = node.attributes();
    std::vector<std::int64_t> squeezed(node.inputs.size(), no_axis);
    bool squeezes = false;
    for (const Operand& operand : operands) {
        const std::int64_t extent = extent_at(operand, axis, count);
        if (operand.constant) {
            const int own = own_axis(operand, axis, count);
            if (own == no_axis) continue;
            const auto rest = without_sequence(*operand.constant, own);
            if (!rest || (extent != 1 && extent != streamed->shape[at(axis - count + rank(streamed->shape))]))
                return Refuse{"its constant differs from position to position along axis " +
                                  std::to_string(axes[*streamed->input]),
                              "stream an axis along which the constant is the same"};
            attributes.set(operand.key, *rest);
        } else if (axes[*operand.input] == no_axis && own_axis(operand, axis, count) != no_axis) {
            if (extent != 1 || operand.squeezed != no_axis)
                return Refuse{"'" + node.inputs[*operand.input].name +
                                  "' does not stream but differs from position to position",
                              "stream it too, or give it one position that holds for all"};
            squeezed[*operand.input] = own_axis(operand, axis, count);
            squeezes = true;
        }
    }
    if (squeezes) attributes.set("squeezed", squeezed);
    return PassThrough{attributes, {axis}};
}

std::vector<RealTensor> elementwise_operands(const std::vector<Operand>& operands,
                                             std::span<const RealTensor> inputs) {
    Shape shape;
    for (const Operand& operand : operands) shape = *common_shape(shape, operand.shape);
    std::vector<RealTensor> all;
    for (const Operand& operand : operands)
        all.push_back(stretched(operand.constant ? RealTensor(*operand.constant)
                                                 : RealTensor(operand.shape, inputs[*operand.input].values),
                                shape));
    return all;
}

std::vector<std::string> elementwise_source(TorchSource& source, const BoundNode& node,
                                            const std::vector<Operand>& operands) {
    std::vector<std::string> all;
    for (const Operand& operand : operands) {
        if (operand.constant) {
            all.push_back(source.weight(*operand.constant));
        } else if (operand.squeezed == no_axis) {
            all.push_back(source.in(node, *operand.input));
        } else {
            all.push_back("torch.squeeze(" + source.in(node, *operand.input) + ", " +
                          std::to_string(operand.squeezed) + ")");
        }
    }
    return all;
}

lowering::VectorId ElementwiseLowering::element(lowering::VectorId vector, std::int64_t index) {
    const auto [entry, fresh] = elements_.try_emplace({vector, index});
    if (fresh) entry->second = lane_as_splat(builder_, vector, index);
    return entry->second;
}

/// What the operand holds in the vector of the result that stands at `position` over its axes.
Lane ElementwiseLowering::lane(const Operand& operand, const std::vector<std::int64_t>& position) {
    const ValueType& result = builder_.type(node_.outputs[0]);
    const ValueId id = node_.inputs[*operand.input];
    const ValueType& type = builder_.type(id);
    const int axes = rank(result.shape);
    std::int64_t index = 0;
    std::int64_t vector = 0;
    bool along = type.shape.empty() && result.shape.empty();
    for (int own = 0; own < rank(type.shape); ++own) {
        const int meets = result_axis(operand, own, axes);
        const std::int64_t extent = type.shape[at(own)];
        const std::int64_t here = extent == 1 ? 0 : position[at(meets)];
        if (own == type.data_dim) {
            index = here;
            along = meets == result.data_dim && extent == result.shape[at(meets)];
        } else {
            if (meets == result.data_dim && extent > 1)
                cannot_lower(node_, "the data dimension of '" + builder_.graph().value(id).name +
                                        "' lies across the result's");
            vector = vector * extent + here;
        }
    }
    const lowering::VectorId found = builder_.vectors(id)[at(vector)];
    const bool one = builder_.length(found) == 1 && lowering::vector_layout(result).length == 1;
    return {along || one ? found : element(found, index), {}};
}

lowering::VectorId ElementwiseLowering::vector(const Lane& lane, lowering::VectorId result) {
    if (lane.vector) return *lane.vector;
    const bool splat = builder_.is_splat(result);
    const std::string bits(reinterpret_cast<const char*>(lane.values.data()),
                           lane.values.size() * sizeof(float));
    const auto [entry, fresh] = constants_.try_emplace({bits, splat});
    if (!fresh) return entry->second;
    const lowering::VectorId constant = builder_.constant_vector(lane.values);
    return entry->second = splat ? builder_.splat(constant) : constant;
}

void ElementwiseLowering::run(const Emit& emit) {
    const ValueType& type = builder_.type(node_.outputs[0]);
    const lowering::VectorLayout layout = lowering::vector_layout(type);
    std::vector<std::vector<std::vector<float>>> constants;
    for (const Operand& operand : operands_)
        constants.push_back(operand.constant ? lowering::cut_into_vectors(
                                                   stretched(*operand.constant, type.shape), type.data_dim)
                                             : std::vector<std::vector<float>>());
    std::vector<lowering::VectorId> results;
    for (std::int64_t v = 0; v < layout.count; ++v) {
        std::vector<std::int64_t> position(type.shape.size(), 0);
        std::int64_t rest = v;
        for (int axis = rank(type.shape); axis-- > 0;) {
            if (axis == type.data_dim) continue;
            position[at(axis)] = rest % type.shape[at(axis)];
            rest /= type.shape[at(axis)];
        }
        std::vector<Lane> lanes;
        bool splat = layout.length == 1;
        for (std::size_t k = 0; k < operands_.size(); ++k) {
            lanes.push_back(operands_[k].constant ? Lane{{}, constants[k][at(v)]}
                                                  : lane(operands_[k], position));
            if (lanes.back().vector) splat = splat && builder_.is_splat(*lanes.back().vector);
        }
        results.push_back(splat ? builder_.new_splat() : builder_.new_vector(layout.length));
        emit(lanes, results.back());
    }
    builder_.set_vectors(node_.outputs[0], std::move(results));
}

}  // namespace lockstep::ops
