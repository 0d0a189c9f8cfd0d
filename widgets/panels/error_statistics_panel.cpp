#include "widgets/panels/error_statistics_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <algorithm>

#include "widgets/panels/error_histogram.h"
#include "widgets/panels/panel_setup.h"
#include "widgets/panels/worst_model.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

ErrorStatisticsPanel::ErrorStatisticsPanel(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("Error statistics"), this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_empty(new QLabel(this)),
      m_histogram(new ErrorHistogram(this)),
      m_worst(new WorstModel(this)),
      m_table(new QTableView(this)) {
    setObjectName(QStringLiteral("errorStatistics"));
    setAccessibleName(tr("Error statistics"));
    m_table->setObjectName(QStringLiteral("worstTable"));
    m_table->setAccessibleName(tr("Worst inferences"));
    m_table->setToolTip(tr("Click, or press Enter: go to this inference"));
    m_table->setModel(m_worst);
    setUpRowTable(*m_table);
    m_empty->setText(
        tr("How the error is distributed over the run shows here once inferences were compared."));
    m_splitter->addWidget(m_histogram);
    m_splitter->addWidget(m_table);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    setUpPanel(*this, m_header, m_splitter, m_empty);
    setFocusProxy(m_table);
    setRecording(nullptr);
    connect(m_histogram, &ErrorHistogram::binChosen, this, &ErrorStatisticsPanel::chooseBin);
    connect(m_table, &QTableView::clicked, this, &ErrorStatisticsPanel::chooseRow);
    connect(m_table, &QTableView::activated, this, &ErrorStatisticsPanel::chooseRow);
}

void ErrorStatisticsPanel::setRecording(std::shared_ptr<const Recording> recording) {
    m_recording = std::move(recording);
    const bool any = m_recording && m_recording->error.inferences > 0;
    m_splitter->setVisible(any);
    m_empty->setVisible(!any);
    const bool first = m_worst->rowCount() == 0;
    m_worst->setRecords(any ? m_recording->worst : std::vector<InferenceRecord>());
    m_histogram->setBins(any ? m_recording->histogram : std::vector<ErrorBin>(),
                         any ? m_recording->quantiles : std::vector<std::pair<double, double>>());
    if (!any) {
        m_header->setFigure({});
        return;
    }
    if (first) m_table->resizeColumnsToContents();
    QStringList figure{tr("%1 inferences").arg(countText(m_recording->error.inferences))};
    for (const auto& [share, error] : m_recording->quantiles)
        figure << tr("%1 % ≤ %2").arg(share * 100).arg(figureText(error));
    m_header->setFigure(figure);
    m_header->setToolTip(
        tr("The largest error of an inference that a share of all inferences does not exceed, at most a 32nd "
           "too large"));
}

void ErrorStatisticsPanel::chooseBin(const ErrorBin& bin) {
    const auto inside = [&bin](const InferenceRecord& record) {
        if (record.reference == ReferenceKind::none) return false;
        // The bars of exact and of infinite errors have no width.
        return bin.from == bin.to ? record.max_abs_error == bin.from
                                  : record.max_abs_error >= bin.from && record.max_abs_error < bin.to;
    };
    // The worst one of the bar as far as it is listed, else the first one that is kept.
    const auto choose = [&](const auto& records) {
        const auto found = std::ranges::find_if(records, inside);
        if (found == records.end()) return false;
        Q_EMIT inferenceChosen(found->index);
        return true;
    };
    if (!choose(m_recording->worst)) choose(m_recording->inferences);
}

void ErrorStatisticsPanel::chooseRow() {
    const QVariant inference = m_table->currentIndex().data(WorstModel::inferenceRole);
    if (inference.isValid()) Q_EMIT inferenceChosen(inference.toLongLong());
}

}  // namespace lockstep
