#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/input_source.h"
#include "core/run/npy.h"
#include "core/support/job_control.h"

namespace lockstep {

/// An array that stays in its file and of which values are read by place. Used by one thread at a time.
class StoredArray {
  public:
    virtual ~StoredArray() = default;

    std::string name;   ///< of an NPZ entry; empty otherwise
    std::string where;  ///< file (and entry), for messages
    Shape shape;
    bool is_table = false;  ///< a CSV file: an inference is a row of it
    /// Indices along the first axis in front of which the state goes back; null: none are named.
    std::shared_ptr<const std::vector<std::int64_t>> resets;

    /// Elements [first, first + values.size()) in row-major order. Throws Error(bad_input) if the file
    /// changed, ends early, or holds a value beyond fp32.
    virtual void read(std::int64_t first, std::span<float> values) const = 0;
    /// True if reading here and there costs much more than one after another.
    virtual bool is_sequential() const = 0;
};

/// The largest array that is read by place, in values.
inline constexpr std::int64_t max_stored_values = std::int64_t{1} << 46;

/// The largest array of three axes or more that is turned out of Fortran order, which takes all of it.
inline constexpr std::int64_t max_turned_values = std::int64_t{1} << 26;

/// An NPY file, format versions 1, 2 and 3; float16/32/64, signed and unsigned integers of 1 to 8 bytes and
/// bool, both byte orders, C and Fortran order. Values are rounded to fp32; one beyond its range is refused
/// when it is read. Throws Error(bad_input).
std::unique_ptr<StoredArray> open_npy(const std::filesystem::path& file);
/// The entries of an NPZ archive, unpacked to temporary files (see DataFile::temporary).
std::vector<std::unique_ptr<StoredArray>> open_npz(const std::filesystem::path& file,
                                                   const JobControl& job = {});
/// A table: the whole file is read once and every line checked, so that its rows can be found again.
std::unique_ptr<StoredArray> open_csv(const std::filesystem::path& file, const CsvColumns& columns);
/// The arrays of an input file, by its ending. Throws Error(bad_input).
std::vector<std::unique_ptr<StoredArray>> open_arrays(const InputFile& file, const JobControl& job = {});
/// All values of an array, up to max_array_values. Throws Error(bad_input).
InputArray read_whole(const StoredArray& array);
/// An array that is in memory.
std::unique_ptr<StoredArray> in_memory(InputArray array);

/// Rows of a stored array, one an inference, in blocks of bounded size. May be shared between threads.
class StoredRows {
  public:
    /// See row_layout for the shapes that are taken, and for `role`.
    StoredRows(const IoTensor& tensor, std::unique_ptr<StoredArray> array, std::string_view role = "input");
    ~StoredRows();
    StoredRows(StoredRows&&) noexcept;

    std::int64_t rows() const;
    const StoredArray& array() const;
    /// `index` in [0, rows()).
    void row(std::int64_t index, std::span<float> values) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep
