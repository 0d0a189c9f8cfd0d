#pragma once

#include <QWidget>
#include <memory>

#include "core/passes/pipeline.h"

class QComboBox;
class QLabel;
class QSlider;

namespace lockstep {

class PassList;

/// A slider over the passes that made the graphs, with what the chosen one changed and why. Stage k is the
/// graph after pass k; 1 is the first that has one before it.
class PassBar : public QWidget {
    Q_OBJECT

  public:
    explicit PassBar(QWidget* parent = nullptr);

    void setGraphs(std::shared_ptr<const ModelGraphs> graphs);
    /// Without a signal; kept within 1 and the last stage.
    void setStage(std::size_t stage);
    std::size_t stage() const { return m_stage; }
    std::size_t stageCount() const { return m_graphs ? m_graphs->stages.size() : 0; }
    bool isOpen() const { return isVisibleTo(parentWidget()); }

  Q_SIGNALS:
    void stageChosen(std::size_t stage);
    /// The user chose one of the pass's changes.
    void changeChosen(std::size_t change);
    void closed();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void showStage();
    void showList();

    std::shared_ptr<const ModelGraphs> m_graphs;
    std::size_t m_stage = 1;
    QSlider* m_slider;
    QLabel* m_name;
    QComboBox* m_changes;
    PassList* m_list = nullptr;  ///< made when it is first asked for
};

/// "Removed", "Added", "Changed": what a pass did.
QString changeWord(ChangeKind kind);

}  // namespace lockstep
