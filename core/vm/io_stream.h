#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/program/program.h"

namespace lockstep {

/// Carries host tensors to and from the blocks of a program's input or output stream: vectors along the data
/// dimension, one after another, each padded with zeros to whole blocks. A bf16 tensor is rounded by to_bf16
/// and comes back exactly, an fp32 one passes but for the pattern of a NaN.
class IoStream {
  public:
    IoStream() = default;
    IoStream(const std::vector<IoTensor>& tensors, std::size_t block_size);

    std::size_t values() const { return values_; }
    std::size_t blocks() const { return blocks_; }
    /// `host` holds values() elements: the tensors in order, each row-major. Writes every value of the
    /// tensors to `stream` (blocks() blocks) and leaves the padding alone.
    void pack(std::span<const float> host, std::span<std::uint16_t> stream) const;
    void unpack(std::span<const std::uint16_t> stream, std::span<float> host) const;
    /// Calls visit(index among values(), its first word of the stream) for every value.
    template <class Visit>
    void for_places(Visit visit) const {
        for (const Vector& vector : vectors_)
            for (std::size_t e = 0; e < vector.length; ++e)
                visit(vector.host + e * vector.stride, vector.stream + (vector.fp32 ? 2 : 1) * e);
    }

  private:
    /// One vector: `length` elements of the host, `stride` apart, on consecutive places of the stream.
    struct Vector {
        std::size_t host;
        std::size_t stride;
        std::size_t length;
        std::size_t stream;
        bool fp32;  ///< two words a value
    };
    std::vector<Vector> vectors_;
    std::size_t values_ = 0;
    std::size_t blocks_ = 0;
};

}  // namespace lockstep
