#include <algorithm>

#include <QTest>

#include "core/numerics/bf16.h"
#include "core/program/byte_stream.h"
#include "core/program/instruction_code.h"
#include "core/program/program_file.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/work_lists.h"

using namespace lockstep;

namespace {

/// Splats, a reduction in parts, a choice and functions, every lane in use; a state that swaps with another.
Program vectors() {
    test::ListBuilder builder;
    const auto x = builder.input(24);
    const auto before = builder.state(builder.values(24), "carried");
    const auto other = builder.state(builder.values(24), "carried");
    builder.written(before, other);
    builder.written(other, before);
    const auto y = builder.pointwise(lowering::PointwiseOp::add, {x, before},
                                     {.activation = lowering::Activation::tanh});
    const auto most = builder.reduce(lowering::ReduceOp::maximum, y);
    const auto mean =
        builder.row(y, builder.weight(1, 24), 0.5F, {.activation = lowering::Activation::rsqrt});
    // Not computed by a comparison, which would hide most changes of what it compares.
    std::vector<float> pattern;
    for (int k = 0; k < 24; ++k) pattern.push_back(k * k % 5 == 1 ? 1.0F : 0.0F);
    const auto chosen =
        builder.pointwise(lowering::PointwiseOp::select, {y, most, builder.constant(pattern)});
    builder.output(builder.pointwise(lowering::PointwiseOp::divide, {chosen, mean}));
    AcceleratorConfig config = find_config("ip_core_c2b8");
    config.timing.one_core_threshold.value = 0;
    config.max_read_size.value = 2;
    return *compiler::compile_work(builder.list, builder.view, config).program;
}

/// A small program with every kind of instruction: linear, addition, LSTM with a state; with a ReLU, which
/// may hide a changed weight, or without.
Program sample(bool relu = true) {
    test::ListBuilder builder;
    const auto x = builder.input(24);
    const auto y = builder.linear(x, 40, relu);
    const auto z = builder.add(y, builder.linear(y, 40, false), false);
    builder.output(builder.linear(builder.lstm(z, 24), 16, false));
    std::stable_partition(builder.list.work.begin(), builder.list.work.end(),
                          [](const lowering::Work& work) { return !work.state_update; });
    AcceleratorConfig config = find_config("ip_core_c3b8");
    config.timing.one_core_threshold.value = 0;
    return *compiler::compile_work(builder.list, builder.view, config).program;
}

/// What a run shows: outputs and states of three inferences, and the timeline.
struct Shown {
    std::vector<float> values;
    std::vector<std::int64_t> times;
    friend bool operator==(const Shown&, const Shown&) = default;
};

Shown show(const Program& program) {
    Shown shown;
    Vm vm(std::make_shared<const Program>(program));
    std::vector<float> inputs(static_cast<std::size_t>(program.input_values()));
    std::vector<float> outputs(static_cast<std::size_t>(program.output_values()));
    for (int inference = 0; inference < 3; ++inference) {
        for (std::size_t i = 0; i < inputs.size(); ++i)
            inputs[i] =
                static_cast<float>((i * 7 + static_cast<std::size_t>(inference) * 5) % 11) / 4.0F - 1.0F;
        // The largest value stands in another block each time, so that a reduction shows what it leaves out.
        inputs[(13 + 8 * static_cast<std::size_t>(inference)) % inputs.size()] += 4.0F;
        vm.step(inputs, outputs);
        shown.values.insert(shown.values.end(), outputs.begin(), outputs.end());
        const VmSnapshot snapshot = vm.snapshot();
        shown.values.insert(shown.values.end(), snapshot.accumulator_store.begin(),
                            snapshot.accumulator_store.end());
        shown.values.insert(shown.values.end(), snapshot.cell_store.begin(), snapshot.cell_store.end());
        std::ranges::transform(snapshot.tensor_state, std::back_inserter(shown.values), from_bf16);
    }
    for (const TimelineEvent& event : play(program).events)
        shown.times.insert(shown.times.end(), {event.start, event.end, event.ready, event.core,
                                               static_cast<std::int64_t>(event.unit)});
    return shown;
}

/// Refused, or the results are others.
bool shows(const Program& changed, const Shown& before) {
    if (!verify_program(changed).empty()) return true;
    return !(show(changed) == before);
}

}  // namespace

