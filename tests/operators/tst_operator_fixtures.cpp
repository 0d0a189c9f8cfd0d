#include <QtTest>
#include <algorithm>

#include "core/nnir/text.h"
#include "core/passes/pipeline.h"
#include "imported_cases.h"
#include "judge.h"

using namespace lockstep;
using namespace operator_fixtures;

namespace {

/// PyTorch computes in fp32: sums of some ten products of values near 1.
constexpr double fp32_atol = 1e-5;
constexpr double fp32_rtol = 1e-4;
/// One more rounding to bf16 than the emulation has, relative to the outputs' rms: at most half of the last
/// of 8 bits. It matters where the emulation happens to be exact.
constexpr double one_rounding = 1.0 / 512;

QString text(const Failure& failure) {
    return QString::fromStdString(to_text(failure));
}

bool contains(const std::string& whole, const std::string& part) {
    return whole.find(part) != std::string::npos;
}

/// The cases of the groups that LOCKSTEP_OPERATOR_GROUPS names, all if it is not set, of the folder that
/// LOCKSTEP_OPERATOR_FIXTURES names, tests/data/operators if it is not set.
Imports& imports() {
    static Imports all([] {
        std::filesystem::path folder = std::filesystem::path(LOCKSTEP_TEST_DATA) / "operators";
        if (const QByteArray other = qgetenv("LOCKSTEP_OPERATOR_FIXTURES"); !other.isEmpty())
            folder = other.toStdString();
        std::vector<OperatorCase> cases = read_cases(folder);
        const QString groups = qEnvironmentVariable("LOCKSTEP_OPERATOR_GROUPS");
        if (groups.isEmpty()) return cases;
        std::erase_if(cases, [names = groups.split(QLatin1Char(' '))](const OperatorCase& c) {
            return !names.contains(QString::fromStdString(c.group));
        });
        return cases;
    }());
    return all;
}

/// The graphs of a case's first form. Fails the running test where there are none.
std::optional<ModelGraphs> graphs_of(const OperatorCase& c, const std::string& form,
                                     const StreamingAxes& axes) {
    const ImportedCase& imported = imports().get(c, form);
    if (!imported.graph) {
        QTest::qFail(qPrintable(text(imported.failure)), __FILE__, __LINE__);
        return std::nullopt;
    }
    try {
        return build_graphs(*imported.graph, axes);
    } catch (const Error& error) {
        QTest::qFail(qPrintable(text(error.failure())), __FILE__, __LINE__);
        return std::nullopt;
    }
}

std::vector<judge::Inference> whole_inferences(const OperatorCase& c) {
    if (c.steps > 0) return judge::calls(c.inputs, c.outputs);
    return {{c.inputs, c.outputs}};
}

void compare_in_float64(const nnir::Graph& graph, const std::vector<judge::Inference>& inferences) {
    const judge::Distance off =
        judge::distance(judge::in_float64(graph, inferences), inferences, fp32_atol, fp32_rtol);
    QVERIFY2(off.same_shapes, "outputs of other shapes than PyTorch's");
    QVERIFY2(off.beyond <= 0, qPrintable(QStringLiteral("off by %1").arg(off.max_abs)));
}

void compare_in_vm(const ModelGraphs& graphs, const std::vector<judge::Inference>& inferences,
                   const std::vector<double>& emulated) {
    judge::Distance off;
    try {
        off = judge::distance(judge::in_vm(graphs, inferences), inferences, 1e-2, 1e-2);
    } catch (const Error& error) {
        QFAIL(qPrintable(text(error.failure())));
    }
    QVERIFY2(off.same_shapes, "outputs of other shapes than PyTorch's");
    QCOMPARE(off.rms.size(), emulated.size());
    for (std::size_t k = 0; k < emulated.size(); ++k) {
        const double allowed = 2 * emulated[k] + one_rounding * off.expected_rms[k];
        if (off.rms[k] > allowed && off.beyond > 0) {
            QFAIL(qPrintable(QStringLiteral("output %1: rms error %2, emulated %3, of %4; largest error %5")
                                 .arg(k)
                                 .arg(off.rms[k])
                                 .arg(emulated[k])
                                 .arg(off.expected_rms[k])
                                 .arg(off.max_abs)));
        }
    }
}

/// The first line where two texts differ, with what stands around it.
QString first_difference(const std::string& a, const std::string& b) {
    const QStringList left = QString::fromStdString(a).split(QLatin1Char('\n'));
    const QStringList right = QString::fromStdString(b).split(QLatin1Char('\n'));
    qsizetype line = 0;
    while (line < left.size() && line < right.size() && left[line] == right[line]) ++line;
    const qsizetype from = std::max<qsizetype>(line - 2, 0);
    return QStringLiteral("the forms differ in line %1:\n%2\nbut\n%3")
        .arg(line + 1)
        .arg(left.mid(from, 6).join(QLatin1Char('\n')), right.mid(from, 6).join(QLatin1Char('\n')));
}

/// Each form by the float64 reference; both forms are one graph.
void gives_what_pytorch_gives(const OperatorCase& c) {
    QVERIFY(!c.outputs.empty());
    std::string first;
    for (const std::string& form : c.forms) {
        const std::optional<ModelGraphs> graphs = graphs_of(c, form, {});
        if (!graphs) return;
        compare_in_float64(graphs->canonical_graph(), whole_inferences(c));
        if (QTest::currentTestFailed()) return;
        const std::string canonical = nnir::canonical_text(graphs->canonical_graph());
        if (first.empty()) first = canonical;
        QVERIFY2(canonical == first, qPrintable(first_difference(canonical, first)));
    }
}

void runs_in_the_vm(const OperatorCase& c) {
    const std::optional<ModelGraphs> graphs = graphs_of(c, c.forms[0], {});
    if (graphs) compare_in_vm(*graphs, whole_inferences(c), c.emulated_rms);
}

/// Whole and streamed by the float64 reference; the streaming form in the VM.
void streams(const OperatorCase& c) {
    const std::optional<ModelGraphs> graphs = graphs_of(c, c.forms[0], c.axes);
    if (!graphs) return;
    const judge::Tensors whole = nnir::evaluate(graphs->canonical_graph(), c.inputs).outputs;
    std::vector<judge::Inference> steps =
        judge::positions(c.inputs, whole, graphs->input_axes, graphs->output_axes, c.warm_up);
    const judge::Distance off =
        judge::distance(judge::in_float64(*graphs->compiled_form(), steps), steps, 1e-9, 0);
    QVERIFY(off.same_shapes);
    QVERIFY2(off.beyond <= 0, qPrintable(QStringLiteral("off by %1").arg(off.max_abs)));
    steps = judge::positions(c.inputs, c.outputs, graphs->input_axes, graphs->output_axes, c.warm_up);
    compare_in_vm(*graphs, steps, c.emulated_rms);
}

void refuses_to_stream(const OperatorCase& c) {
    const ImportedCase& imported = imports().get(c, c.forms[0]);
    QVERIFY2(imported.graph, qPrintable(text(imported.failure)));
    for (const CannotStream& refusal : c.cannot_stream) {
        try {
            build_graphs(*imported.graph, refusal.axes);
            QFAIL("it streams");
        } catch (const Error& error) {
            const Failure& failure = error.failure();
            QVERIFY2(failure.kind == FailureKind::cannot_stream, qPrintable(text(failure)));
            QVERIFY2(contains(to_text(failure), refusal.reason), qPrintable(text(failure)));
            QVERIFY2(!failure.advice.empty(), qPrintable(text(failure)));
            QVERIFY2(!failure.nodes.empty(), qPrintable(text(failure)));
            QVERIFY2(!failure.nodes[0].reason.empty() && contains(failure.nodes[0].source, ".py:"),
                     qPrintable(text(failure)));
        }
    }
}

void refuses(const OperatorCase& c) {
    for (const std::string& form : c.forms) {
        const ImportedCase& imported = imports().get(c, form);
        Failure failure = imported.failure;
        if (imported.graph) {
            try {
                build_graphs(*imported.graph, StreamingAxes{});
                QFAIL("imported");
            } catch (const Error& error) {
                failure = error.failure();
            }
        }
        QVERIFY2(failure.kind == FailureKind::unsupported, qPrintable(text(failure)));
        QVERIFY2(!failure.advice.empty(), qPrintable(text(failure)));
        const Refused& refused = *c.refused;
        const bool named = std::any_of(failure.nodes.begin(), failure.nodes.end(), [&](const FailureNode& n) {
            return std::count(refused.operators.begin(), refused.operators.end(), n.op) > 0 &&
                   contains(n.source, refused.place) &&
                   (form == "traced" || contains(n.source, refused.line)) && !n.reason.empty();
        });
        QVERIFY2(named, qPrintable(text(failure)));
    }
}

}  // namespace

using Check = void (*)(const OperatorCase&);
Q_DECLARE_METATYPE(Check)

/// Operators and layers as PyTorch saves them, scripted and traced, from the file to the VM.
class TestOperatorFixtures : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void holds_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<Check>("check");
        const std::vector<OperatorCase>& cases = imports().cases();
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const OperatorCase& c = cases[i];
            const auto add = [&](bool wanted, const char* what, Check check) {
                if (wanted) QTest::addRow("%s: %s", c.name.c_str(), what) << static_cast<int>(i) << check;
            };
            add(!c.refused, "as PyTorch", gives_what_pytorch_gives);
            add(!c.refused, "VM", runs_in_the_vm);
            add(!c.axes.empty(), "streamed", streams);
            add(!c.cannot_stream.empty(), "cannot stream", refuses_to_stream);
            add(c.refused.has_value(), "refused", refuses);
        }
    }
    void holds() {
        QFETCH(int, index);
        QFETCH(Check, check);
        check(imports().cases()[static_cast<std::size_t>(index)]);
    }
};

QTEST_GUILESS_MAIN(TestOperatorFixtures)
#include "tst_operator_fixtures.moc"
