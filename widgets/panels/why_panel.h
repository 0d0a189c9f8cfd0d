#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/analysis/why.h"

class QLabel;
class QSplitter;
class QTableView;
class QVBoxLayout;

namespace lockstep {

class WhyBars;
class WhyPathModel;

/// Why a program takes as long as it does: its critical path as a list, the roofline, what holds it and how
/// busy the units are.
class WhyPanel : public QWidget {
    Q_OBJECT

  public:
    explicit WhyPanel(QWidget* parent = nullptr);

    /// Null for all: nothing to show.
    void setWhy(std::shared_ptr<const Program> program, std::shared_ptr<const Timeline> timeline,
                std::shared_ptr<const Why> why);
    /// Lights up the path's entry of this event, or the first one of this node (ProgramNode::id).
    void select(std::optional<std::uint32_t> event, std::optional<std::uint32_t> node);

  Q_SIGNALS:
    /// Index into Timeline::events.
    void eventActivated(quint32 event);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void showBounds();
    void showHolds();
    void showUnits();
    QLabel* addTitle(QVBoxLayout* column, const QString& title);

    std::shared_ptr<const Program> m_program;
    std::shared_ptr<const Timeline> m_timeline;
    std::shared_ptr<const Why> m_why;
    WhyPathModel* m_model;
    QTableView* m_table;
    QSplitter* m_splitter;
    QLabel* m_empty;
    QLabel* m_sentence;
    QLabel* m_holds;
    WhyBars* m_bounds;
    WhyBars* m_units;
    bool m_following = false;  ///< the selection is set from outside
};

}  // namespace lockstep
