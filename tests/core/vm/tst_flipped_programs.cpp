#include <QtTest>

#include <bit>
#include <cmath>
#include <random>
#include <stdexcept>
#include <variant>

#include "core/program/program_file.h"
#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/vm/hand_made_programs.h"

using namespace lockstep;

namespace {

/// Calls visit(field) for every field of an instruction that the machine reads.
template <class Visit>
void for_fields(Instruction& instruction, Visit visit) {
    const auto operand = [&visit](Operand& o) {
        visit(o.descriptor);
        visit(o.first);
    };
    if (auto* matvec = std::get_if<MatvecInstruction>(&instruction)) {
        visit(matvec->weights);
        operand(matvec->source);
        visit(matvec->input_blocks);
        visit(matvec->first_accumulator);
        visit(matvec->accumulators);
        visit(matvec->start_address);
    } else if (auto* save = std::get_if<SaveInstruction>(&instruction)) {
        visit(save->first_accumulator);
        visit(save->accumulators);
        visit(save->address);
    } else if (auto* cell = std::get_if<LstmCellInstruction>(&instruction)) {
        visit(cell->first_accumulator);
        visit(cell->blocks);
        visit(cell->cell_source);
        visit(cell->cell_destination);
        operand(cell->destination);
        visit(cell->targets);
    } else if (auto* input = std::get_if<InputInstruction>(&instruction)) {
        visit(input->stream_block);
        visit(input->blocks);
        operand(input->destination);
        visit(input->targets);
    } else if (auto* output = std::get_if<OutputInstruction>(&instruction)) {
        visit(output->stream_block);
        visit(output->blocks);
        operand(output->source);
    } else {
        throw std::logic_error("the program has no other instructions");
    }
}

}  // namespace

/// A program with one bit changed, and signed again so that the file's hash is right, is refused or gives
/// something else.
class TestFlippedPrograms : public QObject {
    Q_OBJECT

    struct Result {
        std::vector<float> outputs;
        VmSnapshot end;
        friend bool operator==(const Result&, const Result&) = default;
    };

    static Program sound() { return hand_made::lstm(2, 16, 2, 4, hand_made::Values::ordinary, 1); }

    static Result run(const Program& program) {
        Vm vm(std::make_shared<const Program>(program));
        Result result;
        std::vector<float> inputs(static_cast<std::size_t>(program.input_values()));
        std::vector<float> outputs(static_cast<std::size_t>(program.output_values()));
        std::mt19937 random(2);
        std::normal_distribution<float> normal;
        for (int step = 0; step < 4; ++step) {
            for (float& x : inputs) x = normal(random);
            vm.step(inputs, outputs);
            result.outputs.insert(result.outputs.end(), outputs.begin(), outputs.end());
        }
        result.end = vm.snapshot();
        return result;
    }

    static bool refused_or_shows(const Program& flipped, const Result& expected) {
        try {
            if (!verify_program(flipped).empty()) {
                program_from_bytes(program_to_bytes(flipped), "flipped");
                return false;  // judged unsound, yet loaded
            }
            return !(run(program_from_bytes(program_to_bytes(flipped), "flipped")) == expected);
        } catch (const Error& error) {
            return error.failure().kind == FailureKind::bad_program;
        }
    }

  private Q_SLOTS:
    void theSoundProgramGivesTheSameTwice() { QVERIFY(!refused_or_shows(sound(), run(sound()))); }

    void everyFlippedWeightShows() {
        const Result expected = run(sound());
        std::mt19937 random(4);
        for (int k = 0; k < 150; ++k) {
            Program flipped = sound();
            CoreProgram& core = flipped.cores[random() % flipped.cores.size()];
            // A change of a small weight, or in the last places, can be rounded away in every sum.
            std::size_t place = random() % core.weights.size();
            while ((core.weights[place] & 0x7FFFU) < 0x3C80) place = random() % core.weights.size();
            const auto bit = 4 + random() % 12;
            core.weights[place] = static_cast<std::uint16_t>(core.weights[place] ^ (1U << bit));
            QVERIFY2(refused_or_shows(flipped, expected),
                     qPrintable(QStringLiteral("weight %1, bit %2").arg(place).arg(bit)));
        }
    }

    void everyFlippedInitialValueShows() {
        const Result expected = run(sound());
        std::mt19937 random(4);
        for (int k = 0; k < 100; ++k) {
            Program flipped = sound();
            CoreProgram& core = flipped.cores[random() % flipped.cores.size()];
            std::vector<float>& store = k % 2 == 0 ? core.accumulator_store : core.cell_store;
            // A first sum of an output gate is seen through one rounding to bf16 only: what is as large as a
            // gate's, in exponent or sign.
            std::size_t place = random() % store.size();
            while (std::abs(store[place]) < 0x1p-4F) place = random() % store.size();
            const auto bit = 23 + random() % 9;
            store[place] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(store[place]) ^ (1U << bit));
            QVERIFY2(refused_or_shows(flipped, expected),
                     qPrintable(QStringLiteral("value %1, bit %2").arg(place).arg(bit)));
        }
    }

    void everyFlippedInstructionIsRefusedOrShows() {
        const Result expected = run(sound());
        int flips = 0;
        const Program original = sound();
        for (std::size_t core = 0; core < original.cores.size(); ++core) {
            for (std::size_t i = 0; i < original.cores[core].stream.size(); ++i) {
                int fields = 0;
                Instruction probe = original.cores[core].stream[i];
                for_fields(probe, [&fields](auto&) { ++fields; });
                for (int chosen = 0; chosen < fields; ++chosen) {
                    for (const unsigned bit : {0U, 1U, 3U, 7U}) {
                        Program flipped = original;
                        int field = 0;
                        for_fields(flipped.cores[core].stream[i], [&](auto& value) {
                            using Value = std::remove_reference_t<decltype(value)>;
                            if (field++ == chosen) value = static_cast<Value>(value ^ (1U << bit));
                        });
                        ++flips;
                        QVERIFY2(refused_or_shows(flipped, expected),
                                 qPrintable(QStringLiteral("core %1, instruction %2, field %3, bit %4")
                                                .arg(core)
                                                .arg(i)
                                                .arg(chosen)
                                                .arg(bit)));
                    }
                }
            }
        }
        QVERIFY(flips > 300);
    }
};

QTEST_APPLESS_MAIN(TestFlippedPrograms)
#include "tst_flipped_programs.moc"
