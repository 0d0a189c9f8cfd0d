#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace lockstep {

using Shape = std::vector<std::int64_t>;

/// Number of elements; 1 for a scalar (empty shape).
std::int64_t element_count(const Shape& shape);
/// "20 x 128"; "scalar" for an empty shape.
std::string to_text(const Shape& shape);

/// An immutable row-major fp32 tensor. Copies share the storage: the fp32 image of the weights exists once.
class Tensor {
  public:
    Tensor() = default;
    /// Owns `values`. Throws Error(internal) if the count does not match.
    Tensor(Shape shape, std::vector<float> values);
    /// Shares `storage`, which must hold element_count(shape) floats.
    Tensor(Shape shape, std::shared_ptr<const float> storage);

    static Tensor filled(Shape shape, float value);

    bool empty() const { return storage_ == nullptr; }
    const Shape& shape() const { return shape_; }
    std::int64_t size() const { return empty() ? 0 : element_count(shape_); }
    std::span<const float> values() const;
    const std::shared_ptr<const float>& storage() const { return storage_; }

    /// The same storage under another shape of equal count.
    Tensor reshaped(Shape shape) const;
    /// Rows [first, first + count) along axis 0; shares the storage.
    Tensor rows(std::int64_t first, std::int64_t count) const;
    /// Axes in the given order; copies.
    Tensor permuted(const std::vector<int>& order) const;

    /// Equal shape and equal bits.
    friend bool operator==(const Tensor& a, const Tensor& b);

  private:
    Shape shape_;
    std::shared_ptr<const float> storage_;
};

}  // namespace lockstep
