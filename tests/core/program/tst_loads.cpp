#include <algorithm>
#include <functional>
#include <random>
#include <stdexcept>

#include <QTest>

#include "core/program/disassembly.h"
#include "core/program/play_record.h"
#include "core/program/program_file.h"
#include "core/program/program_set.h"
#include "core/vm/vm.h"
#include "tests/core/program/streams.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using test::Streams;

namespace {

/// y = [x[1], s] x[0][0..1] on blocks of 8: the first column of the weight block is of this inference, the
/// second a state, which becomes x[0].
Program columns_program() {
    Streams s;
    s.program.config.timing.load_interval.value = 2;
    s.program.config.timing.load_latency.value = 4;
    s.input(2);
    s.output(1);
    s.fill(2, 0, 0);
    std::ranges::fill(s.program.cores[0].weights, std::uint16_t{0});
    const std::uint16_t x = s.tensor(2);
    const std::uint16_t y = s.tensor(1);
    const std::uint16_t before = s.state(1, 0b01);
    s.add(0, InputInstruction{0, 2, {x, 0}, 0b01});
    s.add(0, LoadInstruction{.source = {x, 1}, .blocks = 1});
    s.add(0, MatvecInstruction{0, {x, 0}, 1, 0, 1, AccumulatorStart::zero, 0, 2});
    s.add(0, StoreInstruction{0, 1, ActivationCode::none, 0, {y, 0}, 0b01});
    s.add(0, OutputInstruction{0, 1, {y, 0}});
    s.add(0, VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 1, {x, 0}, {}, {before, 0}, 0b01},
          true);
    s.add(0, LoadInstruction{.source = {before, 0}, .blocks = 1, .lane = 1}, true);
    s.program.cores_used = 1;
    return std::move(s.program);
}

/// y[3] = x . (x with its last 3 lanes taken as 0): a row over two weight blocks.
Program row_program() {
    Streams s;
    s.input(2);
    s.output(1);
    s.fill(3, 0, 0);
    std::ranges::fill(s.program.cores[0].weights, std::uint16_t{0});
    const std::uint16_t x = s.tensor(2);
    const std::uint16_t y = s.tensor(1);
    s.add(0, InputInstruction{0, 2, {x, 0}, 0b01});
    s.add(0, LoadInstruction{.weights = 1,
                             .stride = 1,
                             .source = {x, 0},
                             .blocks = 2,
                             .lane = 3,
                             .row = true,
                             .source_lanes = 5});
    s.add(0, MatvecInstruction{1, {x, 0}, 2, 0, 1, AccumulatorStart::zero, 0});
    s.add(0, StoreInstruction{0, 1, ActivationCode::none, 0, {y, 0}, 0b01});
    s.add(0, OutputInstruction{0, 1, {y, 0}});
    s.program.cores_used = 1;
    return std::move(s.program);
}

const TimelineEvent& event_of(const Timeline& timeline, std::uint32_t instruction) {
    for (const TimelineEvent& event : timeline.events)
        if (event.instruction == instruction && event.unit != Unit::bus) return event;
    throw std::runtime_error("no such event");
}

LoadInstruction& load(Program& program, std::size_t index) {
    return std::get<LoadInstruction>(program.cores[0].stream[index]);
}

/// Exchanges two instructions of core 0.
void exchange(Program& program, std::size_t a, std::size_t b) {
    CoreProgram& core = program.cores[0];
    std::swap(core.stream[a], core.stream[b]);
}

struct Fault {
    const char* name;
    std::function<void(Program&)> plant;
    const char* finding;
};

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all{
        {"behind the product", [](Program& p) { exchange(p, 1, 2); }, "behind the product"},
        {"the state in front of its write", [](Program& p) { exchange(p, 5, 6); }, "in front of its write"},
        {"the same column twice", [](Program& p) { load(p, 6).lane = 0; }, "fills column 0"},
        {"a block that nothing multiplies with", [](Program& p) { load(p, 1).weights = 1; },
         "which nothing multiplies with"},
        {"a lane outside of the block", [](Program& p) { load(p, 1).lane = 8; }, "fills lane 8"},
        {"a block outside of the store", [](Program& p) { load(p, 1).weights = 2; }, "the program fills 2"},
        {"several blocks into one",
         [](Program& p) {
             load(p, 1).source.first = 0;
             load(p, 1).blocks = 2;
         },
         "into one place"},
        {"a stride of one block", [](Program& p) { load(p, 1).stride = 1; }, "a field that it does not use"},
        {"lanes beyond the block", [](Program& p) { load(p, 1).source_lanes = 8; }, "reads 8 lanes"},
    };
    return all;
}

