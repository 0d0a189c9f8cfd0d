#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "core/run/stored_array.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// Values of a block of rows, unless a single row has more.
constexpr std::int64_t block_values = std::int64_t{1} << 18;

struct Block {
    std::int64_t first = -1;  ///< of its rows; -1: none
    std::vector<float> values;
};

}  // namespace

struct StoredRows::Impl {
    std::unique_ptr<StoredArray> array;
    RowLayout layout;
    std::int64_t rows_a_block = 1;
    std::mutex mutex;
    /// Whoever reads ahead and whoever follows find each their own.
    std::array<Block, 2> blocks;
    std::size_t older = 0;

    const Block& block_of(std::int64_t index) {
        const std::int64_t first = index - index % rows_a_block;
        for (std::size_t k = 0; k < blocks.size(); ++k) {
            if (blocks[k].first != first) continue;
            older = 1 - k;
            return blocks[k];
        }
        Block& block = blocks[older];
        block.first = -1;
        const std::int64_t rows = std::min(rows_a_block, layout.rows - first);
        block.values.resize(static_cast<std::size_t>(rows * layout.outer * layout.inner));
        read(first, rows, block.values);
        block.first = first;
        older = 1 - older;
        return block;
    }

    void read(std::int64_t first, std::int64_t rows, std::span<float> values) const {
        const std::int64_t inner = layout.inner;
        if (layout.outer == 1) return array->read(first * inner, values);
        std::vector<float> part(static_cast<std::size_t>(rows * inner));
        for (std::int64_t o = 0; o < layout.outer; ++o) {
            array->read((o * layout.rows + first) * inner, part);
            for (std::int64_t r = 0; r < rows; ++r)
                std::copy_n(part.begin() + r * inner, inner, values.begin() + (r * layout.outer + o) * inner);
        }
    }
};

StoredRows::StoredRows(const IoTensor& tensor, std::unique_ptr<StoredArray> array, std::string_view role)
    : impl_(std::make_unique<Impl>()) {
    const std::int64_t wanted = element_count(tensor.shape);
    if (array->is_table && array->shape.back() == 1 && wanted != 1) {
        throw Error(FailureKind::bad_input,
                    fmt::format("{}: one column, and {} \"{}\" takes {} values an inference", array->where,
                                role, tensor.name, wanted),
                    "A row is an inference: give as many columns.");
    }
    impl_->layout = row_layout(tensor, array->shape, array->where, role);
    const std::int64_t size = impl_->layout.outer * impl_->layout.inner;
    if (array->is_sequential() && impl_->layout.outer > 1) {
        // Its rows lie across the lines: every block would read the whole file.
        if (element_count(array->shape) > max_array_values) {
            throw Error(FailureKind::bad_input,
                        array->where + ": a table with an inference in each column is too long to be read",
                        "Write it with an inference in each row, or as an NPY file.");
        }
        const auto resets = array->resets;
        array = in_memory(read_whole(*array));
        array->resets = resets;
    }
    impl_->array = std::move(array);
    impl_->rows_a_block = std::max<std::int64_t>(1, block_values / std::max<std::int64_t>(size, 1));
}

StoredRows::~StoredRows() = default;
StoredRows::StoredRows(StoredRows&&) noexcept = default;

std::int64_t StoredRows::rows() const {
    return impl_->layout.rows;
}

const StoredArray& StoredRows::array() const {
    return *impl_->array;
}

void StoredRows::row(std::int64_t index, std::span<float> values) const {
    const std::lock_guard lock(impl_->mutex);
    const Block& block = impl_->block_of(index);
    std::copy_n(block.values.begin() + (index - block.first) * std::ssize(values), values.size(),
                values.begin());
}

}  // namespace lockstep
