#include "core/program/program_sections.h"

#include "core/program/instruction_code.h"

namespace lockstep {

void write_memories(ByteWriter& writer, const Program& program) {
    writer.put_count(program.cores.size());
    for (const CoreProgram& core : program.cores) {
        writer.put_all(core.weights);
        writer.put_all(core.accumulator_store);
        writer.put_all(core.cell_store);
        writer.put_count(core.clamp_store.size());
        for (const ClampSetting& clamp : core.clamp_store) {
            writer.put(clamp.minimum);
            writer.put(clamp.maximum);
        }
    }
}

std::vector<CoreProgram> read_memories(ByteReader& reader) {
    std::vector<CoreProgram> cores(reader.get_count(1));
    for (CoreProgram& core : cores) {
        core.weights = reader.get_all<std::uint16_t>();
        core.accumulator_store = reader.get_all<float>();
        core.cell_store = reader.get_all<float>();
        core.clamp_store.resize(reader.get_count(8));
        for (ClampSetting& clamp : core.clamp_store) {
            clamp.minimum = reader.get<float>();
            clamp.maximum = reader.get<float>();
        }
    }
    return cores;
}

void write_tensors(ByteWriter& writer, const Program& program) {
    writer.put_count(program.descriptors.size());
    for (const Descriptor& descriptor : program.descriptors) {
        writer.put(descriptor.address);
        writer.put(descriptor.blocks);
        writer.put_bool(descriptor.constant);
        writer.put_bool(descriptor.state);
        writer.put_bool(descriptor.kept);
        writer.put_bool(descriptor.fp32);
    }
    writer.put_count(program.images.size());
    for (const TensorImage& image : program.images) {
        writer.put(image.descriptor);
        writer.put(image.targets);
        writer.put_all(image.values);
    }
}

void read_tensors(ByteReader& reader, Program& program) {
    program.descriptors.resize(reader.get_count(10));
    for (Descriptor& descriptor : program.descriptors) {
        descriptor.address = reader.get<std::uint32_t>();
        descriptor.blocks = reader.get<std::uint16_t>();
        descriptor.constant = reader.get_bool();
        descriptor.state = reader.get_bool();
        descriptor.kept = reader.get_bool();
        descriptor.fp32 = reader.get_bool();
    }
    program.images.resize(reader.get_count(14));
    for (TensorImage& image : program.images) {
        image.descriptor = reader.get<std::uint16_t>();
        image.targets = reader.get<CoreMask>();
        image.values = reader.get_all<std::uint16_t>();
    }
}

void write_streams(ByteWriter& writer, const Program& program) {
    for (const CoreProgram& core : program.cores) {
        writer.put_count(core.stream.size());
        for (std::size_t i = 0; i < core.stream.size(); ++i) {
            write_instruction(writer, core.stream[i]);
            writer.put(core.node_of[i]);
            writer.put_bool(core.state_update[i]);
        }
    }
    writer.put_count(program.reset.size());
    for (const CoreReset& core : program.reset) {
        writer.put_count(core.stream.size());
        for (std::size_t i = 0; i < core.stream.size(); ++i) {
            write_instruction(writer, core.stream[i]);
            writer.put(core.node_of[i]);
        }
    }
}

void read_streams(ByteReader& reader, Program& program) {
    for (CoreProgram& core : program.cores) {
        const std::size_t instructions = reader.get_count(6);
        for (std::size_t i = 0; i < instructions; ++i) {
            core.stream.push_back(read_instruction(reader));
            core.node_of.push_back(reader.get<std::uint32_t>());
            core.state_update.push_back(reader.get_bool());
        }
    }
    program.reset.resize(reader.get_count(8));
    for (CoreReset& core : program.reset) {
        const std::size_t instructions = reader.get_count(5);
        for (std::size_t i = 0; i < instructions; ++i) {
            core.stream.push_back(read_instruction(reader));
            core.node_of.push_back(reader.get<std::uint32_t>());
        }
    }
}

}  // namespace lockstep
