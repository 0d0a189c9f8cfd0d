#include "app/readout_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/report/palette.h"
#include "widgets/panels/panel_text.h"
#include "widgets/plots/plot_view.h"
#include "widgets/theme.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

using Kind = ReadoutDeployment::Kind;

enum Column { nameColumn, inputColumn, answerColumn, latencyColumn, differenceColumn, columnCount };

QString nameText(Kind kind, qint64 window) {
    switch (kind) {
        case Kind::window:
            return ReadoutDialog::tr("Whole window");
        case Kind::carried:
            return ReadoutDialog::tr("Carried state");
        case Kind::reset:
            break;
    }
    return ReadoutDialog::tr("Carried state, reset every %1").arg(countText(window));
}

QString inputText(Kind kind, qint64 window) {
    return kind == Kind::window ? ReadoutDialog::tr("%1 positions").arg(countText(window))
                                : ReadoutDialog::tr("1 position");
}

QString answerText(Kind kind, qint64 window) {
    return kind == Kind::reset ? ReadoutDialog::tr("once in %1 inferences").arg(countText(window))
                               : ReadoutDialog::tr("in each inference");
}

QColor shade(const OpColour& colour, bool dark) {
    const Rgb& rgb = dark ? colour.dark_mark : colour.light_mark;
    return {rgb.r, rgb.g, rgb.b};
}

QString latencyText(const ReadoutDeployment& deployment) {
    if (!deployment.compiled) return QStringLiteral("–");
    const Program& program = *deployment.compiled->program;
    const std::int64_t cycles = deployment.compiled->timeline->spaced;
    if (!program.config.clock_mhz) return ReadoutDialog::tr("%1 cycles").arg(countText(cycles));
    return figureText(static_cast<double>(cycles) / program.config.clock_mhz->value, QStringLiteral("µs"));
}

QString differenceText(const ReadoutDeployment& deployment) {
    if (deployment.failure) return text(deployment.failure->message);
    if (deployment.kind == Kind::window) return ReadoutDialog::tr("nothing: it is what was trained");
    const auto& difference = deployment.difference;
    if (!difference || difference->compared == 0) return ReadoutDialog::tr("not known");
    if (deployment.kind == Kind::carried) {
        return ReadoutDialog::tr("at most %1; rms %2, %3 % of the outputs' rms")
            .arg(figureText(difference->max_abs), figureText(difference->rms),
                 figureText(difference->relative_rms * 100));
    }
    if (!deployment.at_ends || deployment.at_ends->compared == 0)
        return ReadoutDialog::tr("at most %1 in the middle of a window").arg(figureText(difference->max_abs));
    if (deployment.at_ends->compared == difference->compared)
        return ReadoutDialog::tr("at most %1").arg(figureText(deployment.at_ends->max_abs));
    return ReadoutDialog::tr("at most %1 at the end of a window, %2 in the middle")
        .arg(figureText(deployment.at_ends->max_abs), figureText(difference->max_abs));
}

}  // namespace

