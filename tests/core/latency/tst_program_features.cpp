#include <QtTest>

#include "core/latency/program_features.h"

using namespace lockstep;

class TestProgramFeatures : public QObject {
    Q_OBJECT

  private:
    static TimelineEvent event(Unit unit, std::int64_t start, std::int64_t end, std::int64_t ready,
                               std::uint32_t released_by) {
        return {.instruction = 0,
                .core = 0,
                .unit = unit,
                .start = start,
                .end = end,
                .ready = ready,
                .busy = end - start,
                .waited_for = WaitReason::operand,
                .released_by = released_by,
                .state_update = false};
    }

  private Q_SLOTS:
    /// Input until 10, in flight to 25, products to 65, in flight to 70, the bus to 74, in flight to 80, the
    /// vector unit to 90, in flight to 95, out at 100. A longer side branch doesn't count.
    void theChainIsFollowedBackwards() {
        Timeline timeline;
        timeline.events = {event(Unit::input, 0, 10, 25, no_event), event(Unit::matvec, 25, 65, 70, 0),
                           event(Unit::vector, 25, 99, 99, 0),      event(Unit::bus, 70, 74, 80, 1),
                           event(Unit::vector, 80, 90, 95, 3),      event(Unit::output, 95, 100, 100, 4)};
        timeline.spaced = 100;
        timeline.contiguous = 101;
        const ProgramFeatures features = program_features(Program{}, timeline);
        QCOMPARE(features.spaced, 100);
        QCOMPARE(features.contiguous, 101);
        QCOMPARE(features.steps, 5);
        QCOMPARE(features.chain.matvec, 0.40);
        QCOMPARE(features.chain.bus, 0.04);
        QCOMPARE(features.chain.vector, 0.10);
        QCOMPARE(features.chain.io, 0.15);
        QCOMPARE(features.chain.latency, 0.31);
    }

    void kindsAreThoseThatTheMachineTellsApart() {
        Program program;
        program.cores.resize(2);
        MatvecInstruction reduction;
        reduction.reduction = true;
        StoreInstruction clamped;
        clamped.activation = ActivationCode::clamp;
        StoreInstruction sigmoid;
        sigmoid.activation = ActivationCode::sigmoid;
        VectorInstruction multiply;
        multiply.op = VectorOpcode::multiply;
        multiply.activation = ActivationCode::tanh;
        program.cores[0].stream = {InputInstruction{}, MatvecInstruction{}, clamped, multiply};
        program.cores[1].stream = {reduction, sigmoid, multiply, ReduceInstruction{}, OutputInstruction{}};
        const std::vector<std::string> expected = {"function sigmoid", "function tanh",  "matvec",
                                                   "matvec reduction", "reduce maximum", "vector multiply"};
        QCOMPARE(program_features(program, Timeline{}).instructions, expected);
    }

    void formatsAndNeighboursAreKindsToo() {
        Program program;
        program.cores.resize(1);
        MatvecInstruction fp8;
        fp8.fp8_scale = 127;
        program.cores[0].stream = {fp8};
        program.descriptors.resize(2);
        program.descriptors[1].fp32 = true;
        program.models = 2;
        const std::vector<std::string> expected = {"fp32 tensors", "matvec fp8", "one of several models"};
        QCOMPARE(program_features(program, Timeline{}).instructions, expected);
    }

    void operatorsAreThoseThatHaveWork() {
        Program program;
        program.cores.resize(1);
        const auto node = [&](const char* op, std::vector<std::uint32_t> fused_into) {
            ProgramNode made;
            made.op = op;
            made.fused_into = std::move(fused_into);
            program.nodes.push_back(std::move(made));
        };
        node("Linear", {});
        node("Reshape", {});
        node("Clamp", {0});
        node("Linear", {});
        program.cores[0].stream = {MatvecInstruction{}, MatvecInstruction{}};
        program.cores[0].node_of = {0, 3};
        program.memory = {{.core = 0,
                           .name = "weight_store",
                           .used = 7,
                           .depth = 9,
                           .basis = Basis::derived,
                           .unit = "blocks"},
                          {.core = 1,
                           .name = "weight_store",
                           .used = 5,
                           .depth = 9,
                           .basis = Basis::derived,
                           .unit = "blocks"},
                          {.core = 1,
                           .name = "tensor_ram",
                           .used = 3,
                           .depth = 9,
                           .basis = Basis::derived,
                           .unit = "blocks"}};
        const ProgramFeatures features = program_features(program, Timeline{});
        const std::vector<std::string> expected = {"Clamp", "Linear"};
        QCOMPARE(features.operators, expected);
        QCOMPARE(features.weight_blocks, 12);
    }
};

QTEST_APPLESS_MAIN(TestProgramFeatures)
#include "tst_program_features.moc"
