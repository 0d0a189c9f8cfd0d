#pragma once

#include <QDialog>

#include "widgets/graph/graph_export.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace lockstep {
class GraphView;
class TwinGraphView;
}  // namespace lockstep

namespace lockstep::app {

/// Asks what of the graphs is to be written and as what, and where to.
class GraphExportDialog : public QDialog {
    Q_OBJECT

  public:
    /// `name` proposes the file's name, without its ending.
    GraphExportDialog(TwinGraphView& graphs, const QString& name, QWidget* parent);

    GraphExport chosen() const;

  Q_SIGNALS:
    /// The user chose where to: what was drawn then is to be written there.
    void chosenFor(const QString& file, const lockstep::GraphPicture& picture,
                   const lockstep::GraphExport& what);
    void failed(const QString& problem);

  private:
    GraphView* view() const;
    void showSize();
    void askWhere();
    void write(const QString& file);

    TwinGraphView& m_graphs;
    QString m_name;
    QComboBox* m_graph;
    QComboBox* m_format;
    QComboBox* m_area;
    QDoubleSpinBox* m_scale;
    QLabel* m_size;
};

}  // namespace lockstep::app
