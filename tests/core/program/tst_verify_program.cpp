#include <functional>
#include <limits>

#include <QTest>

#include "core/program/program_file.h"
#include "tests/core/program/streams.h"

using namespace lockstep;

namespace {

template <class Kind>
Kind& at(Program& program, std::size_t core, std::size_t index) {
    return std::get<Kind>(program.cores[core].stream[index]);
}

void erase(Program& program, std::size_t core, std::size_t index) {
    CoreProgram& code = program.cores[core];
    const auto offset = static_cast<std::ptrdiff_t>(index);
    code.stream.erase(code.stream.begin() + offset);
    code.node_of.erase(code.node_of.begin() + offset);
    code.state_update.erase(code.state_update.begin() + offset);
}

void repeat(Program& program, std::size_t core, std::size_t index) {
    CoreProgram& code = program.cores[core];
    const auto offset = static_cast<std::ptrdiff_t>(index);
    const Instruction copy = code.stream[index];
    code.stream.insert(code.stream.begin() + offset, copy);
    code.node_of.insert(code.node_of.begin() + offset, 0U);
    code.state_update.insert(code.state_update.begin() + offset, false);
}

struct Fault {
    const char* name;
    std::function<void(Program&)> plant;
    const char* finding;
};

using M = MatvecInstruction;
using S = StoreInstruction;
using V = VectorInstruction;
using I = InputInstruction;
using O = OutputInstruction;

/// Faults in test::sample_program(). Core 0: input, matvec, store, vector, output, state copy; core 1:
/// matvec, store, vector, output, matvec, save. Descriptors: 0 x, 1 y, 2 z, 3 state, 4 constant.
std::vector<Fault> faults() {
    return {
        {"unknown descriptor", [](Program& p) { at<M>(p, 0, 1).source.descriptor = 9; },
         "reads descriptor 9, but there are 5"},
        {"past a descriptor", [](Program& p) { at<M>(p, 0, 1).source.first = 1; },
         "blocks 1 to 2 of descriptor 0, which has 2"},
        {"no blocks", [](Program& p) { at<V>(p, 0, 3).blocks = 0; }, "reads no blocks"},
        {"weights outside", [](Program& p) { at<M>(p, 0, 1).weights = 1; },
         "weight block 1 to 2, but the program fills 2"},
        {"weights cut", [](Program& p) { p.cores[0].weights.resize(64); },
         "weight block 0 to 1, but the program fills 1"},
        {"weights torn", [](Program& p) { p.cores[0].weights.pop_back(); }, "not whole blocks"},
        {"bias outside", [](Program& p) { at<M>(p, 0, 1).start_address = 2; },
         "accumulator store block 2 to 2"},
        {"save outside", [](Program& p) { at<SaveInstruction>(p, 1, 5).address = 7; },
         "accumulator store block 7"},
        {"clamp outside", [](Program& p) { at<S>(p, 0, 2).clamp_setting = 1; }, "clamp setting 1"},
        {"clamp of no number",
         [](Program& p) { p.cores[0].clamp_store[0].minimum = std::numeric_limits<float>::quiet_NaN(); },
         "no number"},
        {"no accumulators", [](Program& p) { at<M>(p, 0, 1).accumulators = 0; }, "works on no accumulators"},
        {"accumulator outside", [](Program& p) { at<M>(p, 0, 1).first_accumulator = 8; },
         "works on accumulators 8 to 8 of 8"},
        {"unstarted accumulator", [](Program& p) { at<S>(p, 0, 2).first_accumulator = 1; },
         "reads accumulator 1, which was not started"},
        {"chained on nothing", [](Program& p) { at<M>(p, 0, 1).start = AccumulatorStart::chain; },
         "goes on with accumulator 0"},
        {"sum lost", [](Program& p) { repeat(p, 0, 1); }, "starts accumulator 0, whose sum nothing has read"},
        {"sum unread", [](Program& p) { erase(p, 1, 5); }, "nothing reads the last sum of accumulator 1"},
        {"to no core", [](Program& p) { at<S>(p, 0, 2).targets = 0; }, "writes to no core"},
        {"to a third core", [](Program& p) { at<S>(p, 0, 2).targets = 5; }, "writes to cores 0x5"},
        {"not broadcast", [](Program& p) { at<S>(p, 1, 1).targets = 2; },
         "reads block 1 of descriptor 1, which nothing writes"},
        {"broadcast to nobody", [](Program& p) { at<S>(p, 0, 2).targets = 3; },
         "sends descriptor 1 to core 1, which reads none of it"},
        {"store missing", [](Program& p) { erase(p, 0, 2); }, "nothing reads the last sum of accumulator 0"},
        {"vector missing", [](Program& p) { erase(p, 0, 3); },
         "reads block 0 of descriptor 2, which nothing writes"},
        {"written twice", [](Program& p) { at<S>(p, 0, 2).destination.first = 1; }, "a second time"},
        {"input in core 1",
         [](Program& p) {
             p.cores[1].stream[4] = I{0, 1, {0, 0}, 1};
         },
         "stands in a stream other than core 0's"},
        {"input past the stream", [](Program& p) { at<I>(p, 0, 0).stream_block = 1; },
         "handles stream block 2 of 2"},
        {"output missing", [](Program& p) { erase(p, 1, 3); }, "nothing gives output block 1"},
        {"output twice", [](Program& p) { at<O>(p, 1, 3).stream_block = 0; },
         "handles stream block 0 a second time"},
        {"constant written",
         [](Program& p) {
             at<V>(p, 1, 2).destination = {4, 0};
         },
         "writes descriptor 4, which is constant"},
        {"constant without image", [](Program& p) { p.images.pop_back(); },
         "is constant or state and has no image"},
        {"image too short", [](Program& p) { p.images[0].values.pop_back(); }, "has 7 values for 1 blocks"},
        {"image of a result", [](Program& p) { p.images[0].descriptor = 2; }, "which is computed"},
        {"state never written", [](Program& p) { erase(p, 0, 5); },
         "nothing writes block 0 of state descriptor 3 in core 0"},
        {"state written twice", [](Program& p) { repeat(p, 0, 5); },
         "writes state block 0 of descriptor 3 a second time"},
        {"state read late", [](Program& p) { std::swap(p.cores[0].stream[3], p.cores[0].stream[5]); },
         "behind the write"},
        {"state by the bus", [](Program& p) { at<V>(p, 0, 5).targets = 3; },
         "is no vector instruction for its own core"},
        {"saved twice", [](Program& p) { repeat(p, 1, 5); },
         "writes accumulator store block 1 a second time"},
        {"started behind the save",
         [](Program& p) {
             at<M>(p, 1, 4).start = AccumulatorStart::store;
             at<M>(p, 1, 4).start_address = 1;
             std::swap(p.cores[1].stream[0], p.cores[1].stream[4]);
             at<M>(p, 1, 0).first_accumulator = 0;
             p.cores[1].stream.insert(p.cores[1].stream.begin() + 1, SaveInstruction{0, 1, 0});
             p.cores[1].node_of.push_back(0);
             p.cores[1].state_update.push_back(false);
             at<M>(p, 1, 5).start = AccumulatorStart::store;
             at<M>(p, 1, 5).first_accumulator = 1;
         },
         "has overwritten"},
        {"memory shared", [](Program& p) { p.descriptors[2].address = p.descriptors[1].address; },
         "descriptors 1 and 2 share memory"},
        {"state memory shared",
         [](Program& p) {
             p.descriptors[3].address = p.descriptors[0].address;
             p.states[0].blocks[0].address = p.descriptors[0].address;
         },
         "share memory"},
        {"two natures", [](Program& p) { p.descriptors[3].constant = true; },
         "more than one of constant, state and kept"},
        {"empty descriptor", [](Program& p) { p.descriptors.push_back({}); }, "descriptor 5 has no blocks"},
        {"tensor RAM full",
         [](Program& p) {
             p.config.tensor_ram_depth = {3, "blocks", Basis::published, ""};
         },
         "of 3 of the tensor RAM"},
        {"weight store full",
         [](Program& p) {
             p.config.weight_store_depth = {1, "blocks", Basis::derived, ""};
         },
         "2 of 1 weight store blocks"},
        {"operand too long", [](Program& p) { p.config.max_read_size.value = 1; },
         "2 blocks at once; the most is 1"},
        {"unknown node", [](Program& p) { p.cores[0].node_of[2] = 1; }, "works for node 1, but there are 1"},
        {"node list short", [](Program& p) { p.cores[0].node_of.pop_back(); }, "6 instructions, but 5 nodes"},
        {"stream missing", [](Program& p) { p.cores.pop_back(); }, "1 instruction streams for 2 cores"},
        {"core count", [](Program& p) { p.cores_used = 3; }, "3 of 2 cores used"},
        {"input too long", [](Program& p) { p.inputs[0].vector_length = 17; },
         "vectors of 17 along a dimension of 16"},
        {"output shifted", [](Program& p) { p.outputs[0].first_block = 1; },
         "begins at stream block 1, not 0"},
        {"state in no memory", [](Program& p) { p.states[0].blocks[0].address = 99; },
         "belongs to no tensor that is kept"},
        {"state in no core", [](Program& p) { p.states[0].blocks[0].core = 2; }, "a block in core 2 of 2"},
        {"state too short", [](Program& p) { p.states[0].blocks.clear(); }, "0 blocks for 8 values"},
        {"state of no node", [](Program& p) { p.states[0].node = 4; }, "belongs to node 4 of 1"},
        {"deadlock",
         [](Program& p) {
             at<V>(p, 0, 3).b = {2, 1};
             at<V>(p, 0, 3).targets = 3;
             at<V>(p, 1, 2).b = {2, 0};
             at<V>(p, 1, 2).targets = 3;
         },
         "can never begin"},
        {"unused clamp", [](Program& p) { at<V>(p, 0, 3).clamp_setting = 1; },
         "has a value in a field that it does not use"},
        {"unused operand", [](Program& p) { at<V>(p, 0, 5).b.first = 1; },
         "has a value in a field that it does not use"},
    };
}

using R = ReduceInstruction;

/// Faults in test::vector_program(). Core 0: input, reduce, reduce, vector, output; core 1: matvec, store,
/// output. Descriptors: 0 x, 1 maximum, 2 y, 3 z.
std::vector<Fault> vector_faults() {
    const char* const unused = "has a value in a field that it does not use";
    return {
        {"reduction never begun", [](Program& p) { at<R>(p, 0, 1).last = true; }, "writes to no core"},
        {"reduction begun anew", [](Program& p) { at<R>(p, 0, 2).first = true; }, "leaves a reduction open"},
        {"reduction goes on with nothing", [](Program& p) { at<R>(p, 0, 1).first = false; },
         "goes on with a reduction, but none is open"},
        {"reduction changes its mind", [](Program& p) { at<R>(p, 0, 2).op = ReduceOpcode::minimum; },
         "or goes on with another operation"},
        {"reduction interrupted", [](Program& p) { std::swap(p.cores[0].stream[2], p.cores[0].stream[3]); },
         "leaves a reduction open"},
        {"reduction never ends", [](Program& p) { erase(p, 0, 2); }, "leaves a reduction open"},
        {"reduction at the end",
         [](Program& p) {
             at<R>(p, 0, 2).targets = 0b10;
             p.cores[0].stream[3] = R{ReduceOpcode::maximum, true, false, 1, 0, {0, 0}, {}, 0};
             at<O>(p, 0, 4).source = {0, 0};
         },
         "nothing goes on with the last reduction"},
        {"reduction of no operation", [](Program& p) { at<R>(p, 0, 2).op = static_cast<ReduceOpcode>(2); },
         "has an operation that does not exist"},
        {"unwritten destination",
         [](Program& p) {
             at<R>(p, 0, 1).destination = {1, 0};
         },
         unused},
        {"as many lanes as a block", [](Program& p) { at<R>(p, 0, 2).source_lanes = 8; },
         "reads 8 lanes of a block of 8"},
        {"input to nobody", [](Program& p) { at<I>(p, 0, 0).targets = 0b11; },
         "sends descriptor 0 to core 1, which reads none of it"},
        {"lanes of a product", [](Program& p) { at<M>(p, 1, 0).source_lanes = 9; },
         "reads 9 lanes of a block of 8"},
        {"reduction to nobody", [](Program& p) { at<R>(p, 0, 2).targets = 0b01; },
         "reads block 0 of descriptor 1, which nothing writes"},
        {"reduction past its source", [](Program& p) { at<R>(p, 0, 2).blocks = 2; },
         "blocks 1 to 2 of descriptor 0, which has 2"},
        {"no such function", [](Program& p) { at<S>(p, 1, 1).activation = static_cast<ActivationCode>(17); },
         "has an activation that does not exist"},
        {"clamp setting of a function", [](Program& p) { at<S>(p, 1, 1).clamp_setting = 1; }, unused},
        {"no such operation", [](Program& p) { at<V>(p, 0, 3).op = static_cast<VectorOpcode>(12); },
         "has an operation that does not exist"},
        {"mask without a choice",
         [](Program& p) {
             at<V>(p, 0, 3).op = VectorOpcode::less;
             at<V>(p, 0, 3).c = {0, 1};
         },
         unused},
        {"mask past its end",
         [](Program& p) {
             at<V>(p, 0, 3).c = {0, 1};
         },
         "blocks 1 to 2 of descriptor 0, which has 2"},
        {"mask that nothing writes",
         [](Program& p) {
             at<V>(p, 0, 3).c = {3, 0};
             at<V>(p, 0, 3).repeat_c = true;
         },
         "reads block 0 of descriptor 3, which nothing writes"},
        {"repetition of one block", [](Program& p) { at<V>(p, 0, 3).blocks = 1; }, unused},
        {"repetition left out", [](Program& p) { at<V>(p, 0, 3).repeat_b = false; },
         "blocks 0 to 1 of descriptor 1, which has 1"},
        {"repetition of no operand",
         [](Program& p) {
             V& vector = at<V>(p, 0, 3);
             vector.op = VectorOpcode::copy;
             vector.b = {};
             vector.c = {};
         },
         unused},
        {"source of a start", [](Program& p) { at<M>(p, 1, 0).input_blocks = 0; }, unused},
        {"start address without a store", [](Program& p) { at<M>(p, 1, 0).start_address = 1; }, unused},
    };
}

}  // namespace

