#pragma once

#include <QDialog>
#include <memory>

#include "app/document.h"
#include "core/report/variants.h"
#include "widgets/background.h"

class QLabel;
class QPushButton;
class QTabWidget;
class QTableWidget;
class QTextBrowser;

namespace lockstep {
class GraphView;
class PlotView;
class TimelineView;
}  // namespace lockstep

namespace lockstep::app {

/// Two variants beside each other: their graphs with what is added, removed and changed, their timelines on
/// one axis, their errors over the inferences, and where the cycles went, module by module.
class VariantDialog : public QDialog {
    Q_OBJECT

  public:
    /// A variant with what its views need; `compiled` and `recording` may be null.
    struct Side {
        Variant variant;
        std::shared_ptr<const CompileResult> compiled;
        std::shared_ptr<const Recording> recording;
    };

    explicit VariantDialog(QWidget* parent = nullptr);
    ~VariantDialog() override;

    /// `before` is the baseline. The graphs are compared off this thread.
    void compare(const Side& before, const Side& after);
    const VariantDifference& difference() const { return m_difference; }

  private:
    QWidget* makeGraphs();
    /// Lets go of both variants.
    void forget();
    void showDifference();
    void showModules();
    void showTimelines();
    void showErrors();
    void selectDifference(int row);
    void selectNode(bool after, std::optional<nnir::NodeId> node);

    Side m_before;
    Side m_after;
    VariantDifference m_difference;
    std::vector<nnir::NodeDifference> m_nodes;  ///< that are not the same, as in the list
    QLabel* m_words;
    QTabWidget* m_tabs;
    QLabel* m_titles[2] = {nullptr, nullptr};
    GraphView* m_graphs[2] = {nullptr, nullptr};
    QTableWidget* m_list = nullptr;
    QTableWidget* m_modules;
    QPushButton* m_copy = nullptr;
    TimelineView* m_timeline;
    PlotView* m_errors;
    Background<VariantDifference> m_work;
};

}  // namespace lockstep::app
