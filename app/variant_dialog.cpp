#include "app/variant_dialog.h"
#include "app/comparison_table.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>
#include <map>

#include "core/report/palette.h"
#include "widgets/graph/graph_view.h"
#include "widgets/panels/panel_text.h"
#include "widgets/plots/plot_view.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {
namespace {

using Kind = nnir::NodeDifference::Kind;

QString kindText(Kind kind) {
    switch (kind) {
        case Kind::added:
            return VariantDialog::tr("+ added");
        case Kind::removed:
            return VariantDialog::tr("– removed");
        case Kind::changed:
            return VariantDialog::tr("~ changed");
        case Kind::same:
            break;
    }
    return VariantDialog::tr("same");
}

ChangeKind changeKind(Kind kind) {
    return kind == Kind::added     ? ChangeKind::added
           : kind == Kind::removed ? ChangeKind::removed
                                   : ChangeKind::changed;
}

PlotSeries errorSeries(const QString& name, const std::shared_ptr<const Recording>& recording,
                       const OpColour& colour, bool dark, Qt::PenStyle line) {
    const Rgb& rgb = dark ? colour.dark_mark : colour.light_mark;
    PlotSeries series;
    series.name = name;
    series.colour = QColor(rgb.r, rgb.g, rgb.b);
    series.line = line;
    series.curve.count = std::ssize(recording->inferences);
    const auto record = [recording](std::int64_t i) -> const InferenceRecord& {
        return recording->inferences[static_cast<std::size_t>(i)];
    };
    series.curve.value = [record](std::int64_t i) {
        return record(i).has_error() ? record(i).max_abs_error : std::numeric_limits<double>::quiet_NaN();
    };
    series.curve.present = [record](std::int64_t i) { return record(i).has_error(); };
    return series;
}

}  // namespace

VariantDialog::VariantDialog(QWidget* parent)
    : QDialog(parent),
      m_words(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_modules(makeComparisonTable(
          "variantModules", tr("Cycles of the critical path by module"),
          {{tr("Module")}, {tr("Cycles before"), true}, {tr("Cycles after"), true}, {tr("Change"), true}}, -1,
          this)),
      m_timeline(new TimelineView(this)),
      m_errors(new PlotView(tr("Largest error of each inference"), this)) {
    setObjectName(QStringLiteral("variantDialog"));
    setWindowTitle(tr("Two variants"));
    m_words->setObjectName(QStringLiteral("variantWords"));
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_tabs->setObjectName(QStringLiteral("variantTabs"));
    m_tabs->setDocumentMode(true);
    m_errors->setObjectName(QStringLiteral("variantErrors"));
    m_errors->setLogarithmic(true);
    m_errors->setEmptyText(
        tr("The errors show here once both variants were run (F5) before they were kept."));
    m_tabs->addTab(makeGraphs(), tr("&Graphs"));
    m_tabs->addTab(m_timeline, tr("&Timelines"));
    m_tabs->addTab(m_errors, tr("&Errors"));
    m_tabs->addTab(m_modules, tr("&Modules"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_copy = buttons->addButton(tr("Copy report as Markdown"), QDialogButtonBox::ActionRole);
    m_copy->setEnabled(false);
    m_copy->setObjectName(QStringLiteral("variantCopyReport"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_words);
    column->addWidget(m_tabs, 1);
    column->addWidget(buttons);
    resize(1100, 700);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::finished, this, &VariantDialog::forget);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(
            text(variants_report(m_before.variant, m_after.variant, m_difference)));
    });
}

VariantDialog::~VariantDialog() = default;

QWidget* VariantDialog::makeGraphs() {
    auto* splitter = new QSplitter(Qt::Vertical, m_tabs);
    auto* graphs = new QSplitter(Qt::Horizontal, splitter);
    for (int side = 0; side < 2; ++side) {
        auto* page = new QWidget(graphs);
        auto* column = new QVBoxLayout(page);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        m_titles[side] = new QLabel(page);
        m_titles[side]->setContentsMargins(8, 4, 8, 4);
        m_graphs[side] = new GraphView(page);
        m_graphs[side]->setObjectName(side == 0 ? QStringLiteral("variantGraphBefore")
                                                : QStringLiteral("variantGraphAfter"));
        m_graphs[side]->setAccessibleName(side == 0 ? tr("Graph of the baseline")
                                                    : tr("Graph of the variant"));
        m_graphs[side]->setEmptyText(tr("A program holds no graph."));
        column->addWidget(m_titles[side]);
        column->addWidget(m_graphs[side], 1);
        graphs->addWidget(page);
        connect(m_graphs[side], &GraphView::nodeSelected, this,
                [this, side](std::optional<nnir::NodeId> node) { selectNode(side == 1, node); });
    }
    m_list = makeComparisonTable("variantDifferences", tr("What is other in the graph"),
                                 {{tr("What")}, {tr("Operator")}, {tr("Module")}, {tr("How")}}, -1, splitter);
    m_list->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    splitter->addWidget(graphs);
    splitter->addWidget(m_list);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    connect(m_list, &QTableWidget::currentCellChanged, this, [this](int row) { selectDifference(row); });
    return splitter;
}

void VariantDialog::forget() {
    m_work.cancel();
    m_copy->setEnabled(false);
    m_before = {};
    m_after = {};
    m_difference = {};
    m_nodes.clear();
    m_list->setRowCount(0);
    m_modules->setRowCount(0);
    for (GraphView* graph : m_graphs) {
        graph->setMarks({});
        graph->setGraph(nullptr);
    }
    showTimelines();
    showErrors();
}

void VariantDialog::compare(const Side& before, const Side& after) {
    forget();
    m_before = before;
    m_after = after;
    setWindowTitle(tr("%1 against %2").arg(text(after.variant.name), text(before.variant.name)));
    m_titles[0]->setText(tr("Baseline: %1").arg(text(before.variant.name)));
    m_titles[1]->setText(text(after.variant.name));
    m_graphs[0]->setGraph(before.variant.graph);
    m_graphs[1]->setGraph(after.variant.graph);
    m_words->setText(tr("Comparing…"));
    showTimelines();
    showErrors();
    m_work.request([first = before.variant, second = after.variant](
                       const std::stop_token&) { return variant_difference(first, second); },
                   [this](VariantDifference difference) {
                       m_difference = std::move(difference);
                       m_copy->setEnabled(true);
                       showDifference();
                       showModules();
                   },
                   [this](const Failure& failure) { m_words->setText(text(to_text(failure))); });
}

void VariantDialog::showDifference() {
    const DocumentTable table = variants_table({m_before.variant, m_after.variant}, 0);
    const std::vector<std::string>& row = table.rows[1];
    // Cycles, latency and error with their changes, as the list says them.
    QStringList words{
        tr("Cycles %1 (change %2), latency %3 (change %4), worst error %5 (change %6).")
            .arg(text(row[5]), text(row[6]), text(row[7]), text(row[8]), text(row[11]), text(row[12]))};
    if (m_difference.graph) words << tr("Graph: %1.").arg(text(m_difference.graph->summary()));
    m_words->setText(words.join(QLatin1Char(' ')));
    if (!m_difference.graph) return;
    std::map<nnir::NodeId, NodeMark> marks[2];
    for (const nnir::NodeDifference& node : m_difference.graph->nodes) {
        if (node.kind == Kind::same) continue;
        m_nodes.push_back(node);
        QStringList what;
        for (const std::string& each : node.what) what << text(each);
        const NodeMark mark{changeKind(node.kind), what.join(QStringLiteral("; "))};
        if (node.before) marks[0][*node.before] = mark;
        if (node.after) marks[1][*node.after] = mark;
    }
    for (int side = 0; side < 2; ++side) m_graphs[side]->setMarks(marks[side]);
    const QSignalBlocker blocker(m_list);
    m_list->setRowCount(0);
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const nnir::NodeDifference& node = m_nodes[i];
        QStringList what;
        for (const std::string& each : node.what) what << text(each);
        addComparisonRow(*m_list, {{.text = kindText(node.kind)},
                                   {.text = text(node.name)},
                                   {.text = text(node.module)},
                                   {.text = what.join(QStringLiteral("; "))}});
    }
}

