#include <QtTest>

#include <bit>
#include <cmath>
#include <limits>

#include "core/compiler/compile.h"
#include "core/program/program_file.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/machines.h"
#include "tests/core/vm/sample_graphs.h"
#include "tests/support/oracle.h"

using namespace lockstep;

Q_DECLARE_METATYPE(nnir::Graph)

/// Compiled programs of every operator's samples, whole and streamed, saved and loaded: the VM gives the
/// oracle's bits in outputs and states on every SIMD target, in two threads, and with table functions.
class TestVmPrograms : public QObject {
    Q_OBJECT

    /// Ordinary values; in the last but one inference denormals and zeros, in the last one infinities and NaN
    /// among them.
    static std::vector<float> inputs(std::int64_t count, std::uint64_t step, std::uint64_t steps) {
        std::vector<float> values;
        for (std::int64_t k = 0; k < count; ++k)
            values.push_back(oracle::random_value(17, step, static_cast<std::uint64_t>(k)));
        if (step + 2 < steps) return values;
        for (std::size_t k = 0; k < values.size(); k += 3) values[k] *= 0x1p-130F;
        values[values.size() / 2] = -0.0F;
        if (step + 1 < steps) return values;
        values.front() = -std::numeric_limits<float>::infinity();
        values.back() = std::bit_cast<float>(0xFFC12345U);
        return values;
    }

    static std::ptrdiff_t difference(std::span<const float> a, std::span<const float> b) {
        for (std::size_t k = 0; k < a.size(); ++k)
            if (k >= b.size() || std::bit_cast<std::uint32_t>(a[k]) != std::bit_cast<std::uint32_t>(b[k]))
                return static_cast<std::ptrdiff_t>(k);
        return a.size() == b.size() ? -1 : static_cast<std::ptrdiff_t>(a.size());
    }

    static void compare(const std::shared_ptr<const Program>& program, FunctionStyle style) {
        constexpr std::uint64_t steps = 4;
        oracle::Machine machine(*program, oracle::Fault::none, style);
        std::vector<Vm> vms;
        for (const SimdTarget target : simd_targets())
            vms.emplace_back(program, VmOptions{.target = target, .threads = 1, .functions = style});
        vms.emplace_back(program, VmOptions{.threads = 2, .functions = style});
        std::vector<float> outputs(static_cast<std::size_t>(program->output_values()));
        for (std::uint64_t step = 0; step < steps; ++step) {
            const std::vector<float> in = inputs(program->input_values(), step, steps);
            const std::vector<float> expected = machine.step(in);
            for (Vm& vm : vms) {
                vm.step(in, outputs);
                QCOMPARE(difference(outputs, expected), std::ptrdiff_t{-1});
                for (std::size_t state = 0; state < program->states.size(); ++state) {
                    if (program->states[state].memory == StateMemory::partial_sums) continue;
                    const std::vector<float> wanted = machine.state(state);
                    std::vector<float> values(wanted.size());
                    vm.read_state(state, values);
                    QCOMPARE(difference(values, wanted), std::ptrdiff_t{-1});
                }
            }
        }
    }

  private Q_SLOTS:
    void giveTheOraclesBits_data() { test::add_sample_graphs(); }
    void giveTheOraclesBits() {
        QFETCH(nnir::Graph, graph);
        for (const AcceleratorConfig& config : test::machines()) {
            const CompiledProgram compiled = compile(graph, config);
            const auto program = std::make_shared<const Program>(
                program_from_bytes(program_to_bytes(*compiled.program), "a file"));
            compare(program, FunctionStyle::exact);
            compare(program, FunctionStyle::table);
        }
    }
};

QTEST_APPLESS_MAIN(TestVmPrograms)
#include "tst_vm_programs.moc"