ReadoutDialog::ReadoutDialog(QWidget* parent)
    : QDialog(parent),
      m_text(new QLabel(this)),
      m_table(new QTableWidget(this)),
      m_plot(new PlotView(tr("Answers"), this)) {
    setObjectName(QStringLiteral("readoutDialog"));
    setWindowTitle(tr("Three ways to deploy the model"));
    m_text->setObjectName(QStringLiteral("readoutText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_table->setObjectName(QStringLiteral("readoutTable"));
    m_table->setAccessibleName(windowTitle());
    m_table->setColumnCount(columnCount);
    m_table->setHorizontalHeaderLabels({tr("Deployment"), tr("An inference takes"), tr("and answers"),
                                        tr("Latency, spaced"), tr("Differs from the whole window by")});
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeaderItem(latencyColumn)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(differenceColumn, QHeaderView::Stretch);
    m_plot->setObjectName(QStringLiteral("readoutPlot"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_use = buttons->addButton(tr("Use this deployment"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("readoutUse"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_text);
    column->addWidget(m_table);
    column->addWidget(m_plot, 1);
    column->addWidget(buttons);
    resize(1000, 560);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_use, &QPushButton::clicked, this, &ReadoutDialog::use);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] {
        const int row = m_table->currentRow();
        const bool chosen = m_comparison && row >= 0 && row < std::ssize(m_comparison->deployments) &&
                            m_comparison->deployments[static_cast<std::size_t>(row)].compiled &&
                            m_comparison->deployments[static_cast<std::size_t>(row)].kind != m_inUse;
        m_use->setEnabled(chosen);
    });
    showWaiting();
}

void ReadoutDialog::showWaiting() {
    m_comparison.reset();
    m_table->setRowCount(0);
    m_plot->setSeries({});
    m_plot->setFigure({});
    m_plot->setEmptyText(tr("What the deployments answer on the inputs will appear here."));
    m_use->setEnabled(false);
    m_text->setText(tr("Compiling the deployments and running them on the inputs…"));
    fitTable();
}

void ReadoutDialog::showFailure(const Failure& failure) {
    showWaiting();
    m_plot->setEmptyText(tr("The deployments could not be compared."));
    m_text->setText(text(to_text(failure)));
}

/// The table is as high as its rows; the plot takes the rest.
void ReadoutDialog::fitTable() {
    m_table->resizeRowsToContents();
    int height = m_table->horizontalHeader()->sizeHint().height();
    for (int row = 0; row < m_table->rowCount(); ++row) height += m_table->rowHeight(row);
    m_table->setFixedHeight(height + 4);
}

void ReadoutDialog::resizeEvent(QResizeEvent* event) {
    QDialog::resizeEvent(event);
    fitTable();
}

void ReadoutDialog::showComparison(std::shared_ptr<const ReadoutComparison> comparison, Kind inUse) {
    m_comparison = std::move(comparison);
    m_inUse = inUse;
    QString words = tr("The model answers with the last position of a window of %1. Carried state is another "
                       "function than the one that was trained on windows: from the second window on it has "
                       "seen more than a window.")
                        .arg(countText(m_comparison->window));
    if (!m_comparison->not_compared.empty()) {
        words += QLatin1Char('\n') +
                 tr("By how much the answers differ is not known: %1.").arg(text(m_comparison->not_compared));
    } else if (!m_comparison->inputs.empty()) {
        words += QLatin1Char('\n') + tr("Differences in LibTorch's fp32 over %1 positions of %2.")
                                         .arg(countText(m_comparison->positions), text(m_comparison->inputs));
        if (m_comparison->random_inputs)
            words += QLatin1Char(' ') +
                     tr("Random inputs say little about real ones: choose a file of yours as inputs.");
    }
    m_text->setText(words);
    m_table->setRowCount(static_cast<int>(m_comparison->deployments.size()));
    int row = 0;
    for (const ReadoutDeployment& deployment : m_comparison->deployments) {
        QString name = nameText(deployment.kind, m_comparison->window);
        if (deployment.kind == inUse) name += tr(" (in use)");
        const QStringList texts{name, inputText(deployment.kind, m_comparison->window),
                                answerText(deployment.kind, m_comparison->window), latencyText(deployment),
                                differenceText(deployment)};
        for (int column = 0; column < columnCount; ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            if (column == latencyColumn) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            item->setToolTip(texts[column]);
            m_table->setItem(row, column, item);
        }
        ++row;
    }
    fitTable();
    m_table->clearSelection();
    m_table->selectRow(inUse == Kind::window ? 1 : 0);
    showOutputs();
}

void ReadoutDialog::showOutputs() {
    if (!m_comparison->outputs || m_comparison->outputs->positions.empty()) {
        m_plot->setEmptyText(tr("Nothing to compare: give inputs that are a window or longer."));
        return;
    }
    const std::shared_ptr<const ReadoutComparison> comparison = m_comparison;
    const ReadoutOutputs& outputs = *comparison->outputs;
    const std::int64_t first = outputs.positions.front();
    const std::int64_t stride = outputs.positions.size() > 1 ? outputs.positions[1] - first : 1;
    // Between two windows the answer of the one before stands.
    const auto curve = [&](std::vector<float> ReadoutOutputs::*values) {
        return Curve{.first = first,
                     .count = outputs.positions.back() - first + 1,
                     .value =
                         [comparison, values, first, stride](std::int64_t at) {
                             const auto window = static_cast<std::size_t>((at - first) / stride);
                             return static_cast<double>(((*comparison->outputs).*values)[window]);
                         },
                     .present = {}};
    };
    const ThemeColors& style = themeColors(palette());
    m_plot->range()->setLimits(static_cast<double>(first) - 0.5,
                               static_cast<double>(outputs.positions.back()) + 0.5);
    m_plot->setSeries(
        {{.name = tr("whole window"), .curve = curve(&ReadoutOutputs::window), .colour = style.text},
         {.name = tr("carried state"),
          .curve = curve(&ReadoutOutputs::carried),
          .colour = shade(palette::vermillion, style.dark)},
         {.name = tr("reset every %1").arg(countText(m_comparison->window)),
          .curve = curve(&ReadoutOutputs::reset),
          .colour = shade(palette::blue, style.dark),
          .line = Qt::DashLine}});
    m_plot->setFigure({tr("%1 [%2], which differs most").arg(text(outputs.name)).arg(outputs.element)});
}

void ReadoutDialog::use() {
    const int row = m_table->currentRow();
    if (!m_comparison || row < 0) return;
    const Kind kind = m_comparison->deployments[static_cast<std::size_t>(row)].kind;
    if (kind == Kind::window) {
        Q_EMIT deploymentChosen(std::vector<std::optional<int>>(m_comparison->axes.size()), false, 0);
    } else {
        Q_EMIT deploymentChosen(m_comparison->axes, true, kind == Kind::reset ? m_comparison->window : 0);
    }
    accept();
}

}  // namespace lockstep::app
