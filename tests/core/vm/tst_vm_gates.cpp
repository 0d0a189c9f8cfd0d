#include <QtTest>

#include <bit>
#include <cmath>

#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/vm/hand_made_programs.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using hand_made::Values;

/// Gates of the LSTM cell unit, held against what the step made of them: the next cell and hidden values.
class TestVmGates : public QObject {
    Q_OBJECT

    static std::shared_ptr<const Program> layer(int cores, int block, Values values) {
        return std::make_shared<const Program>(hand_made::lstm(cores, block, 2, 5, values, 3));
    }
    static std::vector<float> inputs_of(const Program& program, std::uint64_t step) {
        std::vector<float> inputs(static_cast<std::size_t>(program.input_values()));
        for (std::size_t k = 0; k < inputs.size(); ++k) inputs[k] = oracle::random_value(5, step, k);
        return inputs;
    }
    static std::vector<float> cell_of(const Vm& vm) {
        std::vector<float> values(static_cast<std::size_t>(element_count(vm.program().states[0].shape)));
        vm.read_state(0, values);
        return values;
    }
    static std::vector<float> gates_of(const Vm& vm) {
        std::int64_t size = 0;
        for (const GateTrace& gate : vm.gates()) size += gate.size;
        std::vector<float> values(static_cast<std::size_t>(size));
        vm.read_gates(values);
        return values;
    }
    /// The values that are no NaN as they are, NaN as one.
    static std::uint32_t bits(float value) {
        return std::isnan(value) ? 0x7FC00000U : std::bit_cast<std::uint32_t>(value);
    }

  private Q_SLOTS:
    void areWhatTheCellMultipliedWith_data() {
        QTest::addColumn<int>("cores");
        QTest::addColumn<int>("block");
        QTest::addColumn<int>("threads");
        QTest::addColumn<bool>("table");
        QTest::addColumn<bool>("adversarial");
        for (const int block : {8, 16, 32}) {
            for (const int cores : {1, 3})
                QTest::addRow("%d cores, blocks of %d", cores, block)
                    << cores << block << 1 << false << false;
            QTest::addRow("two threads, blocks of %d", block) << 3 << block << 2 << false << false;
            QTest::addRow("table functions, blocks of %d", block) << 2 << block << 1 << true << false;
            QTest::addRow("adversarial weights, blocks of %d", block) << 2 << block << 1 << false << true;
        }
    }
    void areWhatTheCellMultipliedWith() {
        QFETCH(int, cores);
        QFETCH(int, block);
        QFETCH(int, threads);
        QFETCH(bool, table);
        QFETCH(bool, adversarial);
        const auto program = layer(cores, block, adversarial ? Values::adversarial : Values::ordinary);
        for (const SimdTarget target : simd_targets()) {
            const VmOptions options{.target = target,
                                    .threads = threads,
                                    .functions = table ? FunctionStyle::table : FunctionStyle::exact};
            Vm vm(program, options);
            Vm without(program, options);
            QCOMPARE(vm.gates().size(), std::size_t{4});
            vm.keep_gates(true);
            std::vector<float> hidden(static_cast<std::size_t>(program->output_values()));
            std::vector<float> same(hidden.size());
            for (std::uint64_t step = 0; step < 4; ++step) {
                const std::vector<float> before = cell_of(vm);
                const std::vector<float> inputs = inputs_of(*program, step);
                vm.step(inputs, hidden);
                without.step(inputs, same);
                for (std::size_t u = 0; u < hidden.size(); ++u) QCOMPARE(bits(hidden[u]), bits(same[u]));
                const std::vector<float> after = cell_of(vm);
                const std::vector<float> gates = gates_of(vm);
                const std::size_t units = after.size();
                QCOMPARE(gates.size(), 4 * units);
                QCOMPARE(hidden.size(), units);
                bool below_zero = false;
                for (std::size_t u = 0; u < units; ++u) {
                    const float in = gates[u];
                    const float forget = gates[units + u];
                    const float candidate = gates[2 * units + u];
                    const float out = gates[3 * units + u];
                    below_zero = below_zero || candidate < 0;
                    QVERIFY(!(in < 0) && !(forget < 0) && !(out < 0));
                    const float next = std::fma(forget, before[u], in * candidate);
                    QCOMPARE(bits(after[u]), bits(next));
                    const float h = out * oracle::tanh(next, options.functions);
                    QCOMPARE(bits(hidden[u]), bits(oracle::from_bf16(oracle::to_bf16(h))));
                }
                QVERIFY(below_zero);
            }
        }
    }

    void areNamedAfterTheState() {
        const Vm vm(layer(2, 16, Values::ordinary), SimdTarget::portable);
        const std::string state = vm.program().states[0].name;
        const std::string letters = "ifgo";
        for (std::size_t k = 0; k < 4; ++k) {
            const GateTrace& gate = vm.gates()[k];
            QCOMPARE(gate.name, state + "." + letters[k]);
            QCOMPARE(gate.gate, std::string(1, letters[k]));
            QCOMPARE(gate.state, state);
            QVERIFY(gate.function == (letters[k] == 'g' ? Function::tanh : Function::sigmoid));
            QCOMPARE(gate.size, element_count(vm.program().states[0].shape));
            QCOMPARE(gate.first, static_cast<std::int64_t>(k) * gate.size);
        }
    }

    void areKeptFromTheNextStepOn() {
        const auto program = layer(2, 16, Values::ordinary);
        Vm vm(program, SimdTarget::portable);
        std::vector<float> gates(static_cast<std::size_t>(4 * vm.gates()[0].size));
        QVERIFY_THROWS_EXCEPTION(Error, vm.read_gates(gates));
        vm.keep_gates(true);
        vm.read_gates(gates);
        for (const float gate : gates) QVERIFY(std::isnan(gate));
        std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
        vm.step(inputs_of(*program, 0), outputs);
        vm.read_gates(gates);
        for (const float gate : gates) QVERIFY(!std::isnan(gate));
        std::vector<float> short_one(gates.size() - 1);
        QVERIFY_THROWS_EXCEPTION(Error, vm.read_gates(short_one));
        vm.keep_gates(false);
        QVERIFY_THROWS_EXCEPTION(Error, vm.read_gates(gates));
        vm.step(inputs_of(*program, 1), outputs);
    }

    void aProgramWithoutCellsHasNone() {
        Vm vm(std::make_shared<const Program>(hand_made::mixture(2, 16, Values::ordinary, 1)));
        QVERIFY(vm.gates().empty());
        vm.keep_gates(true);
        std::vector<float> none;
        vm.read_gates(none);
    }
};

QTEST_APPLESS_MAIN(TestVmGates)
#include "tst_vm_gates.moc"
