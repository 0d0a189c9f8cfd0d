#pragma once

#include <QObject>
#include <QUndoGroup>
#include <QUndoStack>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "app/view_state.h"

namespace lockstep::app {

/// Holds the one ViewState. User's changes go through change() and can be undone, in each document by itself;
/// what the program itself finds out (a run's position, the axes that a file was remembered with) goes
/// through set().
class ViewStore : public QObject {
    Q_OBJECT

  public:
    /// Changes of one group that follow each other within `gestureMs` (typing, turning a wheel) are undone
    /// together; single ones are steps of their own.
    enum class Group { target = 1, runLength, resets, speed, stepCount, single };
    static constexpr int gestureMs = 1000;

    explicit ViewStore(QObject* parent = nullptr);
    ~ViewStore() override;

    const ViewState& state() const { return m_state; }
    /// Of the document that is shown.
    QUndoStack* undoStack() { return m_undo.activeStack(); }
    /// Tells of what can be undone in the document that is shown.
    QUndoGroup* undoGroup() { return &m_undo; }

    /// `text` says what is done: "fold lstm.0".
    void change(const QString& text, Group group, const std::function<void(ViewState&)>& edit);
    void set(const ViewState& state);
    /// Another document is shown (its id; 0: none), with what can be undone in it.
    void replace(quint64 document, const ViewState& state);
    /// Documents that are not among these are closed: nothing of them is undone any more.
    void keepOnly(const std::vector<quint64>& documents);

  Q_SIGNALS:
    void changed(const ViewState& before, const ViewState& after);

  private:
    ViewState m_state;
    QUndoGroup m_undo;
    std::map<quint64, std::unique_ptr<QUndoStack>> m_stacks;  ///< by document; 0: before there is one
};

}  // namespace lockstep::app