/// columns_program() with a reset of core 0: the state's first value comes back, and is loaded again.
Program with_reset() {
    Program program = columns_program();
    const LoadInstruction again = load(program, 6);
    const std::uint16_t state = again.source.descriptor;
    std::vector<std::uint16_t> first;
    for (const TensorImage& image : program.images)
        if (image.descriptor == state) first = image.values;
    const auto constant = static_cast<std::uint16_t>(program.descriptors.size());
    program.descriptors.push_back({.address = program.descriptors.back().address + 4,
                                   .blocks = 1,
                                   .constant = true,
                                   .state = false,
                                   .kept = false});
    program.images.push_back({constant, 0b01, first});
    program.reset.resize(program.cores.size());
    program.reset[0].stream = {
        VectorInstruction{
            VectorOpcode::copy, ActivationCode::none, 0, 1, {constant, 0}, {}, {state, 0}, 0b01},
        again};
    program.reset[0].node_of.assign(2, 0);
    return program;
}

const std::vector<Fault>& reset_faults() {
    static const std::vector<Fault> all{
        {"the load forgotten",
         [](Program& p) {
             p.reset[0].stream.pop_back();
             p.reset[0].node_of.pop_back();
         },
         "nothing loads weight block 0 from its state"},
        {"into another column", [](Program& p) { std::get<LoadInstruction>(p.reset[0].stream[1]).lane = 2; },
         "loads weights as no inference does"},
    };
    return all;
}

/// Two models on one weight store of two blocks: the first fills block 0, the second multiplies with block 1.
ProgramSet two_models() {
    ProgramSet set;
    for (const std::uint32_t block : {0U, 1U}) {
        Program program = columns_program();
        program.model_name = block == 0 ? "first" : "second";
        program.models = 2;
        program.cores[0].weights.resize(std::size_t{2} * 64);
        for (Instruction& instruction : program.cores[0].stream) {
            if (auto* matvec = std::get_if<MatvecInstruction>(&instruction)) matvec->weights = block;
            if (auto* filled = std::get_if<LoadInstruction>(&instruction)) filled->weights = block;
        }
        for (Descriptor& descriptor : program.descriptors) descriptor.address += 16 * block;
        set.models.push_back(std::make_shared<const Program>(std::move(program)));
    }
    return set;
}

}  // namespace

