#include "core/tensor/tensor.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/support/error.h"

namespace lockstep {

std::int64_t element_count(const Shape& shape) {
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) count *= extent;
    return count;
}

std::string to_text(const Shape& shape) {
    if (shape.empty()) return "scalar";
    std::string text;
    for (const std::int64_t extent : shape) {
        if (!text.empty()) text += " x ";
        text += std::to_string(extent);
    }
    return text;
}

Tensor::Tensor(Shape shape, std::vector<float> values) : shape_(std::move(shape)) {
    if (element_count(shape_) != static_cast<std::int64_t>(values.size())) {
        throw Error(FailureKind::internal, "a tensor of shape " + to_text(shape_) + " was given " +
                                               std::to_string(values.size()) + " values");
    }
    auto owner = std::make_shared<std::vector<float>>(std::move(values));
    // An empty vector may have a null data pointer, but an empty tensor of extent 0 still has storage.
    static const float none = 0.0F;
    storage_ = std::shared_ptr<const float>(owner, owner->empty() ? &none : owner->data());
}

Tensor::Tensor(Shape shape, std::shared_ptr<const float> storage)
    : shape_(std::move(shape)), storage_(std::move(storage)) {}

Tensor Tensor::filled(Shape shape, float value) {
    std::vector<float> values(static_cast<std::size_t>(element_count(shape)), value);
    return {std::move(shape), std::move(values)};
}

std::span<const float> Tensor::values() const {
    return {storage_.get(), static_cast<std::size_t>(size())};
}

Tensor Tensor::reshaped(Shape shape) const {
    if (element_count(shape) != size()) {
        throw Error(FailureKind::internal,
                    "cannot reshape a tensor of " + to_text(shape_) + " to " + to_text(shape));
    }
    return {std::move(shape), storage_};
}

Tensor Tensor::rows(std::int64_t first, std::int64_t count) const {
    if (shape_.empty() || first < 0 || count < 0 || first + count > shape_[0]) {
        throw Error(FailureKind::internal, "rows out of range of a tensor of " + to_text(shape_));
    }
    Shape shape = shape_;
    const std::int64_t row = shape_[0] == 0 ? 0 : size() / shape_[0];
    shape[0] = count;
    return {std::move(shape), std::shared_ptr<const float>(storage_, storage_.get() + first * row)};
}

Tensor Tensor::permuted(const std::vector<int>& order) const {
    const std::size_t rank = shape_.size();
    std::vector<std::int64_t> stride(rank, 1);
    for (std::size_t axis = rank; axis-- > 1;) stride[axis - 1] = stride[axis] * shape_[axis];
    Shape shape(rank);
    std::vector<std::int64_t> step(rank);
    for (std::size_t axis = 0; axis < rank; ++axis) {
        shape[axis] = shape_.at(static_cast<std::size_t>(order.at(axis)));
        step[axis] = stride.at(static_cast<std::size_t>(order[axis]));
    }
    std::vector<float> result(static_cast<std::size_t>(size()));
    std::vector<std::int64_t> index(rank, 0);
    std::int64_t from = 0;
    for (float& value : result) {
        value = storage_.get()[from];
        for (std::size_t axis = rank; axis-- > 0;) {
            from += step[axis];
            if (++index[axis] < shape[axis]) break;
            from -= step[axis] * shape[axis];
            index[axis] = 0;
        }
    }
    return {std::move(shape), std::move(result)};
}

bool operator==(const Tensor& a, const Tensor& b) {
    if (a.empty() != b.empty() || a.shape_ != b.shape_) return false;
    if (a.storage_ == b.storage_) return true;
    return std::memcmp(a.storage_.get(), b.storage_.get(),
                       static_cast<std::size_t>(a.size()) * sizeof(float)) == 0;
}

}  // namespace lockstep
