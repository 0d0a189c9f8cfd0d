#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <optional>

#include "app/docks.h"
#include "app/document_controller.h"
#include "app/job_runner.h"
#include "app/view_store.h"
#include "core/attribution/node_values.h"
#include "widgets/panels/watch_panel.h"

namespace lockstep::app {

class SelectionLinks;

/// The list of watched values: what the view holds of it, filled with the values of the inference that is
/// shown. Outputs and states come from the recording; what an operator gives in between is computed beside
/// the window, while the panel can be seen.
class WatchList : public QObject {
    Q_OBJECT

  public:
    WatchList(ViewStore& store, DocumentController& controller, SelectionLinks& links, const Docks& docks,
              QObject* parent);

    /// "NAME[K]"; "NAME" is its first element.
    void add(const QString& words);
    /// What is selected: the unit of a state, or the first element that an operator gives. Without a
    /// selection the panel asks for a name.
    void addSelection();
    bool isBusy() const { return m_asked.has_value(); }

  private:
    struct Place {
        QString name;
        qint64 element = 0;
    };
    /// A node in an inference of the run.
    struct Key {
        quint32 node = 0;
        qint64 inference = 0;
        friend auto operator<=>(const Key&, const Key&) = default;
    };
    struct Found {
        std::shared_ptr<const NodeValues> values;
        QString problem;  ///< why there are none
    };

    static Place placeOf(const QString& words);
    void update();
    void fill();
    void showView();
    WatchedValue valueOf(const QString& words, std::vector<Key>& wanted) const;
    bool fromRecording(const Place& place, WatchedValue& value) const;
    std::optional<quint32> nodeOf(const QString& name) const;
    QStringList names() const;
    void ask(const Key& key);
    bool isShown(quint64 run) const;
    void compute(quint64 asked, const Key& key, std::shared_ptr<const nnir::Graph> graph,
                 std::shared_ptr<const InferenceStretch> stretch);
    void found(quint64 asked, const Key& key, Found found);
    void change(const std::function<void(QStringList&)>& edit);
    void choose(int row);

    ViewStore& m_store;
    DocumentController& m_controller;
    SelectionLinks& m_links;
    const Docks& m_docks;
    WatchPanel& m_panel;
    std::map<Key, Found> m_found;
    quint64 m_run = 0;  ///< Document::runNumber of `m_found`
    std::shared_ptr<const Program> m_program;
    std::optional<Key> m_asked;
    QTimer m_later;
    JobRunner m_runner;
};

}  // namespace lockstep::app
