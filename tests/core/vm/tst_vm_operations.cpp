#include <QtTest>

#include <bit>
#include <limits>
#include <memory>
#include <random>

#include "core/program/program_file.h"
#include "core/vm/vm.h"
#include "tests/core/vm/hand_made_programs.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using hand_made::Draft;
using hand_made::Values;

namespace {

constexpr int block = 16;

/// Ordinary values, any bit patterns, and those at which an operation changes its course; often the same.
std::vector<float> hostile_inputs(std::int64_t count, unsigned seed) {
    const float infinity = std::numeric_limits<float>::infinity();
    const float special[] = {0.0F,
                             -0.0F,
                             1.0F,
                             -1.0F,
                             infinity,
                             -infinity,
                             0x1p-133F,
                             -0x1p-130F,
                             0x1p+127F,
                             20.0F,
                             -104.0F,
                             std::bit_cast<float>(0x7F800001U),
                             std::bit_cast<float>(0xFFC12345U)};
    std::mt19937 random(seed);
    std::vector<float> values;
    for (std::int64_t k = 0; k < count; ++k) {
        const auto choice = random() % 4;
        if (choice == 0) {
            values.push_back(special[random() % std::size(special)]);
        } else if (choice == 1) {
            values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(random())));
        } else {
            values.push_back(oracle::random_value(seed, 0, static_cast<std::uint64_t>(k)));
        }
    }
    return values;
}

/// out = activation(op(a, b, c)) over three blocks; the operands of `repeats` (bits: a, b, c) are one block.
Program vector_program(VectorOpcode op, ActivationCode activation, unsigned repeats) {
    Draft draft(1, block, Values::ordinary, 1);
    const std::uint16_t blocks = 3;
    VectorInstruction vector{op, activation, 0, blocks, {}, {}, {}, 1};
    vector.repeat_a = (repeats & 1U) != 0;
    vector.repeat_b = (repeats & 2U) != 0;
    vector.repeat_c = (repeats & 4U) != 0;
    if (activation == ActivationCode::clamp) vector.clamp_setting = draft.clamp(0, -0.5F, 0x1p+60F);
    Operand* const operands[] = {&vector.a, &vector.b, &vector.c};
    std::uint32_t stream_block = 0;
    for (int k = 0; k < operand_count(op); ++k) {
        const std::uint16_t size = (repeats >> k & 1U) != 0 ? 1 : blocks;
        draft.input({std::int64_t{size} * block}, 0);
        *operands[k] = {draft.tensor(size), 0};
        draft.add(0, InputInstruction{stream_block, size, *operands[k], 1});
        stream_block += size;
    }
    draft.output({std::int64_t{blocks} * block}, 0);
    vector.destination = {draft.tensor(blocks), 0};
    draft.add(0, vector);
    draft.add(0, OutputInstruction{0, blocks, vector.destination});
    return draft.program;
}

/// The reduction of `lanes` values, by one instruction or one for every block; the lanes behind them hold
/// inputs that do not count.
Program reduce_program(ReduceOpcode op, std::int64_t lanes, bool split) {
    Draft draft(1, block, Values::any_bits, static_cast<unsigned>(lanes));
    const auto blocks = static_cast<std::uint16_t>((lanes + block - 1) / block);
    const auto rest = static_cast<std::uint16_t>(lanes % block);
    draft.input({std::int64_t{blocks} * block}, 0);
    draft.output({block}, 0);
    const std::uint16_t x = draft.tensor(blocks);
    const std::uint16_t y = draft.tensor(1);
    draft.add(0, InputInstruction{0, blocks, {x, 0}, 1});
    const std::uint16_t part = split ? 1 : blocks;
    for (std::uint16_t first = 0; first < blocks; first = static_cast<std::uint16_t>(first + part)) {
        const bool last = first + part == blocks;
        ReduceInstruction reduce{op,         first == 0, last, part, last ? rest : std::uint16_t{0},
                                 {x, first}, {},         0};
        if (last) reduce.destination = {y, 0}, reduce.targets = 1;
        draft.add(0, reduce);
    }
    draft.add(0, OutputInstruction{0, 1, {y, 0}});
    return draft.program;
}

/// Two sums of a vector whose last block counts in its first five lanes only, through an activation.
Program store_program(ActivationCode activation) {
    Draft draft(1, block, Values::ordinary, 9);
    draft.input({2 * block}, 0);
    draft.output({2 * block}, 0);
    const std::uint16_t x = draft.tensor(2);
    const std::uint16_t y = draft.tensor(2);
    draft.add(0, InputInstruction{0, 2, {x, 0}, 1});
    draft.add(
        0,
        MatvecInstruction{
            draft.weights(0, 4), {x, 0}, 2, 0, 2, AccumulatorStart::store, draft.accumulator_store(0, 2), 5});
    const std::uint16_t setting =
        activation == ActivationCode::clamp ? draft.clamp(0, -0.25F, 0.25F) : std::uint16_t{0};
    draft.add(0, StoreInstruction{0, 2, activation, setting, {y, 0}, 1});
    draft.add(0, OutputInstruction{0, 2, {y, 0}});
    return draft.program;
}