void VariantDialog::showModules() {
    m_modules->setRowCount(0);
    for (std::size_t i = 0; i < m_difference.modules.size(); ++i) {
        const ModuleChange& change = m_difference.modules[i];
        const std::int64_t difference = change.after - change.before;
        const QString words =
            (difference > 0 ? QStringLiteral("+") : QStringLiteral("−")) + countText(std::abs(difference));
        addComparisonRow(*m_modules, {{.text = text(change.name)},
                                      {.text = countText(change.before)},
                                      {.text = countText(change.after)},
                                      {.text = difference == 0 ? tr("same") : words}});
    }
    m_modules->resizeColumnsToContents();
}

void VariantDialog::showTimelines() {
    // The baseline is what is kept below, on the same axis.
    m_timeline->dropKept();
    const auto show = [this](const Side& side) {
        m_timeline->setTimeline(side.compiled ? side.compiled->compiled.program : nullptr,
                                side.compiled ? side.compiled->compiled.timeline : nullptr);
        m_timeline->setCriticalPath(side.compiled ? side.compiled->report->why : nullptr);
    };
    if (m_before.compiled) {
        show(m_before);
        m_timeline->keep(text(m_before.variant.name));
    }
    show(m_after);
}

void VariantDialog::showErrors() {
    const bool dark = isDark(palette());
    std::vector<PlotSeries> series;
    const auto add = [&](const Side& side, const OpColour& colour, Qt::PenStyle line) {
        if (side.recording && !side.recording->inferences.empty())
            series.push_back(errorSeries(text(side.variant.name), side.recording, colour, dark, line));
    };
    add(m_before, palette::blue, Qt::DashLine);
    add(m_after, palette::vermillion, Qt::SolidLine);
    std::int64_t count = 1;
    for (const PlotSeries& each : series) count = std::max(count, each.curve.count);
    m_errors->range()->setLimits(-0.5, static_cast<double>(count) - 0.5);
    m_errors->setSeries(std::move(series));
}

void VariantDialog::selectDifference(int row) {
    if (row < 0 || row >= std::ssize(m_nodes)) return;
    const nnir::NodeDifference& node = m_nodes[static_cast<std::size_t>(row)];
    m_graphs[0]->setSelection(node.before);
    m_graphs[1]->setSelection(node.after);
}

void VariantDialog::selectNode(bool after, std::optional<nnir::NodeId> node) {
    if (!m_difference.graph) return;
    for (const nnir::NodeDifference& each : m_difference.graph->nodes) {
        if ((after ? each.after : each.before) != node || !node) continue;
        m_graphs[after ? 0 : 1]->setSelection(after ? each.before : each.after);
        for (std::size_t i = 0; i < m_nodes.size(); ++i)
            if (m_nodes[i].before == each.before && m_nodes[i].after == each.after)
                m_list->selectRow(static_cast<int>(i));
        return;
    }
}

}  // namespace lockstep::app
