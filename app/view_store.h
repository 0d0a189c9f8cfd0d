#pragma once

#include <QObject>
#include <QUndoStack>
#include <functional>

#include "app/view_state.h"

namespace lockstep::app {

/// Holds the one ViewState. User's changes go through change() and can be undone; what the program itself
/// finds out (a run's position, the axes that a file was remembered with) goes through set().
class ViewStore : public QObject {
    Q_OBJECT

  public:
    /// Changes of one group that follow each other are undone together.
    enum class Group { selection = 1, target, runLength, resets, speed, folding, single };

    explicit ViewStore(QObject* parent = nullptr);

    const ViewState& state() const { return m_state; }
    QUndoStack* undoStack() { return &m_undo; }

    void change(const QString& text, Group group, const std::function<void(ViewState&)>& edit);
    void set(const ViewState& state);
    /// Another document is shown: what could be undone was about the other one.
    void replace(const ViewState& state);

  Q_SIGNALS:
    void changed(const ViewState& before, const ViewState& after);

  private:
    ViewState m_state;
    QUndoStack m_undo;
};

}  // namespace lockstep::app
