#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <optional>

#include "app/document_controller.h"
#include "app/job_runner.h"
#include "core/attribution/node_values.h"

class QDockWidget;

namespace lockstep {
class InspectorPanel;
}

namespace lockstep::app {

/// Makes and writes a file, whole or not at all.
using FileWriter = std::function<void(const JobControl&)>;

/// Has what the selected node computes in the inference that is looked at found out for the inspector, while
/// that can be seen: read from the run on the stepping thread, computed on a thread of its own.
class ActivationWatch : public QObject {
    Q_OBJECT

  public:
    ActivationWatch(DocumentController& controller, InspectorPanel& panel, QDockWidget& dock,
                    QObject* parent);

    /// The inference that the views look at.
    void lookAt(std::optional<qint64> inference);
    /// The run, the program or the document is another one.
    void update();
    bool isBusy() const { return m_busy; }
    void cancel() { m_runner.cancel(); }

  Q_SIGNALS:
    /// A file is to be written beside the window.
    void exportWanted(const QString& file, const lockstep::app::FileWriter& write);
    void exportFailed(const QString& problem);

  private:
    struct Key {
        quint64 document = 0;
        quint64 run = 0;  ///< Document::runNumber
        quint32 node = 0;
        qint64 inference = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Wanted {
        std::optional<Key> key;
        QString reason;
    };

    Wanted wanted() const;
    void follow();
    void read(const Key& key);
    void compute(const Key& key, std::shared_ptr<const nnir::Graph> graph,
                 std::shared_ptr<const InferenceStretch> stretch);
    void fail(const Key& key, const Failure& failure);
    void show(const QString& reason);
    void askForFile();
    void saveAll(const Key& key, const QString& file);

    DocumentController& m_controller;
    InspectorPanel& m_panel;
    std::optional<qint64> m_looked;
    std::optional<Key> m_key;  ///< of what is shown or worked on
    bool m_visible = false;
    bool m_busy = false;
    QTimer m_later;
    JobRunner m_runner;
};

}  // namespace lockstep::app
