#include <QtTest>
#include <algorithm>
#include <cmath>

#include "core/accel/accelerator_config.h"
#include "core/import/model_session.h"
#include "core/nnir/text.h"
#include "core/passes/pipeline.h"
#include "core/run/lockstep_run.h"
#include "core/run/model_document.h"
#include "core/support/error.h"
#include "imported_cases.h"
#include "judge.h"

using namespace lockstep;
using namespace operator_fixtures;

namespace {

std::filesystem::path model(const char* name) {
    return std::filesystem::path(LOCKSTEP_REAL_MODELS) / (std::string(name) + ".pt");
}

/// One file as the README beside it describes it. Its arrays are tests/data/strangers/ARRAYS.npz.
struct Stranger {
    const char* name;
    const char* arrays;
    std::vector<Shape> shapes;
    std::vector<std::pair<std::size_t, std::size_t>> state;  ///< (input, output) pairs
    StreamingAxes axes;                                      ///< of the run in the VM
    std::int64_t warm_up;
};

const std::vector<Stranger>& strangers() {
    static const std::vector<Stranger> all = {
        {"anydrive_lstm", "anydrive_lstm", {{12, 1, 2}, {2, 12, 8}, {2, 12, 8}}, {{1, 1}, {2, 2}}, {}, 0},
        {"deeplog_lstm", "deeplog_lstm", {{1, 10, 1}}, {}, {}, 0},
        {"go1_actuator", "go1_actuator", {{1, 6}}, {}, {}, 0},
        {"himloco_go2", "himloco_go2", {{1, 270}}, {}, {}, 0},
        {"noaa_lstm", "noaa_lstm", {{1, 11}, {1, 1, 64}, {1, 1, 64}}, {{1, 1}, {2, 2}}, {}, 0},
        {"steerable_nafx_tcn2", "steerable_nafx_tcn2", {{1, 1, 4096}}, {}, {2}, 132},
        {"unitree_g1_lstm", "unitree_g1_lstm", {{1, 47}}, {}, {}, 0},
        {"woofalytics_scripted", "woofalytics_scripted", {{1, 480}}, {}, {}, 0},
        {"woofalytics_traced", "woofalytics_scripted", {{1, 480}}, {}, {}, 0},
        {"torch2_14_lstm_scripted", "torch2_14_lstm_scripted", {{33, 13}}, {}, {0}, 0},
        {"torch2_14_lstm_traced", "torch2_14_lstm_scripted", {{33, 13}}, {}, {0}, 0},
    };
    return all;
}

ImportedGraph import(const Stranger& stranger) {
    ModelSession session(model(stranger.name));
    ImportOptions options;
    for (const Shape& shape : stranger.shapes) options.input_shapes.emplace_back(shape);
    ImportedGraph graph = session.import(options);
    bind_states(graph, stranger.state);
    return graph;
}

/// What PyTorch gave, call after call, and the error of an emulation of bf16.
struct Known {
    judge::Tensors inputs;
    judge::Tensors outputs;
    std::vector<double> emulated_rms;
};

Known known(const Stranger& stranger) {
    const std::filesystem::path file =
        std::filesystem::path(LOCKSTEP_TEST_DATA) / "strangers" / (std::string(stranger.arrays) + ".npz");
    std::vector<std::size_t> read;
    std::vector<std::size_t> written;
    for (const auto& [input, output] : stranger.state) {
        read.push_back(input);
        written.push_back(output);
    }
    Known all{numbered_arrays(file, "x", read), numbered_arrays(file, "y", written), {}};
    const std::vector<double> emulated = named_array(file, "emulated_rms").values;
    for (std::size_t k = 0; k < emulated.size(); ++k)
        if (std::count(written.begin(), written.end(), k) == 0) all.emulated_rms.push_back(emulated[k]);
    return all;
}

std::vector<judge::Inference> inferences(const Stranger& stranger, const Known& arrays,
                                         const ModelGraphs& graphs) {
    std::vector<judge::Inference> calls = judge::calls(arrays.inputs, arrays.outputs);
    if (!graphs.streaming) return calls;
    return judge::positions(calls.at(0).inputs, calls.at(0).outputs, graphs.input_axes, graphs.output_axes,
                            stranger.warm_up);
}

/// The options that a user would give, names as the tool tells them.
ModelOptions options_of(const Stranger& stranger) {
    ModelOptions options;
    for (const Shape& shape : stranger.shapes) options.input_shapes.emplace_back("", shape);
    for (const std::optional<int>& axis : stranger.axes) options.streaming_axes.push_back({"", axis});
    if (stranger.state.empty()) return options;
    const LoadedModel plain = load_model(model(stranger.name), options);
    const ImportedGraph& graph = *plain.imported;
    for (const auto& [input, output] : stranger.state) {
        options.states.emplace_back(graph.values[graph.inputs.at(input)].name,
                                    graph.values[graph.outputs.at(output)].name);
    }
    return options;
}

/// Over all outputs, what is state among them: a run compares those too.
double emulated_rms(const Stranger& stranger) {
    Stranger plain = stranger;
    plain.state.clear();
    const Known arrays = known(plain);
    double sum = 0;
    double count = 0;
    for (std::size_t k = 0; k < arrays.outputs.size(); ++k) {
        const auto values = static_cast<double>(arrays.outputs[k].values.size());
        sum += values * arrays.emulated_rms[k] * arrays.emulated_rms[k];
        count += values;
    }
    return std::sqrt(sum / count);
}

/// The inputs of the fixtures as `--input FILE.npz` gives them.
std::vector<InputArray> input_arrays(const Program& program, const Known& arrays, bool streamed) {
    std::vector<InputArray> list;
    for (std::size_t k = 0; k < arrays.inputs.size(); ++k) {
        Shape shape = arrays.inputs[k].shape;
        if (streamed) shape.erase(shape.begin());
        const std::vector<double>& values = arrays.inputs[k].values;
        list.push_back({program.inputs.at(k).name, "fixture", "f4", shape,
                        std::vector<float>(values.begin(), values.end())});
    }
    return list;
}

QString text(const Failure& failure) {
    return QString::fromStdString(to_text(failure));
}

}  // namespace

