#include <QComboBox>
#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "app/error_microscope.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/panels/decision_panel.h"
#include "widgets/panels/error_elements_model.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/error_statistics_panel.h"
#include "widgets/panels/error_terms_model.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/unit_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// From a run to what its error comes from, by mouse and keyboard in the real window. Leaves pictures in the
/// build folder.
class TestErrorWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openAndRun(int example, qint64 inferences) {
        m_window->openExample(example);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        m_window->controller().runTo(inferences);
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), inferences, patience);
    }
    ErrorPanel& panel() const { return *m_window->docks().microscope; }
    bool explained(qint64 inference) const {
        return !m_window->microscope().isBusy() && panel().account() != nullptr &&
               panel().account()->part.index == inference;
    }
    void explainWorst() {
        find<QAction>("explainWorst")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(explained(document().recording->error.worst_index), patience);
    }
    /// What was measured: the recorded outputs, without the account's own figures.
    double measured(qint64 inference) const {
        const Recording& recording = *document().recording;
        const auto first = static_cast<std::size_t>((inference - recording.first) * recording.output_size);
        double worst = 0;
        for (std::size_t k = first; k < first + static_cast<std::size_t>(recording.output_size); ++k) {
            const double off = static_cast<double>(recording.outputs[k]) -
                               static_cast<double>(recording.reference_outputs[k]);
            if (std::abs(off) > std::abs(worst)) worst = off;
        }
        return worst;
    }
    void save(const char* scene) {
        for (const bool dark : {false, true}) {
            m_window->actions()[dark ? Command::themeDark : Command::themeLight]->trigger();
            for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
                m_window->resize(size);
                m_window->graphs().fit();
                QTest::qWait(120);  // plots draw what is new 30 times a second
                const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
                QVERIFY(QDir().mkpath(folder));
                QVERIFY(
                    m_window->grab().save(QStringLiteral("%1/%2_%3_%4.png")
                                              .arg(folder, QLatin1String(scene))
                                              .arg(size.width())
                                              .arg(dark ? QStringLiteral("dark") : QStringLiteral("light"))));
            }
        }
    }

  private Q_SLOTS:
    void init() { openWindow({1280, 800}); }
    void cleanup() { closeWindow(); }

    void theWorstInferenceIsExplained() {
        openAndRun(0, 60);
        const qint64 worst = document().recording->error.worst_index;
        explainWorst();
        QVERIFY(!m_window->docks().dockOf(&panel())->visibleRegion().isEmpty());
        // All views look at it.
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), worst + 1, patience);
        const double error = measured(worst);
        QVERIFY(std::abs(error) > 0);
        QCOMPARE(std::abs(error), document().recording->error.max_abs);
        QCOMPARE(panel().account()->measured(), error);
        QVERIFY2(std::abs(panel().sum() - error) <= 1e-6 * std::abs(error),
                 qPrintable(QString::number(panel().sum(), 'g', 17)));
        // The devices come behind it.
        auto* tabs = find<QTabWidget>("errorTabs");
        QTRY_VERIFY_WITH_TIMEOUT(tabs->isTabEnabled(tabs->count() - 1), patience);

        // The graphs can be coloured by it.
        const auto& heats = m_window->graphs().heatSources();
        const auto heat = std::ranges::find(heats, QStringLiteral("error"), &HeatSource::key);
        QVERIFY(heat != heats.end());
        for (const NodeError& each : panel().account()->attribution().nodes)
            QCOMPARE(heat->values.at(each.node), each.max_abs);

        // A click on a node's row selects it everywhere.
        auto* table = find<QTableView>("errorTerms");
        const QAbstractItemModel& rows = *table->model();
        int row = 0;
        while (!rows.index(row, 0).data(ErrorTermsModel::nodeRole).isValid()) ++row;
        const quint32 node = rows.index(row, 0).data(ErrorTermsModel::nodeRole).toUInt();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table->visualRect(rows.index(row, 2)).center());
        QCOMPARE(m_window->store().state().selection.node, std::optional(node));
        // And its elements are there: the largest difference is that of the table.
        auto* elements = find<QTableView>("errorElements");
        tabs->setCurrentWidget(elements);
        double largest = 0;
        for (int k = 0; k < elements->model()->rowCount(); ++k)
            largest = std::max(largest, elements->model()
                                            ->index(k, ErrorElementsModel::difference)
                                            .data(ErrorElementsModel::sortRole)
                                            .toDouble());
        QCOMPARE(largest, panel().account()->find(node)->max_abs);
        save("error_elements");
        tabs->setCurrentIndex(0);
        save("error_worst");
        tabs->setCurrentIndex(2);
        save("error_over_time");
        tabs->setCurrentIndex(3);
        save("error_devices");
    }

    /// Whatever inference and stretch: the account is of it, and adds up.
    void itFollowsWhatIsLookedAt() {
        openAndRun(0, 30);
        explainWorst();
        choose(find<QComboBox>("errorSubject"), 0);
        for (const qint64 inference : {3, 17}) {
            m_window->controller().goTo(inference + 1);
            QTRY_VERIFY_WITH_TIMEOUT(explained(inference), patience);
            const double error = measured(inference);
            QVERIFY(std::abs(panel().sum() - error) <= 1e-6 * std::abs(error));
        }
        QCOMPARE(panel().account()->attribution().inferences, std::int64_t{8});
        find<QSpinBox>("errorStretch")->setValue(2);
        QTRY_VERIFY_WITH_TIMEOUT(explained(17) && panel().account()->attribution().inferences == 2, patience);
        QVERIFY(std::abs(panel().sum() - measured(17)) <= 1e-6 * std::abs(measured(17)));
        // Nothing of the run was given up.
        QCOMPARE(document().recording->total(), std::int64_t{30});
        find<QAction>("step")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(explained(18), patience);
    }

    void itCanBeCancelled() {
        openAndRun(0, 30);
        find<QSpinBox>("errorStretch")->setValue(1000);
        find<QAction>("explainWorst")->trigger();
        QVERIFY(m_window->microscope().isBusy());
        auto* cancel = find<QToolButton>("errorCancel");
        QVERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->microscope().isBusy(), patience);
        QVERIFY(!cancel->isVisible());
        QCOMPARE(panel().account(), nullptr);
        // Asked again, it is done.
        find<QSpinBox>("errorStretch")->setValue(4);
        QTRY_VERIFY_WITH_TIMEOUT(explained(document().recording->error.worst_index), patience);
    }

    /// Closing the window in the middle of it is safe.
    void theWindowMayClose() {
        openAndRun(0, 30);
        find<QAction>("explainWorst")->trigger();
        QVERIFY(m_window->microscope().isBusy());
    }

    void theDistributionGoesToInferences() {
        openAndRun(0, 60);
        m_window->docks().dockOf(m_window->docks().statistics)->raise();
        auto* table = find<QTableView>("worstTable");
        QTRY_VERIFY(table->isVisible());
        for (const int row : {0, 4}) {
            const qint64 inference = document().recording->worst[static_cast<std::size_t>(row)].index;
            QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
                              table->visualRect(table->model()->index(row, 1)).center());
            QTRY_COMPARE_WITH_TIMEOUT(document().position(), inference + 1, patience);
        }
        QCOMPARE(document().recording->total(), std::int64_t{60});
        save("error_statistics");
    }

    void decisionsThatDifferAreListed() {
        openAndRun(0, 60);
        // A threshold between the VM's value and the reference's: at least one decision differs.
        const Recording recording = *document().recording;
        QCOMPARE(recording.rows, std::int64_t{60});
        const auto size = static_cast<std::size_t>(recording.output_size);
        const double threshold = (static_cast<double>(recording.outputs[30 * size]) +
                                  static_cast<double>(recording.reference_outputs[30 * size])) /
                                 2;
        m_window->docks().dockOf(m_window->docks().decisions)->raise();
        choose(find<QComboBox>("decisionKind"), 3);
        auto* field = find<QDoubleSpinBox>("decisionThreshold");
        field->setValue(threshold);
        const double asked = field->value();
        std::vector<qint64> expected;
        for (std::size_t row = 0; row < 60; ++row)
            for (std::size_t k = row * size; k < (row + 1) * size; ++k) {
                const bool ours = static_cast<double>(recording.outputs[k]) > asked;
                if (ours == (static_cast<double>(recording.reference_outputs[k]) > asked)) continue;
                expected.push_back(static_cast<qint64>(row));
                break;
            }
        QVERIFY(!expected.empty());
        auto* table = find<QTableView>("wrongDecisions");
        // Inferences that were run before the rule was there.
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->controller().isBusy() && document().watch, patience);
        auto* back = find<QToolButton>("decisionLookBack");
        if (back->isVisible()) QTest::mouseClick(back, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), static_cast<int>(expected.size()), patience);
        const DecisionResult result = document().watch->result.decisions.front();
        QCOMPARE(result.compared, std::int64_t{60});
        QCOMPARE(result.differing, std::ssize(expected));
        for (std::size_t k = 0; k < expected.size(); ++k) QCOMPARE(result.listed[k].index, expected[k]);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table->visualRect(table->model()->index(0, 0)).center());
        QTRY_COMPARE_WITH_TIMEOUT(document().position(), expected.front() + 1, patience);
        // The choice is a change of the view.
        const QStringList chosen = document().view.decisions;
        find<QAction>("undo")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(document().view.decisions != chosen, patience);
        find<QAction>("redo")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(document().view.decisions, chosen, patience);
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), static_cast<int>(expected.size()), patience);
        save("decisions");
    }

    void unitsAreCounted() {
        openAndRun(0, 60);
        m_window->docks().dockOf(m_window->docks().units)->raise();
        UnitPanel* units = m_window->docks().units;
        QTRY_VERIFY_WITH_TIMEOUT(units->report() != nullptr, patience);
        const ActivityReport& report = *units->report();
        QCOMPARE(report.inferences, std::int64_t{60});
        // Against the recorded states.
        const Recording& recording = *document().recording;
        for (std::size_t s = 0; s < recording.states.size(); ++s) {
            const StateTrace& state = recording.states[s];
            QCOMPARE(report.traces[s].name, state.name);
            for (std::int64_t unit = 0; unit < state.size; ++unit) {
                float least = state.vm[static_cast<std::size_t>(unit)];
                float most = least;
                for (std::int64_t row = 1; row < 60; ++row) {
                    const float value = state.vm[static_cast<std::size_t>(row * state.size + unit)];
                    least = std::min(least, value);
                    most = std::max(most, value);
                }
                QCOMPARE(report.traces[s].units[static_cast<std::size_t>(unit)].min, least);
                QCOMPARE(report.traces[s].units[static_cast<std::size_t>(unit)].max, most);
            }
        }
        save("units");
    }

    void nothingToExplainSaysWhy() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        find<QAction>("explainWorst")->trigger();
        QCOMPARE(panel().account(), nullptr);
        // It comes by itself with the first inference.
        find<QAction>("step")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(explained(0), patience);
        find<QAction>("reset")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(panel().account() == nullptr, patience);
    }
};

int main(int argc, char** argv) {
    initSettings();
    QApplication application(argc, argv);
    TestErrorWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_error_window.moc"
