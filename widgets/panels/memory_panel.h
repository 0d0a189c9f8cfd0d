#pragma once

#include <QScrollArea>
#include <memory>
#include <optional>

#include "core/program/program.h"

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

/// The memories in the program's order, cores gathered.
std::vector<MemoryRow> memoryRows(const Program& program);

/// "fullest core 0 · 3 864 blocks free".
QString headroomText(const MemoryRow& row);
/// "6 %" of a share; "< 1 %" of what is hardly any, "100 %" only of what is full.
QString percentText(double share);

/// How full every memory of every core is: a row per memory with a thin bar per core, its depth's basis
/// beside it.
class MemoryPanel : public QScrollArea {
    Q_OBJECT

  public:
    explicit MemoryPanel(QWidget* parent = nullptr);

    /// Null: no program.
    void setProgram(std::shared_ptr<const Program> program);
    /// What the node holds of the weight stores is said there.
    void selectNode(std::optional<std::uint32_t> node);
    /// "selected: 120 blocks"; empty: nothing is selected, or it has no weights.
    QString selectedText() const;

  private:
    class Bars;

    void showSelected();

    Bars* m_bars;
    std::shared_ptr<const Program> m_program;
    std::optional<std::uint32_t> m_node;
};

}  // namespace lockstep
