#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

#include "core/nnir/builder.h"
#include "core/numerics/bf16.h"
#include "widgets/panels/error_elements_model.h"
#include "widgets/panels/error_panel.h"
#include "widgets/panels/error_terms_model.h"
#include "widgets/panels/term_bar_delegate.h"
#include "widgets/plots/heat_map_view.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

using namespace lockstep;

namespace {

ErrorShare share(double at_focus) {
    return {.change = {at_focus}, .at_focus = at_focus, .max_abs = std::abs(at_focus), .rms = 0};
}

NodeError node(std::uint32_t id, double weights, double activation, double accumulation) {
    NodeError result;
    result.node = nnir::NodeId{id};
    result.name = "value" + std::to_string(id);
    result.op = "Linear";
    result.module = "net";
    result.weights = share(weights);
    result.activation = share(activation);
    result.accumulation = share(accumulation);
    result.functions = share(0);
    result.total = share(weights + activation + accumulation);
    result.max_abs = 0.5;
    result.relative = 0.25;
    result.ulps = 3;
    result.by_inference = {0.25, result.total.at_focus - 0.25};
    result.vm_values = {1, 2, 3};
    result.reference_values = {1, 2.5, 2.9375};
    return result;
}

/// Two nodes over two inferences; all figures are dyadic, so sums are exact.
std::shared_ptr<ErrorAccount> account() {
    auto result = std::make_shared<ErrorAccount>();
    auto program = std::make_shared<Program>();
    IoTensor& output = program->outputs.emplace_back();
    output.name = "y";
    output.shape = {2};
    for (const std::uint32_t id : {7U, 9U}) {
        ProgramNode& entry = program->nodes.emplace_back();
        entry.id = id;
        entry.op = "Linear";
        entry.name = "value" + std::to_string(id);
    }
    program->nodes[0].fused_into = {1};
    result->program = program;
    result->part.index = 41;
    Attribution& a = result->part.attribution;
    a.inferences = 2;
    a.focus = 1;
    a.nodes = {node(7, 0.5, -0.25, 0.125), node(9, 0, 2, 0)};
    a.sources = {{ErrorSource::reference, share(0.0625)}, {ErrorSource::carried, share(-1)},
                 {ErrorSource::input, share(0.5)},        {ErrorSource::weights, share(0.5)},
                 {ErrorSource::activation, share(1.75)},  {ErrorSource::accumulation, share(0.125)},
                 {ErrorSource::functions, share(0)},      {ErrorSource::fusion, share(0.25)}};
    a.error = {0, 2.1875};
    a.by_inference = {0.5, 2.625};
    a.first_diverged = 1;
    return result;
}

}  // namespace

/// The error microscope's panel: an account that adds up, and what is behind its rows.
class TestErrorPanel : public QObject {
    Q_OBJECT

  private:
    QTableView* table() const { return m_panel->findChild<QTableView*>(QStringLiteral("errorTerms")); }
    int columnOf(const char* title) const {
        for (int k = 0; k < table()->model()->columnCount(); ++k)
            if (table()->model()->headerData(k, Qt::Horizontal).toString() == QLatin1String(title)) return k;
        return -1;
    }
    QString cell(int row, const char* column) const {
        return table()->model()->index(row, columnOf(column)).data().toString();
    }

    std::unique_ptr<ErrorPanel> m_panel;

  private Q_SLOTS:
    void init() {
        m_panel = std::make_unique<ErrorPanel>();
        m_panel->resize(1280, 240);
        m_panel->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    }

