#include <functional>

#include <QTest>

#include "core/program/play_record.h"
#include "core/program/program_file.h"
#include "core/support/error.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

namespace {

/// The instructions of core 0 that put the state of test::lstm_program() back, on memories that hold what
/// they need: partial sums 4 … 7 as 0 … 3 are at first, 8 as the cell is, and a constant for what shows h.
Program with_reset() {
    Program program = test::lstm_program();
    for (CoreProgram& core : program.cores) {
        core.accumulator_store.resize(std::size_t{9} * 8, 1.0F);
        std::fill(core.accumulator_store.end() - 8, core.accumulator_store.end(), 0.5F);
    }
    const std::uint16_t h = 1;
    program.images.push_back({h, 0b01, std::vector<std::uint16_t>(8, 0x4000)});
    program.descriptors.push_back(
        {.address = 2, .blocks = 1, .constant = true, .state = false, .kept = false});
    program.images.push_back({2, 0b01, std::vector<std::uint16_t>(8, 0x4000)});
    program.reset.resize(2);
    program.reset[0].stream = {
        MatvecInstruction{0, {}, 0, 0, 4, AccumulatorStart::store, 4}, SaveInstruction{0, 4, 0, false},
        MatvecInstruction{0, {}, 0, 0, 1, AccumulatorStart::store, 8}, SaveInstruction{0, 1, 0, true},
        VectorInstruction{VectorOpcode::copy, ActivationCode::none, 0, 1, {2, 0}, {}, {h, 0}, 0b01}};
    program.reset[0].node_of.assign(5, 0);
    return program;
}

template <class Kind>
Kind& at(Program& program, std::size_t index) {
    return std::get<Kind>(program.reset[0].stream[index]);
}

void erase(Program& program, std::ptrdiff_t first, std::ptrdiff_t count) {
    CoreReset& core = program.reset[0];
    core.stream.erase(core.stream.begin() + first, core.stream.begin() + first + count);
    core.node_of.resize(core.stream.size());
}

struct Fault {
    const char* name;
    std::function<void(Program&)> plant;
    const char* finding;
};

std::vector<Fault> reset_faults() {
    using M = MatvecInstruction;
    using V = VectorInstruction;
    return {
        {"stream missing", [](Program& p) { p.reset.pop_back(); }, "streams for 1 cores of 2"},
        {"node list short", [](Program& p) { p.reset[0].node_of.pop_back(); }, "5 instructions, but 4 nodes"},
        {"sums forgotten", [](Program& p) { erase(p, 0, 2); }, "nothing puts accumulator store block 0 back"},
        {"cell forgotten", [](Program& p) { erase(p, 2, 2); }, "nothing puts cell store block 0 back"},
        {"tensor forgotten", [](Program& p) { erase(p, 4, 1); }, "nothing puts tensor RAM block 1 back"},
        {"other value", [](Program& p) { p.cores[0].accumulator_store[5 * 8 + 3] = 2.0F; },
         "another value than the first into accumulator store block 1"},
        {"zeros instead",
         [](Program& p) {
             at<M>(p, 2).start = AccumulatorStart::zero;
             at<M>(p, 2).start_address = 0;
         },
         "another value than the first into cell store block 0"},
        {"other tensor", [](Program& p) { p.images.back().values[7] = 0; },
         "another value than the first into block 0 of descriptor 1"},
        {"from state", [](Program& p) { at<M>(p, 0).start_address = 0; },
         "reads accumulator store block 0, which inferences write"},
        {"computed", [](Program& p) { at<V>(p, 4).activation = ActivationCode::tanh; },
         "computes what it puts back"},
        {"unsound", [](Program& p) { at<V>(p, 4).a.descriptor = 9; }, "reads descriptor 9, but there are 3"},
    };
}

/// Two models on the memories of the first: an LSTM, and one that keeps nothing and whose tensors lie where
/// those of the LSTM keep nothing.
ProgramSet two_models() {
    Program lstm = with_reset();
    Program other = test::vector_program();
    for (Descriptor& descriptor : other.descriptors) descriptor.address += 10;
    for (std::size_t core = 0; core < 2; ++core) {
        other.cores[core].weights = lstm.cores[core].weights;
        other.cores[core].accumulator_store = lstm.cores[core].accumulator_store;
        other.cores[core].cell_store = lstm.cores[core].cell_store;
    }
    lstm.models = other.models = 2;
    lstm.model_name = "memory";
    other.model_name = "choice";
    ProgramSet set;
    set.models = {std::make_shared<const Program>(std::move(lstm)),
                  std::make_shared<const Program>(std::move(other))};
    set.memory.push_back({0, "weight_store", 8, 512, Basis::derived, "blocks"});
    return set;
}

/// The set with its model `index` changed.
ProgramSet changed(std::size_t index, const std::function<void(Program&)>& change) {
    ProgramSet set = two_models();
    Program program = set.model(index);
    change(program);
    set.models[index] = std::make_shared<const Program>(std::move(program));
    return set;
}

struct SetFault {
    const char* name;
    std::size_t model;
    std::function<void(Program&)> plant;
    const char* finding;
};

std::vector<SetFault> set_faults() {
    return {
        {"tensor on state", 1, [](Program& p) { p.descriptors[1].address = 1; },
         "model 1 (choice) writes tensor RAM block 1 of core 0, which model 0 keeps"},
        {"tensor on a constant", 1, [](Program& p) { p.descriptors[2].address = 2; },
         "model 1 (choice) writes tensor RAM block 2 of core 0, which model 0 keeps"},
        {"sum on state", 1,
         [](Program& p) {
             CoreProgram& core = p.cores[0];
             core.stream.insert(core.stream.begin(),
                                MatvecInstruction{0, {}, 0, 0, 1, AccumulatorStart::zero});
             core.stream.insert(core.stream.begin() + 1, SaveInstruction{0, 1, 3, false});
             core.node_of.resize(core.stream.size());
             core.state_update.resize(core.stream.size());
         },
         "writes accumulator store block 3 of core 0, which model 0 keeps"},
        {"sum on what a reset reads", 1,
         [](Program& p) {
             CoreProgram& core = p.cores[0];
             core.stream.insert(core.stream.begin(),
                                MatvecInstruction{0, {}, 0, 0, 1, AccumulatorStart::zero});
             core.stream.insert(core.stream.begin() + 1, SaveInstruction{0, 1, 8, false});
             core.node_of.resize(core.stream.size());
             core.state_update.resize(core.stream.size());
         },
         "writes accumulator store block 8 of core 0, which model 0 keeps"},
        {"other weights", 1, [](Program& p) { p.cores[1].weights[5] ^= 1U; },
         "models 0 and 1 hold different images"},
        {"other config", 1, [](Program& p) { p.config.name = "another"; },
         "model 1 is compiled for another config"},
        {"count", 0, [](Program& p) { p.models = 3; }, "model 0 is one of 3, but there are 2"},
        {"unsound alone", 1, [](Program& p) { p.cores_used = 0; }, "model 1 (choice): 0 of 2 cores used"},
        {"other constant", 1,
         [](Program& p) {
             p.descriptors.push_back(
                 {.address = 2, .blocks = 1, .constant = true, .state = false, .kept = false});
             p.images.push_back({static_cast<std::uint16_t>(p.descriptors.size() - 1), 0b01,
                                 std::vector<std::uint16_t>(8, 0x3F80)});
         },
         "models 0 and 1 fill tensor RAM block 2 of core 0 with different values"},
    };
}

}  // namespace

