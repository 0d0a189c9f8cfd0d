#include "widgets/panels/tensor_npy.h"

#include "core/numerics/bf16.h"
#include "core/run/npy.h"

namespace lockstep {

QByteArray tensorNpy(const Tensor& tensor, NpyKind kind) {
    const std::span<const float> values = tensor.values();
    if (kind == NpyKind::float32) {
        QByteArray bytes = QByteArray::fromStdString(npy_header(tensor.shape()));
        const std::string_view data = npy_data(values.data(), values.size());
        bytes.append(data.data(), static_cast<qsizetype>(data.size()));
        return bytes;
    }
    QByteArray bytes = QByteArray::fromStdString(npy_header(tensor.shape(), "<u2"));
    bytes.reserve(bytes.size() + 2 * static_cast<qsizetype>(values.size()));
    for (const float value : values) {
        const std::uint16_t bits = to_bf16(value);
        bytes.append(static_cast<char>(bits & 0xFFU));
        bytes.append(static_cast<char>(bits >> 8U));
    }
    return bytes;
}

}  // namespace lockstep
