#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "app/document_controller.h"
#include "app/job_runner.h"
#include "core/report/memory_need.h"

namespace lockstep {
class MemoryPanel;
}

namespace lockstep::app {

/// While the chosen accelerator refuses the model: has found out on a thread of its own what each memory
/// would need, and shows that in place of the memories of the program before.
class MemoryWatch : public QObject {
    Q_OBJECT

  public:
    MemoryWatch(DocumentController& controller, MemoryPanel& panel, QObject* parent);

    bool isBusy() const { return m_runner.isBusy(); }

  private:
    void follow();
    void show(const std::optional<MemoryNeed>& need);

    DocumentController& m_controller;
    MemoryPanel& m_panel;
    quint64 m_document = 0;
    std::shared_ptr<const LoadedModel> m_model;
    CompileRequest m_request;  ///< that is shown or worked on, with m_model
    JobRunner m_runner;        ///< last: it stops before what it uses is gone
};

}  // namespace lockstep::app
