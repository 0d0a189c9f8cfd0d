#include "core/run/data_kind.h"

#include <algorithm>
#include <string>

namespace lockstep {

DataKind data_kind(const std::filesystem::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
    });
    if (ending == ".npy") return DataKind::npy;
    if (ending == ".npz") return DataKind::npz;
    if (ending == ".csv") return DataKind::csv;
    return DataKind::other;
}

}  // namespace lockstep
