#pragma once

#include <QObject>
#include <QTimer>
#include <optional>

#include "app/document_controller.h"

class QDockWidget;

namespace lockstep {
class UnitPanel;
}

namespace lockstep::app {

/// Has the units of the run's states and gates counted for the unit panel while that can be seen: over the
/// newest inferences by itself, over the whole run when it is asked for.
class UnitSurvey : public QObject {
    Q_OBJECT

  public:
    UnitSurvey(DocumentController& controller, UnitPanel& panel, QDockWidget& dock, QObject* parent);

    /// The run, the program or the document is another one.
    void update();
    bool isBusy() const { return m_busy; }

    static constexpr qint64 newest = 2048;  ///< inferences

  private:
    struct Key {
        quint64 document = 0;
        quint64 run = 0;  ///< Document::runNumber
        qint64 inferences = 0;
        friend bool operator==(const Key&, const Key&) = default;
    };

    void follow();
    void look(const Key& key, qint64 count);

    DocumentController& m_controller;
    UnitPanel& m_panel;
    std::optional<Key> m_key;  ///< of what is shown or worked on
    bool m_visible = false;
    bool m_busy = false;
    bool m_whole = false;  ///< the whole run was asked for, and is not there yet
    QTimer m_later;
};

}  // namespace lockstep::app
