#include "core/vm/io_stream.h"

#include "core/numerics/bf16.h"
#include "core/numerics/fp32_words.h"
#include "core/vm/check_addresses.h"

namespace lockstep {

IoStream::IoStream(const std::vector<IoTensor>& tensors, std::size_t block_size)
    : blocks_(stream_blocks(tensors, block_size)) {
    for (const IoTensor& tensor : tensors) {
        // Elements between two neighbours along the data dimension.
        std::size_t stride = 1;
        if (tensor.data_dim >= 0) {
            for (auto axis = static_cast<std::size_t>(tensor.data_dim) + 1; axis < tensor.shape.size();
                 ++axis) {
                stride *= static_cast<std::size_t>(tensor.shape[axis]);
            }
        }
        const std::size_t length = tensor.vector_length;
        const std::size_t padded = blocks_of(length, block_size) * block_size * tensor.stream_blocks_each();
        for (std::size_t v = 0; v < tensor.vectors; ++v) {
            const std::size_t host = values_ + v / stride * stride * length + v % stride;
            vectors_.push_back(
                {host, stride, length, tensor.first_block * block_size + v * padded, tensor.fp32});
        }
        values_ += tensor.vectors * length;
    }
}

void IoStream::pack(std::span<const float> host, std::span<std::uint16_t> stream) const {
    for (const Vector& vector : vectors_) {
        for (std::size_t e = 0; e < vector.length; ++e) {
            const float value = host[vector.host + e * vector.stride];
            if (vector.fp32)
                to_words(value, &stream[vector.stream + 2 * e]);
            else
                stream[vector.stream + e] = to_bf16(value);
        }
    }
}

void IoStream::unpack(std::span<const std::uint16_t> stream, std::span<float> host) const {
    for (const Vector& vector : vectors_) {
        for (std::size_t e = 0; e < vector.length; ++e) {
            const std::uint16_t* const words = stream.data() + vector.stream + (vector.fp32 ? 2 : 1) * e;
            host[vector.host + e * vector.stride] = vector.fp32 ? from_words(words) : from_bf16(words[0]);
        }
    }
}

}  // namespace lockstep
