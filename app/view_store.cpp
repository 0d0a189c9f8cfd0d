#include "app/view_store.h"

#include <QUndoCommand>
#include <algorithm>
#include <chrono>

namespace lockstep::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int mostSteps = 500;

/// What undo leaves alone: where the run stands and where the panels are.
ViewState withTransients(ViewState state, const ViewState& current) {
    state.document = current.document;
    state.inference = current.inference;
    state.docks = current.docks;
    return state;
}

class ViewCommand : public QUndoCommand {
  public:
    ViewCommand(ViewStore& store, const QString& text, ViewStore::Group group, ViewState before,
                ViewState after)
        : QUndoCommand(text),
          m_store(store),
          m_group(group),
          m_before(std::move(before)),
          m_after(std::move(after)) {}

    int id() const override { return m_group == ViewStore::Group::single ? -1 : static_cast<int>(m_group); }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const ViewCommand*>(other);
        if (next->m_at - m_at > std::chrono::milliseconds(ViewStore::gestureMs)) return false;
        m_after = next->m_after;
        m_at = next->m_at;
        return true;
    }

    void undo() override { show(m_before); }
    void redo() override { show(m_after); }

  private:
    void show(const ViewState& wanted) {
        ViewState state = withTransients(wanted, m_store.state());
        // Only what changed them takes back how the views stood, and the theme, which all documents share.
        if (m_before.details == m_after.details) state.details = m_store.state().details;
        if (m_before.theme == m_after.theme) state.theme = m_store.state().theme;
        m_store.set(state);
    }

    ViewStore& m_store;
    ViewStore::Group m_group;
    ViewState m_before;
    ViewState m_after;
    Clock::time_point m_at = Clock::now();
};

}  // namespace

ViewStore::ViewStore(QObject* parent) : QObject(parent) {
    replace(0, {});
}

ViewStore::~ViewStore() = default;

void ViewStore::change(const QString& text, Group group, const std::function<void(ViewState&)>& edit) {
    ViewState after = m_state;
    edit(after);
    if (after == m_state) return;
    m_undo.activeStack()->push(new ViewCommand(*this, text, group, m_state, after));
}

void ViewStore::set(const ViewState& state) {
    if (state == m_state) return;
    const ViewState before = m_state;
    m_state = state;
    Q_EMIT changed(before, m_state);
}

void ViewStore::replace(quint64 document, const ViewState& state) {
    std::unique_ptr<QUndoStack>& stack = m_stacks[document];
    if (stack == nullptr) {
        stack = std::make_unique<QUndoStack>();
        stack->setUndoLimit(mostSteps);
        m_undo.addStack(stack.get());
    }
    m_undo.setActiveStack(stack.get());
    set(state);
}

void ViewStore::keepOnly(const std::vector<quint64>& documents) {
    std::erase_if(m_stacks, [&](const auto& entry) {
        return entry.first != 0 && entry.second.get() != m_undo.activeStack() &&
               std::ranges::find(documents, entry.first) == documents.end();
    });
}

}  // namespace lockstep::app