/// Files of strangers, in the folder that LOCKSTEP_REAL_MODELS names; its README says what each is. Whole
/// runs, from the file to the VM.
class TestStrangers : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void runs_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < strangers().size(); ++i)
            QTest::newRow(strangers()[i].name) << static_cast<int>(i);
    }
    void runs() {
        QFETCH(int, index);
        const Stranger& stranger = strangers()[static_cast<std::size_t>(index)];
        const Known arrays = known(stranger);
        QVERIFY(!arrays.outputs.empty());
        try {
            const ImportedGraph imported = import(stranger);
            const ModelGraphs graphs = build_graphs(imported, stranger.axes);
            QCOMPARE(graphs.warm_up, stranger.warm_up);
            const std::vector<judge::Inference> steps = inferences(stranger, arrays, graphs);
            // fp32 sums of some hundred products; states carry the differences on.
            const judge::Distance exact =
                judge::distance(judge::in_float64(*graphs.compiled_form(), steps), steps, 1e-4, 1e-4);
            QVERIFY(exact.same_shapes);
            QVERIFY2(exact.beyond <= 0, qPrintable(QString::number(exact.max_abs)));
            const judge::Distance off = judge::distance(judge::in_vm(graphs, steps), steps, 1e-2, 1e-2);
            QVERIFY(off.same_shapes);
            QCOMPARE(off.rms.size(), arrays.emulated_rms.size());
            for (std::size_t k = 0; k < off.rms.size(); ++k) {
                qInfo("%s output %d: rms error %.3g, emulated %.3g, of %.3g%s", stranger.name,
                      static_cast<int>(k), off.rms[k], arrays.emulated_rms[k], off.expected_rms[k],
                      off.beyond <= 0 ? "; all close" : "");
                QVERIFY(off.beyond <= 0 || off.rms[k] <= 2 * arrays.emulated_rms[k]);
            }
        } catch (const Error& error) {
            QFAIL(qPrintable(text(error.failure())));
        }
    }

    void runsBesideLibTorch_data() { runs_data(); }
    /// As `lockstep run` does, the file's own method called in the worker beside the VM.
    void runsBesideLibTorch() {
        QFETCH(int, index);
        const Stranger& stranger = strangers()[static_cast<std::size_t>(index)];
        const Known arrays = known(stranger);
        try {
            const LoadedModel loaded = load_model(model(stranger.name), options_of(stranger));
            const CompiledProgram compiled = compile_model(loaded, find_config("v80_c6b32"));
            const bool streamed = loaded.graphs->streaming.has_value();
            const auto inputs =
                array_inputs(compiled.program->inputs, input_arrays(*compiled.program, arrays, streamed));
            const std::int64_t count = inputs->count().value();
            if (!streamed) QCOMPARE(count, arrays.inputs.at(0).shape.at(0));
            LockstepRun run(compiled, inputs, make_reference(loaded, inputs));
            run.run(count);
            const std::shared_ptr<const Recording> recording = run.recording();
            QCOMPARE(recording->reference.kind, ReferenceKind::forward);
            QCOMPARE(recording->error.inferences, count - stranger.warm_up);
            QCOMPARE(recording->error.non_finite, 0);
            QVERIFY2(recording->error.allclose || recording->error.rms <= 2 * emulated_rms(stranger),
                     qPrintable(QStringLiteral("rms error %1, emulated %2")
                                    .arg(recording->error.rms)
                                    .arg(emulated_rms(stranger))));
        } catch (const Error& error) {
            QFAIL(qPrintable(text(error.failure())));
        }
    }

    /// Pairs that look like state are told, never applied unasked.
    void proposesState_data() {
        QTest::addColumn<int>("index");
        QTest::newRow("anydrive_lstm") << 0;
        QTest::newRow("noaa_lstm") << 4;
    }
    void proposesState() {
        QFETCH(int, index);
        const Stranger& stranger = strangers()[static_cast<std::size_t>(index)];
        ModelSession session(model(stranger.name));
        ImportOptions options;
        for (const Shape& shape : stranger.shapes) options.input_shapes.emplace_back(shape);
        const ImportedGraph graph = session.import(options);
        QVERIFY(graph.states.empty());
        QCOMPARE(graph.inputs.size(), stranger.shapes.size());
        QCOMPARE(graph.state_proposals.size(), stranger.state.size());
        for (std::size_t k = 0; k < stranger.state.size(); ++k) {
            QCOMPARE(graph.state_proposals[k].input,
                     graph.values[graph.inputs.at(stranger.state[k].first)].name);
            QCOMPARE(graph.state_proposals[k].output,
                     graph.values[graph.outputs.at(stranger.state[k].second)].name);
            QVERIFY(!graph.state_proposals[k].reason.empty());
        }
    }

    void tracedAndScriptedAreOneGraph_data() {
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("second");
        QTest::newRow("woofalytics") << 7 << 8;
        QTest::newRow("torch2_14_lstm") << 9 << 10;
    }
    void tracedAndScriptedAreOneGraph() {
        QFETCH(int, first);
        QFETCH(int, second);
        const auto canonical = [](int index) {
            const ImportedGraph graph = import(strangers()[static_cast<std::size_t>(index)]);
            return QString::fromStdString(
                nnir::canonical_text(build_graphs(graph, StreamingAxes{}).canonical_graph()));
        };
        QCOMPARE(canonical(first), canonical(second));
    }

    void refuses_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<qint64>>("shape");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QStringList>("parts");
        QTest::newRow("sort") << "x_falldetect_sort" << QList<qint64>{2, 8}
                              << static_cast<int>(FailureKind::unsupported)
                              << QStringList{QStringLiteral("aten::sort"),
                                             QStringLiteral("temp_vals.sort()")};
        QTest::newRow("unknown operator")
            << "x_shakespeare_sdpa" << QList<qint64>{1} << static_cast<int>(FailureKind::unsupported)
            << QStringList{QStringLiteral("aten::scaled_dot_product_attention"),
                           QStringLiteral("LibTorch (1.13) does not know")};
        QTest::newRow("no forward") << "x_tch_noforward" << QList<qint64>{1}
                                    << static_cast<int>(FailureKind::bad_file)
                                    << QStringList{
                                           QStringLiteral("no method 'forward'"), QStringLiteral("add_them"),
                                           QStringLiteral("make_input_object"), QStringLiteral("--method")};
    }
    void refuses() {
        QFETCH(QString, file);
        QFETCH(QList<qint64>, shape);
        QFETCH(int, kind);
        QFETCH(QStringList, parts);
        ImportOptions options;
        options.input_shapes = {Shape(shape.begin(), shape.end())};
        try {
            ModelSession session(model(qPrintable(file)));
            build_graphs(session.import(options), StreamingAxes{});
            QFAIL("imported");
        } catch (const Error& error) {
            QCOMPARE(static_cast<int>(error.failure().kind), kind);
            for (const QString& part : parts)
                QVERIFY2(text(error.failure()).contains(part), qPrintable(text(error.failure())));
        }
    }
};

QTEST_GUILESS_MAIN(TestStrangers)
#include "tst_strangers.moc"
