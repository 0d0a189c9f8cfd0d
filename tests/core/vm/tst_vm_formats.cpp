#include <QtTest>

#include <bit>
#include <limits>
#include <memory>
#include <random>

#include "core/numerics/fp8.h"
#include "core/program/program_file.h"
#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/vm/hand_made_programs.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using hand_made::Draft;
using hand_made::Values;

namespace {

constexpr int block = 16;

/// Any bit patterns among ordinary values.
std::vector<float> inputs_of(std::int64_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<float> values;
    for (std::int64_t k = 0; k < count; ++k) {
        const auto bits = static_cast<std::uint32_t>(random());
        values.push_back(k % 5 == 0 ? std::bit_cast<float>(bits)
                                    : oracle::random_value(seed, 0, static_cast<std::uint64_t>(k)));
    }
    return values;
}

/// out = activation(op(a, b, c)) over three blocks in two cores; bit k of `wide` makes operand k fp32, bit 3
/// the result; the second core reads what the first one has made and copies it.
Program vector_program(VectorOpcode op, ActivationCode activation, unsigned wide, bool repeat_a) {
    Draft draft(2, block, Values::ordinary, wide + 1);
    const std::uint16_t blocks = 3;
    const auto is_wide = [wide](int k) { return (wide >> k & 1U) != 0; };
    VectorInstruction vector{op, activation, 0, blocks, {}, {}, {}, 3};
    vector.repeat_a = repeat_a;
    if (activation == ActivationCode::clamp) vector.clamp_setting = draft.clamp(0, -0.5F, 0x1p+60F);
    Operand* const operands[] = {&vector.a, &vector.b, &vector.c};
    std::uint32_t stream_block = 0;
    for (int k = 0; k < operand_count(op); ++k) {
        const std::uint16_t size = k == 0 && repeat_a ? 1 : blocks;
        draft.input({std::int64_t{size} * block}, 0, is_wide(k));
        *operands[k] = {draft.tensor(size, is_wide(k)), 0};
        draft.add(0, InputInstruction{stream_block, size, *operands[k], 1});
        stream_block += std::uint32_t{size} * (is_wide(k) ? 2 : 1);
    }
    draft.output({std::int64_t{blocks} * block}, 0, is_wide(3));
    draft.output({std::int64_t{blocks} * block}, 0);
    vector.destination = {draft.tensor(blocks, is_wide(3)), 0};
    draft.add(0, vector);
    draft.add(0, OutputInstruction{0, blocks, vector.destination});
    const std::uint16_t copied = draft.tensor(blocks);
    draft.add(
        1, VectorInstruction{
               VectorOpcode::copy, ActivationCode::none, 0, blocks, vector.destination, {}, {copied, 0}, 2});
    draft.add(1, OutputInstruction{is_wide(3) ? 6U : 3U, blocks, {copied, 0}});
    return draft.program;
}

/// state' = state * constant + x in fp32; gives the state before, rounded and not.
Program state_program() {
    Draft draft(1, block, Values::adversarial, 5);
    draft.input({2 * block}, 0);
    draft.output({2 * block}, 0);
    draft.output({2 * block}, 0, true);
    const std::uint16_t x = draft.tensor(2);
    const std::uint16_t state = draft.state(2, true);
    const std::uint16_t factor = draft.constant(2, true);
    const std::uint16_t product = draft.tensor(2, true);
    const std::uint16_t next = draft.tensor(2, true);
    const std::uint16_t shown = draft.tensor(2);
    const auto vector = [](VectorOpcode op, std::uint16_t a, std::uint16_t b, std::uint16_t to) {
        return VectorInstruction{op, ActivationCode::none, 0, 2, {a, 0}, {b, 0}, {to, 0}, 1};
    };
    const auto copy = [](std::uint16_t from, std::uint16_t to) {
        return VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 2, {from, 0}, {}, {to, 0}, 1};
    };
    draft.add(0, InputInstruction{0, 2, {x, 0}, 1});
    draft.add(0, vector(VectorOpcode::multiply, state, factor, product));
    draft.add(0, vector(VectorOpcode::add, product, x, next));
    draft.add(0, copy(state, shown));
    draft.add(0, OutputInstruction{0, 2, {shown, 0}});
    draft.add(0, OutputInstruction{2, 2, {state, 0}});
    draft.add(0, copy(next, state), true);
    Program program = draft.program;
    const std::uint32_t address = program.descriptors[state].address;
    program.states.push_back({"s",
                              "carried",
                              {2 * block},
                              StateMemory::tensor_ram,
                              {{0, address}, {0, address + 2}},
                              2 * block,
                              0,
                              true});
    return program;
}

