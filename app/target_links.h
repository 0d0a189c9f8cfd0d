#pragma once

#include <QObject>

#include "app/actions.h"
#include "app/document_controller.h"
#include "app/view_store.h"
#include "core/report/remedies.h"

class QToolButton;

namespace lockstep {
class BudgetBar;
}

namespace lockstep::app {

class RemedyDialog;
class RemedyFinder;
class SelectionLinks;

/// The latency target in the window: its budget bar, and the search for what would bring the model under it.
class TargetLinks : public QObject {
    Q_OBJECT

  public:
    /// The parts must outlive it.
    TargetLinks(ViewStore& store, DocumentController& controller, SelectionLinks& links,
                const Actions& actions, QWidget* window);
    ~TargetLinks() override;

    /// The line with the bar; hidden while there is no target.
    QWidget* row() const { return m_row; }
    void findRemedies();

  private:
    void show();
    void showNode();
    void showCanHelp();
    void changed(const ViewState& before, const ViewState& after);
    void outdate();
    void makeDialog();
    void apply(const Remedy& remedy);

    ViewStore& m_store;
    DocumentController& m_controller;
    const Actions& m_actions;
    QWidget* m_window;
    QWidget* m_row;
    BudgetBar* m_bar;
    std::shared_ptr<const CompileResult> m_shown;  ///< whose budget the bar shows; null: none
    double m_shownTarget = 0;
    std::shared_ptr<const CompileResult> m_now;  ///< what the dialog's answers are held against
    RemedyDialog* m_dialog = nullptr;
    RemedyFinder* m_finder = nullptr;
};

}  // namespace lockstep::app