std::vector<ActivationCode> all_activations() {
    std::vector<ActivationCode> all{ActivationCode::none, ActivationCode::clamp};
    for (const Function function : all_functions) all.push_back(activation_code(function));
    return all;
}

}  // namespace

/// Comparisons, choices, functions, repeated operands and reductions: the VM against the oracle, bit for bit.
class TestVmOperations : public QObject {
    Q_OBJECT

    /// On every target, in one thread and in two.
    static void compare(const Program& program, const std::vector<std::vector<float>>& inferences,
                        FunctionStyle style = FunctionStyle::exact) {
        const auto findings = verify_program(program);
        QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().c_str());
        oracle::Machine machine(program, oracle::Fault::none, style);
        const auto shared = std::make_shared<const Program>(program);
        std::vector<Vm> vms;
        for (const SimdTarget target : simd_targets())
            vms.emplace_back(shared, VmOptions{.target = target, .threads = 1, .functions = style});
        vms.emplace_back(shared, VmOptions{.threads = 2, .functions = style});
        std::vector<float> outputs(static_cast<std::size_t>(program.output_values()));
        for (const std::vector<float>& inputs : inferences) {
            const std::vector<float> expected = machine.step(inputs);
            for (Vm& vm : vms) {
                vm.step(inputs, outputs);
                for (std::size_t k = 0; k < outputs.size(); ++k)
                    QCOMPARE(std::bit_cast<std::uint32_t>(outputs[k]),
                             std::bit_cast<std::uint32_t>(expected[k]));
            }
        }
    }

    static void compare(const Program& program, unsigned steps) {
        std::vector<std::vector<float>> inferences;
        for (unsigned step = 0; step < steps; ++step)
            inferences.push_back(hostile_inputs(program.input_values(), step));
        compare(program, inferences);
    }

  private Q_SLOTS:
    void everyOperationWithEveryRepeat_data() {
        QTest::addColumn<int>("op");
        QTest::addColumn<unsigned>("repeats");
        for (int op = 0; op <= static_cast<int>(VectorOpcode::select); ++op) {
            const auto code = static_cast<VectorOpcode>(op);
            for (unsigned repeats = 0; repeats < 1U << operand_count(code); ++repeats)
                QTest::addRow("%s, repeats %u", name(code).data(), repeats) << op << repeats;
        }
    }
    void everyOperationWithEveryRepeat() {
        QFETCH(int, op);
        QFETCH(unsigned, repeats);
        const auto code = static_cast<VectorOpcode>(op);
        compare(vector_program(code, ActivationCode::none, repeats), 60);
        compare(vector_program(code, ActivationCode::clamp, repeats), 20);
        compare(vector_program(code, ActivationCode::softplus, repeats), 20);
    }

    void everyFunctionOnEveryBf16Value_data() {
        QTest::addColumn<int>("code");
        for (const ActivationCode code : all_activations())
            QTest::newRow(name(code).data()) << static_cast<int>(code);
    }
    void everyFunctionOnEveryBf16Value() {
        QFETCH(int, code);
        const Program program = vector_program(VectorOpcode::copy, static_cast<ActivationCode>(code), 0);
        std::vector<std::vector<float>> inferences;
        for (std::uint32_t first = 0; first < 0x10000; first += 3 * block) {
            std::vector<float>& inputs = inferences.emplace_back();
            for (std::uint32_t k = 0; k < 3 * block; ++k)
                inputs.push_back(std::bit_cast<float>(((first + k) & 0xFFFFU) << 16));
        }
        compare(program, inferences);
        compare(program, inferences, FunctionStyle::table);
    }

    void sumsThroughEveryActivation_data() { everyFunctionOnEveryBf16Value_data(); }
    void sumsThroughEveryActivation() {
        QFETCH(int, code);
        compare(store_program(static_cast<ActivationCode>(code)), 60);
    }

    void reductions_data() {
        QTest::addColumn<bool>("maximum");
        QTest::addColumn<int>("lanes");
        QTest::addColumn<bool>("split");
        for (const bool maximum : {false, true}) {
            for (const int lanes : {1, 2, 15, 16, 17, 33, 48, 63}) {
                for (const bool split : {false, true}) {
                    QTest::addRow("%s of %d%s", maximum ? "maximum" : "minimum", lanes,
                                  split ? ", split" : "")
                        << maximum << lanes << split;
                }
            }
        }
    }
    void reductions() {
        QFETCH(bool, maximum);
        QFETCH(int, lanes);
        QFETCH(bool, split);
        const Program program =
            reduce_program(maximum ? ReduceOpcode::maximum : ReduceOpcode::minimum, lanes, split);
        compare(program, 60);
        // Without NaN, which hides all others: behind the lanes that count stand values that would win.
        std::vector<std::vector<float>> inferences;
        for (unsigned step = 0; step < 40; ++step) {
            std::vector<float>& inputs = inferences.emplace_back();
            for (std::int64_t k = 0; k < program.input_values(); ++k) {
                const float value = oracle::random_value(3, step, static_cast<std::uint64_t>(k));
                inputs.push_back(k < lanes ? value : (maximum ? 100.0F : -100.0F));
            }
        }
        compare(program, inferences);
    }
};

QTEST_APPLESS_MAIN(TestVmOperations)
#include "tst_vm_operations.moc"
