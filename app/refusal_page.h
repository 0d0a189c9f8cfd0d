#pragma once

#include <QWidget>

#include "core/run/imported_picture.h"
#include "core/support/error.h"

class QLabel;
class QPushButton;
class QTreeWidget;

namespace lockstep {
class GraphView;
}

namespace lockstep::app {

/// In the middle of the window when a model can't be lowered: every place that stands in the way, and the
/// graph of what could be imported around them. A row jumps to its place and back.
class RefusalPage : public QWidget {
    Q_OBJECT

  public:
    explicit RefusalPage(QWidget* parent = nullptr);

    void showRefusal(const QString& title, const Failure& failure,
                     std::shared_ptr<const ImportedPicture> picture);
    GraphView* graph() const { return m_graph; }

  Q_SIGNALS:
    void openWanted();
    void closeWanted();
    void inputsWanted();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void showIcon();
    void fillTable();
    void jump();
    void follow(std::optional<nnir::NodeId> node);

    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_message;
    QLabel* m_advice;
    QTreeWidget* m_table;
    QLabel* m_caption;
    GraphView* m_graph;
    Failure m_failure;
    std::shared_ptr<const ImportedPicture> m_picture;
};

}  // namespace lockstep::app
