#pragma once

#include <QTreeWidget>
#include <optional>
#include <vector>

#include "core/support/error.h"

namespace lockstep {

enum class ProblemLevel : std::uint8_t { error, warning, note };

/// One line of the problems panel. `node` is what activating it jumps to.
struct Problem {
    ProblemLevel level = ProblemLevel::note;
    QString message;
    QString advice;
    QString place;    ///< operator, module, source line
    QString details;  ///< raw text, shown on request
    std::optional<std::uint32_t> node;
};

/// A failure as problems: one for the failure and one for each of its places.
std::vector<Problem> problemsOf(const Failure& failure);

/// What is wrong and what to know: failures with their places, warnings, notes. A row jumps to its node.
class ProblemsPanel : public QTreeWidget {
    Q_OBJECT

  public:
    explicit ProblemsPanel(QWidget* parent = nullptr);

    void setProblems(std::vector<Problem> problems);
    /// Marks what is said of this node; nothing: no line.
    void selectNode(std::optional<std::uint32_t> node);
    const std::vector<Problem>& problems() const { return m_problems; }
    /// Errors and warnings.
    int count() const;
    /// All of it as plain text, for the clipboard.
    QString toPlainText() const;

  Q_SIGNALS:
    void nodeActivated(quint32 node);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void rebuild();

    std::vector<Problem> m_problems;
    std::optional<std::uint32_t> m_node;
};

}  // namespace lockstep
