#pragma once

#include <random>
#include <string>
#include <vector>

#include "core/nnir/builder.h"
#include "core/nnir/graph.h"

/// Grows a small graph of the operators that stream, channels x time or time x features in turn, as authors
/// write them: padding may be a node, a convolution's own or shared by two, and may have to be cut off. The
/// last layers may be convolutions without padding, whose results start later. The same seed gives the same
/// graph.
class RandomGrower {
  public:
    explicit RandomGrower(unsigned seed) : random_(seed), seed_(std::uint64_t{seed} * 1000) {}

    lockstep::nnir::Graph grow();

    /// Where time stands in the input.
    int axis() const { return batched_ ? 2 : 1; }

  private:
    using ValueId = lockstep::nnir::ValueId;

    int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
    bool coin() { return pick(0, 1) == 1; }
    lockstep::Tensor tensor(const lockstep::Shape& shape) {
        return lockstep::nnir::sample_tensor(shape, seed_++, 0.5);
    }
    int channels_axis() const { return batched_ ? 1 : 0; }
    lockstep::Shape layout(std::int64_t channels, std::int64_t positions) const;
    std::vector<std::int64_t> swap_order() const;
    /// Time x features of the value, or back.
    ValueId swapped(ValueId x) { return builder_.transpose(x, swap_order()); }
    /// A value that is made without changing this one, of as many positions; `width` is set to its channels.
    ValueId branch(std::int64_t& width);

    void add();
    void add_alone();
    void convolution();
    void grouped_convolution();
    void one_pad_for_two();
    void residual();
    void lstm();
    void simple_recurrent();
    void dense();
    void function();
    void divide();
    void extreme();
    void choose();
    void reduce();
    void softmax();
    void layer_norm();
    void concat();
    void unpadded();

    std::mt19937 random_;
    std::uint64_t seed_;
    lockstep::nnir::GraphBuilder builder_{"random"};
    std::int64_t width_ = 1;
    std::int64_t positions_ = 0;
    bool batched_ = false;
    ValueId value_;
};
