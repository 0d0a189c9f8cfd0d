#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>
#include <QTreeWidget>

#include "app/selection_links.h"
#include "core/run/npy_header.h"
#include "core/run/npz_archive.h"
#include "tests/app/window_driver.h"
#include "widgets/graph/graph_search.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/activation_view.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/module_panel.h"

using namespace lockstep;
using namespace lockstep::app;
using namespace lockstep::app::test;

/// The graphs of the window by mouse and keyboard: search, heat, folding, passes, export.
class TestGraphWindow : public QObject, private WindowFixture {
    Q_OBJECT

  private:
    void openExample() {
        m_window->openExample(0);
        QTRY_VERIFY_WITH_TIMEOUT(ready(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(drawn(left()) && drawn(right()), patience);
    }
    GraphView* left() const { return m_window->graphs().canonicalView(); }
    GraphView* right() const { return m_window->graphs().streamingView(); }
    static bool drawn(const GraphView* view) { return view->drawing() && !view->isLayingOut(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(m_window.get(), key, modifiers);
    }
    static std::size_t modules(const GraphView* view) {
        const auto& boxes = view->drawing()->scene().boxes;
        return static_cast<std::size_t>(std::count_if(
            boxes.begin(), boxes.end(), [](const SceneBox& box) { return box.kind == SceneKind::module; }));
    }

    /// For people to look at.
    void save() const {
        const QString folder = QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures");
        QVERIFY(QDir().mkpath(folder));
        QString name = QLatin1String(QTest::currentDataTag());
        name.replace(QLatin1Char(' '), QLatin1Char('_'));
        QVERIFY(m_window->grab().save(QStringLiteral("%1/graphs_%2.png").arg(folder, name)));
    }

  private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void theSearchSelectsEverywhere() {
        openExample();
        press(Qt::Key_F, Qt::ControlModifier);
        auto* field = find<QLineEdit>("graphSearchField");
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("op:linear"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(m_window->docks().inspector->node().has_value());
        const auto node = document().model->graphs->compiled_form()->find_node(
            nnir::NodeId{*m_window->docks().inspector->node()});
        QVERIFY(node != nullptr);
        QCOMPARE(node->op->name(), std::string("Linear"));
        QCOMPARE(find<QLabel>("graphSearchCount")->text().left(4), QStringLiteral("1 of"));
        // Words with letters that are shortcuts of the window are typed.
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("f lstm"));
        QCOMPARE(field->text(), QStringLiteral("f lstm"));
        field->setText(QStringLiteral("* > linear"));
        QTRY_COMPARE(m_window->graphs().search()->matches().size(), std::size_t{1});
        press(Qt::Key_F3);
        QTRY_VERIFY(find<QLabel>("graphSearchCount")->toolTip().contains(QStringLiteral("fused")) ||
                    find<QLabel>("graphSearchCount")->toolTip().contains(QStringLiteral("runs in")));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
        QVERIFY(right()->look().found.empty());
        // Back to what was selected before.
        const auto last = m_window->docks().inspector->node();
        press(Qt::Key_Left, Qt::AltModifier);
        QTRY_VERIFY(m_window->docks().inspector->node() != last);
    }

    void heatShowsEveryFigureOfTheProgram() {
        openExample();
        QStringList seen;
        for (int i = 0; i < 5; ++i) {
            press(Qt::Key_H, Qt::ControlModifier);
            seen << m_window->graphs().heat();
            // Colours, or one figure in words.
            QVERIFY2(!right()->look().heat.title.isEmpty(), qPrintable(seen.last()));
            QCOMPARE(left()->look().heat.values.empty(), right()->look().heat.values.empty());
        }
        const QStringList expected{QStringLiteral("cycles"), QStringLiteral("path"), QStringLiteral("slack"),
                                   QStringLiteral("utilisation"), QStringLiteral("weights")};
        QCOMPARE(seen, expected);
        QCOMPARE(m_window->store().state().heat, QStringLiteral("weights"));
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_window->graphs().heat(), QStringLiteral("utilisation"));
        // Another accelerator, other figures.
        const auto before = right()->look().heat.figures;
        auto* config = find<QComboBox>("configChooser");
        if (config != nullptr) {
            choose(config, config->currentIndex() == 0 ? 1 : 0);
            QTRY_VERIFY_WITH_TIMEOUT(ready() && right()->look().heat.figures != before, patience);
        }
    }

    void foldingIsOneThingInGraphsAndTree() {
        openExample();
        const std::size_t boxes = right()->drawing()->boxCount();
        press(Qt::Key_Up, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(drawn(right()) && modules(right()) > 0 && modules(left()) > 0, patience);
        QVERIFY(right()->drawing()->boxCount() < boxes);
        const QStringList folded = m_window->store().state().folded;
        QVERIFY(folded.contains(QStringLiteral("lstm")));
        auto* tree = m_window->docks().modules;
        QTreeWidgetItem* lstm = nullptr;
        for (int i = 0; i < tree->topLevelItemCount(); ++i)
            if (tree->topLevelItem(i)->text(0).contains(QStringLiteral("lstm"))) lstm = tree->topLevelItem(i);
        QVERIFY(lstm != nullptr);
        QVERIFY(!lstm->isExpanded());
        // The tree unfolds it in both graphs, and undo folds it again.
        lstm->setExpanded(true);
        QTRY_VERIFY_WITH_TIMEOUT(
            drawn(right()) && !m_window->graphs().folded().contains(QStringLiteral("lstm")), patience);
        press(Qt::Key_Z, Qt::ControlModifier);
        press(Qt::Key_Down, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(drawn(right()) && modules(right()) == 0, patience);
        QCOMPARE(right()->drawing()->boxCount(), boxes);
        // The menu of a node folds its module.
        const nnir::Node& cell = document().model->graphs->compiled_form()->nodes.front();
        const QRectF place =
            right()->view().toView(right()->drawing()->rect(*right()->drawing()->boxOf(cell.id)));
        const QPoint at = place.center().toPoint();
        QContextMenuEvent wanted(QContextMenuEvent::Mouse, at, right()->mapToGlobal(at));
        QCoreApplication::sendEvent(right(), &wanted);
        QAction* fold = nullptr;
        for (QMenu* menu : m_window->findChildren<QMenu*>()) {
            if (!menu->isVisible()) continue;
            for (QAction* action : menu->actions())
                if (action->text().startsWith(QStringLiteral("Fold"))) fold = action;
            if (fold != nullptr)
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(fold).center());
        }
        QVERIFY(fold != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(drawn(right()) && modules(right()) == 1, patience);
    }

    void passesAreWalkedWithTheKeyboard() {
        openExample();
        press(Qt::Key_T, Qt::ControlModifier);
        auto* slider = find<QSlider>("passSlider");
        QTRY_VERIFY(slider->hasFocus());
        const int last = slider->maximum();
        QVERIFY(last >= 2);
        for (int stage = slider->value(); stage < last; ++stage) QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(m_window->graphs().pass(), std::optional(static_cast<std::size_t>(last)));
        QTRY_VERIFY_WITH_TIMEOUT(drawn(left()) && drawn(right()), patience);
        QCOMPARE(right()->drawing()->graph(),
                 document().model->graphs->stages[static_cast<std::size_t>(last)].graph);
        auto* changes = find<QComboBox>("passChanges");
        QVERIFY(changes->count() > 0);
        changes->setFocus();
        QTest::keyClick(changes, Qt::Key_Down);
        QTRY_VERIFY(m_window->docks().inspector->node().has_value());
        press(Qt::Key_T, Qt::ControlModifier);
        QVERIFY(!m_window->graphs().pass());
    }

    void pictures_data() {
        QTest::addColumn<QString>("scene");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("dark");
        for (const char* scene : {"search", "heat", "folded", "passes", "large", "stateless"}) {
            QTest::addRow("%s small", scene) << QString::fromLatin1(scene) << QSize(1280, 800) << false;
            QTest::addRow("%s dark", scene) << QString::fromLatin1(scene) << QSize(1280, 800) << true;
        }
        QTest::addRow("large wide") << QStringLiteral("large") << QSize(1920, 1080) << false;
    }
    void pictures() {
        QFETCH(QString, scene);
        QFETCH(QSize, size);
        QFETCH(bool, dark);
        m_window->resize(size);
        m_window->store().change(QString(), ViewStore::Group::single, [&](ViewState& state) {
            state.theme = dark ? ThemeMode::dark : ThemeMode::light;
        });
        TwinGraphView& graphs = m_window->graphs();
        if (scene == QStringLiteral("large")) {
            drop(*m_window, QStringLiteral(LOCKSTEP_TEST_DATA "/zoo/nano-llm_0.pt"));
        } else {
            m_window->openExample(scene == QStringLiteral("stateless") ? 1 : 0);
        }
        QTRY_VERIFY_WITH_TIMEOUT(document().model && !m_window->controller().isBusy(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(drawn(left()) && (!graphs.streams() || drawn(right())), patience);
        // A model of more operators than can be read at once opens folded.
        const bool many = document().model->graphs->compiled_form()->nodes.size() > 400;
        QCOMPARE(!graphs.folded().isEmpty(), many);
        if (scene == QStringLiteral("search") || scene == QStringLiteral("large")) {
            graphs.find();
            graphs.search()->setQuery(QStringLiteral("op:linear"), false);
            graphs.findNext(1);
            QTRY_VERIFY(graphs.search()->place().has_value());
        }
        if (scene == QStringLiteral("large")) graphs.foldAll();
        if (scene != QStringLiteral("search")) press(Qt::Key_H, Qt::ControlModifier);
        if (scene == QStringLiteral("folded")) graphs.foldAll();
        if (scene == QStringLiteral("passes")) graphs.showPass(document().model->graphs->stages.size() - 1);
        QTRY_VERIFY_WITH_TIMEOUT(drawn(left()) && (!graphs.streams() || drawn(right())), patience);
        // What asked for another layout gets it.
        for (int i = 0; i < 5; ++i) QCoreApplication::processEvents();
        const auto* heat = find<QToolButton>("graphHeat");
        QVERIFY(heat->width() >= heat->sizeHint().width());
        const QRect all = m_window->rect();
        for (const char* name : {"graphSearch", "passBar"}) {
            const auto* bar = find<QWidget>(name);
            QVERIFY(all.contains(QRect(bar->mapTo(m_window.get(), QPoint()), bar->size())) ||
                    !bar->isVisible());
        }
        QVERIFY(m_window->width() <= size.width());
        save();
    }

    void activationsFollowTheSelectionAndTheCursor() {
        openExample();
        press(Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(document().done() >= 20 && !m_window->controller().isBusy(), patience);
        const nnir::Graph& graph = *document().model->graphs->compiled_form();
        ActivationView* view = m_window->docks().inspector->activations();
        const auto shows = [&](qint64 inference) {
            return view->activations() && view->activations()->inference == inference && view->isVisible();
        };
        m_window->links().selectNode(graph.nodes.back().id.value);
        QTRY_VERIFY_WITH_TIMEOUT(shows(document().position() - 1), patience);
        // The last operator gives the output, which the recording holds.
        const Recording& recording = *document().recording;
        const auto row =
            static_cast<std::size_t>((document().position() - 1 - recording.first) * recording.output_size);
        const Activations::Value value = view->activations()->values.front();
        QVERIFY(std::equal(value.vm.values().begin(), value.vm.values().end(),
                           recording.outputs.begin() + static_cast<std::ptrdiff_t>(row)));
        QVERIFY(value.reference.has_value());
        QVERIFY(std::abs(value.vm.values()[0] - value.reference->values()[0]) < 0.05F);
        // Another inference, another operator.
        m_window->controller().goTo(7);
        QTRY_VERIFY_WITH_TIMEOUT(shows(6), patience);
        m_window->links().selectNode(graph.nodes.front().id.value);
        QTRY_VERIFY_WITH_TIMEOUT(shows(6) && view->activations()->values.front().vm.size() != value.vm.size(),
                                 patience);
        auto* quantity = find<QComboBox>("activationQuantity");
        choose(quantity, 2);
        QVERIFY(find<QLabel>("activationFacts")->text().contains(QStringLiteral("mean")));
        // Its file.
        QTest::mouseClick(find<QPushButton>("activationValues"), Qt::LeftButton);
        QPushButton* save = nullptr;
        QTRY_VERIFY((save = find<QPushButton>("tensorSaveValues")) != nullptr && save->isVisible());
        QTest::mouseClick(save, Qt::LeftButton);
        answerFileDialog(*m_window, "tensorFile", file("activation.npy"));
        QTRY_VERIFY(contents(file("activation.npy")).startsWith("\x93NUMPY"));
        QVERIFY(m_window->grab().save(QStringLiteral(LOCKSTEP_BINARY_DIR "/pictures/activations.png")));
    }

    void allWeightsAreExported() {
        openExample();
        m_window->actions()[Command::exportWeights]->trigger();
        answerFileDialog(*m_window, "exportDialog", file("weights.npz"));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("Wrote")), patience);
        // Each entry's values stand behind its header, fp32.
        std::vector<std::vector<float>> arrays;
        read_npz_entries(file("weights.npz").toStdString(), [&](const NpzEntry& entry) {
            std::vector<char> bytes(entry.size);
            entry.read(bytes);
            const NpyHeader header = parse_npy_header({bytes.data(), bytes.size()}, entry.where);
            QCOMPARE(header.item_size, std::size_t{4});
            std::vector<float> values((bytes.size() - header.data_offset) / sizeof(float));
            std::memcpy(values.data(), bytes.data() + header.data_offset, values.size() * sizeof(float));
            arrays.push_back(std::move(values));
        });
        std::size_t tensors = 0;
        for (const nnir::Node& node : document().model->graphs->compiled_form()->nodes) {
            for (const auto& [key, attribute] : node.attributes.entries()) {
                const auto* tensor = std::get_if<Tensor>(&attribute);
                if (tensor == nullptr || tensor->size() == 0) continue;
                ++tensors;
                const bool held = std::any_of(arrays.begin(), arrays.end(), [&](const auto& values) {
                    return std::ranges::equal(values, tensor->values());
                });
                QVERIFY2(held, key.c_str());
            }
        }
        QVERIFY(tensors > 0);
        QCOMPARE(arrays.size(), tensors);
    }

    void theGraphIsExported_data() {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("svg") << 0 << QByteArray("<?xml");
        QTest::newRow("png") << 1 << QByteArray("\x89PNG");
        QTest::newRow("pdf") << 2 << QByteArray("%PDF");
        QTest::newRow("dot") << 3 << QByteArray("digraph");
    }
    void theGraphIsExported() {
        QFETCH(int, format);
        QFETCH(QByteArray, start);
        openExample();
        press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = find<QDialog>("graphExportDialog")) != nullptr && dialog->isVisible());
        choose(dialog->findChild<QComboBox*>(QStringLiteral("graphExportFormat")), format);
        QCOMPARE(dialog->findChild<QDoubleSpinBox*>(QStringLiteral("graphExportScale"))->isEnabled(),
                 format == 1);
        QVERIFY(!dialog->findChild<QLabel*>(QStringLiteral("graphExportSize"))->text().isEmpty());
        QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save),
                          Qt::LeftButton);
        const QString written = file("graph.out");
        answerFileDialog(*m_window, "graphExportFile", written);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(written), patience);
        QVERIFY(contents(written).startsWith(start));
        QTRY_VERIFY(m_window->message().contains(QStringLiteral("graph.out")));
    }
};

QTEST_MAIN(TestGraphWindow)
#include "tst_graph_window.moc"
