#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTableWidget>
#include <QTreeWidget>

#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/problems_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

QString operatorModel(const char* name) {
    return QStringLiteral(LOCKSTEP_TEST_DATA "/operators/") + QLatin1String(name);
}

}  // namespace

/// What the window asks, offers and refuses about a model.
class TestModelWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void open(const QString& file, const ModelOptions& options) {
        m_window->openModel(file, options, m_window->store().state(), false);
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void refusedPlacesStandInTheGraph() {
        ModelOptions options;
        options.input_shapes = {{"", {6}}};
        open(model("sort.pt"), options);
        QTRY_COMPARE_WITH_TIMEOUT(pageName(), QStringLiteral("refusalPage"), patience);
        auto* table = find<QTreeWidget>("refusalTable");
        QCOMPARE(table->topLevelItemCount(),
                 static_cast<int>(document().failures.at(Stage::load).nodes.size()));
        QVERIFY(table->topLevelItem(0)->text(0).contains(QStringLiteral("sort")));
        auto* graph = m_window->findChild<QWidget*>(QStringLiteral("refusalPage"))->findChild<GraphView*>();
        QTRY_VERIFY_WITH_TIMEOUT(graph->drawing() != nullptr, patience);
        graph->setSelection(std::nullopt);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table->visualItemRect(table->topLevelItem(0)).center());
        QVERIFY(graph->selection().has_value());
        QVERIFY(graph->look().marks.contains(*graph->selection()));
        QTest::mouseClick(find<QPushButton>("refusalCopy"), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("sort")));
    }

    void anotherMethodIsChosen() {
        drop(*m_window, model("no_forward.pt"));
        QTRY_COMPARE_WITH_TIMEOUT(pageName(), QStringLiteral("errorPage"), patience);
        auto* chooser = find<QComboBox>("methodChooser");
        QTRY_VERIFY_WITH_TIMEOUT(chooser->isVisible(), patience);
        QCOMPARE(chooser->count(), 2);
        const QString method = chooser->currentText();
        QTest::mouseClick(find<QPushButton>("methodUse"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(
            pageName() == QStringLiteral("shapeForm") || (settled(*m_window) && document().run), patience);
        QCOMPARE(QString::fromStdString(document().options.method), method);
    }

    void anotherKindOfFileGetsLinesToRun() {
        // What safetensors writes: the length of a JSON header, the header, the values.
        const QByteArray header = R"({"fc.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}})";
        QFile weights(file("model.safetensors"));
        QVERIFY(weights.open(QIODevice::WriteOnly));
        for (int i = 0; i < 8; ++i) weights.putChar(i == 0 ? static_cast<char>(header.size()) : '\0');
        weights.write(header + QByteArray(4, '\0'));
        weights.close();
        drop(*m_window, weights.fileName());
        QTRY_COMPARE_WITH_TIMEOUT(pageName(), QStringLiteral("errorPage"), patience);
        auto* code = find<QPlainTextEdit>("errorCode");
        QTRY_VERIFY_WITH_TIMEOUT(code->isVisible(), patience);
        QVERIFY(find<QLabel>("errorMessage")->text().contains(QStringLiteral("safetensors")));
        QVERIFY(code->toPlainText().contains(QStringLiteral("load_file(\"model.safetensors\")")));
        // Only what Python understands is copied: no line is indented, and no sentence stands behind.
        const QStringList lines = code->toPlainText().split(QLatin1Char('\n'));
        for (const QString& line : lines) QVERIFY2(!line.startsWith(QLatin1Char(' ')), qPrintable(line));
        QVERIFY(!code->toPlainText().contains(QStringLiteral("is in the folder")));
        QVERIFY(find<QLabel>("errorBehindCode")->text().contains(QStringLiteral("lockstep_export.py")));
        QTest::mouseClick(find<QPushButton>("errorCodeCopy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), code->toPlainText());
    }

    void anExportedFileOpensWithoutAQuestion() {
        drop(*m_window, QStringLiteral(LOCKSTEP_TEST_DATA "/import/exported_sequence.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(document().isStreamed());
        QVERIFY(document().vectors.has_value());
        QCOMPARE(document().vectors->count, 3);
        QVERIFY(document().vectors->allclose);
        QVERIFY(document().vectors->reference_max_abs < 1e-4);
        const std::vector<Problem>& problems = m_window->docks().problems->problems();
        QVERIFY(std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
            return problem.level == ProblemLevel::note &&
                   problem.message.contains(QStringLiteral("3 test vectors stored by PyTorch"));
        }));
    }

    void valuesAndAxesAreAskedForAndRemembered() {
        drop(*m_window, operatorModel("scalar_arguments_scripted.pt"));
        QTRY_COMPARE_WITH_TIMEOUT(pageName(), QStringLiteral("shapeForm"), patience);
        find<QLineEdit>("shape0")->setText(QStringLiteral("5, 6"));
        find<QLineEdit>("scalar0")->setText(QStringLiteral("much"));
        QVERIFY(!find<QPushButton>("shapesOk")->isEnabled());
        auto* axis = find<QComboBox>("shapeAxis0");
        QVERIFY(axis->itemText(1).contains(QStringLiteral("axis 0 (5)")));
        axis->setCurrentIndex(1);
        for (const char* name : {"scalar0", "scalar1"}) {
            auto* field = find<QLineEdit>(name);
            field->setText(field->accessibleName().contains(QStringLiteral("gain"))
                               ? QStringLiteral("0.5")
                               : QStringLiteral("16000"));
        }
        QTest::mouseClick(find<QPushButton>("shapesOk"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().isStreamed(), patience);
        QCOMPARE(document().model->options.input_values.at("gain"), 0.5);

        // The same file from another place, in another window.
        const QString copy = file("copy.pt");
        QVERIFY(QFile::copy(operatorModel("scalar_arguments_scripted.pt"), copy));
        reopenWindow();
        drop(*m_window, copy);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().isStreamed(), patience);
        QCOMPARE(document().model->options.input_values.at("rate"), 16000.0);
    }

    void aReadoutIsDeployedInAnotherWay() {
        ModelOptions options;
        options.method = "run_lstm_last_step";
        options.input_shapes = {{"", {1, 5, 6}}};
        open(operatorModel("recurrent_traced.pt"), options);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(!document().isStreamed());
        QVERIFY(m_window->message().contains(QStringLiteral("last position")));
        QTest::mouseClick(find<QPushButton>("messageAction"), Qt::LeftButton);
        QTableWidget* table = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((table = find<QTableWidget>("readoutTable")) != nullptr, patience);
        QTRY_COMPARE_WITH_TIMEOUT(table->rowCount(), 3, patience);
        table->selectRow(2);
        QTest::mouseClick(find<QPushButton>("readoutUse"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().isStreamed(), patience);
        QCOMPARE(find<QSpinBox>("resetEvery")->value(), 5);
        m_window->controller().runTo(10);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 10, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        const auto& inferences = document().recording->inferences;
        QCOMPARE(inferences[9].reference, ReferenceKind::forward);
        QCOMPARE(inferences[8].reference, ReferenceKind::stepped);
        QVERIFY(document().recording->error.allclose);
    }

    void aModelWithItsOwnStateRuns() {
        drop(*m_window, operatorModel("buffer_lstm_traced.pt"));
        QTRY_VERIFY_WITH_TIMEOUT(
            (settled(*m_window) && document().run) || pageName() == QStringLiteral("shapeForm"), patience);
        if (pageName() == QStringLiteral("shapeForm")) {
            find<QLineEdit>("shape0")->setText(QStringLiteral("1, 6"));
            QTest::mouseClick(find<QPushButton>("shapesOk"), Qt::LeftButton);
        }
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QVERIFY(!document().isStreamed());
        QVERIFY(document().hasState());
        m_window->controller().runTo(30);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 30, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy(), patience);
        const Recording straight = *document().recording;
        QVERIFY(straight.error.allclose);
        QCOMPARE(straight.reference.kind, ReferenceKind::forward);
        QVERIFY(!straight.states.empty());
        QVERIFY(!straight.states.front().reference.empty());
        // Back and forth gives the same; a reset begins anew.
        m_window->controller().goTo(3);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 3, patience);
        m_window->controller().goTo(30);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), 30, patience);
        QCOMPARE(document().recording->outputs, straight.outputs);
        QCOMPARE(document().recording->reference_outputs, straight.reference_outputs);
        auto* resets = find<QSpinBox>("resetEvery");
        QVERIFY(resets->isVisible());
        resets->setValue(10);
        QTRY_VERIFY_WITH_TIMEOUT(ready() && document().position() == 30 && document().view.resetEvery == 10 &&
                                     document().recording->outputs != straight.outputs,
                                 patience);
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestModelWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_model_window.moc"