class TestVerifyProgram : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void soundPrograms() {
        QCOMPARE(verify_program(test::sample_program()), std::vector<std::string>{});
        QCOMPARE(verify_program(test::lstm_program()), std::vector<std::string>{});
        QCOMPARE(verify_program(test::vector_program()), std::vector<std::string>{});
    }

    void findsFault_data() {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Fault& fault : faults()) QTest::newRow(fault.name) << index++;
        for (const Fault& fault : vector_faults()) QTest::newRow(fault.name) << index++;
    }
    void findsFault() {
        QFETCH(int, index);
        std::vector<Fault> all_faults = faults();
        const bool of_vectors = index >= static_cast<int>(all_faults.size());
        if (of_vectors) {
            index -= static_cast<int>(all_faults.size());
            all_faults = vector_faults();
        }
        const Fault fault = all_faults[static_cast<std::size_t>(index)];
        Program program = of_vectors ? test::vector_program() : test::sample_program();
        fault.plant(program);
        QString all;
        for (const std::string& finding : verify_program(program))
            all += QString::fromStdString(finding) + QLatin1Char('\n');
        QVERIFY2(all.contains(QString::fromLatin1(fault.finding)), qPrintable(all));
    }

    /// Memory may be used again as soon as all that read it is over: here z takes the place of x, once x is
    /// read.
    void reuse_data() {
        QTest::addColumn<bool>("readLater");
        QTest::newRow("over") << false;
        QTest::newRow("still read") << true;
    }
    void reuse() {
        QFETCH(bool, readLater);
        test::Streams s;
        s.input(1);
        s.output(1);
        s.fill(1, 1, 0);
        const auto x = s.tensor(1);
        const auto y = s.tensor(1);
        const auto z = s.tensor(1);
        s.program.descriptors[z].address = s.program.descriptors[x].address;
        s.add(0, InputInstruction{0, 1, {x, 0}, 1});
        s.add(0, M{0, {x, 0}, 1, 0, 1, AccumulatorStart::zero, 0});
        s.add(0, S{0, 1, ActivationCode::none, 0, {y, 0}, 1});
        s.add(0, V{VectorOpcode::copy, ActivationCode::none, 0, 1, {y, 0}, {}, {z, 0}, 1});
        s.add(0, O{0, 1, {z, 0}});
        if (readLater) {
            s.add(0, M{0, {x, 0}, 1, 0, 1, AccumulatorStart::zero, 0});
            s.add(0, SaveInstruction{0, 1, 0});
        }
        QCOMPARE(verify_program(s.program).empty(), !readLater);
    }

    /// Two tensors on the halves of a third: one is made of it, the other needs nothing that it is over for.
    void reuseInParts() {
        for (const bool waits : {true, false}) {
            test::Streams s;
            s.input(2);
            s.output(2);
            s.fill(2, 0, 0);
            const auto x = s.tensor(2);
            const auto y = s.tensor(1);
            const auto made = s.tensor(1);
            const auto other = s.tensor(1);
            s.program.descriptors[made].address = s.program.descriptors[x].address;
            s.program.descriptors[other].address = s.program.descriptors[x].address + 1;
            const auto constant = s.constant(1, 1);
            const auto copy = [&](std::uint16_t from, std::uint16_t to) {
                s.add(0, V{VectorOpcode::copy, ActivationCode::none, 0, 1, {from, 0}, {}, {to, 0}, 1});
            };
            s.add(0, InputInstruction{0, 2, {x, 0}, 1});
            if (!waits) copy(constant, other);
            s.add(0, M{0, {x, 0}, 2, 0, 1, AccumulatorStart::zero, 0});
            s.add(0, S{0, 1, ActivationCode::none, 0, {y, 0}, 1});
            copy(y, made);
            if (waits) copy(y, other);
            s.add(0, O{0, 1, {made, 0}});
            s.add(0, O{1, 1, {other, 0}});
            QCOMPARE(verify_program(s.program).size(), std::size_t{waits ? 0U : 1U});
        }
    }
};

QTEST_APPLESS_MAIN(TestVerifyProgram)
#include "tst_verify_program.moc"