    void theRowsAddUp() {
        ErrorTermsModel model;
        QAbstractItemModelTester tester(&model);
        model.setAccount(account());
        // Terms that are no node's, and the nodes in their place.
        QStringList terms;
        for (int row = 0; row < model.rowCount(); ++row)
            terms << model.index(row, *model.columnOf(ErrorTermsModel::Kind::term)).data().toString();
        QCOMPARE(terms.join(QLatin1Char('|')),
                 QStringLiteral("Reference|Carried state|Input rounding|value7|value9|Fusion and order"));
        QCOMPARE(model.sum(), 2.1875);
        m_panel->setAccount(account());
        QCOMPARE(m_panel->sum(), 2.1875);
        const QString said = m_panel->findChild<QLabel*>(QStringLiteral("errorSum"))->text();
        QCOMPARE(said.count(longText(2.1875)), 2);
        QVERIFY2(said.contains(QStringLiteral("y[1]")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("Linear value9")), qPrintable(said));
        QCOMPARE(cell(3, "Adds"), QStringLiteral("+0.375"));
        QCOMPARE(cell(1, "Adds"), QStringLiteral("\u22121.00"));
        QCOMPARE(cell(3, "Weights"), QStringLiteral("+0.500"));
        QCOMPARE(cell(3, "Activations"), QStringLiteral("\u22120.250"));
        QCOMPARE(cell(3, "ULP"), QStringLiteral("3.00"));
        QVERIFY(cell(3, "Remarks").contains(QStringLiteral("value9")));
        QCOMPARE(cell(4, "Remarks"), QStringLiteral("first to diverge"));
        QCOMPARE(cell(0, "ULP"), QString());
    }

    /// As many part columns as a node has parts, whatever they are.
    void theColumnsAreTheParts() {
        ErrorTermsModel model;
        const auto made = account();
        model.setAccount(made);
        std::vector<QString> titles;
        for (int k = 0; k < model.columnCount(); ++k)
            if (model.kindOf(k) == ErrorTermsModel::Kind::part)
                titles.push_back(model.headerData(k, Qt::Horizontal, Qt::DisplayRole).toString());
        const auto parts = parts_of(made->attribution().nodes.front());
        QCOMPARE(titles.size(), parts.size());
        for (std::size_t k = 0; k < parts.size(); ++k) QCOMPARE(titles[k], partLabel(parts[k].first));
    }

    void aSortedColumnStandsByItsSize() {
        m_panel->setAccount(account());
        table()->sortByColumn(columnOf("Adds"), Qt::DescendingOrder);
        QCOMPARE(cell(0, "Term"), QStringLiteral("value9"));
        QCOMPARE(cell(1, "Term"), QStringLiteral("Carried state"));
        QCOMPARE(m_panel->sum(), 2.1875);
    }

    void aViewHasItsColumns() {
        m_panel->setAccount(account());
        auto* view = m_panel->findChild<QComboBox*>(QStringLiteral("errorColumns"));
        const auto shown = [this](const char* title) { return !table()->isColumnHidden(columnOf(title)); };
        for (const char* title : {"Adds", "ULP", "With it exact", "Weights"}) QVERIFY(shown(title));
        view->setCurrentIndex(3);
        QVERIFY(shown("With it exact") && shown("It alone") && shown("Adds"));
        QVERIFY(!shown("ULP") && !shown("Weights"));
        // The view stays with the next account.
        m_panel->setAccount(account());
        QVERIFY(!shown("ULP"));
    }

