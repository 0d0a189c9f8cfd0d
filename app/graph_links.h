#pragma once

#include <QObject>
#include <map>

#include "app/actions.h"
#include "app/document_controller.h"
#include "app/view_store.h"
#include "core/nnir/node_query.h"

namespace lockstep {
class TwinGraphView;
}

namespace lockstep::app {

class BackgroundExport;

/// What the window gives the graphs beside the selection: figures to lay over them, what the compiler made of
/// what the search found, and their commands.
class GraphLinks : public QObject {
    Q_OBJECT

  public:
    GraphLinks(ViewStore& store, const DocumentController& controller, TwinGraphView& graphs,
               const Actions& actions, BackgroundExport& exports, QObject* parent);

    /// After new graphs or another program.
    void show();
    /// A large model that was just opened shows its modules folded, unless its view says otherwise.
    void foldLarge();
    /// The largest error of each compiled node's values in one inference, plain and in steps of bf16; empty:
    /// none was measured.
    void setErrors(qint64 inference, const std::map<quint32, double>& errors,
                   const std::map<quint32, double>& ulps);
    /// The figure that is laid over the graphs is one of these.
    static bool isErrorHeat(const QString& heat);

  Q_SIGNALS:
    /// Something was written, or could not be.
    void told(const QString& words, bool problem);

  private:
    void askForExport(QWidget* window);
    void showView(const ViewState& state);
    void showErrors();
    QString remark(const nnir::NodeMatch& match) const;

    ViewStore& m_store;
    const DocumentController& m_controller;
    TwinGraphView& m_graphs;
    BackgroundExport& m_exports;
    qint64 m_inference = 0;  ///< that the errors are of
    std::map<quint32, double> m_errors;
    std::map<quint32, double> m_ulps;
};

}  // namespace lockstep::app
