#include "app/target_links.h"

#include <QHBoxLayout>
#include <QToolButton>

#include "app/remedy_dialog.h"
#include "app/remedy_finder.h"
#include "app/selection_links.h"
#include "app/settings.h"
#include "widgets/panels/budget_bar.h"
#include "widgets/panels/node_lookup.h"

namespace lockstep::app {
namespace {

constexpr std::size_t mostModules = 24;  ///< segments that are still told apart in 1,000 pixels

bool hasTarget(const Document* document) {
    return document != nullptr && document->compiled && document->view.targetUs > 0;
}

/// Of the document's program and target; without either nothing.
LatencyBudgetResult budgetOf(const Document* document, std::size_t most) {
    if (!hasTarget(document)) return {};
    const Report& report = *document->compiled->report;
    return latency_budget(*report.program, *report.why, report.latency, document->view.targetUs, most);
}

}  // namespace

TargetLinks::TargetLinks(ViewStore& store, DocumentController& controller, SelectionLinks& links,
                         const Actions& actions, QWidget* window)
    : QObject(window),
      m_store(store),
      m_controller(controller),
      m_actions(actions),
      m_window(window),
      m_row(new QWidget(window)),
      m_bar(new BudgetBar(m_row)) {
    m_row->setObjectName(QStringLiteral("budgetRow"));
    auto* helps = new QToolButton(m_row);
    helps->setObjectName(QStringLiteral("budgetHelps"));
    helps->setDefaultAction(m_actions[Command::whatHelps]);
    helps->setToolButtonStyle(Qt::ToolButtonTextOnly);
    helps->setAutoRaise(true);
    auto* line = new QHBoxLayout(m_row);
    line->setContentsMargins(0, 0, 8, 4);
    line->setSpacing(0);
    line->addWidget(m_bar, 1);
    line->addWidget(helps);
    m_row->hide();
    connect(m_bar, &BudgetBar::nodeActivated, &links, &SelectionLinks::selectNode);
    connect(&controller, &DocumentController::compiledChanged, this, [this] {
        show();
        const Document* document = m_controller.current();
        if (document != nullptr && document->compiled != m_now) outdate();
    });
    connect(&controller, &DocumentController::busyChanged, this, &TargetLinks::showCanHelp);
    connect(&controller, &DocumentController::currentChanged, this, &TargetLinks::show);
    connect(&store, &ViewStore::changed, this, &TargetLinks::changed);
    connect(m_actions[Command::whatHelps], &QAction::triggered, this, &TargetLinks::findRemedies);
    show();
}

TargetLinks::~TargetLinks() = default;

void TargetLinks::show() {
    const Document* document = m_controller.current();
    const bool wanted = hasTarget(document);
    m_row->setVisible(wanted);
    showCanHelp();
    if (!wanted) {
        m_shown.reset();
        return;
    }
    // The keyboard's place in the bar stays as long as its parts do.
    if (m_shown != document->compiled || m_shownTarget != document->view.targetUs) {
        m_shown = document->compiled;
        m_shownTarget = document->view.targetUs;
        m_bar->setBudget(budgetOf(document, mostModules));
    }
    showNode();
}

void TargetLinks::showCanHelp() {
    const Document* document = m_controller.current();
    m_actions[Command::whatHelps]->setEnabled(hasTarget(document) && document->model &&
                                              !m_controller.isPreparing());
}

void TargetLinks::showNode() {
    const Document* document = m_controller.current();
    if (document == nullptr) return;
    const std::optional<quint32> node = m_store.state().selection.node;
    std::optional<quint32> compiled = node;
    if (node && document->model) {
        const std::vector<std::uint32_t> parts = compiledCounterparts(*document->model->graphs, *node);
        compiled = parts.empty() ? std::nullopt : std::optional<quint32>(parts.front());
    }
    m_bar->selectNode(compiled);
}

void TargetLinks::changed(const ViewState& before, const ViewState& after) {
    if (before.targetUs != after.targetUs) show();
    if (before.selection != after.selection) showNode();
    if (compileRequest(before) == compileRequest(after) && before.streamingAxes == after.streamingAxes &&
        before.everyStep == after.everyStep && before.targetUs == after.targetUs)
        return;
    outdate();
}

void TargetLinks::outdate() {
    if (m_dialog == nullptr || !m_dialog->isVisible()) return;
    m_finder->stop();
    m_dialog->setOutdated();
}

void TargetLinks::makeDialog() {
    m_dialog = new RemedyDialog(m_window);
    m_finder = new RemedyFinder(this);
    connect(m_dialog, &RemedyDialog::chosen, this, &TargetLinks::apply);
    connect(m_dialog, &RemedyDialog::againWanted, this, &TargetLinks::findRemedies);
    connect(m_dialog, &RemedyDialog::stopWanted, this, [this] {
        m_finder->stop();
        m_dialog->showStopped();
    });
    // What nobody looks at is neither worked on nor kept.
    connect(m_dialog, &QDialog::finished, this, [this] {
        m_finder->forget();
        m_now.reset();
    });
    connect(m_finder, &RemedyFinder::found, this,
            [this] { m_dialog->showAnswers(m_finder->answers(), m_finder->left()); });
    connect(m_finder, &RemedyFinder::finished, this, [this] {
        if (!m_finder->isBusy()) m_dialog->showAnswers(m_finder->answers(), 0);
    });
    connect(m_finder, &RemedyFinder::failed, m_dialog, &RemedyDialog::showFailure);
    // It stands beside the window and is about the model in front.
    connect(&m_controller, &DocumentController::currentChanged, m_dialog, &QDialog::close);
    connect(&m_controller, &DocumentController::modelChanged, m_dialog, &QDialog::close);
}

void TargetLinks::findRemedies() {
    const Document* document = m_controller.current();
    // While it is compiled anew, answers would be held against the program before.
    if (!hasTarget(document) || !document->model || m_controller.isPreparing()) return;
    m_now = document->compiled;
    if (m_dialog == nullptr) makeDialog();
    m_dialog->begin(document->compiled->report->latency, budgetOf(document, 0));
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
    m_finder->start(
        {document->model, document->compiled, document->compiled->request, document->view.targetUs});
}

void TargetLinks::apply(const Remedy& remedy) {
    m_store.change(tr("what helps"), ViewStore::Group::single, [&](ViewState& state) {
        state.config = QString::fromStdString(remedy.config);
        state.build = remedy.build;
        state.precision.clear();
        for (const PrecisionRule& rule : remedy.precision)
            state.precision << QString::fromStdString(to_text(rule));
        state.pins.clear();
        for (const CorePin& pin : remedy.pins) state.pins << QString::fromStdString(to_text(pin));
    });
    settings::setConfig(m_store.state().config);
}

}  // namespace lockstep::app
