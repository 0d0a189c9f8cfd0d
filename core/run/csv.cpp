#include "core/run/csv.h"

#include <algorithm>

#include "core/run/read_file.h"

namespace lockstep {

InputArray csv_from_text(std::string_view text, const std::string& where, const CsvColumns& columns) {
    CsvLines lines(where, columns);
    std::vector<float> values;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.line(text.substr(0, end), values);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (std::ssize(values) > max_array_values) lines.fail("too many values");
    }
    lines.finish();
    return {.name = {},
            .where = where,
            .dtype = "csv",
            .shape = {lines.rows(), static_cast<std::int64_t>(lines.columns())},
            .values = std::move(values)};
}

InputArray read_csv(const std::filesystem::path& file, const CsvColumns& columns) {
    return csv_from_text(read_input_file(file), file.string(), columns);
}

}  // namespace lockstep