/// A program with one thing changed is refused by its judge, or the change shows in what it gives: it never
/// passes unseen.
class TestChangedPrograms : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void soundAsItIs() {
        const Program program = sample();
        QCOMPARE(verify_program(program), std::vector<std::string>{});
        QVERIFY(show(program) == show(program));
        QCOMPARE(verify_program(vectors()), std::vector<std::string>{});
    }

    void everyByteOfEveryInstruction_data() {
        QTest::addColumn<bool>("of_vectors");
        QTest::newRow("layers") << false;
        QTest::newRow("vectors") << true;
    }
    void everyByteOfEveryInstruction() {
        QFETCH(bool, of_vectors);
        const Program program = of_vectors ? vectors() : sample();
        const Shown before = show(program);
        int tried = 0;
        for (std::size_t core = 0; core < program.cores.size(); ++core)
            for (std::size_t i = 0; i < program.cores[core].stream.size(); ++i) {
                ByteWriter writer;
                write_instruction(writer, program.cores[core].stream[i]);
                for (std::size_t byte = 0; byte < writer.bytes().size(); ++byte)
                    for (const int bit : {0, 1, 4}) {
                        std::vector<std::uint8_t> bytes = writer.bytes();
                        bytes[byte] ^= static_cast<std::uint8_t>(1 << bit);
                        Program changed = program;
                        try {
                            ByteReader reader(bytes, "instruction");
                            changed.cores[core].stream[i] = read_instruction(reader);
                        } catch (const Error&) {
                            continue;  // refused when it is read
                        }
                        ++tried;
                        QVERIFY2(shows(changed, before),
                                 qPrintable(QStringLiteral("core %1, instruction %2 (%3), byte %4, bit %5")
                                                .arg(core)
                                                .arg(i)
                                                .arg(QString::fromStdString(
                                                    std::string(mnemonic(program.cores[core].stream[i]))))
                                                .arg(byte)
                                                .arg(bit)));
                    }
            }
        QVERIFY(tried > 500);
    }

    void everyInstructionLeftOut() {
        const Program program = sample();
        const Shown before = show(program);
        for (std::size_t core = 0; core < program.cores.size(); ++core)
            for (std::size_t i = 0; i < program.cores[core].stream.size(); ++i) {
                Program changed = program;
                CoreProgram& code = changed.cores[core];
                const auto offset = static_cast<std::ptrdiff_t>(i);
                code.stream.erase(code.stream.begin() + offset);
                code.node_of.erase(code.node_of.begin() + offset);
                code.state_update.erase(code.state_update.begin() + offset);
                QVERIFY2(shows(changed, before),
                         qPrintable(QStringLiteral("core %1, instruction %2").arg(core).arg(i)));
            }
    }

    /// Every third weight that stands for something (padding is zero) and every bias, partial sum and cell.
    void everyValue() {
        const Program program = sample(false);
        const Shown before = show(program);
        for (std::size_t core = 0; core < program.cores.size(); ++core) {
            const CoreProgram& code = program.cores[core];
            for (std::size_t i = 0; i < code.weights.size(); i += 3) {
                if (code.weights[i] == 0) continue;
                Program changed = program;
                changed.cores[core].weights[i] = to_bf16(from_bf16(code.weights[i]) + 1.0F);
                QVERIFY2(shows(changed, before),
                         qPrintable(QStringLiteral("core %1, weight %2").arg(core).arg(i)));
            }
            for (std::size_t i = 0; i < code.accumulator_store.size(); ++i) {
                Program changed = program;
                changed.cores[core].accumulator_store[i] += 1;
                QVERIFY2(shows(changed, before),
                         qPrintable(QStringLiteral("core %1, sum %2").arg(core).arg(i)));
            }
            for (std::size_t i = 0; i < code.cell_store.size(); ++i) {
                Program changed = program;
                changed.cores[core].cell_store[i] += 1;
                QVERIFY2(shows(changed, before),
                         qPrintable(QStringLiteral("core %1, cell %2").arg(core).arg(i)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestChangedPrograms)
#include "tst_changed_programs.moc"
