#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QtTest>
#include <limits>

#include "core/nnir/op.h"
#include "widgets/panels/activation_view.h"
#include "widgets/panels/core_choice.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/inspector_text.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/module_panel.h"
#include "widgets/panels/op_table_model.h"
#include "widgets/panels/op_table_panel.h"
#include "widgets/panels/precision_choice.h"
#include "widgets/panels/problems_panel.h"
#include "widgets/panels/source_view.h"
#include "widgets/panels/table_text.h"
#include "widgets/theme.h"

using namespace lockstep;

/// The panels on small values made by hand.
class TestPanels : public QObject {
    Q_OBJECT

  private:
    static OpRow row(std::uint32_t node, const char* op, const char* name, std::int64_t busy,
                     std::optional<std::int64_t> first) {
        OpRow result;
        result.node = node;
        result.op = op;
        result.name = name;
        result.busy = busy;
        result.first_start = first;
        return result;
    }

    static std::shared_ptr<const ModelGraphs> graphs() {
        auto graph = std::make_shared<nnir::Graph>();
        const nnir::ValueId x = graph->add_value("x", {{8}, 0, nnir::NumberFormat::bf16});
        const nnir::ValueId y = graph->add_value("<y>", {{4}, 0, nnir::NumberFormat::bf16});
        const nnir::ValueId z = graph->add_value("z", {{4}, 0, nnir::NumberFormat::bf16});
        graph->inputs = {x};
        graph->outputs = {z};
        graph->nodes.push_back({graph->new_node_id(),
                                &nnir::op("Linear"),
                                {},
                                {x},
                                {y},
                                {},
                                {"torchscript", "block.fc", "m.py", 3, "self.fc(x) < 1"}});
        graph->nodes.push_back({graph->new_node_id(),
                                &nnir::op("Clamp"),
                                {},
                                {y},
                                {z},
                                {},
                                {"torchscript", "block", "m.py", 4, "relu(y)"}});
        auto result = std::make_shared<ModelGraphs>();
        PassRecord record{
            "tidy", {{ChangeKind::changed, {graph->nodes[1].id}, {graph->nodes[1].id}, "it is a clamp"}}};
        result->stages = {{graph, {}}, {graph, record}};
        result->canonical = 1;
        return result;
    }

  private Q_SLOTS:
    void memoriesAreGathered() {
        Program program;
        program.memory = {{0, "weight_store", 100, 400, Basis::published, "blocks"},
                          {1, "weight_store", 300, 400, Basis::published, "blocks"},
                          {0, "descriptors", 3, 2, Basis::assumed, "descriptors"}};
        const std::vector<MemoryRow> rows = memoryRows(program.memory);
        QCOMPARE(rows.size(), std::size_t{2});
        QCOMPARE(rows[0].cores.size(), std::size_t{2});
        QCOMPARE(rows[0].fullest.used, 300);
        QCOMPARE(rows[0].share(), 0.75);
        QCOMPARE(rows[1].share(), 1.5);
        MemoryPanel panel;
        panel.setProgram(std::make_shared<const Program>(program));
        QVERIFY(panel.widget()->accessibleDescription().contains(QStringLiteral("300")));
        // What is left, in the fullest core; what is too much; an assumed depth says so.
        QVERIFY(headroomText(rows[0]).contains(QStringLiteral("core 1 · 100 blocks free")));
        QVERIFY(headroomText(rows[1]).contains(QStringLiteral("1 descriptors too many")));
        QVERIFY(headroomText(rows[1]).contains(QStringLiteral("assumed")));
        QCOMPARE(percentText(0), QStringLiteral("0 %"));
        QCOMPARE(percentText(3.0 / 4096), QStringLiteral("< 1 %"));
        QCOMPARE(percentText(232.0 / 4096), QStringLiteral("6 %"));
        QCOMPARE(percentText(0.999), QStringLiteral("99 %"));
        QCOMPARE(percentText(1), QStringLiteral("100 %"));
        QCOMPARE(percentText(1.001), QStringLiteral("101 %"));
        panel.setProgram(nullptr);
        QVERIFY(panel.widget()->accessibleDescription().isEmpty());
    }

