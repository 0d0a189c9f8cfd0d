#include "core/run/input_preview.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/run/csv_lines.h"
#include "core/run/data_file.h"
#include "core/run/data_kind.h"
#include "core/run/stored_array.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// Values of a row that fits no input.
constexpr std::int64_t preview_values = std::int64_t{1} << 16;

void count_value(ColumnFigures& column, float value) {
    if (!std::isfinite(value)) {
        ++column.non_finite;
        return;
    }
    const auto number = static_cast<double>(value);
    column.minimum = column.count == 0 ? number : std::min(column.minimum, number);
    column.maximum = column.count == 0 ? number : std::max(column.maximum, number);
    ++column.count;
    column.mean += (number - column.mean) / static_cast<double>(column.count);
}

std::string number_text(float value) {
    return fmt::format("{:.6g}", value);
}

/// The rows of a table from its beginning on, as far as they are read.
ArrayPreview preview_table(const InputFile& file, const JobControl& job) {
    const DataFile data(file.file);
    std::string bytes(static_cast<std::size_t>(
                          std::min<std::uint64_t>(data.size(), static_cast<std::uint64_t>(preview_bytes))),
                      '\0');
    data.read(0, bytes);
    const bool whole = bytes.size() == data.size();
    ArrayPreview preview;
    CsvLines names(file.file.string(), {});
    CsvLines lines(file.file.string(), file.columns);
    std::vector<float> values;
    std::size_t at = 0;
    std::int64_t line = 0;
    while (at < bytes.size()) {
        if (++line % 1024 == 0) job.check();
        const std::size_t end = bytes.find('\n', at);
        // The last line of a longer file may be cut.
        if (end == std::string::npos && !whole) break;
        const std::string_view text = std::string_view(bytes).substr(at, end - at);
        at = end == std::string::npos ? bytes.size() : end + 1;
        const bool shown = std::ssize(preview.head) < preview_rows || preview.header.empty();
        const std::vector<std::string> fields = shown ? names.fields_of(text) : std::vector<std::string>{};
        values.clear();
        const bool row = lines.line(text, values);
        if (shown && preview.header.empty() && !fields.empty()) {
            for (std::size_t k = 0; k < fields.size(); ++k)
                preview.header.push_back(row ? std::to_string(k + 1) : fields[k]);
        }
        if (!row) continue;
        if (std::ssize(preview.head) < preview_rows) preview.head.push_back(fields);
        if (preview.columns.empty()) preview.columns.resize(values.size());
        for (std::size_t k = 0; k < values.size(); ++k) count_value(preview.columns[k], values[k]);
        if (lines.begins_anew()) ++preview.resets;
    }
    if (whole) lines.finish();
    if (lines.rows() == 0) lines.fail("no rows of numbers in its first 4 MiB");
    preview.looked_at = lines.rows();
    preview.about_rows = preview.looked_at;
    if (whole)
        preview.rows = preview.looked_at;
    else
        preview.about_rows =
            static_cast<std::int64_t>(static_cast<double>(preview.looked_at) *
                                      static_cast<double>(data.size()) / static_cast<double>(at));
    preview.shape = {preview.about_rows, static_cast<std::int64_t>(lines.columns())};
    std::vector<std::string> chosen = file.columns.chosen;
    if (chosen.empty()) {
        std::string reset = file.columns.reset;
        if (reset.ends_with(":change")) reset.resize(reset.size() - 7);
        for (std::size_t k = 0; k < preview.header.size(); ++k)
            if (preview.header[k] != reset && std::to_string(k + 1) != reset)
                chosen.push_back(preview.header[k]);
    }
    for (std::size_t k = 0; k < preview.columns.size(); ++k)
        preview.columns[k].name = k < chosen.size() ? chosen[k] : fmt::format("[{}]", k);
    return preview;
}

ArrayPreview preview_array(std::unique_ptr<StoredArray> array, const IoTensor* input, const JobControl& job) {
    ArrayPreview preview;
    preview.name = array->name;
    preview.shape = array->shape;
    // A shape that does not fit is shown row by row of its first axis.
    const std::int64_t count = element_count(array->shape);
    IoTensor as_is;
    as_is.shape = array->shape.empty() ? Shape{} : Shape(array->shape.begin() + 1, array->shape.end());
    if (array->shape.size() == 1) as_is.shape = {1};
    const IoTensor* wanted = &as_is;
    if (input != nullptr) {
        try {
            row_layout(*input, array->shape, array->where);
            wanted = input;
        } catch (const Error&) {
            wanted = &as_is;
        }
    }
    const std::int64_t size = element_count(wanted->shape);
    if (count == 0 || size == 0) {
        preview.rows = 0;
        return preview;
    }
    // What no input takes has figures as far as people can read them.
    if (wanted == &as_is && size > preview_values) {
        preview.rows = preview.about_rows = array->shape.front();
        return preview;
    }
    if (wanted == &as_is && array->shape.size() == 1) array->shape = {count, 1};
    const StoredRows rows(*wanted, std::move(array));
    preview.rows = preview.about_rows = rows.rows();
    preview.looked_at = std::clamp<std::int64_t>(preview_bytes / 4 / size,
                                                 std::min<std::int64_t>(1, rows.rows()), rows.rows());
    preview.columns.resize(static_cast<std::size_t>(size));
    for (std::int64_t k = 0; k < size; ++k)
        preview.columns[static_cast<std::size_t>(k)].name = fmt::format("[{}]", k);
    std::vector<float> values(static_cast<std::size_t>(size));
    for (std::int64_t r = 0; r < preview.looked_at; ++r) {
        if (r % 1024 == 0) job.check();
        rows.row(r, values);
        for (std::size_t k = 0; k < values.size(); ++k) count_value(preview.columns[k], values[k]);
        if (r >= preview_rows) continue;
        std::vector<std::string> texts;
        for (const float value : values) texts.push_back(number_text(value));
        preview.head.push_back(std::move(texts));
    }
    return preview;
}

}  // namespace

bool ColumnFigures::bf16_loses() const {
    const double spread = maximum - minimum;
    return count > 1 && spread > 0 && spread < std::max(std::abs(minimum), std::abs(maximum)) / 16;
}

std::vector<ArrayPreview> preview_file(const InputFile& file, const IoTensor* input, const JobControl& job) {
    std::vector<ArrayPreview> previews;
    if (data_kind(file.file) == DataKind::csv) {
        previews.push_back(preview_table(file, job));
        return previews;
    }
    for (std::unique_ptr<StoredArray>& array : open_arrays(file, job))
        previews.push_back(preview_array(std::move(array), input, job));
    return previews;
}

}  // namespace lockstep