/// Two sums over three blocks, the last of five lanes, of fp8 weights in two instructions of different
/// scales; the second one's first block begins in the middle of a block of the store.
Program fp8_program(std::uint8_t first_scale, std::uint8_t second_scale, unsigned seed) {
    Draft draft(1, block, Values::ordinary, seed);
    draft.program.config = find_config("v80_c6b32");
    draft.program.config.cores.value = 1;
    draft.program.config.block_size.value = block;
    draft.input({3 * block}, 0);
    draft.output({2 * block}, 0);
    const std::uint16_t x = draft.tensor(3);
    const std::uint16_t y = draft.tensor(2);
    draft.weights(0, 5);
    std::mt19937 random(seed);
    for (std::uint16_t& word : draft.program.cores[0].weights) word = static_cast<std::uint16_t>(random());
    draft.add(0, InputInstruction{0, 3, {x, 0}, 1});
    draft.add(0, MatvecInstruction{1, {x, 0}, 1, 0, 2, AccumulatorStart::zero, 0, 0, false, first_scale});
    draft.add(0, MatvecInstruction{4, {x, 1}, 2, 0, 2, AccumulatorStart::chain, 0, 5, false, second_scale});
    draft.add(0, StoreInstruction{0, 2, ActivationCode::none, 0, {y, 0}, 1});
    draft.add(0, OutputInstruction{0, 2, {y, 0}});
    return draft.program;
}

}  // namespace

/// Tensors of fp32 and weights of fp8: the VM against the oracle, bit for bit, on every SIMD target, and what
/// the verifier says of formats that do not meet.
class TestVmFormats : public QObject {
    Q_OBJECT

