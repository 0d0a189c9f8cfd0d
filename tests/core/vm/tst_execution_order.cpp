#include "core/vm/execution_order.h"

#include <QRegularExpression>
#include <QtTest>

#include <functional>
#include <stdexcept>

#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/vm/hand_made_programs.h"

using namespace lockstep;
using hand_made::Draft;
using hand_made::Values;

class TestExecutionOrder : public QObject {
    Q_OBJECT

    /// Two cores: core 0 hands the input to core 1, which squares it.
    static Program two_cores() {
        Draft draft(2, 16, Values::ordinary, 1);
        draft.input({16}, 0);
        draft.output({16}, 0);
        const std::uint16_t x = draft.tensor(1);
        const std::uint16_t copy = draft.tensor(1);
        const std::uint16_t square = draft.tensor(1);
        draft.add(0, InputInstruction{0, 1, {x, 0}, 0b01});
        draft.add(0, VectorInstruction{
                         VectorOpcode::copy, ActivationCode::none, 0, 1, {x, 0}, {}, {copy, 0}, 0b10});
        draft.add(
            1,
            VectorInstruction{
                VectorOpcode::multiply, ActivationCode::none, 0, 1, {copy, 0}, {copy, 0}, {square, 0}, 0b10});
        draft.add(1, OutputInstruction{0, 1, {square, 0}});
        return draft.program;
    }

    template <class Kind>
    static Kind& first(Program& program, std::size_t core) {
        for (Instruction& instruction : program.cores[core].stream) {
            if (auto* found = std::get_if<Kind>(&instruction)) return *found;
        }
        throw std::logic_error("no such instruction");
    }

