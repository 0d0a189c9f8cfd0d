#include "app/readout_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep::app {
namespace {

using Kind = ReadoutDeployment::Kind;

enum Column { nameColumn, inputColumn, latencyColumn, differenceColumn, columnCount };

QString nameText(Kind kind, qint64 window) {
    switch (kind) {
        case Kind::window:
            return ReadoutDialog::tr("Whole window in each inference");
        case Kind::carried:
            return ReadoutDialog::tr("Carried state, an answer in each inference");
        case Kind::reset:
            break;
    }
    return ReadoutDialog::tr("Carried state, reset every %1: an answer every %1 inferences").arg(window);
}

QString inputText(Kind kind, qint64 window) {
    return kind == Kind::window ? ReadoutDialog::tr("%1 positions").arg(countText(window))
                                : ReadoutDialog::tr("1 position");
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
    if (deployment.kind == Kind::window) return ReadoutDialog::tr("none: it is what was trained");
    if (!deployment.difference || deployment.difference->compared == 0)
        return ReadoutDialog::tr("not known: the inputs are shorter than a window");
    if (deployment.kind == Kind::reset) {
        return ReadoutDialog::tr("max %1 at the end of a window, %2 elsewhere")
            .arg(figureText(deployment.at_ends->max_abs), figureText(deployment.difference->max_abs));
    }
    return ReadoutDialog::tr("max %1, rms %2 (%3 % of the outputs' rms)")
        .arg(figureText(deployment.difference->max_abs), figureText(deployment.difference->rms),
             figureText(deployment.difference->relative_rms * 100));
}

}  // namespace

ReadoutDialog::ReadoutDialog(QWidget* parent)
    : QDialog(parent), m_text(new QLabel(this)), m_table(new QTableWidget(this)) {
    setObjectName(QStringLiteral("readoutDialog"));
    setWindowTitle(tr("Deployments of a last-step readout"));
    m_text->setObjectName(QStringLiteral("readoutText"));
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_table->setObjectName(QStringLiteral("readoutTable"));
    m_table->setAccessibleName(windowTitle());
    m_table->setColumnCount(columnCount);
    m_table->setHorizontalHeaderLabels({tr("Deployment"), tr("Input of an inference"), tr("Latency, spaced"),
                                        tr("Difference to the whole window")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(differenceColumn, QHeaderView::Stretch);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_use = buttons->addButton(tr("Use this deployment"), QDialogButtonBox::AcceptRole);
    m_use->setObjectName(QStringLiteral("readoutUse"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(m_text);
    column->addWidget(m_table, 1);
    column->addWidget(buttons);
    resize(920, 320);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_use, &QPushButton::clicked, this, &ReadoutDialog::use);
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] {
        const int row = m_table->currentRow();
        m_use->setEnabled(m_comparison && row >= 0 && row < std::ssize(m_comparison->deployments) &&
                          m_comparison->deployments[static_cast<std::size_t>(row)].compiled);
    });
    showWaiting();
}

void ReadoutDialog::showWaiting() {
    m_comparison.reset();
    m_table->setRowCount(0);
    m_use->setEnabled(false);
    m_text->setText(tr("Compiling the deployments and running them on the inputs…"));
}

void ReadoutDialog::showFailure(const Failure& failure) {
    showWaiting();
    m_text->setText(text(to_text(failure)));
}

void ReadoutDialog::showComparison(std::shared_ptr<const ReadoutComparison> comparison) {
    m_comparison = std::move(comparison);
    QString words = tr("The model answers with the last position of a window of %1. Carried state is another "
                       "function than the one that was trained on windows: from the second window on it has "
                       "seen more than a window.")
                        .arg(countText(m_comparison->window));
    if (!m_comparison->inputs.empty()) {
        words += QLatin1Char('\n') + tr("Differences in LibTorch's fp32 over %1 positions of %2.")
                                         .arg(countText(m_comparison->positions), text(m_comparison->inputs));
        if (m_comparison->random_inputs)
            words += QLatin1Char(' ') + tr("Random inputs say little about real ones.");
    }
    m_text->setText(words);
    m_table->setRowCount(static_cast<int>(m_comparison->deployments.size()));
    int row = 0;
    for (const ReadoutDeployment& deployment : m_comparison->deployments) {
        const QStringList texts{nameText(deployment.kind, m_comparison->window),
                                inputText(deployment.kind, m_comparison->window), latencyText(deployment),
                                differenceText(deployment)};
        for (int column = 0; column < columnCount; ++column) {
            auto* item = new QTableWidgetItem(texts[column]);
            if (column == latencyColumn) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            item->setToolTip(texts[column]);
            m_table->setItem(row, column, item);
        }
        ++row;
    }
    m_table->selectRow(0);
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
