#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "core/program/byte_stream.h"
#include "core/run/recording.h"
#include "core/vm/vm.h"

/// Parts of a checkpoint as bytes. Reading throws Error(bad_program) as ByteReader does.
namespace lockstep {

inline void put_signed(ByteWriter& writer, std::int64_t value) {
    writer.put(static_cast<std::uint64_t>(value));
}
inline std::int64_t get_signed(ByteReader& reader) {
    return static_cast<std::int64_t>(reader.get<std::uint64_t>());
}
inline void put_double(ByteWriter& writer, double value) {
    writer.put(std::bit_cast<std::uint64_t>(value));
}
inline double get_double(ByteReader& reader) {
    return std::bit_cast<double>(reader.get<std::uint64_t>());
}

void put_records(ByteWriter& writer, const std::vector<InferenceRecord>& records);
std::vector<InferenceRecord> get_records(ByteReader& reader);
void put_vm(ByteWriter& writer, const VmSnapshot& snapshot);
VmSnapshot get_vm(ByteReader& reader);

}  // namespace lockstep
