#include <QDialog>
#include <QDockWidget>
#include <QThread>

#include "app/examples.h"
#include "app/selection_links.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/unit_panel.h"
#include "widgets/panels/variants_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

namespace {

/// A job of the window: what must be there first, and how it is begun.
struct Job {
    const char* name;
    bool ready;  ///< an example stands compiled, with 200 inferences run
    void (*begin)(MainWindow& window, const QTemporaryDir& folder);
};

void trigger(MainWindow& window, Command command) {
    QAction* action = window.actions()[command];
    QVERIFY2(action->isEnabled(), qPrintable(action->objectName()));
    action->trigger();
}

void write(MainWindow& window, const QTemporaryDir& folder, Command command, const char* name) {
    trigger(window, command);
    answerFileDialog(window, "exportDialog", folder.filePath(QLatin1String(name)));
}

const Job allJobs[] = {
    {"import", false,
     [](MainWindow& window, const QTemporaryDir&) { drop(window, model("lstm_traced.pt")); }},
    {"import of what is refused", false,
     [](MainWindow& window, const QTemporaryDir&) { drop(window, model("data_dependent_if.pt")); }},
    {"layout", false,
     [](MainWindow& window, const QTemporaryDir&) {
         drop(window, QStringLiteral(LOCKSTEP_TEST_DATA "/zoo/nano-llm_0.pt"));
         // On its way, or done where that was quick.
         const GraphView& view = *window.graphs().canonicalView();
         QTRY_VERIFY_WITH_TIMEOUT(view.isLayingOut() || view.drawing() != nullptr, patience);
     }},
    {"layout again", true,
     [](MainWindow& window, const QTemporaryDir&) {
         trigger(window, Command::foldAll);
         trigger(window, Command::unfoldAll);
     }},
    {"streaming", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.store().change({}, ViewStore::Group::single,
                               [](ViewState& state) { state.streamingAxes = {std::nullopt}; });
     }},
    {"compile", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.store().change({}, ViewStore::Group::single,
                               [](ViewState& state) { state.config = QStringLiteral("ia_840f_c3b64"); });
     }},
    {"optimize", true,
     [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::policyOptimize); }},
    {"run", true, [](MainWindow& window, const QTemporaryDir&) { window.controller().runTo(1'000'000); }},
    {"play", true, [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::play); }},
    {"look back", true, [](MainWindow& window, const QTemporaryDir&) { window.controller().goTo(3); }},
    {"breakpoints", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.store().change({}, ViewStore::Group::single, [](ViewState& state) {
             state.breakpoints = {{QStringLiteral("error > 1e-4"), true}};
         });
     }},
    {"state edit", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.store().change({}, ViewStore::Group::single,
                               [](ViewState& state) { state.edits = {QStringLiteral("3:lstm.c0[1]=0.5")}; });
     }},
    {"attribution", true,
     [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::explainWorst); }},
    {"survey", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.docks().dockOf(window.docks().units)->raise();
         window.findChild<QAbstractButton*>(QStringLiteral("unitAll"))->click();
     }},
    {"preview", true,
     [](MainWindow& window, const QTemporaryDir& folder) {
         QFile table(folder.filePath(QStringLiteral("rows.csv")));
         QVERIFY(table.open(QIODevice::WriteOnly));
         QByteArray row;
         for (int k = 0; k < 128; ++k) row += QByteArray::number(k * 0.01) + (k < 127 ? ',' : '\n');
         for (int i = 0; i < 2000; ++i) table.write(row);
         table.close();
         drop(window, table.fileName());
         QVERIFY(window.findChild<QDialog*>(QStringLiteral("inputDialog"))->isVisible());
     }},
    {"export of a page", true,
     [](MainWindow& window, const QTemporaryDir& folder) {
         write(window, folder, Command::exportPdf, "report.pdf");
     }},
    {"export of a trace", true,
     [](MainWindow& window, const QTemporaryDir& folder) {
         write(window, folder, Command::exportTrace, "trace.json");
     }},
    {"comparison of accelerators", true,
     [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::compareConfigs); }},
    {"comparison of runs", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.store().change({}, ViewStore::Group::single, [](ViewState& state) { state.input.seed = 7; });
         trigger(window, Command::compareRuns);
     }},
    {"what would help", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.store().change({}, ViewStore::Group::target, [](ViewState& state) { state.targetUs = 0.3; });
         trigger(window, Command::whatHelps);
     }},
    {"variants made again", true,
     [](MainWindow& window, const QTemporaryDir&) {
         trigger(window, Command::keepVariant);
         window.store().change({}, ViewStore::Group::single,
                               [](ViewState& state) { state.config = QStringLiteral("ia_840f_c3b64"); });
         QTRY_VERIFY_WITH_TIMEOUT(settled(window), patience);
         trigger(window, Command::keepVariant);
         Q_EMIT window.docks().variants->makeWanted(0);
     }},
    {"activations", true,
     [](MainWindow& window, const QTemporaryDir&) {
         window.docks().dockOf(window.docks().inspector)->raise();
         const Document* document = window.controller().current();
         window.links().selectNode(document->compiled->compiled.program->nodes.front().id);
     }},
    {"operator by operator", true,
     [](MainWindow& window, const QTemporaryDir&) {
         trigger(window, Command::stepOperator);
         trigger(window, Command::stepOperator);
     }},
    {"picture of the graphs", true,
     [](MainWindow& window, const QTemporaryDir& folder) {
         trigger(window, Command::exportGraph);
         auto* choice = window.findChild<QDialog*>(QStringLiteral("graphExportDialog"));
         QVERIFY(choice != nullptr);
         Q_EMIT choice->findChild<QDialogButtonBox*>()->accepted();
         answerFileDialog(window, "graphExportFile", folder.filePath(QStringLiteral("graph")));
     }},
    {"weights", true,
     [](MainWindow& window, const QTemporaryDir& folder) {
         write(window, folder, Command::exportWeights, "weights.npz");
     }},
    {"accelerator's form", true,
     [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::editConfig); }},
    {"reload", true, [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::reload); }},
    {"file dialog", true, [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::open); }},
    {"help", true, [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::helpWindow); }},
    {"palette", true, [](MainWindow& window, const QTemporaryDir&) { trigger(window, Command::palette); }},
};

