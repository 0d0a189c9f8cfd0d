#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "core/compiler/compile.h"
#include "core/program/program_file.h"
#include "core/vm/vm.h"
#include "tests/accuracy/published_rows.h"
#include "tests/support/oracle.h"

using namespace lockstep;

/// Whole programs of benchmark models, smaller ones of most families: the VM gives the oracle's bits in
/// outputs and states.
class TestVmModels : public QObject {
    Q_OBJECT

    static bool same(std::span<const float> a, std::span<const float> b) {
        return std::ranges::equal(a, b, {}, std::bit_cast<std::uint32_t, float>,
                                  std::bit_cast<std::uint32_t, float>);
    }

    /// The same instructions on biases from 0 to 1, and weights up to this size. With `positive` weights and
    /// constants are not below 0, for programs that take a mean of squares as a product: it has no root
    /// otherwise.
    static std::shared_ptr<const Program> with_random_weights(Program program, float size, bool positive) {
        std::uint64_t core = 0;
        for (CoreProgram& code : program.cores) {
            for (std::size_t k = 0; k < code.weights.size(); ++k)
                code.weights[k] =
                    oracle::to_bf16(size * (positive ? std::abs(oracle::random_value(21, core, k))
                                                     : oracle::random_value(21, core, k)));
            for (std::size_t k = 0; k < code.accumulator_store.size(); ++k)
                code.accumulator_store[k] = std::abs(oracle::random_value(22, core, k));
            ++core;
        }
        std::uint64_t image = 0;
        for (auto& constant : program.images) {
            for (std::size_t k = 0; positive && k < constant.values.size(); ++k)
                constant.values[k] = oracle::to_bf16(std::abs(oracle::random_value(23, image, k)));
            ++image;
        }
        return std::make_shared<const Program>(std::move(program));
    }

  private Q_SLOTS:
    void giveTheOraclesBits_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<float>("otherWeights");
        QTest::addColumn<bool>("positive");
        for (const char* const file : {"cnn_0",    "ffn-swiglu_0",     "gru_0",         "hardware_cnn_small",
                                       "lstm_0",   "hardware_mlp_b1",  "mamba1_0",      "hardware_lstm_tiny",
                                       "mamba2_0", "mlp-res-rms_0",    "mlp-res-rms_4", "mlp_0",
                                       "moe_0",    "nano-llm_0",       "resmlp_0",      "slp_0",
                                       "ssm_0",    "stateless-rnnt_0", "rnnt_0",        "swa_0",
                                       "wavenet_0"})
            QTest::newRow(file) << QLatin1String(file) + QStringLiteral(".pt") << 0.0F << false;
        // The weights of these files, a few values over and over, shut a whole layer for every input.
        QTest::newRow("tcn_0") << QStringLiteral("tcn_0.pt") << 0.25F << false;
        QTest::newRow("mobilenet_0") << QStringLiteral("mobilenet_0.pt") << 0.25F << true;
    }
    void giveTheOraclesBits() {
        QFETCH(QString, file);
        QFETCH(float, otherWeights);
        QFETCH(bool, positive);
        const std::vector<accuracy::ZooModel> models = accuracy::zoo_models(LOCKSTEP_TEST_DATA "/zoo");
        const auto model = std::ranges::find_if(models, [&](const accuracy::ZooModel& one) {
            return QString::fromStdString(one.file.filename().string()) == file;
        });
        QVERIFY(model != models.end());
        const CompiledProgram compiled =
            compile(*accuracy::load(*model).compiled_form(), find_config("v80_c6b32"));
        const std::shared_ptr<const Program> program =
            otherWeights > 0 ? with_random_weights(*compiled.program, otherWeights, positive)
                             : compiled.program;
        oracle::Machine machine(*program);
        std::vector<Vm> vms;
        for (const SimdTarget target : simd_targets())
            vms.emplace_back(program, VmOptions{.target = target, .threads = 1});
        vms.emplace_back(program, VmOptions{.threads = 2});
        std::vector<float> inputs(static_cast<std::size_t>(program->input_values()));
        std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
        bool any = false;
        for (std::uint64_t step = 0; step < 2; ++step) {
            // The weights of these models are much alike: a ReLU may shut all of a layer, but not for both
            // signs.
            for (std::size_t k = 0; k < inputs.size(); ++k)
                inputs[k] = (step == 0 ? 1.0F : -1.0F) * oracle::random_value(9, 0, k);
            inputs.front() = 0x1p-130F;
            const std::vector<float> expected = machine.step(inputs);
            any = any || std::ranges::any_of(expected, [](float y) { return std::isfinite(y) && y != 0; });
            for (Vm& vm : vms) {
                vm.step(inputs, outputs);
                QVERIFY(same(outputs, expected));
                for (std::size_t state = 0; state < program->states.size(); ++state) {
                    if (program->states[state].memory == StateMemory::partial_sums) continue;
                    const std::vector<float> wanted = machine.state(state);
                    std::vector<float> values(wanted.size());
                    vm.read_state(state, values);
                    QVERIFY2(same(values, wanted), program->states[state].name.c_str());
                }
            }
        }
        QVERIFY2(any, "all outputs are zero: nothing was compared");
    }
};

QTEST_APPLESS_MAIN(TestVmModels)
#include "tst_vm_models.moc"
