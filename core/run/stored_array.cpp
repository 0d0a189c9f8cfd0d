#include "core/run/stored_array.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/run/data_file.h"
#include "core/run/data_kind.h"
#include "core/run/fortran_array.h"
#include "core/run/npy_values.h"
#include "core/run/npz_archive.h"
#include "core/run/sequence_rows.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

/// Bytes that are read or unpacked at once.
constexpr std::size_t piece_bytes = std::size_t{1} << 20U;

class MemoryArray final : public StoredArray {
  public:
    explicit MemoryArray(InputArray array) : values_(std::move(array.values)) {
        name = std::move(array.name);
        where = std::move(array.where);
        shape = std::move(array.shape);
    }
    void read(std::int64_t first, std::span<float> values) const override {
        std::copy_n(values_.begin() + first, values.size(), values.begin());
    }
    bool is_sequential() const override { return false; }

  private:
    std::vector<float> values_;
};

class NpyArray final : public StoredArray {
  public:
    NpyArray(DataFile file, NpyHeader header) : file_(std::move(file)), header_(std::move(header)) {
        where = file_.where();
        shape = header_.shape;
    }
    void read(std::int64_t first, std::span<float> values) const override {
        const std::size_t item = header_.item_size;
        const std::size_t most = std::max<std::size_t>(1, piece_bytes / item);
        std::vector<char> bytes;
        while (!values.empty()) {
            const std::size_t count = std::min(values.size(), most);
            bytes.resize(count * item);
            file_.read(header_.data_offset + static_cast<std::uint64_t>(first) * item, bytes);
            npy_values(header_, {bytes.data(), bytes.size()}, first, where, values.first(count));
            values = values.subspan(count);
            first += static_cast<std::int64_t>(count);
        }
    }
    bool is_sequential() const override { return false; }

  private:
    DataFile file_;
    NpyHeader header_;
};

/// An array of three axes or more out of its file's Fortran order.
std::unique_ptr<StoredArray> turned_whole(const StoredArray& items) {
    const std::int64_t count = element_count(items.shape);
    if (count > max_turned_values) {
        throw Error(FailureKind::bad_input,
                    fmt::format("{}: {} values of {} axes in Fortran order; at most {} are read in it",
                                items.where, count, items.shape.size(), max_turned_values),
                    "Write it in C order: numpy.save(FILE, numpy.ascontiguousarray(array)).");
    }
    InputArray array = read_whole(items);
    std::vector<int> order(array.shape.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = static_cast<int>(order.size() - 1 - k);
    const Tensor turned =
        Tensor({array.shape.rbegin(), array.shape.rend()}, std::move(array.values)).permuted(order);
    array.values.assign(turned.values().begin(), turned.values().end());
    return in_memory(std::move(array));
}

std::unique_ptr<StoredArray> stored_npy(DataFile file) {
    const std::string where = file.where();
    std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), npy_header_bytes)), '\0');
    file.read(0, head);
    NpyHeader header = parse_npy_header(head, where, max_stored_values);
    const auto count = static_cast<std::uint64_t>(element_count(header.shape));
    const std::uint64_t data = file.size() - header.data_offset;
    if (data != count * header.item_size) {
        throw Error(FailureKind::bad_input,
                    fmt::format("{}: the header promises {} values of {} bytes ({} bytes), the file holds {} "
                                "bytes of data",
                                where, count, header.item_size, count * header.item_size, data),
                    "Write the file again with numpy.save or numpy.savez.");
    }
    const bool turned = header.fortran_order;
    const std::size_t axes = without_ones(header.shape).size();
    auto items = std::make_unique<NpyArray>(std::move(file), std::move(header));
    if (!turned || axes < 2) return items;
    return axes == 2 ? fortran_array(std::move(items)) : turned_whole(*items);
}

}  // namespace

std::unique_ptr<StoredArray> in_memory(InputArray array) {
    return std::make_unique<MemoryArray>(std::move(array));
}

InputArray read_whole(const StoredArray& array) {
    const std::int64_t count = element_count(array.shape);
    if (count > max_array_values) {
        throw Error(FailureKind::bad_input,
                    fmt::format("{}: {} values are more than can be read at once ({})", array.where, count,
                                max_array_values),
                    "Give a shorter file.");
    }
    InputArray whole{.name = array.name,
                     .where = array.where,
                     .shape = array.shape,
                     .values = std::vector<float>(static_cast<std::size_t>(count))};
    array.read(0, whole.values);
    return whole;
}

std::unique_ptr<StoredArray> open_npy(const std::filesystem::path& file) {
    return stored_npy(DataFile(file));
}

std::vector<std::unique_ptr<StoredArray>> open_npz(const std::filesystem::path& file, const JobControl& job) {
    std::vector<std::unique_ptr<StoredArray>> arrays;
    read_npz_entries(file, [&](const NpzEntry& entry) {
        DataFile unpacked = DataFile::temporary(entry.where);
        std::string piece;
        for (std::uint64_t done = 0; done < entry.size; done += piece.size()) {
            piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(piece_bytes, entry.size - done)));
            job.check();
            entry.read(piece);
            unpacked.append(piece);
        }
        arrays.push_back(stored_npy(std::move(unpacked)));
        arrays.back()->name = entry.name;
    });
    return arrays;
}

std::vector<std::unique_ptr<StoredArray>> open_arrays(const InputFile& file, const JobControl& job) {
    const DataKind kind = data_kind(file.file);
    if (!file.columns.chosen.empty() && kind != DataKind::csv) {
        throw Error(FailureKind::bad_input,
                    fmt::format("\"{}\": columns can be chosen of a CSV file only", file.file.string()),
                    "Leave them out, or give a .csv file.");
    }
    if (kind == DataKind::npz) return open_npz(file.file, job);
    std::vector<std::unique_ptr<StoredArray>> arrays;
    if (kind == DataKind::npy) {
        arrays.push_back(open_npy(file.file));
    } else if (kind == DataKind::csv) {
        arrays.push_back(open_csv(file.file, file.columns));
    } else {
        throw Error(FailureKind::bad_input,
                    fmt::format("\"{}\": input files end in .npy, .npz or .csv", file.file.string()),
                    "Save the values in one of these formats.");
    }
    return arrays;
}

}  // namespace lockstep
