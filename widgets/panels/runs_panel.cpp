#include "widgets/panels/runs_panel.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <memory>

#include "core/report/palette.h"
#include "widgets/panels/panel_table.h"
#include "widgets/panels/panel_text.h"
#include "widgets/plots/panel_header.h"
#include "widgets/plots/plot_view.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

enum RunColumn { runName, inferences, error };
enum TraceColumn { quantity, parting, largest, place };

std::int64_t placeOfLargest(const TraceDifference& trace) {
    return std::max_element(trace.max_abs.begin(), trace.max_abs.end()) - trace.max_abs.begin();
}

QColor shade(const OpColour& colour, bool dark) {
    const Rgb& rgb = dark ? colour.dark_mark : colour.light_mark;
    return {rgb.r, rgb.g, rgb.b};
}

}  // namespace

RunsPanel::RunsPanel(QWidget* parent)
    : QWidget(parent),
      m_runModel(
          new PanelTableModel({{tr("Run"), false}, {tr("Inferences"), true}, {tr("max |Δ|"), true}}, this)),
      m_traceModel(new PanelTableModel({{tr("A − B"), false},
                                        {tr("Apart from"), true},
                                        {tr("max |A − B|"), true},
                                        {tr("at inference"), true}},
                                       this)),
      m_runTable(makePanelTable(m_runModel, "runs", tr("Runs"), this)),
      m_traceTable(makePanelTable(m_traceModel, "runDifferences", tr("Differences between two runs"), this)),
      m_first(new QComboBox(this)),
      m_second(new QComboBox(this)),
      m_show(new QPushButton(tr("Show"), this)),
      m_forget(new QPushButton(tr("Forget"), this)),
      m_sentence(new QLabel(this)),
      m_plot(new PlotView(tr("A − B"), this)) {
    setObjectName(QStringLiteral("runsPanel"));
    m_first->setObjectName(QStringLiteral("runA"));
    m_first->setAccessibleName(tr("Run A"));
    m_second->setObjectName(QStringLiteral("runB"));
    m_second->setAccessibleName(tr("Run B"));
    for (QComboBox* box : {m_first, m_second}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(4);
        connect(box, &QComboBox::activated, this, &RunsPanel::compare);
    }
    m_show->setObjectName(QStringLiteral("showRun"));
    m_show->setToolTip(tr("Run this one again: its accelerator, inputs and edits (Return)"));
    m_forget->setObjectName(QStringLiteral("forgetRun"));
    m_forget->setToolTip(tr("Take this run off the list (Del)"));
    m_sentence->setObjectName(QStringLiteral("runSentence"));
    m_sentence->setWordWrap(true);
    m_sentence->setContentsMargins(8, 2, 8, 2);
    m_plot->setEmptyText(
        tr("How far two runs come apart will appear here. A run is kept when its inputs, accelerator, "
           "precision or states are changed."));
    m_runTable->horizontalHeader()->setStretchLastSection(false);
    m_runTable->horizontalHeader()->setSectionResizeMode(runName, QHeaderView::Stretch);
    m_runTable->horizontalHeader()->setSectionResizeMode(inferences, QHeaderView::ResizeToContents);
    m_runTable->horizontalHeader()->setSectionResizeMode(error, QHeaderView::ResizeToContents);
    m_runTable->installEventFilter(this);
    m_traceTable->horizontalHeader()->setStretchLastSection(false);
    for (int column = parting; column <= place; ++column)
        m_traceTable->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_traceTable->horizontalHeader()->setSectionResizeMode(quantity, QHeaderView::Stretch);

    auto* runs = new QWidget;
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 2, 8, 4);
    buttons->addWidget(m_show);
    buttons->addWidget(m_forget);
    buttons->addStretch(1);
    auto* runColumn = new QVBoxLayout(runs);
    runColumn->setContentsMargins(0, 0, 0, 0);
    runColumn->setSpacing(0);
    runColumn->addWidget(m_runTable, 1);
    runColumn->addLayout(buttons);
    auto* differences = new QWidget;
    auto* choice = new QHBoxLayout;
    choice->setContentsMargins(8, 4, 8, 2);
    choice->setSpacing(4);
    auto* a = new QLabel(tr("A"), this);
    a->setBuddy(m_first);
    auto* b = new QLabel(tr("B"), this);
    b->setBuddy(m_second);
    choice->addWidget(a);
    choice->addWidget(m_first, 1);
    choice->addWidget(b);
    choice->addWidget(m_second, 1);
    auto* differenceColumn = new QVBoxLayout(differences);
    differenceColumn->setContentsMargins(0, 0, 0, 0);
    differenceColumn->setSpacing(0);
    differenceColumn->addLayout(choice);
    differenceColumn->addWidget(m_sentence);
    differenceColumn->addWidget(m_traceTable, 1);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    splitter->addWidget(runs);
    splitter->addWidget(differences);
    splitter->addWidget(m_plot);
    for (int i = 0; i < 3; ++i) splitter->setStretchFactor(i, i == 2 ? 4 : 3);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(m_runTable);

    connect(m_show, &QPushButton::clicked, this, [this] {
        if (const int row = selectedRun(); row >= 0)
            Q_EMIT runChosen(m_runs[static_cast<std::size_t>(row)].id);
    });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        if (const int row = selectedRun(); row >= 0)
            Q_EMIT runForgotten(m_runs[static_cast<std::size_t>(row)].id);
    });
    const auto select = [this] {
        const int row = selectedRun();
        const bool kept = row >= 0 && m_runs[static_cast<std::size_t>(row)].id != 0;
        m_show->setEnabled(kept);
        m_forget->setEnabled(kept);
    };
    connect(m_runTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this, select);
    connect(m_runModel, &QAbstractItemModel::modelReset, this, select);
    connect(m_runTable, &QTableView::doubleClicked, m_show, &QPushButton::click);
    connect(m_traceTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &RunsPanel::showTrace);
    connect(m_traceTable, &QTableView::activated, this, [this](const QModelIndex& index) {
        const TraceDifference& trace = m_traces[static_cast<std::size_t>(index.row())];
        if (trace.first) Q_EMIT inferenceChosen(*trace.first);
    });
    connect(m_plot, &PlotView::inferenceChosen, this, &RunsPanel::inferenceChosen);
    setRuns({});
    select();
}

