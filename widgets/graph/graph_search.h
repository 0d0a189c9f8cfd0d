#pragma once

#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "core/nnir/node_query.h"
#include "widgets/background.h"

class QLabel;
class QLineEdit;
class QTimer;
class QToolButton;

namespace lockstep {

/// The search line over the graphs (see nnir::NodeQuery): finds in both, counts, and walks what was found.
/// Enter and Shift+Enter go on and back, Escape closes. Searching goes on beside the window.
class GraphSearch : public QWidget {
    Q_OBJECT

  public:
    explicit GraphSearch(QWidget* parent = nullptr);

    /// What is searched: the form that is compiled is walked; `other` may be null. The query stays.
    void setGraphs(std::shared_ptr<const nnir::Graph> walked, std::shared_ptr<const nnir::Graph> other);
    /// Shows the line with its words chosen, and gives it the keyboard.
    void open();
    void close();
    bool isOpen() const { return isVisibleTo(parentWidget()); }
    void setQuery(const QString& query, bool regularExpressions);
    QString query() const;
    /// On to the next (1) or the one before (-1); around the ends.
    void walk(int step);
    /// What is said of the match that is shown, e.g. what the compiler made of it; may be empty.
    void setRemark(std::function<QString(const nnir::NodeMatch&)> remark);

    bool isSearching() const { return m_job.isBusy(); }
    const std::vector<nnir::NodeMatch>& matches() const { return m_found.walked; }
    const std::vector<nnir::NodeMatch>& otherMatches() const { return m_found.other; }
    /// The match that is shown: an index into matches(), or into otherMatches() where there are only those.
    std::optional<std::size_t> place() const { return m_place; }
    /// Every node of a match of both graphs; ids are unique over all forms.
    const std::set<nnir::NodeId>& nodes() const { return m_found.nodes; }
    QString countText() const;

  Q_SIGNALS:
    /// A search has ended, or its finds were dropped: nodes() may be others, and no match is gone to.
    void foundChanged();
    /// The user goes to this match.
    void matchShown(const lockstep::nnir::NodeMatch& match);
    void closed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Found {
        std::vector<nnir::NodeMatch> walked;
        std::vector<nnir::NodeMatch> other;
        std::set<nnir::NodeId> nodes;  ///< of both
    };
    const std::vector<nnir::NodeMatch>& shown() const;
    void search();
    void setFound(Found found);
    void showProblem(const QString& problem);
    void showCount();

    std::shared_ptr<const nnir::Graph> m_walked;
    std::shared_ptr<const nnir::Graph> m_other;
    QLineEdit* m_field;
    QToolButton* m_regular;
    QLabel* m_count;
    QTimer* m_typing;  ///< until the next key
    Background<Found> m_job;
    Found m_found;
    std::optional<std::size_t> m_place;
    int m_wanted = 0;  ///< steps that were asked for while it searches
    QString m_problem;
    std::function<QString(const nnir::NodeMatch&)> m_remark;
};

}  // namespace lockstep
