#pragma once

#include <QWidget>
#include <memory>

#include "app/actions.h"
#include "app/document.h"
#include "app/status_text.h"

class QComboBox;
class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace lockstep::app {

class PolicyButton;
class RowFold;

/// The first line under the menu: which model, how it streams, for which accelerator, and the target.
class TopBar : public QWidget {
    Q_OBJECT

  public:
    explicit TopBar(const Actions& actions, QWidget* parent = nullptr);

    void setDocuments(const std::vector<std::unique_ptr<Document>>& documents, int current);
    /// Null: none is open.
    void setDocument(const Document* document);
    /// What happens to it: "compiling…", "compiled 38 ms", "does not fit".
    void setCompileState(const QString& text, const QString& tip, const QString& icon);
    /// Whether the target is met, in word, icon and colour.
    void setVerdict(const TargetVerdictText& verdict);

    PolicyButton* policy() const { return m_policy; }
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void documentChosen(int index);
    /// Shapes and values of the inputs are to be said again.
    void inputsWanted();
    void axesChosen(const std::vector<std::optional<int>>& axes);
    void configChosen(const QString& config);
    void configFileWanted();
    void configEditWanted();
    void targetChosen(double microseconds);

  protected:
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void showVerdict();
    /// Where the line is short the words of the compile state go; their icon, with its tool tip, stays.
    void fit();
    QWidget* group(const QString& label, QWidget* field);
    void fillConfigs();
    void showConfig(const QString& config);
    void showAxes(const Document* document);
    void makeAxisChoosers(std::shared_ptr<const ImportedGraph> imported, const ModelProbe& probe);

    QComboBox* m_documents;
    QToolButton* m_shape;
    QWidget* m_axes;
    QHBoxLayout* m_axesRow;
    std::vector<QComboBox*> m_axisChoosers;  ///< one per input of m_imported
    std::shared_ptr<const ImportedGraph> m_imported;
    QComboBox* m_config;
    PolicyButton* m_policy;
    QLabel* m_stateIcon;
    QLabel* m_state;
    QDoubleSpinBox* m_target;
    QLabel* m_verdictIcon;
    QLabel* m_verdictWord;
    TargetVerdictText m_verdict;
    QToolButton* m_report;
    RowFold* m_fold = nullptr;
};

}  // namespace lockstep::app
