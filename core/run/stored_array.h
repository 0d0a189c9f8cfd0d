#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/run/input_source.h"
#include "core/run/npy.h"

namespace lockstep {

/// An array that stays in its file and of which values are read by place. Used by one thread at a time.
class StoredArray {
  public:
    virtual ~StoredArray() = default;

    std::string name;   ///< of an NPZ entry; empty otherwise
    std::string where;  ///< file (and entry), for messages
    Shape shape;
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

/// An NPY file. One in Fortran order with more than one axis is read whole, up to max_array_values.
std::unique_ptr<StoredArray> open_npy(const std::filesystem::path& file);
/// The entries of an NPZ archive, unpacked to temporary files (see DataFile::temporary).
std::vector<std::unique_ptr<StoredArray>> open_npz(const std::filesystem::path& file);
/// A table: the whole file is read once and every line checked, so that its rows can be found again.
std::unique_ptr<StoredArray> open_csv(const std::filesystem::path& file, const CsvColumns& columns);
/// The arrays of an input file, by its ending. Throws Error(bad_input).
std::vector<std::unique_ptr<StoredArray>> open_arrays(const InputFile& file);
/// An array that is in memory.
std::unique_ptr<StoredArray> in_memory(InputArray array);

/// Rows of a stored array, one an inference, in blocks of bounded size. May be shared between threads.
class StoredRows {
  public:
    /// See arrange_rows for the shapes that are taken.
    StoredRows(const IoTensor& input, std::unique_ptr<StoredArray> array);
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
