#include "core/run/fortran_array.h"

#include <algorithm>
#include <utility>

#include "core/run/sequence_rows.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// Items of whole columns that are read at once where columns are short.
constexpr std::int64_t piece_items = std::int64_t{1} << 16;
/// A column so short is read whole: what is not needed of it costs less than a read of its own.
constexpr std::int64_t short_column = 1024;

class FortranArray final : public StoredArray {
  public:
    explicit FortranArray(std::unique_ptr<StoredArray> items) : items_(std::move(items)) {
        name = items_->name;
        where = items_->where;
        shape = items_->shape;
        const Shape axes = without_ones(shape);
        if (axes.size() > 2)
            throw Error(FailureKind::internal, where + ": more than two axes in Fortran order");
        rows_ = axes.size() == 2 ? axes[0] : 1;
        columns_ = axes.empty() ? 1 : axes.back();
    }

    void read(std::int64_t first, std::span<float> values) const override {
        while (!values.empty()) {
            const std::int64_t row = first / columns_;
            const std::int64_t column = first % columns_;
            const auto asked = std::ssize(values);
            const bool whole = column == 0 && asked >= columns_;
            const Window window{.row = row,
                                .rows = whole ? asked / columns_ : 1,
                                .column = column,
                                .columns = whole ? columns_ : std::min(columns_ - column, asked)};
            const auto count = static_cast<std::size_t>(window.rows * window.columns);
            fetch(window, values.first(count));
            values = values.subspan(count);
            first += window.rows * window.columns;
        }
    }
    bool is_sequential() const override { return false; }

  private:
    struct Window {
        std::int64_t row;
        std::int64_t rows;
        std::int64_t column;
        std::int64_t columns;
    };

    void fetch(const Window& window, std::span<float> values) const {
        const bool whole = rows_ <= std::max(short_column, 4 * window.rows);
        const std::int64_t together = whole ? std::max<std::int64_t>(1, piece_items / rows_) : 1;
        std::vector<float> piece;
        for (std::int64_t c = 0; c < window.columns; c += together) {
            const std::int64_t columns = std::min(together, window.columns - c);
            const std::int64_t first_row = whole ? 0 : window.row;
            piece.resize(static_cast<std::size_t>(columns * (whole ? rows_ : window.rows)));
            items_->read((window.column + c) * rows_ + first_row, piece);
            for (std::int64_t k = 0; k < columns; ++k)
                for (std::int64_t r = 0; r < window.rows; ++r)
                    values[static_cast<std::size_t>(r * window.columns + c + k)] =
                        piece[static_cast<std::size_t>(k * (whole ? rows_ : window.rows) + window.row -
                                                       first_row + r)];
        }
    }

    std::unique_ptr<StoredArray> items_;
    std::int64_t rows_ = 1;
    std::int64_t columns_ = 1;
};

}  // namespace

std::unique_ptr<StoredArray> fortran_array(std::unique_ptr<StoredArray> items) {
    return std::make_unique<FortranArray>(std::move(items));
}

}  // namespace lockstep