void RunsPanel::setRuns(std::vector<RunRow> runs) {
    std::vector<std::pair<quint64, QString>> before;
    for (const RunRow& run : m_runs) before.emplace_back(run.id, run.name);
    std::vector<std::pair<quint64, QString>> now;
    for (const RunRow& run : runs) now.emplace_back(run.id, run.name);
    const int chosenRow = selectedRun();
    const std::optional<quint64> chosen =
        chosenRow >= 0 ? std::optional(m_runs[static_cast<std::size_t>(chosenRow)].id) : std::nullopt;
    m_runs = std::move(runs);
    m_runModel->setRows(static_cast<int>(m_runs.size()),
                        [this](int row, int column, int role) { return runCell(row, column, role); });
    if (before == now) return;
    // The choice stays with its run, not with its row.
    const auto kept =
        std::find_if(m_runs.begin(), m_runs.end(), [&](const RunRow& run) { return run.id == chosen; });
    if (kept != m_runs.end()) {
        m_runTable->setCurrentIndex(m_runModel->index(static_cast<int>(kept - m_runs.begin()), 0));
    } else {
        m_runTable->selectionModel()->clear();
    }
    const bool more = now.size() > 1 && std::none_of(before.begin(), before.end(), [&](const auto& run) {
                          return run.first == now[1].first;
                      });
    const quint64 second = this->second();
    for (QComboBox* box : {m_first, m_second}) {
        const QSignalBlocker block(box);
        box->clear();
        for (const RunRow& run : m_runs) {
            box->addItem(run.id == 0 ? tr("This run: %1").arg(run.name) : run.name, run.id);
            box->setItemData(box->count() - 1, run.name, Qt::ToolTipRole);
        }
    }
    // The run that was just laid aside is what people want to compare with.
    const int newest = m_runs.size() > 1 ? 1 : -1;
    const int same = m_second->findData(second);
    m_second->setCurrentIndex(!more && same > 0 ? same : newest);
    m_difference.reset();
    m_traces.clear();
    m_traceModel->setRows(0, {});
    showTrace();
    m_sentence->setText(m_runs.size() < 2 ? tr("There is one run only.") : QString());
    compare();
}

quint64 RunsPanel::first() const {
    return m_first->currentData().toULongLong();
}
quint64 RunsPanel::second() const {
    return m_second->currentData().toULongLong();
}

void RunsPanel::compare() {
    if (m_second->currentIndex() >= 0 && first() != second()) {
        Q_EMIT compareWanted(first(), second());
    } else if (m_second->currentIndex() >= 0) {
        setProblem(tr("A and B are the same run."));
    }
}

