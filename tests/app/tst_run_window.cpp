#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>

#include "app/command_text.h"
#include "app/seed_box.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/breakpoints_panel.h"
#include "widgets/panels/panel_table.h"
#include "widgets/panels/runs_panel.h"
#include "widgets/panels/states_panel.h"
#include "widgets/plots/plot_view.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// A run in the window: going through it, stopping it, editing its states, feeding it.
class TestRunWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    /// The values of a state in front of an inference, by the recording that is shown.
    std::vector<float> lastRow(std::size_t state) const {
        const StateTrace& trace = document().recording->states[state];
        return {trace.vm.end() - trace.size, trace.vm.end()};
    }
    /// A bound of the cell state that some inferences of the first 60 cross and others do not.
    double rareBound() const {
        const StateTrace& trace = cell();
        std::vector<float> largest;
        for (std::int64_t row = 0; row < document().recording->rows; ++row) {
            const auto begin = trace.vm.begin() + row * trace.size;
            largest.push_back(*std::max_element(begin, begin + trace.size));
        }
        std::sort(largest.begin(), largest.end());
        return static_cast<double>(largest[largest.size() - 4]);
    }
    const StateTrace& cell() const {
        for (const StateTrace& trace : document().recording->states)
            if (trace.role == "cell") return trace;
        qFatal("no cell state");
    }
    QString rareCondition() const {
        return QStringLiteral("%1 > %2")
            .arg(QString::fromStdString(cell().name))
            .arg(rareBound(), 0, 'g', 17);
    }
    void addBreakpoint(const QString& condition) {
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        auto* field = find<QLineEdit>("newBreakpoint");
        QTRY_VERIFY_WITH_TIMEOUT(field->hasFocus(), patience);
        QTest::keyClicks(field, condition);
        QVERIFY2(find<QPushButton>("addBreakpoint")->isEnabled(),
                 qPrintable(find<QLabel>("breakpointProblem")->text()));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    }
    QString cellText(const char* table, int row, int column) const {
        const auto* view = find<QTableView>(table);
        return view->model()->index(row, column).data().toString();
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    /// Looking at an earlier inference gives up nothing of what was run behind it.
    void timeTravel() {
        openStreamed();
        runTo(60);
        const Recording whole = *document().recording;
        auto* scrubber = find<QSlider>("scrubber");
        QCOMPARE(scrubber->maximum(), 60);
        scrubber->setFocus();
        for (int i = 0; i < 7; ++i) QTest::keyClick(scrubber, Qt::Key_Left);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 53, patience);
        QCOMPARE(document().done(), 60);
        QCOMPARE(std::ssize(document().recording->inferences), 60);
        QCOMPARE(document().recording->rows, 53);
        QVERIFY(std::equal(document().recording->outputs.begin(), document().recording->outputs.end(),
                           whole.outputs.begin()));
        QVERIFY(find<QLabel>("position")->text().contains(QStringLiteral("53")));
        QVERIFY(find<QLabel>("position")->text().contains(QStringLiteral("60")));
        // Going on steps through what is there, then further.
        for (int i = 0; i < 9; ++i) QTest::keyClick(m_window.get(), Qt::Key_F10);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 62, patience);
        QCOMPARE(document().done(), 62);
        QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 0, patience);
        QCOMPARE(document().done(), 0);
    }

    /// A handle that is dragged shows places on the way, and the last one in the end.
    void dragging() {
        openStreamed();
        runTo(60);
        auto* scrubber = find<QSlider>("scrubber");
        for (int value = 59; value >= 20; --value) scrubber->setValue(value);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 20, patience);
        QCOMPARE(document().done(), 60);
    }

    void farPlacesAreMadeAgain() {
        openStreamed();
        runTo(20);
        const std::vector<float> early = lastRow(0);
        m_window->controller().runTo(4000);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 4000, 2 * patience);
        QVERIFY(document().recording->first > 20);
        goTo(20);
        QVERIFY(lastRow(0) == early);
        QCOMPARE(document().done(), 4000);
    }

    void goalAndTimeLeft() {
        openStreamed();
        m_window->controller().runTo(1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("position")->text().contains(QStringLiteral("left")), patience);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        QVERIFY(document().position() < 1'000'000);
        QVERIFY(!find<QLabel>("position")->text().contains(QStringLiteral("left")));
    }

    void fullSpeedIsASpeed() {
        openStreamed();
        auto* speed = find<QSlider>("speedSlider");
        speed->setFocus();
        QTest::keyClick(speed, Qt::Key_End);
        QCOMPARE(m_window->store().state().speed, fullSpeed);
        m_window->graphs().setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(document().position() > 200, patience);
        QCOMPARE(m_window->controller().motion(), Motion::running);
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    }

    /// The hits of a run that nothing stops, found from its recorded states, are where the run stops.
    void breakpoints() {
        openStreamed();
        runTo(60);
        const double bound = rareBound();
        std::vector<qint64> expected;
        const StateTrace trace = cell();
        for (std::int64_t row = 0; row < 60; ++row) {
            const auto begin = trace.vm.begin() + row * trace.size;
            if (static_cast<double>(*std::max_element(begin, begin + trace.size)) > bound)
                expected.push_back(row);
        }
        QCOMPARE(expected.size(), std::size_t{3});
        // What was run before is looked through at once.
        addBreakpoint(rareCondition());
        QTRY_COMPARE_WITH_TIMEOUT(find<QTableView>("hits")->model()->rowCount(), 3, patience);
        for (int row = 0; row < 3; ++row)
            QCOMPARE(cellText("hits", row, 0), QString::number(expected[static_cast<std::size_t>(row)]));
        // A click on a hit shows its inference.
        auto* hits = find<QTableView>("hits");
        QTest::mouseClick(hits->viewport(), Qt::LeftButton, {},
                          hits->visualRect(hits->model()->index(1, 1)).center());
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == expected[1] + 1, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F4);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == expected[2] + 1, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F4, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == expected[1] + 1, patience);

        // A run from the beginning stops behind each of them.
        QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().done() == 0, patience);
        m_window->store().change(QStringLiteral("length"), ViewStore::Group::single,
                                 [](ViewState& state) { state.runLength = 60; });
        for (const qint64 hit : expected) {
            QTest::keyClick(m_window.get(), Qt::Key_F5);
            QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == hit + 1, patience);
            QVERIFY(m_window->message().contains(QString::number(hit)));
        }
        QTest::keyClick(m_window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() == 60, patience);
        QVERIFY(commandText(document()).contains(QStringLiteral("--break '%1'").arg(rareCondition())));
    }

    void breakpointsAreEditedInPlace() {
        openStreamed();
        runTo(20);
        auto* field = find<QLineEdit>("newBreakpoint");
        QTest::keyClick(m_window.get(), Qt::Key_F9);
        for (const char* wrongWords : {"error >", "nobody > 1", "wrong", "y[9999] > 1"}) {
            field->setText(QString::fromLatin1(wrongWords));
            QVERIFY2(!find<QPushButton>("addBreakpoint")->isEnabled(), wrongWords);
            QVERIFY(find<QLabel>("breakpointProblem")->isVisible());
        }
        field->clear();
        addBreakpoint(QStringLiteral("error > 1"));
        addBreakpoint(QStringLiteral("nan"));
        auto* table = find<QTableView>("breakpoints");
        QCOMPARE(table->model()->rowCount(), 2);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(0, 1));
        QTest::keyClick(table, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->store().state().breakpoints[0].enabled, patience);
        QVERIFY(!commandText(document()).contains(QStringLiteral("error")));
        QTest::keyClick(table, Qt::Key_F2);
        auto* editor = table->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("rms > 1"));
        // Figures of the watched run come while somebody types.
        auto* rows = qobject_cast<PanelTableModel*>(table->model());
        QVERIFY(rows != nullptr);
        Q_EMIT rows->dataChanged(rows->index(0, 0), rows->index(1, rows->columnCount() - 1));
        QCOMPARE(editor->text(), QStringLiteral("rms > 1"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->store().state().breakpoints[0].condition,
                                  QStringLiteral("rms > 1"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(1, 1));
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(m_window->store().state().breakpoints.size(), std::size_t{1});
        find<QAction>("undo")->trigger();
        QCOMPARE(m_window->store().state().breakpoints.size(), std::size_t{2});
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
    }

    void wrongDecisionsStopARun() {
        openStreamed();
        runTo(20);
        auto* decisions = find<QLineEdit>("decisions");
        m_window->docks().dockOf(m_window->docks().breakpoints)->raise();
        decisions->setFocus();
        decisions->setText(QStringLiteral("argmin"));
        QTest::keyClick(decisions, Qt::Key_Return);
        QVERIFY(find<QLabel>("breakpointProblem")->isVisible());
        QVERIFY(m_window->store().state().decisions.isEmpty());
        // Above a threshold that lies between VM and reference somewhere, they decide apart.
        const Recording& recording = *document().recording;
        std::size_t at = 0;
        while (at + 1 < recording.outputs.size() &&
               !(recording.outputs[at] != recording.reference_outputs[at]))
            ++at;
        const double middle = (static_cast<double>(recording.outputs[at]) +
                               static_cast<double>(recording.reference_outputs[at])) /
                              2;
        decisions->setText(QStringLiteral("threshold=%1").arg(middle, 0, 'g', 17));
        QTest::keyClick(decisions, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(still() && !document().watch->result.decisions.empty(), patience);
        QVERIFY(document().watch->result.decisions[0].differing > 0);
        addBreakpoint(QStringLiteral("wrong"));
        QTRY_VERIFY_WITH_TIMEOUT(document().watch->result.hits.size() > 0, patience);
        QCOMPARE(document().watch->result.conditions[0].hits,
                 document().watch->result.decisions[0].differing);
    }

    void runUntil() {
        openStreamed();
        runTo(60);
        const QString condition = rareCondition();
        const double bound = rareBound();
        QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().done() == 0, patience);
        QTest::keyClick(m_window.get(), Qt::Key_F5, Qt::ControlModifier);
        auto* dialog = find<QDialog>("runUntilDialog");
        QVERIFY(dialog != nullptr);
        auto* field = dialog->findChild<QLineEdit*>(QStringLiteral("untilCondition"));
        auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        field->setText(QStringLiteral("nobody > 2"));
        QVERIFY(!ok->isEnabled());
        field->setText(condition);
        QVERIFY(ok->isEnabled());
        QTest::mouseClick(ok, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().position() > 0 && !m_window->message().isEmpty(),
                                 patience);
        QVERIFY(document().position() < 60);
        const StateTrace& trace = cell();
        QVERIFY(static_cast<double>(*std::max_element(trace.vm.end() - trace.size, trace.vm.end())) > bound);
        QVERIFY(m_window->store().state().breakpoints.empty());
    }

    /// A value is typed over; the edited run is laid over the one before, and undo goes back to it.
    void editedState() {
        openStreamed();
        runTo(40);
        const Recording before = *document().recording;
        goTo(15);
        QTest::keyClick(m_window.get(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        auto* table = find<QTableView>("stateValues");
        QTRY_VERIFY_WITH_TIMEOUT(table->isVisible(), patience);
        auto* chooser = find<QComboBox>("stateChooser");
        const int state = chooser->findText(QString::fromStdString(cell().name), Qt::MatchStartsWith);
        QVERIFY(state >= 0);
        chooser->setCurrentIndex(state);
        const QString name = QString::fromStdString(cell().name);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(3, 1));
        QTest::keyClick(table, Qt::Key_F2);
        auto* editor = table->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->setText(QStringLiteral("many"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("statesProblem")->isVisible(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(table->viewport()->findChildren<QLineEdit*>().isEmpty(), patience);
        QVERIFY(m_window->store().state().edits.isEmpty());
        table->edit(table->model()->index(3, 1));
        editor = nullptr;
        for (QLineEdit* each : table->viewport()->findChildren<QLineEdit*>()) editor = each;
        QVERIFY(editor != nullptr);
        editor->setText(QStringLiteral("2.5"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->store().state().edits,
                                  QStringList{QStringLiteral("15:%1[3]=2.5").arg(name)}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().kept.size() == 1, patience);
        QCOMPARE(document().done(), 40);
        QCOMPARE(document().position(), 15);
        QVERIFY(table->model()->index(3, 1).data().toString().contains(QStringLiteral("2.5")));
        goTo(40);
        const auto rowsBefore = before.outputs.begin() + 15 * before.output_size;
        QVERIFY(std::equal(before.outputs.begin(), rowsBefore, document().recording->outputs.begin()));
        QVERIFY(!std::equal(rowsBefore, before.outputs.end(),
                            document().recording->outputs.begin() + 15 * before.output_size));
        QVERIFY(document().recording->error.allclose);
        QVERIFY(commandText(document()).contains(QStringLiteral("--edit '15:%1[3]=2.5'").arg(name)));

        // Both are in the list, and their difference begins at the edit.
        QTRY_VERIFY_WITH_TIMEOUT(
            find<QLabel>("runSentence")->text().contains(QStringLiteral("from inference 15 ")), patience);
        QCOMPARE(find<QTableView>("runs")->model()->rowCount(), 2);
        QVERIFY(!m_window->docks().runs->plot()->isEmpty());

        find<QAction>("undo")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().runView.edits.isEmpty(), patience);
        goTo(40);
        QVERIFY(document().recording->outputs == before.outputs);
    }

    /// A value that is being typed when the window closes is nobody's.
    void closedWhileEditing() {
        openStreamed();
        QTest::keyClick(m_window.get(), Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
        auto* table = find<QTableView>("stateValues");
        QTRY_VERIFY_WITH_TIMEOUT(table->isVisible(), patience);
        table->edit(table->model()->index(0, 1));
        auto* editor = table->viewport()->findChild<QLineEdit*>();
        QVERIFY(editor != nullptr);
        editor->setText(QStringLiteral("0.125"));
    }

    void editsOfTheFirstInference() {
        openStreamed();
        QVERIFY(find<QTableView>("stateValues")->model()->rowCount() > 0);
        const QString state = QString::fromStdString(document().recording->states[0].name);
        Q_EMIT m_window->docks().states->valueEdited(state, 0, 0.5);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().runView.edits.size() == 1, patience);
        QVERIFY2(document().failures.empty(), qPrintable(m_window->message()));
        runTo(20);
        QVERIFY(document().recording->error.allclose);
        QCOMPARE(document().recording->reference.kind, ReferenceKind::stepped);
    }

    void runsOfTwoConfigs() {
        openStreamed();
        runTo(20);
        auto* chooser = find<QComboBox>("configChooser");
        choose(chooser, chooser->findData(QStringLiteral("ia_840f_c3b64")));
        QTRY_VERIFY_WITH_TIMEOUT(
            still() && settled(*m_window) && document().kept.size() == 1 && document().done() == 20,
            patience);
        QTRY_VERIFY_WITH_TIMEOUT(!find<QLabel>("runSentence")->text().isEmpty() && still(), patience);
        QCOMPARE(find<QTableView>("runDifferences")->model()->rowCount(),
                 1 + static_cast<int>(document().recording->states.size()));
        auto* runs = find<QTableView>("runs");
        m_window->docks().dockOf(m_window->docks().runs)->raise();
        runs->setFocus();
        runs->setCurrentIndex(runs->model()->index(1, 0));
        QTest::keyClick(runs, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(still() &&
                                     document().compiled->request.config == QStringLiteral("v80_c6b32") &&
                                     document().done() == 20,
                                 patience);
        runs->setCurrentIndex(runs->model()->index(1, 0));
        QTest::keyClick(runs, Qt::Key_Delete);
        QVERIFY(document().kept.empty());
    }

    void seedsAreKeptAsRuns() {
        openStreamed();
        runTo(20);
        const std::vector<float> first = document().recording->outputs;
        find<SeedBox>("seed")->setValue(2);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().kept.size() == 1 && document().done() == 20, patience);
        QVERIFY(document().recording->outputs != first);
        QVERIFY(document().kept[0].name.contains(QStringLiteral("seed 1")));
        QVERIFY(document().kept[0].watched->run().recording()->outputs == first);
    }

    void generatedInputs() {
        openStreamed();
        QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
        auto* dialog = find<QDialog>("inputDialog");
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        auto* kind = dialog->findChild<QComboBox*>(QStringLiteral("inputKind0"));
        auto* words = dialog->findChild<QLineEdit*>(QStringLiteral("inputWords0"));
        choose(kind, 2);
        words->setText(QStringLiteral("-3"));
        QVERIFY(!ok->isEnabled());
        words->setText(QStringLiteral("20,0.5"));
        QVERIFY(ok->isEnabled());
        QTest::mouseClick(ok, Qt::LeftButton);
        QCOMPARE(m_window->store().state().input.generators, QStringList{QStringLiteral("sine:20,0.5")});
        QTRY_VERIFY_WITH_TIMEOUT(still() && !document().randomInputs, patience);
        runTo(20);
        QVERIFY(document().inputs.contains(QStringLiteral("sine:20,0.5")));
        QVERIFY(document().recording->error.allclose);
        QVERIFY(find<QComboBox>("inputSource")->currentText().contains(QStringLiteral("sine")));
        QVERIFY(commandText(document()).contains(QStringLiteral("--generate sine:20,0.5 --seed 1")));
        // Back to random ones.
        Q_EMIT find<QComboBox>("inputSource")->activated(0);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().randomInputs, patience);
    }

    /// A table is dropped: its columns, the one that resets the state and what is odd about it are seen
    /// first.
    void droppedTable() {
        openStreamed();
        QFile table(file("day.csv"));
        QVERIFY(table.open(QIODevice::WriteOnly));
        QByteArray bytes("session");
        for (int k = 0; k < 129; ++k) bytes += ",c" + QByteArray::number(k);
        bytes += '\n';
        for (int row = 0; row < 50; ++row) {
            bytes += QByteArray::number(row / 20);
            for (int k = 0; k < 129; ++k) {
                const double value = k == 0   ? 7
                                     : k == 1 ? 1000 + row * 0.5
                                              : ((row * 31 + k * 17) % 97) / 97.0 - 0.5;
                bytes += ',' + QByteArray::number(value);
            }
            bytes += '\n';
        }
        table.write(bytes);
        table.close();
        drop(*m_window, table.fileName());
        auto* dialog = find<QDialog>("inputDialog");
        QVERIFY(dialog != nullptr && dialog->isVisible());
        auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        auto* fit = dialog->findChild<QLabel*>(QStringLiteral("previewFit"));
        QTRY_VERIFY_WITH_TIMEOUT(fit->isVisible() && !fit->text().isEmpty(), patience);
        // 130 columns are two more than the input takes.
        QVERIFY(!ok->isEnabled());
        QVERIFY(fit->text().contains(QStringLiteral("128")));
        auto* reset = dialog->findChild<QComboBox*>(QStringLiteral("resetColumn"));
        choose(reset, 1);
        Q_EMIT reset->activated(1);
        auto* change = dialog->findChild<QCheckBox*>(QStringLiteral("resetOnChange"));
        QTRY_VERIFY_WITH_TIMEOUT(change->isEnabled(), patience);
        change->click();
        auto* columns = dialog->findChild<QLineEdit*>(QStringLiteral("previewColumns"));
        QStringList names;
        for (int k = 0; k < 128; ++k) names << QStringLiteral("c%1").arg(k);
        QTRY_VERIFY_WITH_TIMEOUT(columns->isVisible(), patience);
        columns->setText(names.join(QLatin1Char(',')));
        Q_EMIT columns->editingFinished();
        QTRY_VERIFY_WITH_TIMEOUT(ok->isEnabled(), patience);
        auto* caption = dialog->findChild<QLabel*>(QStringLiteral("previewCaption"));
        QVERIFY2(caption->text().contains(QStringLiteral("50 inferences")), qPrintable(caption->text()));
        QVERIFY2(caption->text().contains(QStringLiteral("2 times")), qPrintable(caption->text()));
        const auto* figures = dialog->findChild<QTableView*>(QStringLiteral("previewFigures"));
        QCOMPARE(figures->model()->rowCount(), 128);
        QCOMPARE(figures->model()->index(0, 4).data().toString(), QStringLiteral("constant"));
        QVERIFY(figures->model()->index(1, 4).data().toString().contains(QStringLiteral("bf16")));
        QTest::mouseClick(ok, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().inputCount == 50, patience);
        QVERIFY2(document().failures.empty(), qPrintable(m_window->message()));
        runTo(50);
        QCOMPARE(document().recording->resets, 2);
        const QString command = commandText(document());
        QVERIFY(command.contains(QStringLiteral("--reset-column session:change")));
        QVERIFY(command.contains(QStringLiteral("day.csv:c0,c1,")));
        QVERIFY(!command.contains(QStringLiteral("--seed")));
    }

    void referencesOfChoice() {
        openStreamed();
        runTo(20);
        find<QAction>("exportOutputs")->trigger();
        answerFileDialog(*m_window, "exportDialog", file("expected.npy"));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_window->message().contains(QStringLiteral("Wrote ") + file("expected.npy")), patience);
        const auto ask = [&](const QString& data, const QString& words) {
            // No window manager gives the focus back.
            m_window->activateWindow();
            QTRY_VERIFY_WITH_TIMEOUT(m_window->isActiveWindow(), patience);
            QTest::keyClick(m_window.get(), Qt::Key_I, Qt::ControlModifier);
            auto* dialog = find<QDialog>("inputDialog");
            QVERIFY(dialog->isVisible());
            auto* kinds = dialog->findChild<QComboBox*>(QStringLiteral("referenceChoice"));
            choose(kinds, kinds->findData(data));
            dialog->findChild<QLineEdit*>(QStringLiteral("referenceWords"))->setText(words);
            auto* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
            QVERIFY(ok->isEnabled());
            QTest::mouseClick(ok, Qt::LeftButton);
            QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        };
        ask(QStringLiteral(".npy"), file("expected.npy"));
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().recording->reference.kind == ReferenceKind::file,
                                 patience);
        QCOMPARE(document().recording->error.max_abs, 0.0);
        ask(QStringLiteral("none"), {});
        QTRY_COMPARE_WITH_TIMEOUT(document().recording->error.inferences, 0, patience);
        ask(QStringLiteral("stepped"), {});
        QTRY_COMPARE_WITH_TIMEOUT(document().recording->inferences[0].reference, ReferenceKind::stepped,
                                  patience);
        QVERIFY(commandText(document()).contains(QStringLiteral("--reference stepped")));
    }

    void pictures_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)})
            for (const bool dark : {false, true})
                QTest::addRow("%dx%d %s", size.width(), size.height(), dark ? "dark" : "light")
                    << size << dark;
    }
    /// Leaves pictures of the panels in the build folder, with something in each.
    void pictures() {
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        m_window->actions()[dark ? Command::themeDark : Command::themeLight]->trigger();
        m_window->resize(size);
        openStreamed();
        m_window->actions()[Command::resetLayout]->trigger();
        runTo(60);
        const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
        QVERIFY(QDir().mkpath(folder));
        const auto save = [&](const char* name, QWidget& widget) {
            QTest::qWait(80);
            QVERIFY(widget.grab().save(QStringLiteral("%1/run_%2_%3_%4.png")
                                           .arg(folder, QLatin1String(name))
                                           .arg(size.width())
                                           .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))));
        };
        addBreakpoint(rareCondition());
        addBreakpoint(QStringLiteral("saturated"));
        m_window->store().change(QStringLiteral("b"), ViewStore::Group::single, [](ViewState& state) {
            state.breakpoints.push_back({QStringLiteral("nobody > 3"), true});
            state.breakpoints.push_back({QStringLiteral("nan"), false});
        });
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        m_window->message();
        QTest::keyClick(m_window.get(), Qt::Key_F4, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(still(), patience);
        save("breakpoints", *m_window);
        m_window->docks().dockOf(m_window->docks().states)->raise();
        Q_EMIT m_window->docks().states->valueEdited(QString::fromStdString(cell().name), 1, 2.5);
        QTRY_VERIFY_WITH_TIMEOUT(still() && document().runView.edits.size() == 1, patience);
        m_window->docks().dockOf(m_window->docks().runs)->raise();
        QTRY_VERIFY_WITH_TIMEOUT(still() && !m_window->docks().runs->plot()->isEmpty(), patience);
        save("runs", *m_window);
        QCOMPARE(m_window->size(), size);

        QFile table(file("prices.csv"));
        QVERIFY(table.open(QIODevice::WriteOnly));
        QByteArray bytes("day");
        for (int k = 0; k < 128; ++k) bytes += ",price" + QByteArray::number(k);
        bytes += '\n';
        for (int row = 0; row < 50; ++row) {
            bytes += QByteArray::number(row / 20);
            for (int k = 0; k < 128; ++k)
                bytes += ',' +
                         QByteArray::number(k == 1 ? 4 : 1000 * (k == 2) + ((row * 31 + k * 17) % 97) / 97.0);
            bytes += '\n';
        }
        table.write(bytes);
        table.close();
        drop(*m_window, table.fileName());
        auto* dialog = find<QDialog>("inputDialog");
        auto* fit = dialog->findChild<QLabel*>(QStringLiteral("previewFit"));
        QTRY_VERIFY_WITH_TIMEOUT(fit->isVisible(), patience);
        save("inputs", *dialog);
        dialog->reject();
    }

    void sessionsHoldAllOfIt() {
        ViewState view;
        view.input = {.seed = 9,
                      .files = {QStringLiteral("x=a.csv:b,c")},
                      .generators = {QStringLiteral("y=walk:0.1")},
                      .resetColumn = QStringLiteral("d:change")};
        view.reference = QStringLiteral("sampled:100");
        view.breakpoints = {{QStringLiteral("nan"), true}, {QStringLiteral("error > 1"), false}};
        view.decisions = {QStringLiteral("argmax")};
        view.edits = {QStringLiteral("3:h[1]=2")};
        view.speed = fullSpeed;
        QVERIFY(viewStateFromJson(toJson(view)) == view);
    }
};

QTEST_MAIN(TestRunWindow)
#include "tst_run_window.moc"
