#include <algorithm>

#include "core/run/csv_lines.h"
#include "core/run/data_file.h"
#include "core/run/stored_array.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20U;
constexpr std::size_t max_line_bytes = std::size_t{1} << 28U;
/// Rows from one place that is remembered to the next.
constexpr std::int64_t rows_a_mark = 256;

/// The lines of a file from a place on.
class LineReader {
  public:
    LineReader(const DataFile& file, std::uint64_t begin) : file_(file), offset_(begin) {}

    /// Where the next line begins.
    std::uint64_t place() const { return offset_ - (buffer_.size() - at_); }
    /// False at the end of the file. The line lives until the next call.
    bool next(std::string_view& line, const CsvLines& lines) {
        std::size_t from = at_;
        for (;;) {
            const std::size_t end = buffer_.find('\n', from);
            if (end != std::string::npos) {
                line = std::string_view(buffer_).substr(at_, end - at_);
                at_ = end + 1;
                return true;
            }
            buffer_.erase(0, at_);
            at_ = 0;
            from = buffer_.size();
            if (from > max_line_bytes) lines.fail("a line of more than 256 MiB");
            buffer_.resize(from + piece_bytes);
            const std::size_t got = file_.read_some(offset_, std::span(buffer_).subspan(from));
            buffer_.resize(from + got);
            offset_ += got;
            if (got != 0) continue;
            line = buffer_;
            at_ = buffer_.size();
            return !line.empty();
        }
    }

  private:
    const DataFile& file_;
    std::uint64_t offset_;
    std::string buffer_;
    std::size_t at_ = 0;
};

class CsvArray final : public StoredArray {
  public:
    CsvArray(const std::filesystem::path& file, const CsvColumns& columns)
        : file_(file), lines_(file.string(), columns) {
        where = file.string();
        is_table = true;
        auto listed = std::make_shared<std::vector<std::int64_t>>();
        LineReader reader(file_, 0);
        std::vector<float> values;
        std::string_view text;
        for (;;) {
            const std::uint64_t place = reader.place();
            if (!reader.next(text, lines_)) break;
            values.clear();
            if (!lines_.line(text, values)) continue;
            const std::int64_t row = lines_.rows() - 1;
            if (row % rows_a_mark == 0) marks_.push_back(place);
            if (lines_.begins_anew()) listed->push_back(row);
        }
        lines_.finish();
        shape = {lines_.rows(), static_cast<std::int64_t>(lines_.columns())};
        if (!columns.reset.empty()) resets = std::move(listed);
        lines_.rewind();
    }

    void read(std::int64_t first, std::span<float> values) const override {
        if (values.empty()) return;
        const std::int64_t columns = shape[1];
        const std::int64_t row = first / columns;
        const std::int64_t marked = row / rows_a_mark * rows_a_mark;
        const std::int64_t end = (first + std::ssize(values) + columns - 1) / columns;
        LineReader reader(file_, marks_[static_cast<std::size_t>(marked / rows_a_mark)]);
        CsvLines lines = lines_;
        std::vector<float> found;
        std::string_view text;
        for (std::int64_t at = marked; at < end;) {
            if (!reader.next(text, lines)) lines.fail("it ends before its last row");
            const std::size_t before = found.size();
            if (!lines.line(text, found)) continue;
            if (at++ < row) found.resize(before);
        }
        std::copy_n(found.begin() + (first - row * columns), values.size(), values.begin());
    }
    bool is_sequential() const override { return true; }

  private:
    DataFile file_;
    CsvLines lines_;  ///< behind the header
    std::vector<std::uint64_t> marks_;
};

}  // namespace

std::unique_ptr<StoredArray> open_csv(const std::filesystem::path& file, const CsvColumns& columns) {
    return std::make_unique<CsvArray>(file, columns);
}

}  // namespace lockstep
