#include <QtTest>

#include <algorithm>
#include <bit>

#include "core/vm/vm.h"
#include "tests/core/vm/example_models.h"
#include "tests/support/oracle.h"

using namespace lockstep;

/// Compiled programs of the example models: the VM gives the oracle's bits, in outputs and states.
class TestVmExamples : public QObject {
    Q_OBJECT

    static bool same(const std::vector<float>& a, const std::vector<float>& b) {
        return std::ranges::equal(a, b, {}, std::bit_cast<std::uint32_t, float>,
                                  std::bit_cast<std::uint32_t, float>);
    }

    static void compare(const std::shared_ptr<const Program>& program, int steps, bool adversarial) {
        Vm vm(program);
        oracle::Machine machine(*program);
        std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
        std::vector<float> inputs(static_cast<std::size_t>(program->input_values()));
        int finite = 0;
        for (int step = 0; step < steps; ++step) {
            for (std::size_t k = 0; k < inputs.size(); ++k)
                inputs[k] = oracle::random_value(5, static_cast<std::uint64_t>(step), k);
            // Tiny values at once; infinities and NaN late, since they stay in a state.
            if (adversarial) {
                for (std::size_t k = 0; k < inputs.size(); k += 3) inputs[k] *= 0x1p-130F;
                inputs[0] = -0.0F;
                if (step == steps - 2) inputs[1 % inputs.size()] = -std::numeric_limits<float>::infinity();
                if (step == steps - 1) inputs[2 % inputs.size()] = std::bit_cast<float>(0xFFC12345U);
            }
            vm.step(inputs, outputs);
            QVERIFY2(same(outputs, machine.step(inputs)),
                     qPrintable(QStringLiteral("outputs of inference %1").arg(step)));
            finite +=
                static_cast<int>(std::ranges::count_if(outputs, [](float y) { return std::isfinite(y); }));
            for (std::size_t state = 0; state < program->states.size(); ++state) {
                if (program->states[state].memory == StateMemory::partial_sums) continue;
                std::vector<float> values(
                    static_cast<std::size_t>(element_count(program->states[state].shape)));
                vm.read_state(state, values);
                QVERIFY2(same(values, machine.state(state)), program->states[state].name.c_str());
            }
        }
        QVERIFY(finite > 0);
    }

  private Q_SLOTS:
    void theVmGivesTheOraclesBits_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("streaming");
        QTest::addColumn<QString>("config");
        QTest::addColumn<int>("steps");
        for (const char* const config : {"v80_c6b32", "ia_840f_c3b64", "ip_core_c2b16"}) {
            QTest::addRow("lstm, streaming, %s", config) << "lstm_traced" << true << config << 50;
            QTest::addRow("cnn, streaming, %s", config) << "cnn_scripted" << true << config << 60;
            QTest::addRow("mlp, %s", config) << "mlp_traced" << false << config << 50;
            QTest::addRow("cnn, %s", config) << "cnn_traced" << false << config << 20;
        }
        QTest::newRow("lstm, v80_c6b32") << "lstm_scripted" << false << "v80_c6b32" << 3;
    }
    void theVmGivesTheOraclesBits() {
        QFETCH(QString, name);
        QFETCH(bool, streaming);
        QFETCH(QString, config);
        QFETCH(int, steps);
        const examples::Example example = examples::load(name.toStdString(), streaming);
        AcceleratorConfig chosen = find_config(config.toStdString());
        // Small blocks need more of them than the board of the same family has.
        if (chosen.block_size.value == 16) chosen.weight_store_depth.value = 1 << 16;
        const auto program = compile_model(example.model, chosen).program;
        QCOMPARE(program->inputs.at(0).streaming_axis.has_value(), streaming);
        compare(program, steps, false);
        compare(program, std::min(steps, 10), true);
    }
};

QTEST_APPLESS_MAIN(TestVmExamples)
#include "tst_vm_examples.moc"