/// Weights that are computed: loads, when they happen, and what multiplies with them.
class TestLoads : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void sound() {
        QCOMPARE(verify_program(columns_program()), std::vector<std::string>{});
        QCOMPARE(verify_program(row_program()), std::vector<std::string>{});
    }

    void findsFault_data() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t k = 0; k < faults().size(); ++k) QTest::newRow(faults()[k].name) << k;
    }
    void findsFault() {
        QFETCH(std::size_t, index);
        Program program = columns_program();
        faults()[index].plant(program);
        expectFinding(verify_program(program), faults()[index].finding);
    }

    void resetIsSound() { QCOMPARE(verify_program(with_reset()), std::vector<std::string>{}); }
    void findsFaultOfReset_data() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t k = 0; k < reset_faults().size(); ++k) QTest::newRow(reset_faults()[k].name) << k;
    }
    void findsFaultOfReset() {
        QFETCH(std::size_t, index);
        Program program = with_reset();
        reset_faults()[index].plant(program);
        expectFinding(verify_program(program), reset_faults()[index].finding);
    }

    /// A block that one model loads is no other model's.
    void setsOfModels() {
        ProgramSet set = two_models();
        QCOMPARE(verify_programs(set), std::vector<std::string>{});
        Program second = set.model(1);
        for (Instruction& instruction : second.cores[0].stream)
            if (auto* matvec = std::get_if<MatvecInstruction>(&instruction)) matvec->weights = 0;
        std::erase_if(second.cores[0].stream, [](const Instruction& instruction) {
            return std::holds_alternative<LoadInstruction>(instruction);
        });
        second.cores[0].node_of.resize(second.cores[0].stream.size());
        second.cores[0].state_update.resize(second.cores[0].stream.size());
        second.cores[0].state_update.back() = true;
        set.models[1] = std::make_shared<const Program>(std::move(second));
        expectFinding(verify_programs(set),
                      "model 0 (first) writes weight store block 0 of core 0, which model 1 keeps");
    }

    void times() {
        // Inputs at 6 and 7. The column is loaded from 7 to 9 and can be used at 13; the product issues then,
        // its result is there at 13 + 1 + 10 and leaves at 24 + 3. The state is copied from 6 to 7, there at
        // 10; its load waits for the product's end at 14 and is through at 16 + 4.
        const Program program = columns_program();
        const Timeline timeline = play(program);
        QCOMPARE(event_of(timeline, 1).start, std::int64_t{7});
        QCOMPARE(event_of(timeline, 1).end, std::int64_t{9});
        QCOMPARE(event_of(timeline, 1).ready, std::int64_t{13});
        QCOMPARE(event_of(timeline, 2).start, std::int64_t{13});
        QCOMPARE(event_of(timeline, 2).waited_for, WaitReason::operand);
        QCOMPARE(timeline.events[event_of(timeline, 2).released_by].unit, Unit::load);
        QCOMPARE(timeline.spaced, std::int64_t{27});
        QCOMPARE(event_of(timeline, 6).start, std::int64_t{14});
        QCOMPARE(timeline.end, std::int64_t{20});
        const RecordedPlay recorded = play_recorded(program);
        QCOMPARE(recorded.timeline.spaced, timeline.spaced);
        for (std::uint32_t p = 1; p < recorded.record.points.size(); ++p) {
            std::int64_t bound = 0;
            for (const PlayBound* b = recorded.record.first_bound(p); b != recorded.record.end_bound(p); ++b)
                bound = std::max(bound, recorded.record.points[b->from].time + b->cycles);
            QCOMPARE(recorded.record.points[p].time, bound);
        }
    }

    /// Bit for bit as the scalar oracle, over inferences, from the start, from a snapshot and after a reset.
    void values_data() {
        QTest::addColumn<bool>("row");
        QTest::newRow("columns") << false;
        QTest::newRow("row") << true;
    }
    void values() {
        QFETCH(bool, row);
        const auto program = std::make_shared<const Program>(row ? row_program() : columns_program());
        Vm vm(program);
        oracle::Machine machine(*program);
        std::mt19937 random(3);
        std::normal_distribution<float> normal;
        std::vector<std::vector<float>> inputs(5, std::vector<float>(16));
        for (auto& input : inputs)
            for (float& value : input) value = normal(random);
        std::vector<std::vector<float>> expected;
        for (const auto& input : inputs) expected.push_back(machine.step(input));
        std::vector<float> output(8);
        VmSnapshot snapshot;
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            if (k == 2) snapshot = vm.snapshot();
            vm.step(inputs[k], output);
            QCOMPARE(output, expected[k]);
        }
        vm.restore(snapshot);
        vm.step(inputs[2], output);
        QCOMPARE(output, expected[2]);
        vm.reset();
        vm.step(inputs[0], output);
        QCOMPARE(output, expected[0]);
        if (row) return;
        // The first inference multiplies with the state's initial value, which is 1.
        const auto bf16 = [](float value) { return oracle::from_bf16(oracle::to_bf16(value)); };
        const float first = bf16(inputs[0][8]) * bf16(inputs[0][0]);
        QCOMPARE(expected[0][0], bf16(std::fma(1.0F, bf16(inputs[0][1]), first)));
    }

    void text() {
        const std::string text = disassemble(columns_program(), play(columns_program()));
        QVERIFY(text.find("load") != std::string::npos);
        QVERIFY2(text.find("column 1 = ") != std::string::npos, text.c_str());
    }

  private:
    static void expectFinding(const std::vector<std::string>& findings, const char* words) {
        QVERIFY2(std::ranges::any_of(
                     findings, [&](const std::string& f) { return f.find(words) != std::string::npos; }),
                 findings.empty() ? "nothing found" : findings.front().c_str());
    }
};

QTEST_APPLESS_MAIN(TestLoads)
#include "tst_loads.moc"