    void aRowTellsItsNode() {
        m_panel->setAccount(account());
        QSignalSpy activated(m_panel.get(), &ErrorPanel::nodeActivated);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::NoModifier,
                          table()->visualRect(table()->model()->index(4, columnOf("Term"))).center());
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toUInt(), 9U);
        // A term that is no node's has nothing to select.
        table()->setCurrentIndex(table()->model()->index(0, 0));
        QCOMPARE(activated.size(), 1);
        m_panel->selectNode(7);
        QCOMPARE(table()->currentIndex().row(), 3);
        QCOMPARE(activated.size(), 1);
        m_panel->selectNode(4711);
        QVERIFY(!table()->currentIndex().isValid());
    }

    void theElementsAreTheNodes() {
        nnir::GraphBuilder b;
        const auto x = b.input("x", {1, 3});
        b.output(b.relu(x));
        auto made = account();
        made->graph = std::make_shared<const nnir::Graph>(b.graph());
        made->part.attribution.nodes[0].node = made->graph->nodes.front().id;
        ErrorElementsModel model;
        QAbstractItemModelTester tester(&model);
        model.setNode(made, made->graph->nodes.front().id.value);
        QCOMPARE(model.rowCount(), 3);
        const auto at = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QVERIFY2(at(1, 0).endsWith(QStringLiteral("[0, 1]")), qPrintable(at(1, 0)));
        QCOMPARE(at(1, ErrorElementsModel::difference), QStringLiteral("\u22120.500"));
        // bf16 has values 2^-6 apart at 2.5.
        QCOMPARE(at(1, ErrorElementsModel::steps), figureText(0.5 / 0x1p-6));
        QCOMPARE(at(0, ErrorElementsModel::steps), QStringLiteral("0"));
        model.setNode(made, 4711);
        QCOMPARE(model.rowCount(), 0);
    }

    void overTime() {
        m_panel->setAccount(account());
        auto* map = m_panel->findChild<HeatMapView*>(QStringLiteral("errorOverTime"));
        QCOMPARE(map->data().units, std::int64_t{3});  // two nodes, and all terms
        QCOMPARE(map->data().first, std::int64_t{40});
        QCOMPARE(map->data().at(0, 0), 0.25F);
        QCOMPARE(map->data().at(1, 0), 0.125F);
        QCOMPARE(map->data().at(1, 2), 2.625F);
        auto* tabs = m_panel->findChild<QTabWidget*>(QStringLiteral("errorTabs"));
        tabs->setCurrentWidget(map);
        QSignalSpy node(m_panel.get(), &ErrorPanel::nodeActivated);
        QSignalSpy inference(m_panel.get(), &ErrorPanel::inferenceActivated);
        const QRectF plot = map->plotRect();
        QTest::mouseClick(map, Qt::LeftButton, Qt::NoModifier,
                          QPointF(plot.left() + plot.width() * 0.25, plot.center().y()).toPoint());
        QCOMPARE(node.size(), 1);
        QCOMPARE(node[0][0].toUInt(), 9U);
        QCOMPARE(inference.size(), 1);
        QCOMPARE(inference[0][0].toLongLong(), 40);
    }

    void devicesStandBeside() {
        m_panel->setAccount(account());
        auto* tabs = m_panel->findChild<QTabWidget*>(QStringLiteral("errorTabs"));
        QVERIFY(!tabs->isTabEnabled(tabs->count() - 1));
        EnvelopePart part{.index = 41, .inferences = 2, .vm_max_abs = 2.1875, .variants = {}};
        for (const auto& [name, error] : {std::pair("in order", 2.0), std::pair("table activations", 8.0)}) {
            VariantError& variant = part.variants.emplace_back();
            variant.variant.name = name;
            variant.max_abs = error;
        }
        m_panel->setEnvelope(part);
        QVERIFY(tabs->isTabEnabled(tabs->count() - 1));
        // Another account: not its devices.
        m_panel->setAccount(account());
        QVERIFY(!tabs->isTabEnabled(tabs->count() - 1));
    }

    void waitingCanBeCancelled() {
        auto* cancel = m_panel->findChild<QToolButton*>(QStringLiteral("errorCancel"));
        QVERIFY(!cancel->isVisible());
        m_panel->setBusy(QStringLiteral("taking inference 4 apart"));
        QVERIFY(cancel->isVisible());
        QSignalSpy cancelled(m_panel.get(), &ErrorPanel::cancelClicked);
        QTest::mouseClick(cancel, Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
        m_panel->setBusy({});
        QVERIFY(!cancel->isVisible());
    }

    void warningsAreSaid() {
        auto made = account();
        for (int k = 0; k < 3; ++k)
            made->part.lost_columns.push_back(
                {.input = "x", .element = k, .mean = 1000, .spread = 0.5, .step = 4});
        m_panel->setAccount(made);
        auto* label = m_panel->findChild<QLabel*>(QStringLiteral("errorWarnings"));
        QVERIFY(label->isVisible());
        QVERIFY2(label->text().contains(QStringLiteral("x[0]")), qPrintable(label->text()));
        QVERIFY2(label->text().contains(QStringLiteral("2 more")), qPrintable(label->text()));
        m_panel->setAccount(account());
        QVERIFY(!label->isVisible());
    }

    void nothingSaysWhy() {
        m_panel->setAccount(nullptr, QStringLiteral("No run."));
        QVERIFY(!table()->isVisible());
        QCOMPARE(m_panel->sum(), 0.0);
        QCOMPARE(m_panel->account(), nullptr);
    }
};

QTEST_MAIN(TestErrorPanel)
#include "tst_error_panel.moc"
