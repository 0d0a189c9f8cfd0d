#pragma once

#include <QWidget>
#include <optional>

#include "core/report/latency_budget.h"

namespace lockstep {

/// How a latency target is spent, on one line: a segment per module, then what is left of the target, or
/// hatched what is over it. A click on a segment, or Left, Right and Return, chooses an operator of it; again
/// chooses the next one.
class BudgetBar : public QWidget {
    Q_OBJECT

  public:
    explicit BudgetBar(QWidget* parent = nullptr);

    /// Without a budget its reason is said.
    void setBudget(LatencyBudgetResult budget);
    /// Marks the segment of this node (ProgramNode::id).
    void selectNode(std::optional<std::uint32_t> node);

    const LatencyBudgetResult& budget() const { return m_budget; }
    /// Where a part lies, in pixels of the widget; what is left or over is behind the last one.
    QRectF partRect(std::size_t part) const;
    /// What is left of the target, or over it.
    QRectF restRect() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void nodeActivated(quint32 node);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    QRectF track() const;
    QString sentence() const;
    QString tipOf(std::size_t part) const;
    std::optional<std::size_t> partAt(const QPointF& at) const;
    void activate(std::size_t part);
    void setCurrent(std::size_t part);
    void paintParts(QPainter& painter) const;

    LatencyBudgetResult m_budget;
    std::optional<std::uint32_t> m_node;
    std::size_t m_current = 0;  ///< of the keyboard
};

}  // namespace lockstep
