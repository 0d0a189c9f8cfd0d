#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Which columns of a table are values, and which one puts the state back.
struct CsvColumns {
    /// Names of the header, or numbers counted from 1; empty: all but the reset column.
    std::vector<std::string> chosen = {};
    /// "NAME": a row where it is not 0 begins anew; "NAME:change": one where it differs from the row before.
    std::string reset = {};
};

/// Reads a table of numbers line by line: the separator is the first of comma, semicolon and tabulator that
/// the first line holds; a first line that holds no number (in the columns that count), or a name that is
/// asked for, is a header; blank
/// lines are left out; fields may stand in double quotes. "nan" and "inf" are numbers. Everything thrown is
/// Error(bad_input) naming line and column, both counted from 1.
class CsvLines {
  public:
    CsvLines(std::string where, CsvColumns columns);

    /// The next line, without its end. Appends its values to `values` if it is a row: true.
    bool line(std::string_view text, std::vector<float>& values);
    /// All fields of a line, whether they are numbers or not, by the separator of the first line; the line is
    /// not counted.
    std::vector<std::string> fields_of(std::string_view text);
    /// Columns that are values; 0 before the first line.
    std::size_t columns() const { return chosen_.size(); }
    /// The last row begins anew: never the first one.
    bool begins_anew() const { return begins_anew_; }
    std::int64_t rows() const { return rows_; }
    /// Throws if there was no row.
    void finish() const;
    [[noreturn]] void fail(const std::string& problem) const;
    /// As if no row had been read, for lines behind the header.
    void rewind();

  private:
    struct Field {
        std::string_view text;
        bool quoted = false;
    };
    /// The line without its end and a byte order mark; looks for the separator in the first one.
    std::string_view begin_line(std::string_view text);
    void split(std::string_view text);
    void choose(bool header);
    std::size_t column_of(const std::string& name, bool header) const;
    std::optional<float> value_of(std::size_t column) const;
    /// The first line is a header, if nothing was chosen by a name. Throws if it is neither that nor a row.
    bool begins_with_names() const;
    void check_text(std::string_view text) const;
    void look_at_reset();

    std::string where_;
    CsvColumns wanted_;
    char separator_ = '\0';
    std::vector<Field> fields_;
    std::deque<std::string> unquoted_;  ///< their places stay
    std::size_t width_ = 0;
    std::vector<std::size_t> chosen_;
    std::optional<std::size_t> reset_;
    bool on_change_ = false;
    std::string last_reset_;
    bool begins_anew_ = false;
    std::int64_t line_ = 0;
    std::int64_t rows_ = 0;
};

}  // namespace lockstep
