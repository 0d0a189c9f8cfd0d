#include "app/view_store.h"

#include <QUndoCommand>

namespace lockstep::app {
namespace {

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
        m_after = static_cast<const ViewCommand*>(other)->m_after;
        return true;
    }

    void undo() override { m_store.set(withTransients(m_before, m_store.state())); }
    void redo() override { m_store.set(withTransients(m_after, m_store.state())); }

  private:
    ViewStore& m_store;
    ViewStore::Group m_group;
    ViewState m_before;
    ViewState m_after;
};

}  // namespace

ViewStore::ViewStore(QObject* parent) : QObject(parent) {
    m_undo.setUndoLimit(500);
}

void ViewStore::change(const QString& text, Group group, const std::function<void(ViewState&)>& edit) {
    ViewState after = m_state;
    edit(after);
    if (after == m_state) return;
    m_undo.push(new ViewCommand(*this, text, group, m_state, after));
}

void ViewStore::set(const ViewState& state) {
    if (state == m_state) return;
    const ViewState before = m_state;
    m_state = state;
    Q_EMIT changed(before, m_state);
}

void ViewStore::replace(const ViewState& state) {
    m_undo.clear();
    set(state);
}

}  // namespace lockstep::app