  private Q_SLOTS:
    void followsTheFlagsAcrossCores() {
        using Order = std::vector<InstructionRef>;
        QCOMPARE(execution_order(two_cores()), (Order{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
    }

    void unitsOvertakeEachOther() {
        // The output stands first in its stream and waits for the vector unit behind it.
        Program program = two_cores();
        std::swap(program.cores[1].stream[0], program.cores[1].stream[1]);
        using Order = std::vector<InstructionRef>;
        QCOMPARE(execution_order(program), (Order{{0, 0}, {0, 1}, {1, 1}, {1, 0}}));
    }

    void refuses_data() {
        using Change = std::function<void(Program&)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("message");
        QTest::newRow("a lost broadcast")
            << Change([](Program& p) { first<VectorInstruction>(p, 0).targets = 0b01; }) << "nothing writes";
        QTest::newRow("a circle between cores") << Change([](Program& p) {
            auto& multiply = first<VectorInstruction>(p, 1);
            multiply.targets = 0b11;
            first<VectorInstruction>(p, 0).a = multiply.destination;
        }) << "can never begin|wait";
        QTest::newRow("a block written twice") << Change([](Program& p) {
            first<VectorInstruction>(p, 1).destination = first<VectorInstruction>(p, 0).destination;
        }) << "second time|again";
        QTest::newRow("an output that never leaves") << Change([](Program& p) {
            p.cores[1].stream.pop_back();
            p.cores[1].node_of.pop_back();
            p.cores[1].state_update.pop_back();
        }) << "nothing gives";
        QTest::newRow("an output that leaves twice") << Change([](Program& p) {
            p.cores[1].stream.push_back(OutputInstruction{0, 1, {2, 0}});
            p.cores[1].node_of.push_back(0);
            p.cores[1].state_update.push_back(false);
        }) << "second time";
        QTest::newRow("a descriptor that is not there")
            << Change([](Program& p) { first<VectorInstruction>(p, 0).a.descriptor = 7; }) << "descriptor 7";
        QTest::newRow("a block behind the end")
            << Change([](Program& p) { first<VectorInstruction>(p, 0).a.first = 1; }) << "descriptor 0|of 1";
        QTest::newRow("a core that is not there")
            << Change([](Program& p) { first<VectorInstruction>(p, 0).targets = 0b100; }) << "cores";
        QTest::newRow("a clamp setting that is not there")
            << Change([](Program& p) { first<VectorInstruction>(p, 0).activation = ActivationCode::clamp; })
            << "clamp setting";
        QTest::newRow("a stream block that is not there")
            << Change([](Program& p) { first<InputInstruction>(p, 0).stream_block = 1; }) << "stream block";
        QTest::newRow("an input in another core") << Change([](Program& p) {
            p.cores[1].stream[0] = InputInstruction{0, 1, {1, 0}, 0b10};
        }) << "core 0";
        QTest::newRow("an accumulator that holds nothing") << Change([](Program& p) {
            p.cores[1].stream[0] = StoreInstruction{0, 1, ActivationCode::none, 0, {2, 0}, 0b10};
        }) << "not started|holds nothing";
        QTest::newRow("weights that are not there") << Change([](Program& p) {
            p.cores[1].stream[0] = MatvecInstruction{0, {1, 0}, 1, 0, 1, AccumulatorStart::zero, 0};
        }) << "weight block";
        QTest::newRow("an accumulator store that is not there") << Change([](Program& p) {
            p.cores[1].weights.resize(256);
            p.cores[1].stream[0] = MatvecInstruction{0, {1, 0}, 1, 0, 1, AccumulatorStart::store, 0};
        }) << "accumulator store block";
        QTest::newRow("a tensor RAM beyond measure")
            << Change([](Program& p) { p.descriptors[0].address = 0xFFFFFFF0U; }) << "tensor RAM";
        QTest::newRow("an operand beside the destination") << Change([](Program& p) {
            p.descriptors[1].blocks = 3;
            auto& copy = first<VectorInstruction>(p, 0);
            copy = {VectorOpcode::copy, ActivationCode::none, 0, 2, {1, 0}, {}, {1, 1}, 0b01};
        }) << "overlap|second time|nothing writes";
        QTest::newRow("a repeated operand inside the destination") << Change([](Program& p) {
            p.descriptors[1].blocks = 3;
            p.images.push_back({1, 0b11, std::vector<std::uint16_t>(48)});
            p.descriptors[1].state = true;
            auto& add = first<VectorInstruction>(p, 0);
            add = {VectorOpcode::add, ActivationCode::none, 0, 2, {1, 0}, {1, 0}, {1, 0}, 0b01};
            add.repeat_b = true;
        }) << "overlap";
        QTest::newRow("a reduction of no blocks") << Change([](Program& p) {
            p.cores[1].stream[0] =
                ReduceInstruction{ReduceOpcode::maximum, true, true, 0, 0, {1, 0}, {1, 0}, 2};
        }) << "reads no blocks";
        QTest::newRow("a reduction of more lanes than a block has") << Change([](Program& p) {
            p.cores[1].stream[0] =
                ReduceInstruction{ReduceOpcode::maximum, true, true, 1, 16, {1, 0}, {1, 0}, 2};
        }) << "lanes of a block";
        QTest::newRow("a product of more lanes than a block has") << Change([](Program& p) {
            p.cores[1].weights.resize(256);
            p.cores[1].stream[0] = MatvecInstruction{0, {1, 0}, 1, 0, 1, AccumulatorStart::zero, 0, 0xFFFF};
        }) << "lanes of a block";
        QTest::newRow("a mask that is not there") << Change([](Program& p) {
            auto& choice = first<VectorInstruction>(p, 0);
            choice.op = VectorOpcode::select;
            choice.b = choice.a;
            choice.c = {9, 0};
        }) << "descriptor 9";
        QTest::newRow("a tensor of another shape")
            << Change([](Program& p) { p.inputs[0].shape = {17}; }) << "vectors of";
    }
    void refuses() {
        QFETCH(std::function<void(Program&)>, change);
        QFETCH(QString, message);
        Program program = two_cores();
        change(program);
        try {
            const Vm vm(std::make_shared<const Program>(program));
        } catch (const Error& error) {
            QCOMPARE(error.failure().kind, FailureKind::bad_program);
            const QString text = QString::fromStdString(error.failure().message);
            QVERIFY2(text.contains(QRegularExpression(message)), qPrintable(text));
            return;
        }
        QFAIL("the program was accepted");
    }

    void keepsTheOrderOnStateAndSums() {
        // Whatever else the order does, every core's accumulators, store blocks and state blocks see its
        // stream's order.
        for (const Program& program : {hand_made::lstm(3, 16, 2, 7, Values::ordinary, 1),
                                       hand_made::mixture(3, 16, Values::ordinary, 1)}) {
            const std::vector<InstructionRef> order = execution_order(program);
            std::vector<std::vector<std::size_t>> place(program.cores.size());
            std::size_t count = 0;
            for (const CoreProgram& core : program.cores) count += core.stream.size();
            QCOMPARE(order.size(), count);
            for (std::size_t core = 0; core < place.size(); ++core)
                place[core].resize(program.cores[core].stream.size());
            for (std::size_t k = 0; k < order.size(); ++k) place[order[k].core][order[k].instruction] = k;
            for (std::size_t core = 0; core < place.size(); ++core) {
                const auto& stream = program.cores[core].stream;
                for (std::size_t i = 0; i + 1 < stream.size(); ++i) {
                    const bool sums = std::holds_alternative<MatvecInstruction>(stream[i]) &&
                                      (std::holds_alternative<LstmCellInstruction>(stream[i + 1]) ||
                                       std::holds_alternative<StoreInstruction>(stream[i + 1]) ||
                                       std::holds_alternative<SaveInstruction>(stream[i + 1]));
                    if (sums) QVERIFY(place[core][i] < place[core][i + 1]);
                }
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestExecutionOrder)
#include "tst_execution_order.moc"