class TestProgramSet : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void resetIsSound() {
        const std::vector<std::string> findings = verify_program(with_reset());
        QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().c_str());
    }

    void resetTakesTime() {
        const Timeline timeline = play(reset_program(with_reset()));
        QVERIFY(!timeline.events.empty());
        // The slowest way is through the accumulators: a product's latency.
        std::int64_t ready = 0;
        for (const TimelineEvent& event : timeline.events) ready = std::max(ready, event.ready);
        QVERIFY(ready >= 10);
    }

    void resetFaults_data() {
        QTest::addColumn<int>("index");
        const std::vector<Fault> faults = reset_faults();
        for (std::size_t i = 0; i < faults.size(); ++i) QTest::newRow(faults[i].name) << static_cast<int>(i);
    }
    void resetFaults() {
        QFETCH(int, index);
        const Fault fault = reset_faults()[static_cast<std::size_t>(index)];
        Program program = with_reset();
        fault.plant(program);
        const std::vector<std::string> findings = verify_program(program);
        const bool found = std::ranges::any_of(
            findings, [&](const std::string& f) { return f.find(fault.finding) != std::string::npos; });
        QVERIFY2(found, findings.empty() ? "no finding" : findings.front().c_str());
    }

    /// The index comes in front of the data, and the cores tell one another: a beat and a way over the bus.
    void choosingAModelTakesTime() {
        for (Program program : {test::sample_program(), test::lstm_program(), test::vector_program()}) {
            const Timeline alone = play(program);
            program.models = 2;
            const RecordedPlay beside = play_recorded(program);
            QCOMPARE(beside.timeline.spaced, alone.spaced + 1 + 5);
            QCOMPARE(beside.timeline.contiguous, alone.contiguous + 1 + 5);
            QCOMPARE(beside.timeline.last_input, alone.last_input + 1 + 5);
            QCOMPARE(play(program).spaced, beside.timeline.spaced);
            for (const TimelineEvent& event : beside.timeline.events) QVERIFY(event.start >= 6);
        }
    }

    void setIsSound() {
        const std::vector<std::string> findings = verify_programs(two_models());
        QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().c_str());
    }

    void setFaults_data() {
        QTest::addColumn<int>("index");
        const std::vector<SetFault> faults = set_faults();
        for (std::size_t i = 0; i < faults.size(); ++i) QTest::newRow(faults[i].name) << static_cast<int>(i);
    }
    void setFaults() {
        QFETCH(int, index);
        const SetFault fault = set_faults()[static_cast<std::size_t>(index)];
        const std::vector<std::string> findings = verify_programs(changed(fault.model, fault.plant));
        const bool found = std::ranges::any_of(
            findings, [&](const std::string& f) { return f.find(fault.finding) != std::string::npos; });
        QVERIFY2(found, findings.empty() ? "no finding" : findings.front().c_str());
    }

    void file() {
        const ProgramSet set = two_models();
        const std::vector<std::uint8_t> bytes = programs_to_bytes(set);
        const ProgramSet again = programs_from_bytes(bytes, "file");
        QVERIFY(again == set);
        QCOMPARE(programs_to_bytes(again), bytes);
    }

    void oneIsNeeded() {
        try {
            program_from_bytes(programs_to_bytes(two_models()), "file");
            QFAIL("it was taken for one");
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::bad_program);
            QVERIFY(error.failure().message.find("is a program of 2 models") != std::string::npos);
            QVERIFY(error.failure().advice.find("0 memory, 1 choice") != std::string::npos);
        }
    }

    void names() {
        const ProgramSet set = two_models();
        QCOMPARE(find_model(set, "0"), std::size_t{0});
        QCOMPARE(find_model(set, "choice"), std::size_t{1});
        for (const char* wrong : {"2", "-1", "", "1x", "other"}) {
            try {
                find_model(set, wrong);
                QFAIL(wrong);
            } catch (const Error& error) {
                QCOMPARE(error.failure().kind, FailureKind::usage);
                QVERIFY(error.failure().advice.find("0 memory, 1 choice") != std::string::npos);
            }
        }
        const ProgramSet same = changed(1, [](Program& p) { p.model_name = "memory"; });
        QCOMPARE(find_model(same, "1"), std::size_t{1});
        QVERIFY_THROWS_EXCEPTION(Error, find_model(same, "memory"));
    }
};

QTEST_APPLESS_MAIN(TestProgramSet)
#include "tst_program_set.moc"
