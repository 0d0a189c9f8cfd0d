#include "widgets/panels/unit_panel.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QSpinBox>
#include <QTableView>
#include <QToolButton>

#include "widgets/panels/panel_setup.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/unit_model.h"
#include "widgets/plots/panel_header.h"
#include "widgets/theme_numbers.h"

namespace lockstep {

UnitPanel::UnitPanel(QWidget* parent)
    : QWidget(parent),
      m_header(new PanelHeader(tr("Units"), this)),
      m_share(new QSpinBox),
      m_all(new QToolButton),
      m_model(new UnitModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_table(new QTableView(this)),
      m_empty(new QLabel(this)) {
    setObjectName(QStringLiteral("unitPanel"));
    setAccessibleName(tr("Dead and saturated units"));
    m_share->setObjectName(QStringLiteral("unitShare"));
    m_share->setAccessibleName(tr("Share from which on a unit counts as saturated"));
    m_share->setRange(1, 100);
    m_share->setValue(50);
    m_share->setPrefix(tr("saturated in "));
    m_share->setSuffix(tr(" %"));
    m_share->setToolTip(
        tr("A unit is listed if it is saturated in at least so many inferences of a hundred: "
           "a gate at its end once rounded to bf16, a cell whose tanh is 1"));
    m_all->setObjectName(QStringLiteral("unitAll"));
    m_all->setText(tr("Whole run"));
    m_all->setToolTip(tr("Look through every inference of the run; Stop cancels it"));
    m_header->addControl(m_share);
    m_header->addControl(m_all);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(UnitModel::sortRole);
    m_table->setObjectName(QStringLiteral("unitTable"));
    m_table->setAccessibleName(tr("Dead and saturated units"));
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    setUpRowTable(*m_table);
    m_sorted->sort(UnitModel::what, Qt::DescendingOrder);
    m_table->horizontalHeader()->setSortIndicator(UnitModel::what, Qt::DescendingOrder);
    auto* watch = new QAction(tr("&Watch"), m_table);
    watch->setObjectName(QStringLiteral("watchUnit"));
    watch->setToolTip(tr("Put it on the list of watched values"));
    connect(watch, &QAction::triggered, this, [this] {
        const QModelIndex index = m_table->currentIndex();
        if (!index.isValid() || !m_report) return;
        const ActivityTrace& trace = m_report->traces.at(index.data(UnitModel::traceRole).toULongLong());
        if (trace.kind != "gate")
            Q_EMIT watchWanted(text(trace.name), index.data(UnitModel::unitRole).toInt());
    });
    m_table->addAction(watch);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    setUpPanel(*this, m_header, m_table, m_empty);
    setFocusProxy(m_table);
    connect(m_share, &QSpinBox::valueChanged, this, &UnitPanel::showReport);
    connect(m_all, &QToolButton::clicked, this, &UnitPanel::allWanted);
    connect(m_table, &QTableView::clicked, this, &UnitPanel::chooseRow);
    connect(m_table, &QTableView::activated, this, &UnitPanel::chooseRow);
    setReport(nullptr, 0,
              tr("Units that never move, and units that are saturated, show here once a model with state is "
                 "run."));
}

void UnitPanel::setReport(std::shared_ptr<const ActivityReport> report, std::int64_t inferences,
                          const QString& reason) {
    m_report = std::move(report);
    m_inferences = inferences;
    m_reason = reason;
    showReport();
}

void UnitPanel::setBusy(const QString& what) {
    m_busy = what;
    showReport();
}

void UnitPanel::showReport() {
    const bool first = m_model->rowCount() == 0;
    m_model->setReport(m_report, m_share->value() / 100.0);
    const bool any = m_model->rowCount() > 0;
    m_table->setVisible(any);
    m_empty->setVisible(!any);
    m_all->setVisible(m_report && m_report->inferences < m_inferences && m_busy.isEmpty());
    if (any && first) m_table->resizeColumnsToContents();
    QStringList figure;
    if (!m_busy.isEmpty()) figure << m_busy;
    if (!m_report) {
        m_empty->setText(m_busy.isEmpty() ? m_reason : m_busy);
        m_header->setFigure(figure);
        return;
    }
    std::int64_t units = 0;
    for (const ActivityTrace& trace : m_report->traces) units += std::ssize(trace.units);
    m_empty->setText(tr("None of %1 units is dead, and none is saturated so often.").arg(countText(units)));
    figure << tr("%1 dead").arg(countText(m_model->dead()))
           << tr("%1 saturated").arg(countText(m_model->saturated()))
           << tr("of %1 units").arg(countText(units))
           << (m_report->inferences < m_inferences
                   ? tr("in the last %1 inferences").arg(countText(m_report->inferences))
                   : tr("in %1 inferences").arg(countText(m_report->inferences)));
    m_header->setFigure(figure);
}

void UnitPanel::chooseRow() {
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid() || !m_report) return;
    const ActivityTrace& trace = m_report->traces.at(index.data(UnitModel::traceRole).toULongLong());
    if (trace.kind == "gate") {
        Q_EMIT nodeChosen(trace.node);
    } else {
        Q_EMIT unitChosen(text(trace.name), index.data(UnitModel::unitRole).toInt());
    }
}

}  // namespace lockstep
