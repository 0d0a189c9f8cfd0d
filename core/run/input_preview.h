#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/run/input_source.h"
#include "core/support/job_control.h"

namespace lockstep {

/// What one value of an inference does over the inferences that were looked at.
struct ColumnFigures {
    std::string name;  ///< of the header, or "[3]"
    double minimum = 0;
    double maximum = 0;
    double mean = 0;
    std::int64_t count = 0;       ///< finite values
    std::int64_t non_finite = 0;  ///< NaN and infinities
    bool is_constant() const { return count > 1 && minimum == maximum; }
    /// The values lie so close together, so far from zero, that bf16 (8 bits) keeps less than 4 bits of
    /// their spread.
    bool bf16_loses() const;
};

/// The beginning of an array of an input file.
struct ArrayPreview {
    std::string name;                 ///< of an NPZ entry; empty otherwise
    Shape shape;                      ///< of a table: rows that were looked at, columns that are chosen
    std::vector<std::string> header;  ///< of all columns of a table, "1", "2", … if it has none; else empty
    std::vector<std::vector<std::string>> head;  ///< the first rows, all columns
    std::vector<ColumnFigures> columns;          ///< of the chosen ones
    std::int64_t looked_at = 0;                  ///< rows that the figures are of
    std::optional<std::int64_t> rows;            ///< exact; of a long table not known
    std::int64_t about_rows = 0;                 ///< by its size
    std::int64_t resets = 0;  ///< rows among those looked at in front of which the state goes back
};

/// The beginning of an input file, bounded in time and memory: at most this many bytes of it are read (an NPZ
/// is unpacked as for a run).
inline constexpr std::int64_t preview_bytes = std::int64_t{4} << 20;
/// Rows that are shown as they are.
inline constexpr std::int64_t preview_rows = 20;
/// `input`: what the values are for, which says what a row is; may be null. Throws Error(bad_input) as
/// opening the file for a run does, as far as it is read.
std::vector<ArrayPreview> preview_file(const InputFile& file, const IoTensor* input,
                                       const JobControl& job = {});

}  // namespace lockstep
