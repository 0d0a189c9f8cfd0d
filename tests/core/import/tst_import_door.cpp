#include <zip.h>

#include <QtTest>
#include <chrono>
#include <cmath>
#include <csignal>
#include <thread>

#include "core/import/model_session.h"
#include "core/support/error.h"

using namespace lockstep;

namespace {

std::string file_of(const char* name) {
    return std::string(LOCKSTEP_TEST_DATA) + "/import/" + name;
}

std::vector<float> to_vector(const Tensor& tensor) {
    return {tensor.values().begin(), tensor.values().end()};
}

Failure failure_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.failure();
    }
    throw std::runtime_error("nothing was thrown");
}

/// An archive with the records of a TorchScript file, whose data.pkl is `pickle`.
QString archive_with(const QTemporaryDir& folder, const QByteArray& pickle) {
    const QString path = folder.filePath(QStringLiteral("model.pt"));
    zip_t* archive = zip_open(path.toUtf8().constData(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    const auto add = [&](const char* name, const QByteArray& bytes) {
        const zip_int64_t index = zip_file_add(
            archive, name,
            zip_source_buffer(archive, bytes.constData(), static_cast<zip_uint64_t>(bytes.size()), 0),
            ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    };
    const QByteArray constants("\x80\x02)\x2e", 4);
    const QByteArray code("class M(Module):\n  def forward(self, x: Tensor) -> Tensor:\n    return x\n");
    add("m/data.pkl", pickle);
    add("m/constants.pkl", constants);
    add("m/code/__torch__.py", code);
    add("m/version", "3\n");
    zip_close(archive);
    return path;
}

}  // namespace

/// What people drop: files that tell all about themselves, files that mean harm, and workers that die.
class TestImportDoor : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void exportedFilesTellTheirInputs() {
        ModelSession session(file_of("exported_sequence.pt"));
        const ModelProbe probe = session.probe();
        const ModelProbe::Input& x = probe.inputs.at(0);
        QVERIFY(x.proposal == (Shape{1, 9, 4}));
        QCOMPARE(x.streaming_axis.value_or(-9), 1);
        QCOMPARE(QString::fromStdString(describe_axes(x)),
                 QStringLiteral("batch = axis 0 (1), time = axis 1 (9), features = axis 2 (4)"));
        QVERIFY(probe.exported_by.rfind("PyTorch 1.13", 0) == 0);
        ModelSession scalar(file_of("exported_loops.pt"));
        QCOMPARE(scalar.probe().inputs.at(1).value.value_or(0), 3.0);
    }

    /// Shapes are guessed by trying some, most of which do not fit a cell.
    void shapesAreGuessedInFrontOfACell() {
        ModelSession session(std::string(LOCKSTEP_TEST_DATA) + "/loops/cell_lstm_scripted.pt");
        QCOMPARE(session.probe().inputs.size(), 1U);
    }

    void axesAreNamedByTheFirstWeights() {
        ModelSession session(std::string(LOCKSTEP_TEST_DATA) + "/models/cnn_traced.pt");
        QCOMPARE(QString::fromStdString(describe_axes(session.probe().inputs.at(0))),
                 QStringLiteral("batch = axis 0 (1), channels = axis 1 (32), time = axis 2 (20)"));
        ModelSession lstm(std::string(LOCKSTEP_TEST_DATA) + "/models/lstm_scripted.pt");
        QCOMPARE(QString::fromStdString(describe_axes(lstm.probe().inputs.at(0))),
                 QStringLiteral("time = axis 0 (20), features = axis 1 (128)"));
    }

    void exportedVectorsAreWhatTheFileAnswers_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("pairs") << "exported_pairs.pt";
        QTest::newRow("sequence") << "exported_sequence.pt";
        QTest::newRow("state") << "exported_state.pt";
        QTest::newRow("a scalar") << "exported_loops.pt";
    }
    void exportedVectorsAreWhatTheFileAnswers() {
        QFETCH(QString, file);
        ModelSession session(file_of(file.toUtf8().constData()));
        const ModelProbe probe = session.probe();
        QCOMPARE(probe.vectors.size(), std::size_t{3});
        const ImportedGraph graph = session.import({});
        for (const ModelProbe::TestVector& vector : probe.vectors) {
            std::vector<std::vector<float>> inputs;
            for (const Tensor& input : vector.inputs) inputs.push_back(to_vector(input));
            const auto outputs = session.forward(inputs);
            QCOMPARE(outputs.size(), vector.outputs.size());
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                QCOMPARE(vector.outputs[i].shape(), graph.values[graph.outputs[i]].shape);
                for (std::size_t k = 0; k < outputs[i].size(); ++k)
                    QVERIFY(std::abs(outputs[i][k] - vector.outputs[i].values()[k]) <= 1e-5F);
            }
        }
    }

    void aRecordThatLiesIsLeftOut() {
        ModelSession session(file_of("exported_lie.pt"));
        const ModelProbe probe = session.probe();
        QVERIFY(probe.inputs.at(0).proposal == (Shape{6}));
        QVERIFY(!probe.inputs[0].streaming_axis.has_value());
        QVERIFY(probe.vectors.empty());
    }

    void aHostilePickleCostsNoMoreThanTheWorker_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::newRow("nested a million deep") << QByteArray("\x80\x02") + QByteArray(1'000'000, ')') +
                                                      QByteArray(1'000'000, '\x85') + QByteArray(".");
        QTest::newRow("lists in lists") << QByteArray("\x80\x02") + QByteArray(1'000'000, ']') +
                                               QByteArray(999'999, 'a') + QByteArray(".");
        QTest::newRow("marks only") << QByteArray("\x80\x02") + QByteArray(1'000'000, '(');
        QTest::newRow("pops too much") << QByteArray("\x80\x02.");
        QTest::newRow("an unknown class") << QByteArray(
            "\x80\x02"
            "cos\nsystem\nX\x02\0\0\0id\x85R.",
            26);
    }
    void aHostilePickleCostsNoMoreThanTheWorker() {
        QFETCH(QByteArray, pickle);
        QTemporaryDir folder;
        const std::string path = archive_with(folder, pickle).toStdString();
        const Failure failure = failure_of([&] {
            ModelSession session(path);
            session.probe();
        });
        QVERIFY2(failure.kind == FailureKind::bad_file || failure.kind == FailureKind::worker_failed,
                 failure.message.c_str());
        QVERIFY2(failure.message.rfind("model.pt: ", 0) == 0, failure.message.c_str());
        QVERIFY(failure.message.find('\n') == std::string::npos);
    }

    void aWorkerMayDieAtAnyMoment_data() {
        QTest::addColumn<int>("milliseconds");
        for (const int after : {0, 1, 5, 20, 60, 150, 400})
            QTest::newRow(QByteArray::number(after).constData()) << after;
    }
    void aWorkerMayDieAtAnyMoment() {
        QFETCH(int, milliseconds);
        ModelSession session(file_of("state_pairs.pt"));
        ImportOptions options;
        options.input_shapes = {Shape{1, 4}, Shape{1, 5}, Shape{1, 5}, Shape{1, 5}};
        const auto work = [&] {
            session.probe();
            const ImportedGraph graph = session.import(options);
            return session.forward({std::vector<float>(4, 0.1F), std::vector<float>(5, 0.2F),
                                    std::vector<float>(5, 0.3F), std::vector<float>(5, 0.4F)});
        };
        const int pid = session.worker_pid();
        QVERIFY(pid > 0);
        std::jthread killer([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
            ::kill(pid, SIGKILL);
        });
        try {
            work();
        } catch (const Error& error) {
            QVERIFY2(error.failure().kind == FailureKind::worker_failed, error.what());
        }
        killer.join();
        QTRY_VERIFY(session.worker_pid() != pid);
        QCOMPARE(work().size(), std::size_t{4});
    }

    void stateThatDiedWithItsWorkerIsSaid() {
        ModelSession session(file_of("buffer_state.pt"));
        ImportOptions options;
        options.input_shapes = {Shape{6}};
        session.import(options);
        const std::vector<std::vector<float>> input = {std::vector<float>(6, 0.5F)};
        const auto first = session.forward(input);
        QCOMPARE(::kill(session.worker_pid(), SIGKILL), 0);
        QTRY_COMPARE(session.worker_pid(), -1);
        const Failure failure = failure_of([&] { session.forward(input); });
        QVERIFY(failure.kind == FailureKind::worker_failed);
        QVERIFY2(failure.message.find("the state of the model with it") != std::string::npos,
                 failure.message.c_str());
        session.reset_forward();
        QVERIFY(session.forward(input) == first);
    }
};

QTEST_GUILESS_MAIN(TestImportDoor)
#include "tst_import_door.moc"
