#include <QTest>

#include <bit>
#include <cmath>

#include "core/compiler/compile_outputs.h"
#include "core/nnir/builder.h"
#include "core/nnir/evaluate.h"
#include "core/nnir/op.h"
#include "core/nnir/verify.h"
#include "core/passes/data_dimension.h"
#include "core/passes/io_precision.h"
#include "core/program/program_file.h"
#include "core/support/error.h"
#include "core/vm/vm.h"
#include "tests/core/compiler/carried_graphs.h"
#include "tests/core/compiler/machines.h"
#include "tests/support/oracle.h"

using namespace lockstep;
using nnir::Graph;
using nnir::GraphBuilder;
using nnir::RealTensor;
using nnir::sample_tensor;
using nnir::ValueId;

namespace {

constexpr int inferences = 12;

std::vector<PrecisionRule> rules(const QString& text) {
    std::vector<PrecisionRule> all;
    for (const QString& rule : text.split(u' ', Qt::SkipEmptyParts))
        all.push_back(precision_rule(rule.toStdString(), "--precision"));
    return all;
}

AcceleratorConfig with_fp8(AcceleratorConfig config) {
    config.fp8_weights.value = true;
    return config;
}

/// s' = 0.9 s + 0.1 x in the module "filter", and a Linear of s'.
Graph leaky() {
    GraphBuilder b("leaky");
    const ValueId x = b.input("x", {20});
    const ValueId s = b.state("s", "carried", sample_tensor({20}, 4));
    b.module("filter");
    const ValueId next = b.pointwise("add", b.pointwise("multiply", s, Tensor::filled({}, 0.9F)),
                                     b.pointwise("multiply", x, Tensor::filled({}, 0.1F)));
    b.write(s, next);
    b.module("filter.head");
    b.output(b.linear(next, sample_tensor({7, 20}, 5)));
    b.output(next);
    return solve_data_dimensions(b.finish());
}

/// h' = (1 - z) n + z h with z and n of Linears of x and h: the update is the module "update".
Graph gated() {
    GraphBuilder b("gated");
    const ValueId x = b.input("x", {9});
    const ValueId h = b.state("h", "hidden", sample_tensor({37}, 1));
    const auto gate = [&](std::uint64_t seed, const std::string& function) {
        const ValueId sum =
            b.pointwise("add", b.linear(x, sample_tensor({37, 9}, seed, 0.5), sample_tensor({37}, seed)),
                        b.linear(h, sample_tensor({37, 37}, seed + 1, 0.25)));
        return b.add("Activation", {{"function", function}}, {sum});
    };
    b.module("gates");
    const ValueId z = gate(2, "sigmoid");
    const ValueId n = gate(4, "tanh");
    b.module("update");
    const ValueId one = b.add("Constant", {{"value", Tensor::filled({37}, 1.0F)}}, {});
    const ValueId next = b.pointwise("add", b.pointwise("multiply", b.pointwise("subtract", one, z), n),
                                     b.pointwise("multiply", z, h));
    b.write(h, next);
    b.module("");
    b.output(next);
    return solve_data_dimensions(b.finish());
}

/// y = x S, S' = 0.9 S + u in the module "update": a state that is the matrix of a product.
Graph read_out() {
    GraphBuilder b("read-out");
    const ValueId x = b.input("x", {1, 6});
    const ValueId u = b.input("u", {40});
    const ValueId s = b.state("s", "carried", sample_tensor({6, 40}, 4));
    b.output(b.add("MatMul", {}, {x, s}));
    b.module("update");
    b.write(s, b.pointwise("add", b.pointwise("multiply", s, Tensor::filled({}, 0.9F)),
                           b.pointwise("multiply", u, Tensor::filled({}, 0.1F))));
    return solve_data_dimensions(b.finish());
}

/// Everything that fp32 is for: arithmetic, limits, comparisons, choices, exponentials and moves.
Graph arithmetic() {
    GraphBuilder b("arithmetic");
    const ValueId x = b.input("x", {3, 21});
    const ValueId y = b.input("y", {3, 21});
    b.module("fine");
    const ValueId e = b.add("Activation", {{"function", std::string("exp")}}, {b.clamp(x, -3, 0.7)});
    const ValueId scaled = b.pointwise("multiply", e, sample_tensor({21}, 8, 0.3));
    const ValueId less = b.pointwise("less", scaled, y);
    const ValueId larger = b.pointwise("maximum", scaled, y);
    const ValueId chosen = b.add("Where", {}, {less, b.pointwise("subtract", larger, x), scaled});
    const ValueId last = b.slice(chosen, 0, 1, 2);
    b.output(b.pointwise("minimum", last, b.slice(larger, 0, 0, 2)));
    return solve_data_dimensions(b.finish());
}

/// Weights that bf16 does not hold: three layers and a convolution's taps.
Graph weights() {
    GraphBuilder b("weights");
    const ValueId x = b.input("x", {37});
    b.module("first");
    const ValueId h = b.relu(b.linear(x, sample_tensor({50, 37}, 1, 0.37), sample_tensor({50}, 2)));
    b.module("second");
    const ValueId y = b.linear(h, sample_tensor({33, 50}, 3, 0.011));
    b.module("third");
    b.output(b.linear(b.pointwise("add", y, b.linear(x, sample_tensor({33, 37}, 4))),
                      sample_tensor({5, 33}, 6, 3.3)));
    return solve_data_dimensions(b.finish());
}

std::vector<float> inputs_of(const Program& program, int step) {
    std::vector<float> values;
    for (std::int64_t k = 0; k < program.input_values(); ++k)
        values.push_back(
            oracle::random_value(3, static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(k)));
    return values;
}

std::vector<std::vector<float>> run(const Program& program) {
    Vm vm(std::make_shared<const Program>(program));
    std::vector<std::vector<float>> all;
    for (int step = 0; step < inferences; ++step) {
        all.emplace_back(static_cast<std::size_t>(program.output_values()));
        vm.step(inputs_of(program, step), all.back());
    }
    return all;
}

/// The graph in float64, on inputs that were rounded as the program does.
std::vector<std::vector<double>> expected(const Graph& graph, const Program& program) {
    std::vector<RealTensor> states = nnir::initial_states(graph);
    std::vector<std::vector<double>> all;
    for (int step = 0; step < inferences; ++step) {
        const std::vector<float> values = inputs_of(program, step);
        std::vector<RealTensor> inputs;
        std::size_t next = 0;
        for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
            RealTensor tensor(graph.value(graph.inputs[i]).type.shape);
            for (double& value : tensor.values) {
                const float given = values[next++];
                value = static_cast<double>(
                    program.inputs[i].fp32 ? given : oracle::from_bf16(oracle::to_bf16(given)));
            }
            inputs.push_back(std::move(tensor));
        }
        nnir::Evaluation result = nnir::evaluate(graph, inputs, states);
        states = std::move(result.states);
        all.emplace_back();
        for (const RealTensor& output : result.outputs)
            all.back().insert(all.back().end(), output.values.begin(), output.values.end());
    }
    return all;
}

