#pragma once

#include <QScrollArea>
#include <map>
#include <memory>
#include <optional>

#include "core/report/memory_need.h"

class QLabel;
class QTableView;

namespace lockstep {

/// One memory of the accelerator over all its cores.
struct MemoryRow {
    QString name;  ///< "Weight store"
    QString unit;  ///< "blocks"
    Basis basis = Basis::assumed;
    std::vector<MemoryUse> cores;
    MemoryUse fullest;  ///< by share of its depth

    double share() const;
};

/// The memories in their order, cores gathered.
std::vector<MemoryRow> memoryRows(const std::vector<MemoryUse>& memory);

/// "fullest core 0 · 3 864 blocks free".
QString headroomText(const MemoryRow& row);
/// "6 %" of a share; "< 1 %" of what is hardly any, "100 %" only of what is full.
QString percentText(double share);

class PanelTableModel;

/// A program that an accelerator refuses.
struct MemoryRefusal {
    QString words;                           ///< what was refused, and why
    std::optional<MemoryNeed> need;          ///< absent: not known (yet)
    std::map<std::uint32_t, QString> names;  ///< of the nodes of its shares
};

/// How full every memory of every core is: a row per memory with a thin bar per core, its depth's basis
/// beside it. Of a program that is refused: what it would need, what is over marked, and the operators that
/// fill it.
class MemoryPanel : public QScrollArea {
    Q_OBJECT

  public:
    explicit MemoryPanel(QWidget* parent = nullptr);

    /// Null: no program.
    void setProgram(std::shared_ptr<const Program> program);
    /// What is shown in place of the program's memories; null: those again.
    void setRefusal(std::shared_ptr<const MemoryRefusal> refusal);
    /// What the node holds of the weight stores is said there.
    void selectNode(std::optional<std::uint32_t> node);
    /// "selected: 120 blocks"; empty: nothing is selected, or it has no weights.
    QString selectedText() const;

  Q_SIGNALS:
    void nodeActivated(quint32 node);

  private:
    class Bars;
    void showMemories();
    void showShares();
    void showSelected();

    std::shared_ptr<const Program> m_program;
    std::shared_ptr<const MemoryRefusal> m_refusal;
    std::optional<std::uint32_t> m_node;
    QLabel* m_words;
    Bars* m_bars;
    PanelTableModel* m_model;
    QTableView* m_shares;
    bool m_following = false;  ///< the selection is set from outside
};

}  // namespace lockstep
