#include "core/run/csv.h"

#include <csv.h>
#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#include "core/run/read_file.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

std::optional<double> to_number(std::string_view field) {
    if (field.starts_with('+')) field.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (end != field.data() + field.size() || field.empty()) return std::nullopt;
    // Out of range: too small rounds to zero, too large is refused with the fp32 range below.
    if (error == std::errc::result_out_of_range) return std::strtod(std::string(field).c_str(), nullptr);
    if (error != std::errc{}) return std::nullopt;
    return value;
}

/// Takes the parser's fields and rows. libcsv calls through C: what went wrong is kept and thrown when it has
/// returned.
class TableReader {
  public:
    explicit TableReader(const std::string& where) : where_(where) {}

    void field(std::string_view text) {
        if (!problem_.empty()) return;
        ++column_;
        const std::optional<double> number = to_number(text);
        if (!number) {
            if (row_ == 1)
                header_ = true;
            else
                problem_ = fmt::format("row {}, column {}: \"{}\" is not a number", row_, column_,
                                       text.substr(0, 40));
            return;
        }
        const auto value = static_cast<float>(*number);
        if (std::isfinite(*number) != std::isfinite(value)) {
            problem_ = fmt::format("row {}, column {}: {} is beyond the range of fp32", row_, column_, text);
            return;
        }
        values_.push_back(value);
    }

    void end_of_row() {
        if (!problem_.empty()) return;
        if (header_ && row_ == 1) {
            values_.clear();
        } else {
            ++rows_;
        }
        if (columns_ == 0) columns_ = column_;
        if (column_ != columns_) {
            problem_ = fmt::format("row {} has {} columns, the rows before it have {} (column {})", row_,
                                   column_, columns_, std::min(column_, columns_) + 1);
        }
        if (values_.size() > static_cast<std::size_t>(max_array_values)) problem_ = "too many values";
        column_ = 0;
        ++row_;
    }

    InputArray take(const std::string& parser_problem) {
        if (problem_.empty()) problem_ = parser_problem;
        if (problem_.empty() && rows_ == 0) problem_ = "no rows of numbers";
        if (!problem_.empty()) {
            throw Error(FailureKind::bad_input, where_ + ": " + problem_,
                        "Give a table of numbers, one inference a row.");
        }
        return {.name = {},
                .where = where_,
                .dtype = "csv",
                .shape = {rows_, columns_},
                .values = std::move(values_)};
    }

  private:
    std::string where_;
    std::string problem_;
    std::vector<float> values_;
    std::int64_t row_ = 1;
    std::int64_t column_ = 0;
    std::int64_t columns_ = 0;
    std::int64_t rows_ = 0;
    bool header_ = false;
};

unsigned char separator_of(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    for (const char c : {',', ';', '\t'})
        if (line.find(c) != std::string_view::npos) return static_cast<unsigned char>(c);
    return ',';
}

}  // namespace

InputArray csv_from_text(std::string_view text, const std::string& where) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        throw Error(FailureKind::internal, "the CSV parser did not start");
    const std::unique_ptr<csv_parser, decltype(&csv_free)> guard(&parser, &csv_free);
    csv_set_delim(&parser, separator_of(text));
    TableReader table(where);
    const auto on_field = [](void* field, std::size_t size, void* reader) {
        static_cast<TableReader*>(reader)->field({static_cast<const char*>(field), size});
    };
    const auto on_row = [](int, void* reader) { static_cast<TableReader*>(reader)->end_of_row(); };
    std::string problem;
    if (csv_parse(&parser, text.data(), text.size(), on_field, on_row, &table) != text.size() ||
        csv_fini(&parser, on_field, on_row, &table) != 0)
        problem = std::string("broken CSV: ") + csv_strerror(csv_error(&parser));
    return table.take(problem);
}

InputArray read_csv(const std::filesystem::path& file) {
    return csv_from_text(read_input_file(file), file.string());
}

}  // namespace lockstep