/// Rounds of the event loop before the end. The address sanitizer's build, which would see what others
/// survive, takes more.
#ifdef __SANITIZE_ADDRESS__
constexpr int moments[] = {0, 1, 4, 20, 120};
#else
constexpr int moments[] = {1, 20};
#endif

}  // namespace

/// The window is closed at several moments of each of its jobs: nothing is spoken to that is gone, and what
/// was being written is whole.
class TestClosingWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void closed_data() {
        QTest::addColumn<int>("job");
        QTest::addColumn<int>("rounds");
        for (int job = 0; job < static_cast<int>(std::size(allJobs)); ++job)
            for (const int rounds : moments)
                QTest::addRow("%s, after %d rounds", allJobs[job].name, rounds) << job << rounds;
    }
    void closed() {
        QFETCH(int, job);
        QFETCH(int, rounds);
        if (allJobs[job].ready) {
            m_window->openExample(0);
            QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
            runTo(200);
        }
        allJobs[job].begin(*m_window, *m_folder);
        if (QTest::currentTestFailed()) return;
        for (int i = 0; i < rounds; ++i) {
            QCoreApplication::processEvents();
            QThread::usleep(500);
        }
        // A person closes it; a session that ends takes it away without asking.
        if (rounds % 2 == 0) QVERIFY(m_window->close());
        m_window.reset();
        for (int i = 0; i < 3; ++i) QCoreApplication::processEvents();
        for (const char* name : {"report.pdf", "trace.json"}) {
            const QByteArray bytes = contents(file(name));
            if (!bytes.isEmpty())
                QVERIFY(bytes.startsWith("%PDF") ? bytes.trimmed().endsWith("%%EOF")
                                                 : bytes.trimmed().endsWith('}'));
        }
        QVERIFY(QDir(m_folder->path()).entryList({QStringLiteral("*.partial*")}).isEmpty());
    }
};

QTEST_MAIN(TestClosingWindow)
#include "tst_closing_window.moc"
