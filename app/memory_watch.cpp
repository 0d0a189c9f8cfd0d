#include "app/memory_watch.h"

#include "app/document_jobs.h"
#include "widgets/panels/memory_panel.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {
namespace {

const QString jobKind = QStringLiteral("memories");

}  // namespace

MemoryWatch::MemoryWatch(DocumentController& controller, MemoryPanel& panel, QObject* parent)
    : QObject(parent), m_controller(controller), m_panel(panel) {
    for (const auto signal : {&DocumentController::failuresChanged, &DocumentController::compiledChanged,
                              &DocumentController::currentChanged})
        connect(&controller, signal, this, &MemoryWatch::follow);
    connect(&controller, &DocumentController::failed, this, &MemoryWatch::follow);
}

void MemoryWatch::follow() {
    const Document* document = m_controller.current();
    const Failure* failure = nullptr;
    if (document != nullptr && document->model)
        if (const auto found = document->failures.find(Stage::compile); found != document->failures.end())
            failure = &found->second;
    if (failure == nullptr || failure->kind != FailureKind::does_not_fit) {
        m_runner.drop(jobKind);
        m_model.reset();
        m_panel.setRefusal(nullptr);
        return;
    }
    const CompileRequest request = compileRequest(document->view);
    if (m_document == document->id && m_model == document->model && m_request == request) return;
    m_document = document->id;
    m_model = document->model;
    m_request = request;
    show(std::nullopt);
    m_runner.start(
        jobKind, tr("Finding out what the model needs of the memories"),
        [model = m_model, request](const JobControl& control) {
            return memory_need(*jobs::withRules(model, request), find_config(request.config.toStdString()),
                               request.build, control);
        },
        [this](const MemoryNeed& need) { show(need); },
        // The refusal has said what is in the way.
        nullptr);
}

void MemoryWatch::show(const std::optional<MemoryNeed>& need) {
    const Document* document = m_controller.current();
    if (document == nullptr || document->model != m_model) return;
    const auto failure = document->failures.find(Stage::compile);
    if (failure == document->failures.end()) return;
    auto refusal = std::make_shared<MemoryRefusal>();
    refusal->need = need;
    refusal->words = need ? tr("Does not fit %1. It would need:").arg(text(need->config))
                          : tr("Does not fit. %1").arg(text(failure->second.message));
    if (need) {
        const nnir::Graph& graph = *m_model->graphs->compiled_form();
        for (const MemoryShare& share : need->shares)
            if (const nnir::Node* node = graph.find_node(nnir::NodeId{share.node}))
                refusal->names[share.node] = text(nodeTitle(graph, *node));
    }
    m_panel.setRefusal(refusal);
}

}  // namespace lockstep::app