double rms(const std::vector<std::vector<float>>& ours, const std::vector<std::vector<double>>& reference) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = 0; i < ours.size(); ++i)
        for (std::size_t k = 0; k < ours[i].size(); ++k, ++count)
            sum += std::pow(static_cast<double>(ours[i][k]) - reference[i][k], 2);
    return std::sqrt(sum / static_cast<double>(count));
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
    return std::ranges::equal(a, b, [](float x, float y) {
        return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
    });
}

const StateEntry& state_entry(const Program& program) {
    return program.states.at(0);
}

}  // namespace

/// Precisions that are asked for: what is refused, what compiled programs compute with them on machines of
/// many shapes (against the oracle's bits, the float64 reference, and weights quantised by hand), and what
/// they cost.
class TestPrecision : public QObject {
    Q_OBJECT

    static Graph graph_of(const QString& name) {
        if (name == QLatin1String("leaky")) return leaky();
        if (name == QLatin1String("gated")) return gated();
        if (name == QLatin1String("arithmetic")) return arithmetic();
        return weights();
    }

    static void expect_oracle(const Program& program, const std::vector<std::vector<float>>& outputs) {
        oracle::Machine machine(program);
        for (int step = 0; step < inferences; ++step)
            QVERIFY(
                same_bits(machine.step(inputs_of(program, step)), outputs[static_cast<std::size_t>(step)]));
    }