void RunsPanel::setDifference(const RecordingDifference& difference) {
    const int row = std::max(0, m_traceTable->currentIndex().row());
    m_difference = difference;
    m_traces = {difference.outputs};
    m_traces[0].name = tr("outputs").toStdString();
    m_traces.insert(m_traces.end(), difference.states.begin(), difference.states.end());
    m_traceModel->setRows(static_cast<int>(m_traces.size()),
                          [this](int at, int column, int role) { return traceCell(at, column, role); });
    m_traceTable->selectRow(std::min(row, static_cast<int>(m_traces.size()) - 1));
    std::optional<std::int64_t> apart;
    for (const TraceDifference& trace : m_traces)
        if (trace.first && (!apart || *trace.first < *apart)) apart = trace.first;
    const QString range =
        tr("inferences %1 to %2")
            .arg(countText(difference.first), countText(difference.first + difference.rows - 1));
    QString words = apart ? tr("Apart from inference %1 on (of %2).").arg(countText(*apart), range)
                          : tr("The same in every bit over %1.").arg(range);
    if (!difference.only_in_one.empty())
        words += tr(" States in one of them only: %1.").arg(difference.only_in_one.size());
    m_sentence->setText(words);
    showTrace();
}

void RunsPanel::setProblem(const QString& problem) {
    m_difference.reset();
    m_traces.clear();
    m_traceModel->setRows(0, {});
    m_sentence->setText(problem);
    showTrace();
}

void RunsPanel::setRange(AxisRange* range) {
    m_plot->setRange(range);
}

void RunsPanel::setCurrentInference(std::optional<std::int64_t> inference) {
    m_plot->setCurrentInference(inference);
}

void RunsPanel::showTrace() {
    const int row = m_traceTable->currentIndex().row();
    if (!m_difference || row < 0 || row >= static_cast<int>(m_traces.size())) {
        m_plot->setSeries({});
        m_plot->setFigure({});
        return;
    }
    const auto trace = std::make_shared<const TraceDifference>(m_traces[static_cast<std::size_t>(row)]);
    const std::int64_t first = m_difference->first;
    const bool dark = themeColors(palette()).dark;
    const auto curve = [&](const std::vector<double> TraceDifference::*figure) {
        return Curve{
            .first = first,
            .count = std::ssize((*trace).*figure),
            .value = [trace, figure, first](
                         std::int64_t i) { return ((*trace).*figure)[static_cast<std::size_t>(i - first)]; },
            .present = {}};
    };
    m_plot->header()->setTitle(tr("A − B: %1").arg(text(trace->name)));
    m_plot->setSeries({{.name = tr("max |A − B|"),
                        .curve = curve(&TraceDifference::max_abs),
                        .colour = shade(palette::vermillion, dark)},
                       {.name = tr("rms"),
                        .curve = curve(&TraceDifference::rms),
                        .colour = shade(palette::blue, dark),
                        .line = Qt::DashLine}});
    const double most =
        trace->max_abs.empty() ? 0 : trace->max_abs[static_cast<std::size_t>(placeOfLargest(*trace))];
    m_plot->setFigure({tr("max %1").arg(figureText(most))});
}

int RunsPanel::selectedRun() const {
    const QModelIndex index = m_runTable->currentIndex();
    return index.isValid() ? index.row() : -1;
}

QVariant RunsPanel::runCell(int row, int column, int role) const {
    const RunRow& run = m_runs[static_cast<std::size_t>(row)];
    if (role == Qt::ToolTipRole) return run.name;
    if (role == Qt::FontRole && run.id == 0) {
        QFont bold = font();
        bold.setBold(true);
        return bold;
    }
    if (role != Qt::DisplayRole) return {};
    switch (column) {
        case runName:
            return run.name;
        case inferences:
            return countText(run.inferences);
        case error:
            return run.maxError ? figureText(*run.maxError) : QStringLiteral("–");
        default:
            return {};
    }
}

QVariant RunsPanel::traceCell(int row, int column, int role) const {
    const TraceDifference& trace = m_traces[static_cast<std::size_t>(row)];
    if (role != Qt::DisplayRole) return {};
    const std::int64_t at = placeOfLargest(trace);
    switch (column) {
        case quantity:
            return text(trace.name);
        case parting:
            return trace.first ? countText(*trace.first) : tr("same");
        case largest:
            return trace.max_abs.empty() ? QString()
                                         : figureText(trace.max_abs[static_cast<std::size_t>(at)]);
        case place:
            return trace.first ? countText(m_difference->first + at) : QStringLiteral("–");
        default:
            return {};
    }
}

bool RunsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_runTable && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete) {
            m_forget->click();
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_show->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RunsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) showTrace();
    QWidget::changeEvent(event);
}

}  // namespace lockstep
