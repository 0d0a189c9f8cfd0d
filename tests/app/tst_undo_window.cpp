#include "core/nnir/node_pattern.h"
#include "tests/app/window_driver.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// What is undone together, what by itself, what undo calls it, and that each document has its own.
class TestUndoWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    QAction* undo() const { return m_window->actions()[Command::undo]; }
    QAction* redo() const { return m_window->actions()[Command::redo]; }
    const ViewState& view() const { return m_window->store().state(); }
    QString undoWords() const { return undo()->text().remove(QLatin1Char('&')); }
    void openModel(const char* name) {
        drop(*m_window, model(name));
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
    }
    const nnir::Graph& graph() const { return *document().model->graphs->compiled_form(); }
    /// What a click into a graph says.
    void select(std::size_t index) {
        Q_EMIT m_window->graphs().nodeSelected(
            {.canonical = graph().nodes[index].id, .streaming = std::nullopt});
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void selectionsAreUndoneOneByOne() {
        openModel("mlp_float64.pt");
        QVERIFY(graph().nodes.size() >= 3);
        for (const std::size_t index : {0U, 1U, 2U}) select(index);
        QCOMPARE(view().selection.node, graph().nodes[2].id.value);
        QVERIFY2(undoWords().startsWith(QStringLiteral("Undo select ")), qPrintable(undoWords()));
        QVERIFY2(undoWords().contains(QString::fromStdString(std::string(graph().nodes[2].op->name()))),
                 qPrintable(undoWords()));
        undo()->trigger();
        QCOMPARE(view().selection.node, graph().nodes[1].id.value);
        undo()->trigger();
        QCOMPARE(view().selection.node, graph().nodes[0].id.value);
        redo()->trigger();
        QCOMPARE(view().selection.node, graph().nodes[1].id.value);
    }

    void typingIsOneStep() {
        openModel("mlp_float64.pt");
        ViewStore& store = m_window->store();
        const int steps = store.undoStack()->count();
        const qint64 before = view().runLength;
        const auto set = [&](qint64 length) {
            store.change(QStringLiteral("run length"), ViewStore::Group::runLength,
                         [&](ViewState& state) { state.runLength = length; });
        };
        for (const qint64 length : {3, 30, 300}) set(length);
        QCOMPARE(store.undoStack()->count(), steps + 1);
        // Later it is another gesture.
        QTest::qWait(ViewStore::gestureMs + 100);
        set(400);
        QCOMPARE(store.undoStack()->count(), steps + 2);
        undo()->trigger();
        QCOMPARE(view().runLength, 300);
        undo()->trigger();
        QCOMPARE(view().runLength, before);
    }

    void foldingSaysWhat() {
        openModel("lstm_traced.pt");
        m_window->actions()[Command::unfoldAll]->trigger();
        const auto paths = nnir::module_paths(graph());
        QVERIFY(!paths.empty());
        const QString module = QString::fromStdString(*paths.begin());
        m_window->graphs().fold(module, true);
        QCOMPARE(undoWords(), QStringLiteral("Undo fold %1").arg(module));
        m_window->graphs().fold(module, false);
        QCOMPARE(undoWords(), QStringLiteral("Undo unfold %1").arg(module));
        undo()->trigger();
        QCOMPARE(view().folded, QStringList{module});
        QCOMPARE(redo()->text().remove(QLatin1Char('&')), QStringLiteral("Redo unfold %1").arg(module));
    }

    void everyDocumentHasItsOwn() {
        openModel("mlp_float64.pt");
        select(1);
        const quint32 node = *view().selection.node;
        openModel("lstm_traced.pt");
        QVERIFY(!undo()->isEnabled());
        select(0);
        m_window->actions()[Command::themeDark]->trigger();
        m_window->controller().setCurrent(0);
        QTRY_COMPARE(view().selection.node, std::optional<quint32>(node));
        QVERIFY(undo()->isEnabled());
        undo()->trigger();
        QVERIFY(!view().selection.node);
        QCOMPARE(view().theme, ThemeMode::dark);  // of the window, not of this document's step
        redo()->trigger();
        QCOMPARE(view().selection.node, std::optional<quint32>(node));
        m_window->controller().setCurrent(1);
        QVERIFY(undo()->isEnabled());
        // What is closed can't be undone.
        m_window->controller().closeCurrent();
        m_window->controller().closeCurrent();
        QVERIFY(!undo()->isEnabled());
    }
};

QTEST_MAIN(TestUndoWindow)
#include "tst_undo_window.moc"
