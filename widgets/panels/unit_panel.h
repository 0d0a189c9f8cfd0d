#pragma once

#include <QWidget>
#include <memory>

#include "core/run/unit_activity.h"

class QLabel;
class QSortFilterProxyModel;
class QSpinBox;
class QTableView;
class QToolButton;

namespace lockstep {

class PanelHeader;
class UnitModel;

/// Units of states and gates that are dead or saturated, as a list.
class UnitPanel : public QWidget {
    Q_OBJECT

  public:
    explicit UnitPanel(QWidget* parent = nullptr);

    /// Null: nothing to show, with the reason in words. `inferences`: how many the run has; the report may be
    /// of the newest ones only.
    void setReport(std::shared_ptr<const ActivityReport> report, std::int64_t inferences,
                   const QString& reason = {});
    void setBusy(const QString& what);
    const ActivityReport* report() const { return m_report.get(); }

  Q_SIGNALS:
    void unitChosen(const QString& state, int unit);
    /// The unit is to be put on the list of watched values.
    void watchWanted(const QString& state, int unit);
    /// Of a gate: the node that it is in.
    void nodeChosen(quint32 node);
    /// The whole run is to be looked through.
    void allWanted();

  private:
    void showReport();
    void chooseRow();

    std::shared_ptr<const ActivityReport> m_report;
    std::int64_t m_inferences = 0;
    QString m_busy;
    QString m_reason;
    PanelHeader* m_header;
    QSpinBox* m_share;
    QToolButton* m_all;
    UnitModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_table;
    QLabel* m_empty;
};

}  // namespace lockstep