    static void compare(const Program& program, unsigned steps) {
        const auto findings = verify_program(program);
        QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().c_str());
        const auto shared =
            std::make_shared<const Program>(program_from_bytes(program_to_bytes(program), "a file"));
        QVERIFY(*shared == program);
        oracle::Machine machine(program);
        std::vector<Vm> vms;
        for (const SimdTarget target : simd_targets()) vms.emplace_back(shared, target);
        std::vector<float> outputs(static_cast<std::size_t>(program.output_values()));
        for (unsigned step = 0; step < steps; ++step) {
            const std::vector<float> inputs = inputs_of(program.input_values(), step);
            const std::vector<float> expected = machine.step(inputs);
            for (Vm& vm : vms) {
                vm.step(inputs, outputs);
                for (std::size_t k = 0; k < outputs.size(); ++k)
                    QCOMPARE(std::bit_cast<std::uint32_t>(outputs[k]),
                             std::bit_cast<std::uint32_t>(expected[k]));
                for (std::size_t state = 0; state < program.states.size(); ++state) {
                    std::vector<float> values(machine.state(state).size());
                    vm.read_state(state, values);
                    const std::vector<float> wanted = machine.state(state);
                    for (std::size_t k = 0; k < values.size(); ++k)
                        QCOMPARE(std::bit_cast<std::uint32_t>(values[k]),
                                 std::bit_cast<std::uint32_t>(wanted[k]));
                }
            }
        }
    }

    static QString finding(const Program& program) {
        const auto findings = verify_program(program);
        return findings.empty() ? QString() : QString::fromStdString(findings.front());
    }

  private Q_SLOTS:
    void everyOperationInEveryFormat_data() {
        QTest::addColumn<int>("op");
        QTest::addColumn<unsigned>("wide");
        for (int op = 0; op <= static_cast<int>(VectorOpcode::select); ++op) {
            const auto code = static_cast<VectorOpcode>(op);
            const unsigned operands = (1U << operand_count(code)) - 1;
            for (unsigned wide = 1; wide < 16; ++wide)
                if ((wide & ~(operands | 8U)) == 0)
                    QTest::addRow("%s, formats %u", name(code).data(), wide) << op << wide;
        }
    }
    void everyOperationInEveryFormat() {
        QFETCH(int, op);
        QFETCH(unsigned, wide);
        const auto code = static_cast<VectorOpcode>(op);
        compare(vector_program(code, ActivationCode::none, wide, false), 20);
        compare(vector_program(code, ActivationCode::clamp, wide, true), 20);
        compare(vector_program(code, ActivationCode::exp, wide, false), 20);
    }

    void aStateInFp32() { compare(state_program(), 40); }

    void aStateInFp32GoesBackWithASnapshot() {
        const auto program = std::make_shared<const Program>(state_program());
        Vm vm(program);
        std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
        vm.step(inputs_of(program->input_values(), 1), outputs);
        const VmSnapshot snapshot = vm.snapshot();
        vm.step(inputs_of(program->input_values(), 2), outputs);
        const std::vector<float> expected = outputs;
        vm.restore(snapshot);
        vm.step(inputs_of(program->input_values(), 2), outputs);
        for (std::size_t k = 0; k < outputs.size(); ++k)
            QCOMPARE(std::bit_cast<std::uint32_t>(outputs[k]), std::bit_cast<std::uint32_t>(expected[k]));
    }

    /// An fp32 value takes two beats on the streams, on the bus and at the read port of the vector unit.
    void fp32Takes() {
        const auto cycles = [](unsigned wide) {
            return play(vector_program(VectorOpcode::copy, ActivationCode::none, wide, false));
        };
        const MachineTiming timing = find_config("ip_core_c2b16").timing;
        const Timeline narrow = cycles(0);
        const Timeline operand = cycles(1);
        QCOMPARE(operand.last_input - narrow.last_input, std::int64_t{3} * timing.input_interval.value);
        // The instruction waits for its last block, then takes each block in two cycles more.
        QCOMPARE(operand.first_output - narrow.first_output, 3 * timing.input_interval.value +
                                                                 timing.vector_interval_two.value -
                                                                 timing.vector_interval_one.value);
        const auto busy = [](const Timeline& timeline, Unit unit) {
            std::int64_t sum = 0;
            for (const TimelineEvent& event : timeline.events)
                if (event.unit == unit) sum += event.busy;
            return sum;
        };
        QCOMPARE(busy(cycles(8), Unit::bus), 2 * busy(narrow, Unit::bus));
        QCOMPARE(busy(cycles(8), Unit::output), std::int64_t{9});
        QCOMPARE(busy(operand, Unit::input), 2 * busy(narrow, Unit::input));
    }

    void fp8Weights_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::newRow("as they are") << 127 << 127;
        QTest::newRow("smaller") << 118 << 121;
        QTest::newRow("the limits") << least_fp8_scale << most_fp8_scale;
    }
    void fp8Weights() {
        QFETCH(int, first);
        QFETCH(int, second);
        for (unsigned seed = 0; seed < 5; ++seed)
            compare(fp8_program(static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second), seed),
                    10);
    }

    void fp8WeightsTakeHalfTheStore() {
        Program program = fp8_program(127, 127, 1);
        auto& matvec = std::get<MatvecInstruction>(program.cores[0].stream[2]);
        matvec.weights = 6;  // of 10 half blocks, and it reads 4
        QCOMPARE(finding(program), QString());
        matvec.weights = 7;
        QVERIFY(
            finding(program).contains(QLatin1String("fp8 weight block 7 to 10, but the program fills 10")));
    }

    void badFormatsAreFound_data() {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("a product of fp32")
            << 0 << "core 0, instruction 1 (matvec) takes bf16, but descriptor 0";
        QTest::newRow("a sum into fp32") << 1 << "core 0, instruction 3 (store) gives bf16, but descriptor 1";
        QTest::newRow("an input of another format") << 2 << "\"tensor0\" on the stream bf16";
        QTest::newRow("no fp8 in the config") << 3 << "reads fp8 weights, which the config does not have";
        QTest::newRow("a scale out of range") << 4 << "has the fp8 scale 9; 10 to 246 exist";
        QTest::newRow("a second format") << 5 << "reads weight store block 2 in a second format";
        QTest::newRow("an odd image") << 6 << "the image of descriptor";
        QTest::newRow("a state of another format") << 7 << "belongs to no tensor that is kept";
        QTest::newRow("half a value") << 8 << "takes parts of \"tensor0\" that are no blocks";
    }
    void badFormatsAreFound() {
        QFETCH(int, fault);
        QFETCH(QString, wanted);
        Program program = fault < 6 ? fp8_program(120, 121, 1) : state_program();
        if (fault == 0) {
            program.descriptors[0].fp32 = program.inputs[0].fp32 = true;
            program.descriptors[1].address = 6;
        }
        if (fault == 2) {
            program = vector_program(VectorOpcode::copy, ActivationCode::none, 0, false);
            program.descriptors[0].fp32 = true;
            std::get<InputInstruction>(program.cores[0].stream[0]).blocks = 1;
        }
        if (fault == 1) program.descriptors[1].fp32 = true, program.outputs[0].fp32 = true;
        if (fault == 3) program.config.fp8_weights.value = false;
        if (fault == 4) std::get<MatvecInstruction>(program.cores[0].stream[1]).fp8_scale = 9;
        if (fault == 5) std::get<MatvecInstruction>(program.cores[0].stream[1]).weights = 3;
        if (fault == 6) program.images[0].values.resize(2 * block);
        if (fault == 7) program.states[0].fp32 = false;
        if (fault == 8) {
            program = vector_program(VectorOpcode::copy, ActivationCode::none, 1, false);
            auto& input = std::get<InputInstruction>(program.cores[0].stream[0]);
            input.stream_block = 1;
            input.blocks = 2;
        }
        QStringList all;
        for (const std::string& text : verify_program(program)) all << QString::fromStdString(text);
        QVERIFY2(!all.filter(wanted).isEmpty(), qPrintable(all.join(u'\n')));
        QVERIFY_THROWS_EXCEPTION(lockstep::Error, Vm(std::make_shared<const Program>(program)));
    }
};

QTEST_APPLESS_MAIN(TestVmFormats)
#include "tst_vm_formats.moc"