  private Q_SLOTS:
    void rulesAsText_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("sound");
        QTest::newRow("a module") << "encoder.lstm=fp8" << true;
        QTest::newRow("with an equals sign") << "a=b=fp32" << true;
        QTest::newRow("bf16") << "*=bf16" << true;
        QTest::newRow("no pattern") << "=fp32" << false;
        QTest::newRow("no format") << "encoder" << false;
        QTest::newRow("another format") << "encoder=int8" << false;
    }
    void rulesAsText() {
        QFETCH(QString, text);
        QFETCH(bool, sound);
        try {
            QCOMPARE(to_text(precision_rule(text.toStdString(), "--precision")), text.toStdString());
            QVERIFY(sound);
        } catch (const lockstep::Error& error) {
            QVERIFY(!sound);
            QCOMPARE(error.failure().kind, FailureKind::usage);
        }
    }

    void refused_data() {
        QTest::addColumn<QString>("graph");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("fp32 of a Linear") << "leaky"
                                          << "filter=fp32"
                                          << "the published accelerators compute it in bf16 only";
        QTest::newRow("fp32 of a function") << "gated"
                                            << "gates=fp32"
                                            << "compute sigmoid in bf16 only";
        QTest::newRow("all of them at once") << "gated"
                                             << "*=fp32"
                                             << "6 of the chosen nodes cannot have fp32";
        QTest::newRow("no weights") << "gated"
                                    << "update=fp8"
                                    << "\"update\" chooses nodes without weights";
        QTest::newRow("no such input") << "gated"
                                       << "update=fp32 input:y=fp32"
                                       << "there is no input \"y\"";
        QTest::newRow("fp8 of an input") << "gated"
                                         << "input:x=fp8"
                                         << "an input has no weights";
        QTest::newRow("fp32 of a bf16 output") << "leaky"
                                               << "filter=fp32 filter.head=bf16 output:*=fp32"
                                               << "is not computed in fp32";
        QTest::newRow("no such module") << "gated"
                                        << "updates=fp32"
                                        << "Did you mean update";
    }
    void refused() {
        QFETCH(QString, graph);
        QFETCH(QString, rule);
        QFETCH(QString, wanted);
        try {
            with_precision(graph_of(graph), rules(rule));
            QFAIL("it was taken");
        } catch (const lockstep::Error& error) {
            const QString text = QString::fromStdString(to_text(error.failure()));
            QVERIFY2(text.contains(wanted), qPrintable(text));
        }
    }

    void theLastRuleWins() {
        const Graph graph = with_precision(leaky(), rules(QStringLiteral("filter=fp32 filter.head=bf16")));
        QStringList found;
        for (const nnir::Node& node : graph.nodes)
            found << QString::fromUtf8(nnir::name(node.precision).data());
        QCOMPARE(found.join(u' '), QStringLiteral("fp32 fp32 fp32 bf16"));
        QCOMPARE(nnir::verify(graph, {.data_dims_solved = true}), std::vector<std::string>());
        QCOMPARE(graph.value(graph.states[0].read).type.format, nnir::NumberFormat::fp32);
        const Graph again = with_precision(graph, rules(QStringLiteral("*=bf16")));
        QCOMPARE(again.value(graph.states[0].read).type.format, nnir::NumberFormat::bf16);
    }

    /// What comes in and goes out in fp32 is not rounded on the way: arithmetic in fp32 alone is as exact as
    /// fp32 is. Each takes twice the room on its stream.
    void inputsAndOutputs_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<bool>("outputs");
        QTest::addColumn<double>("largest");  // rms error against float64
        QTest::newRow("both") << "arithmetic"
                              << "fine=fp32 input:*=fp32 output:*=fp32" << true << 1e-6;
        QTest::newRow("one input, the last rule wins")
            << "arithmetic"
            << "fine=fp32 input:*=fp32 input:y=bf16 output:*=fp32" << true << 1e-6;
        QTest::newRow("a filter's input") << "leaky"
                                          << "filter=fp32 filter.head=bf16 input:x=fp32" << false << 0.05;
        QTest::newRow("a recurrent update's output")
            << "gated"
            << "update=fp32 output:*=fp32 input:x=fp32" << true << 0.05;
    }
    void inputsAndOutputs() {
        QFETCH(QString, name);
        QFETCH(QString, rule);
        QFETCH(bool, outputs);
        QFETCH(double, largest);
        const Graph plain = graph_of(name);
        const std::vector<PrecisionRule> asked = rules(rule);
        const Graph fine = with_precision(plain, asked);
        QCOMPARE(nnir::verify(fine, {.data_dims_solved = true}), std::vector<std::string>());
        for (const AcceleratorConfig& config : test::machines()) {
            const CompiledProgram made = compile(fine, fp32_outputs(fine, asked), config, {}, {});
            const Program& program = *made.program;
            QVERIFY(program.inputs.front().fp32);
            QCOMPARE(program.inputs.back().fp32, !rule.contains(QStringLiteral("input:y=bf16")));
            QCOMPARE(program.outputs.front().fp32, outputs);
            const CompiledProgram before = compile(plain, config);
            QVERIFY(program.input_bytes() > before.program->input_bytes());
            QCOMPARE(program.output_bytes(), before.program->output_bytes() * (outputs ? 2 : 1));
            const auto results = run(program);
            expect_oracle(program, results);
            const double error = rms(results, expected(plain, program));
            QVERIFY2(error < largest, qPrintable(QString::number(error)));
            const Program again = program_from_bytes(program_to_bytes(program), "a file");
            QVERIFY(again == program);
        }
    }

    void fp32IsCloser_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<double>("gain");  // at least, of the rms error
        QTest::newRow("a filter's state") << "leaky"
                                          << "filter=fp32 filter.head=bf16" << 1.5;
        QTest::newRow("a recurrent update") << "gated"
                                            << "update=fp32" << 1.05;
        QTest::newRow("all that fp32 is for") << "arithmetic"
                                              << "fine=fp32" << 1.5;
    }
    void fp32IsCloser() {
        QFETCH(QString, name);
        QFETCH(QString, rule);
        QFETCH(double, gain);
        const Graph plain = graph_of(name);
        const Graph fine = with_precision(plain, rules(rule));
        for (const AcceleratorConfig& config : test::machines()) {
            const CompiledProgram bf16 = compile(plain, config);
            const CompiledProgram fp32 = compile(fine, config);
            const auto outputs = run(*fp32.program);
            expect_oracle(*fp32.program, outputs);
            const auto reference = expected(plain, *bf16.program);
            const double before = rms(run(*bf16.program), reference);
            const double after = rms(outputs, reference);
            QVERIFY2(after * gain < before, qPrintable(QStringLiteral("%1: rms %2 in bf16, %3 in fp32")
                                                           .arg(QString::fromStdString(config.name))
                                                           .arg(before)
                                                           .arg(after)));
            QVERIFY(fp32.timeline->spaced > bf16.timeline->spaced);
            const auto ram = [](const Program& program) {
                std::int64_t used = 0;
                for (const MemoryUse& use : program.memory)
                    if (use.name == "tensor_ram") used = std::max(used, use.used);
                return used;
            };
            QVERIFY(ram(*fp32.program) > ram(*bf16.program));
            const Program again = program_from_bytes(program_to_bytes(*fp32.program), "a file");
            QVERIFY(again == *fp32.program);
        }
    }

    /// A state in fp32 loses nothing from one inference to the next.
    void aFilterKeepsItsStateExactly() {
        const Graph graph = with_precision(leaky(), rules(QStringLiteral("filter=fp32 filter.head=bf16")));
        const CompiledProgram compiled = compile(graph, find_config("v80_c6b32"));
        QVERIFY(state_entry(*compiled.program).fp32);
        Vm vm(compiled.program);
        std::vector<float> outputs(static_cast<std::size_t>(compiled.program->output_values()));
        std::vector<float> state(20);
        vm.read_state(0, state);
        std::vector<float> wanted = state;
        for (int step = 0; step < inferences; ++step) {
            const std::vector<float> x = inputs_of(*compiled.program, step);
            vm.step(x, outputs);
            for (std::size_t k = 0; k < wanted.size(); ++k) {
                const float in = oracle::from_bf16(oracle::to_bf16(x[k]));
                const float kept = wanted[k] * 0.9F;
                const float added = in * 0.1F;
                wanted[k] = kept + added;
            }
            vm.read_state(0, state);
            QVERIFY(same_bits(state, wanted));
        }
    }

    /// What an fp32 state is multiplied with is rounded by the loader, behind the outputs.
    void theLoaderRoundsStates() {
        const Graph plain = read_out();
        const Graph fine = with_precision(plain, rules(QStringLiteral("update=fp32")));
        for (const AcceleratorConfig& config : test::machines()) {
            const CompiledProgram bf16 = compile(plain, config);
            const CompiledProgram fp32 = compile(fine, config);
            const auto outputs = run(*fp32.program);
            expect_oracle(*fp32.program, outputs);
            const auto reference = expected(plain, *bf16.program);
            QVERIFY(rms(outputs, reference) < rms(run(*bf16.program), reference));
            std::size_t rounding = 0;
            for (const CoreProgram& core : fp32.program->cores)
                for (const Instruction& instruction : core.stream)
                    if (const auto* load = std::get_if<LoadInstruction>(&instruction))
                        rounding += fp32.program->descriptors[load->source.descriptor].fp32 ? 1U : 0U;
            QVERIFY(rounding >= 6);
            QCOMPARE(fp32.timeline->spaced, bf16.timeline->spaced);
            QVERIFY(fp32.timeline->contiguous >= bf16.timeline->contiguous);
        }
    }

    void fp8WeightsAreThoseQuantisedByHand() {
        const Graph plain = weights();
        const Graph stored = with_precision(plain, rules(QStringLiteral("*=fp8 second=bf16")));
        Graph quantised = plain;
        for (nnir::Node& node : quantised.nodes) {
            if (node.op->name() != "Linear" || node.provenance.module == "second") continue;
            const Tensor weight = node.attributes.tensor("weight");
            double largest = 0;
            for (const float value : weight.values())
                largest = std::max(largest, std::abs(static_cast<double>(value)));
            int power = -117;
            while (std::ldexp(largest, -power) > 448) ++power;
            std::vector<float> values;
            for (const float value : weight.values())
                values.push_back(
                    std::ldexp(oracle::from_fp8(oracle::to_fp8(std::ldexp(value, -power))), power));
            node.attributes.set("weight", Tensor(weight.shape(), values));
        }
        for (const AcceleratorConfig& machine : test::machines()) {
            const AcceleratorConfig config = with_fp8(machine);
            const CompiledProgram ours = compile(stored, config);
            const auto outputs = run(*ours.program);
            expect_oracle(*ours.program, outputs);
            const auto wanted = run(*compile(quantised, config).program);
            for (std::size_t step = 0; step < outputs.size(); ++step)
                QVERIFY(same_bits(outputs[step], wanted[step]));
            // The error of the weights shows.
            const auto reference = expected(plain, *ours.program);
            QVERIFY(rms(outputs, reference) > rms(run(*compile(plain, config).program), reference));
        }
    }

    void fp8WeightsTakeHalfTheRoom() {
        const Graph plain = solve_data_dimensions([] {
            GraphBuilder b("wide");
            b.output(b.linear(b.input("x", {256}), sample_tensor({384, 256}, 1)));
            return b.finish();
        }());
        const Graph stored = with_precision(plain, rules(QStringLiteral("*=fp8")));
        const AcceleratorConfig config = find_config("v80_c6b32");
        const CompiledProgram bf16 = compile(plain, config);
        const CompiledProgram fp8 = compile(stored, config);
        QCOMPARE(fp8.program->nodes[0].weight_blocks * 2, bf16.program->nodes[0].weight_blocks);
        QCOMPARE(fp8.program->nodes[0].precision, std::string("fp8"));
        QCOMPARE(fp8.timeline->spaced, bf16.timeline->spaced);
        QVERIFY(program_to_bytes(*fp8.program).size() * 3 < program_to_bytes(*bf16.program).size() * 2);
    }

    void fp8IsForSomeConfigs() {
        const Graph stored = with_precision(weights(), rules(QStringLiteral("first=fp8")));
        try {
            compile(stored, find_config("ia_840f_c3b64"));
            QFAIL("it was taken");
        } catch (const lockstep::Error& error) {
            const QString text = QString::fromStdString(to_text(error.failure()));
            QCOMPARE(error.failure().kind, FailureKind::unsupported);
            QVERIFY2(text.contains(QLatin1String("ia_840f_c3b64 does not convert fp8 weights")) &&
                         text.contains(QLatin1String("v80_c6b32")) && text.contains(QLatin1String("first")),
                     qPrintable(text));
        }
    }

    /// Carried states with their sums of fp8 weights: initial partial sums are made of the same weights.
    void carriedStatesWithFp8Weights() {
        for (const test::CarriedGraph& carried : test::carried_graphs()) {
            const Graph plain = solve_data_dimensions(carried.graph);
            const bool weighted = std::ranges::any_of(
                plain.nodes, [](const nnir::Node& node) { return node.op->info().formats.fp8_weights; });
            const bool computed = std::ranges::any_of(
                plain.nodes, [](const nnir::Node& node) { return node.op->info().formats.computed_weights; });
            if (!weighted || computed) continue;
            const Graph stored = with_precision(plain, rules(QStringLiteral("*=fp8")));
            for (const AcceleratorConfig& machine : test::machines()) {
                const CompiledProgram compiled = compile(stored, with_fp8(machine));
                expect_oracle(*compiled.program, run(*compiled.program));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestPrecision)
#include "tst_precision.moc"
