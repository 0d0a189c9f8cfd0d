#pragma once

#include <QFileSystemWatcher>
#include <QObject>

#include "app/actions.h"
#include "app/docks.h"
#include "app/document_controller.h"
#include "app/job_runner.h"
#include "app/variant_list.h"
#include "app/view_store.h"

namespace lockstep::app {

class VariantDialog;

/// The list of variants in the window: keeps what is shown, opens what was kept, holds the others against the
/// one that is marked as baseline.
class VariantLinks : public QObject {
    Q_OBJECT

  public:
    VariantLinks(ViewStore& store, DocumentController& controller, const Actions& actions, const Docks& docks,
                 QWidget* window);
    ~VariantLinks() override;

    const std::vector<KeptVariant>& list() const { return m_list; }
    int baseline() const { return m_baseline; }
    /// What a session holds; restoring compiles them one after another in the background.
    std::vector<SessionVariant> saved() const;
    void restore(const std::vector<SessionVariant>& variants, int baseline);
    /// Puts each of these documents on the list as soon as it is compiled or refused, then shows the list.
    void keepWhenCompiled(const std::vector<quint64>& documents);
    bool isBusy() const { return m_runner.isBusy(); }

  Q_SIGNALS:
    void changed();

  private:
    void keep();
    void add(const Document& document);
    void keepCompiled();
    void showList();
    void open(int row);
    void make(int row);
    void rename(int row, const QString& name);
    void remove(int row);
    void move(int from, int to);
    void compare(int row);
    void copy(bool markdown);
    bool canKeep() const;
    void show();
    void showCanKeep();
    void watch();
    QString freeName(const QString& wish, quint64 except) const;
    KeptVariant* find(quint64 id);

    ViewStore& m_store;
    DocumentController& m_controller;
    const Docks& m_docks;
    const Actions& m_actions;
    QWidget* m_window;
    VariantDialog* m_dialog = nullptr;
    std::vector<KeptVariant> m_list;
    int m_baseline = 0;
    quint64 m_nextId = 1;
    std::vector<quint64> m_awaited;  ///< documents that are kept once they are compiled
    QFileSystemWatcher m_watcher;
    JobRunner m_runner;  ///< last: it stops before what it uses is gone
};

}  // namespace lockstep::app
