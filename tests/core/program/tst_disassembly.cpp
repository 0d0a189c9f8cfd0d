#include <algorithm>
#include <random>
#include <set>

#include <QTest>

#include "core/program/disassembly.h"
#include "core/program/instruction_code.h"
#include "core/support/error.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

namespace {

std::vector<std::uint8_t> bytes_of(const Instruction& instruction) {
    ByteWriter writer;
    write_instruction(writer, instruction);
    return writer.bytes();
}

/// nullopt for bytes that are no instruction.
std::optional<Instruction> instruction_of(const std::vector<std::uint8_t>& bytes) {
    try {
        ByteReader reader(bytes, "test");
        return read_instruction(reader);
    } catch (const Error&) {
        return {};
    }
}

bool has_line(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class TestDisassembly : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void reads() {
        const Program program = test::sample_program();
        const std::string text = disassemble(program, play(program));
        for (const char* part :
             {"; Linear y (n4) in layer  model.py:3  y = f(x)", "core 1: 6 instructions", "cycles spaced",
              "= in[0..1] -> 0-1", "; for the next inference", "clamp store        #0 [0, 6]"})
            QVERIFY2(has_line(text, part), text.c_str());
        const Program vectors = test::vector_program();
        const std::string listed = disassemble(vectors, play(vectors));
        for (const char* part : {"kept = maximum(", "maximum(kept, ", "(5 lanes of the last)", "tanh(", " ? ",
                                 " repeated", "rsqrt(a0)"})
            QVERIFY2(has_line(listed, part), listed.c_str());
        const Program lstm = test::lstm_program();
        QVERIFY(has_line(disassemble(lstm, play(lstm)), "= lstm(a0..3, "));
    }

    /// Every instruction has one line, with the cycles of its event.
    void everyInstructionStands() {
        for (const Program& program :
             {test::sample_program(), test::vector_program(), test::lstm_program()}) {
            const Timeline timeline = play(program);
            std::set<std::pair<std::uint16_t, std::uint32_t>> lines;
            for (const ListingLine& line : listing(program, timeline)) {
                if (line.kind != ListingLine::Kind::instruction) continue;
                QVERIFY(lines.emplace(line.core, line.instruction).second);
                const auto event = std::ranges::find_if(timeline.events, [&](const TimelineEvent& e) {
                    return e.core == line.core && e.instruction == line.instruction && e.unit != Unit::bus;
                });
                QVERIFY(event != timeline.events.end());
                QVERIFY(line.text.starts_with(
                    fmt::format("{:6} {:7} {:7}  ", line.instruction, event->start, event->ready)));
            }
            std::size_t count = 0;
            for (const CoreProgram& core : program.cores) count += core.stream.size();
            QCOMPARE(lines.size(), count);
        }
    }

    /// No field is left out: whatever is changed in an instruction changes its text. Over all kinds and
    /// values, from the bytes of the program file.
    void everyFieldStands_data() {
        QTest::addColumn<int>("opcode");
        for (int opcode = 0; opcode < static_cast<int>(std::variant_size_v<Instruction>); ++opcode)
            QTest::addRow("%d", opcode) << opcode;
    }
    void everyFieldStands() {
        QFETCH(int, opcode);
        const Program program = test::sample_program();
        const AddressNames names(program);
        std::mt19937 random(7);
        int judged = 0;
        for (int round = 0; round < 3000; ++round) {
            std::vector<std::uint8_t> bytes(64);
            bytes[0] = static_cast<std::uint8_t>(opcode);
            for (std::size_t i = 1; i < bytes.size(); ++i)
                if (random() % 3 != 0) bytes[i] = static_cast<std::uint8_t>(random() % 4);
            const std::optional<Instruction> instruction = instruction_of(bytes);
            if (!instruction) continue;
            const std::string text = instruction_text(names, 0, *instruction);
            bytes = bytes_of(*instruction);
            for (std::size_t i = 1; i < bytes.size(); ++i) {
                std::vector<std::uint8_t> changed = bytes;
                changed[i] = static_cast<std::uint8_t>(changed[i] + 1);
                const std::optional<Instruction> other = instruction_of(changed);
                if (!other || *other == *instruction) continue;
                ++judged;
                const std::string other_text = instruction_text(names, 0, *other);
                QVERIFY2(other_text != text, text.c_str());
            }
        }
        QVERIFY(judged > 1000);
    }

    void namesAreUnique() {
        for (const Program& program :
             {test::sample_program(), test::vector_program(), test::lstm_program()}) {
            const AddressNames names(program);
            const std::set<std::string> tensors(names.tensors().begin(), names.tensors().end());
            QCOMPARE(tensors.size(), program.descriptors.size());
            for (const AddressNames::CoreRanges& core : names.cores())
                for (const auto* memory : {&core.weights, &core.sums, &core.cells}) {
                    std::set<std::string> seen;
                    for (const AddressNames::Range& range : *memory)
                        QVERIFY2(seen.insert(range.name).second, range.name.c_str());
                }
        }
    }
};

QTEST_APPLESS_MAIN(TestDisassembly)
#include "tst_disassembly.moc"
