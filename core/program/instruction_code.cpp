#include "core/program/instruction_code.h"

#include "core/support/overloaded.h"

namespace lockstep {
namespace {

/// Lists the fields of each kind of instruction once: `io` either writes or reads them.
template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, MatvecInstruction> {
    io(x.weights), io(x.source), io(x.input_blocks), io(x.first_accumulator), io(x.accumulators), io(x.start),
        io(x.start_address), io(x.source_lanes), io(x.reduction), io(x.fp8_scale);
}
template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, StoreInstruction> {
    io(x.first_accumulator), io(x.accumulators), io(x.activation), io(x.clamp_setting), io(x.destination),
        io(x.targets);
}
template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, SaveInstruction> {
    io(x.first_accumulator), io(x.accumulators), io(x.address), io(x.to_cells);
}
template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, LstmCellInstruction> {
    io(x.first_accumulator), io(x.blocks), io(x.cell_source), io(x.cell_destination), io(x.destination),
        io(x.targets);
}
template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, VectorInstruction> {
    io(x.op), io(x.activation), io(x.clamp_setting), io(x.blocks), io(x.a), io(x.b), io(x.destination),
        io(x.targets), io(x.c), io(x.repeat_a), io(x.repeat_b), io(x.repeat_c);
}
template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, InputInstruction> {
    io(x.stream_block), io(x.blocks), io(x.destination), io(x.targets);
}
template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, OutputInstruction> {
    io(x.stream_block), io(x.blocks), io(x.source);
}

template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, ReduceInstruction> {
    io(x.op), io(x.first), io(x.last), io(x.blocks), io(x.source_lanes), io(x.source), io(x.destination),
        io(x.targets);
}

template <class Io, class I>
void fields(Io& io, I& x) requires std::same_as<std::remove_const_t<I>, LoadInstruction> {
    io(x.weights), io(x.stride), io(x.source), io(x.blocks), io(x.lane), io(x.row), io(x.source_lanes);
}

struct FieldWriter {
    ByteWriter& writer;
    template <std::unsigned_integral T>
    void operator()(const T& value) {
        writer.put(value);
    }
    void operator()(const bool& value) { writer.put_bool(value); }
    void operator()(const Operand& value) {
        writer.put(value.descriptor);
        writer.put(value.first);
    }
    template <class E>
    void operator()(const E& value) requires std::is_enum_v<E> {
        writer.put(static_cast<std::uint8_t>(value));
    }
};

struct FieldReader {
    ByteReader& reader;
    template <std::unsigned_integral T>
    void operator()(T& value) {
        value = reader.get<T>();
    }
    void operator()(bool& value) { value = reader.get_bool(); }
    void operator()(Operand& value) {
        value.descriptor = reader.get<std::uint16_t>();
        value.first = reader.get<std::uint16_t>();
    }
    void operator()(AccumulatorStart& value) { value = enumerator(AccumulatorStart::zero); }
    void operator()(VectorOpcode& value) { value = enumerator(VectorOpcode::select); }
    void operator()(ReduceOpcode& value) { value = enumerator(ReduceOpcode::maximum); }
    void operator()(ActivationCode& value) { value = enumerator(ActivationCode::softplus); }

    template <class E>
    E enumerator(E last) {
        const auto value = reader.get<std::uint8_t>();
        if (value > static_cast<std::uint8_t>(last))
            reader.refuse(fmt::format("has an instruction with the field value {}", value));
        return static_cast<E>(value);
    }
};

template <std::size_t index = 0>
Instruction read_kind(ByteReader& reader, std::uint8_t opcode) {
    if constexpr (index < std::variant_size_v<Instruction>) {
        if (opcode != index) return read_kind<index + 1>(reader, opcode);
        std::variant_alternative_t<index, Instruction> instruction;
        FieldReader io{reader};
        fields(io, instruction);
        return instruction;
    } else {
        reader.refuse(fmt::format("has an instruction with the unknown opcode {}", opcode));
    }
}

}  // namespace

void write_instruction(ByteWriter& writer, const Instruction& instruction) {
    writer.put(static_cast<std::uint8_t>(instruction.index()));
    std::visit(
        [&writer](const auto& kind) {
            FieldWriter io{writer};
            fields(io, kind);
        },
        instruction);
}

Instruction read_instruction(ByteReader& reader) {
    const auto opcode = reader.get<std::uint8_t>();
    return read_kind(reader, opcode);
}

}  // namespace lockstep
