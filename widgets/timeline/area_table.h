#pragma once

#include <QTableWidget>
#include <optional>

#include "widgets/timeline/timeline_text.h"

namespace lockstep {

/// Statistics of a selected area: all events, then operator by operator, most cycles first.
class AreaTable : public QTableWidget {
    Q_OBJECT

  public:
    explicit AreaTable(QWidget* parent = nullptr);

    void setArea(const TimelineGeometry& geometry, const std::optional<TimelineArea>& area);

    enum Column {
        operatorColumn,
        eventsColumn,
        totalColumn,
        selfColumn,
        averageColumn,
        leastColumn,
        mostColumn,
        columnCount
    };

    QSize sizeHint() const override;

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void addRow(const QString& label, const AreaStatistics& statistics);
};

}  // namespace lockstep
