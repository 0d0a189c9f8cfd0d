#include "core/run/run_codec.h"

namespace lockstep {

void put_records(ByteWriter& writer, const std::vector<InferenceRecord>& records) {
    writer.put_count(records.size());
    for (const InferenceRecord& record : records) {
        put_signed(writer, record.index);
        put_signed(writer, record.cycles);
        writer.put(static_cast<std::uint8_t>(record.reference));
        put_double(writer, record.max_abs_error);
        put_double(writer, record.rms_error);
        put_double(writer, record.reference_max_abs);
        put_double(writer, record.reference_rms);
        writer.put_bool(record.allclose);
        put_signed(writer, record.non_finite);
        put_double(writer, record.compared);
    }
}

std::vector<InferenceRecord> get_records(ByteReader& reader) {
    std::vector<InferenceRecord> records(reader.get_count(66));
    for (InferenceRecord& record : records) {
        record.index = get_signed(reader);
        record.cycles = get_signed(reader);
        const auto kind = reader.get<std::uint8_t>();
        if (kind > static_cast<std::uint8_t>(ReferenceKind::file)) reader.refuse("has an unknown reference");
        record.reference = static_cast<ReferenceKind>(kind);
        record.max_abs_error = get_double(reader);
        record.rms_error = get_double(reader);
        record.reference_max_abs = get_double(reader);
        record.reference_rms = get_double(reader);
        record.allclose = reader.get_bool();
        record.non_finite = get_signed(reader);
        record.compared = get_double(reader);
    }
    return records;
}

void put_vm(ByteWriter& writer, const VmSnapshot& snapshot) {
    writer.put_all(snapshot.tensor_state);
    writer.put_all(snapshot.accumulator_store);
    writer.put_all(snapshot.cell_store);
    writer.put_count(snapshot.inferences.size());
    for (const std::int64_t count : snapshot.inferences) put_signed(writer, count);
}

VmSnapshot get_vm(ByteReader& reader) {
    VmSnapshot snapshot;
    snapshot.tensor_state = reader.get_all<std::uint16_t>();
    snapshot.accumulator_store = reader.get_all<float>();
    snapshot.cell_store = reader.get_all<float>();
    snapshot.inferences.resize(reader.get_count(8));
    for (std::int64_t& count : snapshot.inferences) count = get_signed(reader);
    return snapshot;
}

}  // namespace lockstep