    void aRefusedProgramShowsWhatItNeeds() {
        MemoryPanel panel;
        panel.resize(260, 400);
        Program program;
        program.config.name = "old";
        program.memory = {{0, "weight_store", 100, 400, Basis::published, "blocks"}};
        program.nodes = {{.id = 7,
                          .op = "Linear",
                          .name = "y",
                          .module = "fc",
                          .file = {},
                          .line = 0,
                          .text = {},
                          .origins = {},
                          .weight_blocks = 60,
                          .support = {},
                          .support_note = {},
                          .fused_into = {},
                          .precision = "bf16"}};
        panel.setProgram(std::make_shared<const Program>(program));
        panel.selectNode(7);
        QVERIFY(panel.selectedText().contains(QStringLiteral("60")));
        auto refusal = std::make_shared<MemoryRefusal>();
        refusal->words = QStringLiteral("tiny does not take it");
        refusal->need = MemoryNeed{.config = "tiny",
                                   .memory = {{0, "weight_store", 232, 40, Basis::given, "blocks"},
                                              {1, "weight_store", 30, 40, Basis::given, "blocks"}},
                                   .shares = {{"weight_store", 7, 200}, {"weight_store", 9, 32}}};
        refusal->names = {{7, QStringLiteral("Linear fc")}, {9, QStringLiteral("Lstm lstm · layer 0")}};
        QSignalSpy activated(&panel, &MemoryPanel::nodeActivated);
        panel.setRefusal(refusal);
        panel.show();
        QCOMPARE(activated.size(), 0);
        const QString told = panel.widget()->accessibleDescription();
        QVERIFY2(told.contains(QStringLiteral("tiny does not take it")) &&
                     told.contains(QStringLiteral("192 blocks too many")) &&
                     panel.selectedText().contains(QStringLiteral("200")),
                 qPrintable(told));
        auto* shares = panel.findChild<QTableView*>(QStringLiteral("memoryShares"));
        QVERIFY(shares->isVisible());
        QCOMPARE(shares->currentIndex().row(), 0);
        QTest::keyClick(shares, Qt::Key_Down);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.front().front().toUInt(), 9U);
        // What is over is painted beyond the depth, in the colour of errors.
        const QImage picture = panel.grab().toImage();
        int over = 0;
        for (int y = 0; y < picture.height(); ++y)
            for (int x = 0; x < picture.width(); ++x)
                over += QColor(picture.pixel(x, y)) == themeColors(panel.palette()).error ? 1 : 0;
        QVERIFY2(over > 400, qPrintable(QString::number(over)));
        panel.setRefusal(nullptr);
        QVERIFY(!shares->isVisible());
        QVERIFY(panel.widget()->accessibleDescription().contains(QStringLiteral("300 blocks free")));
    }

    void opTableSortsByValue() {
        OpTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows({row(4, "Lstm", "a", 9, 5), row(7, "Linear", "b", 1000, 2),
                       row(9, "Clamp", "c", 80, std::nullopt)});
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(OpTableModel::sortRole);
        const auto names = [&] {
            QString text;
            for (int i = 0; i < sorted.rowCount(); ++i)
                text += sorted.index(i, OpTableModel::name).data().toString();
            return text;
        };
        sorted.sort(OpTableModel::busy);
        QCOMPARE(names(), QStringLiteral("acb"));
        // What never starts stands last.
        sorted.sort(OpTableModel::first);
        QCOMPARE(names(), QStringLiteral("bac"));
        QCOMPARE(model.rowOf(7), std::optional<int>(1));
        QVERIFY(!model.rowOf(8));
        QVERIFY(!model.index(1, OpTableModel::busy).data(Qt::DisplayRole).toString().isEmpty());
    }

    void opTableTellsOnlyOfTheUser() {
        OpTablePanel panel;
        panel.setOps({row(4, "Lstm", "a", 9, 0), row(7, "Linear", "b", 8, 1)}, {});
        QSignalSpy activated(&panel, &OpTablePanel::nodeActivated);
        panel.selectNode(7);
        QCOMPARE(activated.size(), 0);
        auto* table = panel.findChild<QTableView*>();
        QCOMPARE(table->currentIndex().row(), 1);
        QTest::keyClick(table, Qt::Key_Up);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.front().front().toUInt(), 4U);
        panel.selectNode(std::nullopt);
        QVERIFY(!table->selectionModel()->hasSelection());
        QCOMPARE(activated.size(), 1);
    }

    void opTableCountsAndFilters() {
        OpTablePanel panel;
        const std::shared_ptr<const nnir::Graph> graph = graphs()->compiled_form();
        const std::uint32_t linear = graph->nodes[0].id.value;
        const std::uint32_t clamp = graph->nodes[1].id.value;
        panel.setGraph(graph);
        panel.setUncompiled({row(clamp, "Clamp", "z", 0, {}), row(linear, "Linear", "y", 0, {})});
        auto* table = panel.findChild<QTableView*>();
        const auto cell = [&](int at, int column) {
            return table->model()->index(at, column).data().toString();
        };
        // 8 values to 4: 32 products; the Clamp has none. The sums stand last, however it is sorted.
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            table->sortByColumn(OpTableModel::macs, order);
            QCOMPARE(table->model()->rowCount(), 3);
            QCOMPARE(cell(order == Qt::AscendingOrder ? 1 : 0, OpTableModel::macs), QStringLiteral("32"));
            QCOMPARE(cell(2, OpTableModel::op), QStringLiteral("Sum of 2"));
            QCOMPARE(cell(2, OpTableModel::macs), QStringLiteral("32"));
            QCOMPARE(cell(2, OpTableModel::bytes), QStringLiteral("16"));
        }
        // Nothing is compiled: no cycles are claimed.
        QCOMPARE(cell(0, OpTableModel::busy), QStringLiteral("–"));
        auto* filter = panel.findChild<QLineEdit*>(QStringLiteral("opFilter"));
        filter->setText(QStringLiteral("CLAMP z"));
        QCOMPARE(table->model()->rowCount(), 2);
        QCOMPARE(cell(1, OpTableModel::op), QStringLiteral("Sum of 1"));
        QCOMPARE(cell(1, OpTableModel::macs), QStringLiteral("–"));
        filter->setText(QStringLiteral("clamp y"));
        QCOMPARE(table->model()->rowCount(), 1);
        filter->clear();
        QCOMPARE(table->model()->rowCount(), 3);
        // The row of sums is no operator; several rows are lit at once and copied.
        QSignalSpy activated(&panel, &OpTablePanel::nodeActivated);
        panel.show();
        table->setCurrentIndex(table->model()->index(2, 0));
        QCOMPARE(activated.size(), 0);
        panel.selectNodes({clamp, linear});
        QCOMPARE(table->selectionModel()->selectedRows().size(), 2);
        QCOMPARE(activated.size(), 0);
        QVERIFY(QTest::qWaitForWindowActive(&panel));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        const QStringList copied = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(copied.size(), 3);
        QVERIFY(copied[0].contains(QStringLiteral("MACs\tBytes")));
        QVERIFY(copied[1].contains(QStringLiteral("Linear\ty")));
        const QByteArray csv = tableCsv(*table);
        QCOMPARE(csv.count('\n'), 4);
        QVERIFY(csv.startsWith("Operator,Name,Module,"));
    }

    void inspectorShowsModulesAndValues() {
        InspectorPanel panel;
        panel.setModel(graphs(), nullptr);
        const auto told = [&] {
            QString all;
            for (const QLabel* label : panel.findChildren<QLabel*>())
                if (!label->isHidden()) all += label->text() + QLatin1Char('\n');
            return all;
        };
        panel.showSubject(QStringLiteral("block"), {});
        QVERIFY2(told().contains(QStringLiteral("2 operator")) &&
                     told().contains(QStringLiteral("32 an inference")),
                 qPrintable(told()));
        auto report = std::make_shared<Report>();
        report->ops = {row(graphs()->compiled_form()->nodes[0].id.value, "Linear", "y", 40, 3)};
        report->ops[0].share = 0.25;
        panel.setReport(report);
        QVERIFY2(told().contains(QStringLiteral("40 (25.0 % of all)")), qPrintable(told()));
        panel.showSubject(QStringLiteral("block.fc"), {});
        QVERIFY2(told().contains(QStringLiteral("1 operator")), qPrintable(told()));
        panel.setInputDescription(QStringLiteral("random inputs, seed 7"));
        panel.showSubject({}, QStringLiteral("x"));
        QVERIFY2(told().contains(QStringLiteral("<b>Input</b> x")) &&
                     told().contains(QStringLiteral("seed 7")) &&
                     told().contains(QStringLiteral("Linear block.fc")),
                 qPrintable(told()));
        auto recording = std::make_shared<Recording>();
        recording->rows = 2;
        recording->output_size = 4;
        recording->outputs = {1, 2, 3, 4, -5, 6, 7, std::numeric_limits<float>::quiet_NaN()};
        panel.setRecording(recording);
        panel.showSubject({}, QStringLiteral("z"));
        QVERIFY2(told().contains(QStringLiteral("<b>Output</b> z")) &&
                     told().contains(QStringLiteral("−5.00 to 7.00 in 2 inferences, 1 not finite")),
                 qPrintable(told()));
        // What is not there leaves the words that ask for a choice.
        panel.showSubject({}, QStringLiteral("nowhere"));
        QVERIFY2(told().contains(QStringLiteral("Choose an operator")), qPrintable(told()));
    }

    void moduleTree() {
        ModulePanel panel;
        panel.setGraphs(graphs());
        QCOMPARE(panel.topLevelItemCount(), 1);
        const QTreeWidgetItem* block = panel.topLevelItem(0);
        QCOMPARE(block->text(0), QStringLiteral("block"));
        QCOMPARE(block->childCount(), 2);
        QCOMPARE(block->child(0)->text(0), QStringLiteral("fc"));
        QCOMPARE(block->child(0)->child(0)->text(0), QStringLiteral("Linear"));
        QSignalSpy activated(&panel, &ModulePanel::nodeActivated);
        panel.selectNode(0);
        QCOMPARE(panel.currentItem()->text(0), QStringLiteral("Linear"));
        QCOMPARE(activated.size(), 0);
        QTest::keyClick(&panel, Qt::Key_Down);
        QCOMPARE(activated.size(), 1);

        QSignalSpy folded(&panel, &ModulePanel::foldedChanged);
        panel.topLevelItem(0)->child(0)->setExpanded(false);
        QCOMPARE(folded.size(), 1);
        QCOMPARE(folded.front().front().toStringList(), QStringList{QStringLiteral("block.fc")});
        panel.setFolded({});
        QVERIFY(panel.topLevelItem(0)->child(0)->isExpanded());
        QCOMPARE(folded.size(), 1);
    }

    void inspectorEscapesTheModelsWords() {
        const auto model = graphs();
        const std::optional<FoundNode> found = findNode(*model, 0);
        QVERIFY(found.has_value());
        const InspectorText texts(themeColors(false), *model, *found);
        QVERIFY(texts.title().contains(QStringLiteral("&lt;y&gt;")));
        QVERIFY(texts.source().contains(QStringLiteral("m.py, line 3")));
        QVERIFY(texts.connections().contains(QStringLiteral("href='node:1'")));
        const std::optional<FoundNode> clamp = findNode(*model, 1);
        const InspectorText clampTexts(themeColors(false), *model, *clamp);
        QVERIFY(clampTexts.history({"aten::relu"}).contains(QStringLiteral("it is a clamp")));
        QVERIFY(clampTexts.history({"aten::relu"}).contains(QStringLiteral("aten::relu")));
        QVERIFY(!findNode(*model, 99).has_value());
    }

    void theSourceIsQuotedAndChosen() {
        InspectorPanel panel;
        panel.resize(300, 500);
        panel.setModel(graphs(), nullptr);
        panel.show();
        panel.showNode(graphs()->compiled_form()->nodes[0].id.value);
        auto* source = panel.findChild<SourceView*>();
        QVERIFY(source != nullptr && !source->isHidden());
        // The line and its neighbours, with their numbers.
        QCOMPARE(source->count(), 2);
        QCOMPARE(source->line(), 3);
        QVERIFY(source->currentItem()->text().startsWith(QStringLiteral("3 ")));
        QVERIFY(source->currentItem()->text().contains(QStringLiteral("self.fc(x) < 1")));
        QVERIFY(source->currentItem()->toolTip().contains(QStringLiteral("self.fc(x) &lt; 1")));
        QSignalSpy chosen(&panel, &InspectorPanel::sourceLineChosen);
        source->setFocus();
        QTest::keyClick(source, Qt::Key_Down);
        QTest::keyClick(source, Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].toString(), QStringLiteral("m.py"));
        QCOMPARE(chosen[0][1].toInt(), 4);
        panel.showNode(std::nullopt);
        QVERIFY(source->isHidden());
    }

    void activationsAreShownOrTheReason() {
        InspectorPanel panel;
        panel.resize(300, 500);
        panel.setModel(graphs(), nullptr);
        panel.show();
        panel.showNode(graphs()->compiled_form()->nodes[0].id.value);
        QVERIFY(panel.activations()->isHidden());
        panel.setActivations(nullptr, QStringLiteral("not run"));
        auto* caption = panel.findChild<QLabel*>(QStringLiteral("activationCaption"));
        QCOMPARE(caption->text(), QStringLiteral("not run"));
        auto activations = std::make_shared<Activations>();
        activations->inference = 41;
        activations->note = QStringLiteral("as written");
        activations->values.push_back(
            {QStringLiteral("y"), Tensor({2}, {1.5F, -2}), Tensor({2}, {1.0F, -2})});
        panel.setActivations(activations, {});
        QVERIFY(caption->text().contains(QStringLiteral("41")));
        QVERIFY(caption->text().contains(QStringLiteral("0.500")));
        QVERIFY(caption->text().contains(QStringLiteral("as written")));
        auto* quantity = panel.findChild<QComboBox*>(QStringLiteral("activationQuantity"));
        auto* facts = panel.findChild<QLabel*>(QStringLiteral("activationFacts"));
        QVERIFY(facts->text().contains(QStringLiteral("-0.250")) ||
                facts->text().contains(QStringLiteral("−0.250")));
        quantity->setCurrentIndex(2);
        QVERIFY(facts->text().contains(QStringLiteral("0.250")));
        // Without a reference there is nothing to compare with.
        activations = std::make_shared<Activations>(*activations);
        activations->values[0].reference.reset();
        panel.setActivations(activations, {});
        QCOMPARE(quantity->currentIndex(), 0);
        QVERIFY(!caption->text().contains(QStringLiteral("Δ")));
    }

    void inspectorFollowsItsLinks() {
        InspectorPanel panel;
        panel.setModel(graphs(), nullptr);
        QSignalSpy activated(&panel, &InspectorPanel::nodeActivated);
        panel.showNode(0);
        for (QLabel* label : panel.findChildren<QLabel*>()) {
            if (label->text().contains(QStringLiteral("node:1")))
                Q_EMIT label->linkActivated(QStringLiteral("node:1"));
        }
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.front().front().toUInt(), 1U);
    }

    void problems() {
        Failure failure;
        failure.kind = FailureKind::unsupported;
        failure.message = "two operators";
        failure.advice = "leave them out";
        failure.nodes = {{"aten::sort", "a", "m.py:1: sort(x)", "no"},
                         {"aten::topk", "b", "m.py:2: topk(x)", "nor this"}};
        QCOMPARE(problemsOf(failure).size(), std::size_t{3});
        failure.nodes.pop_back();
        const std::vector<Problem> one = problemsOf(failure);
        QCOMPARE(one.size(), std::size_t{1});
        QVERIFY(one.front().place.contains(QStringLiteral("aten::sort")));

        ProblemsPanel panel;
        panel.setProblems({{ProblemLevel::error,
                            QStringLiteral("broken"),
                            QStringLiteral("mend"),
                            QStringLiteral("here"),
                            {},
                            5},
                           {ProblemLevel::note, QStringLiteral("by the way"), {}, {}, {}, {}}});
        QCOMPARE(panel.count(), 1);
        QVERIFY(panel.toPlainText().contains(QStringLiteral("mend")));
        QSignalSpy activated(&panel, &ProblemsPanel::nodeActivated);
        Q_EMIT panel.itemActivated(panel.topLevelItem(1), 0);
        QCOMPARE(activated.size(), 0);
        Q_EMIT panel.itemActivated(panel.topLevelItem(0), 0);
        QCOMPARE(activated.front().front().toUInt(), 5U);
    }

    void precisionsAreOffered_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("fp8");
        QTest::addColumn<QString>("offered");  // bf16, fp32, fp8
        QTest::newRow("a Linear") << "#0" << true << "yes no yes";
        QTest::newRow("a clamp") << "#1" << true << "yes yes no";
        QTest::newRow("the module of both") << "block" << true << "yes no yes";
        QTest::newRow("an accelerator without fp8") << "#0" << false << "yes no no";
    }
    void precisionsAreOffered() {
        QFETCH(QString, pattern);
        QFETCH(bool, fp8);
        QFETCH(QString, offered);
        QStringList found;
        for (const PrecisionOffer& offer : precisionOffers(*graphs()->compiled_form(), pattern, fp8))
            found << (offer.obstacle.isEmpty() ? QStringLiteral("yes") : QStringLiteral("no"));
        QCOMPARE(found.join(u' '), offered);
    }

    void laterRulesTakeTheirPlace() {
        using nnir::Precision;
        std::vector<PrecisionRule> rules = withRule({}, {"a", Precision::bf16});
        QVERIFY(rules.empty());
        rules = withRule(rules, {"a", Precision::fp8});
        rules = withRule(rules, {"a.b", Precision::fp32});
        rules = withRule(rules, {"a", Precision::bf16});
        QCOMPARE(rules.size(), std::size_t{2});
        QCOMPARE(rules.back(), (PrecisionRule{"a", Precision::bf16}));
        QCOMPARE(rules.front().pattern, std::string("a.b"));
    }

    void theInspectorChoosesPrecisions() {
        InspectorPanel panel;
        panel.setModel(graphs(), nullptr);
        auto* choice = panel.findChild<PrecisionChoice*>();
        QVERIFY(choice->isHidden());
        panel.setPrecision({}, true);
        panel.showNode(0);
        QVERIFY(!choice->isHidden());
        QStringList scopes;
        for (int i = 0; i < choice->scope()->count(); ++i) scopes << choice->scope()->itemData(i).toString();
        QCOMPARE(scopes.join(u' '), QStringLiteral("#0 block.fc block"));
        // fp32 is greyed and says why.
        QVERIFY(!(choice->precision()->model()->flags(choice->precision()->model()->index(1, 0)) &
                  Qt::ItemIsEnabled));
        QVERIFY(choice->precision()
                    ->itemData(1, Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("bf16 only")));
        QSignalSpy chosen(&panel, &InspectorPanel::precisionChosen);
        choice->scope()->setCurrentIndex(1);
        Q_EMIT choice->precision()->activated(2);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<PrecisionRule>(), (PrecisionRule{"block.fc", nnir::Precision::fp8}));
        panel.setPrecision({{"block", nnir::Precision::fp8}}, true);
        QCOMPARE(choice->precision()->currentIndex(), 2);
        panel.setPrecision({{"block", nnir::Precision::fp8}}, false);
        QVERIFY(choice->precision()->toolTip().contains(QStringLiteral("does not convert fp8")));
    }

    void theInspectorPinsToCores() {
        InspectorPanel panel;
        panel.setModel(graphs(), nullptr);
        auto* choice = panel.findChild<CoreChoice*>();
        QVERIFY(choice->isHidden());
        panel.setPins({}, 3);
        QVERIFY(choice->isHidden());
        panel.showNode(0);
        QVERIFY(!choice->isHidden());
        QSignalSpy chosen(&panel, &InspectorPanel::pinChosen);
        QTest::mouseClick(choice->core(2), Qt::LeftButton);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<CorePin>(), (CorePin{"#0", {2}}));
        // What is asked for is pressed; a second core comes beside it, in order.
        panel.setPins({{"#0", {2}}}, 3);
        QVERIFY(choice->core(2)->isChecked());
        QTest::mouseClick(choice->core(0), Qt::LeftButton);
        QCOMPARE(chosen[1][0].value<CorePin>(), (CorePin{"#0", {0, 2}}));
        // For a module; a pin of its own stands beside the node's.
        choice->scope()->setCurrentIndex(2);
        QVERIFY(!choice->core(2)->isChecked());
        QTest::mouseClick(choice->core(1), Qt::LeftButton);
        QCOMPARE(chosen[2][0].value<CorePin>(), (CorePin{"block", {1}}));
        // Every pin can be taken away, without a node chosen too.
        panel.showNode(std::nullopt);
        panel.setPins({{"#0", {2}}, {"block", {0, 1}}}, 3);
        QVERIFY(!choice->isHidden());
        QList<QToolButton*> remove;
        for (QToolButton* button : choice->findChildren<QToolButton*>(QStringLiteral("pinRemove")))
            if (!button->isHidden() && !button->parentWidget()->isHidden()) remove << button;
        QCOMPARE(remove.size(), 2);
        QTest::mouseClick(remove[1], Qt::LeftButton);
        QCOMPARE(chosen[3][0].value<CorePin>(), (CorePin{"block", {}}));
        QCOMPARE(withPin({{"#0", {2}}, {"block", {1}}}, {"block", {}}), (std::vector<CorePin>{{"#0", {2}}}));
        panel.setPins({}, 3);
        QVERIFY(choice->isHidden());
    }

    void failurePlacesAreFound() {
        const auto model = graphs();
        QCOMPARE(findFailureNode(*model, {"Clamp", "block", {}, {}}), std::optional<std::uint32_t>(1));
        QCOMPARE(findFailureNode(*model, {{}, "block.fc", {}, {}}), std::optional<std::uint32_t>(0));
        QVERIFY(!findFailureNode(*model, {"Lstm", "block", {}, {}}));
        QVERIFY(!findFailureNode(*model, {}));
    }
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
