#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/program/program.h"
#include "widgets/panels/disassembly_listing.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace lockstep {

class DisassemblyModel;
class PanelHeader;

/// What the program does, instruction by instruction and core by core, each with its cycles and the author's
/// line. Enter in the search goes on to the next line, Shift+Enter back; Ctrl+C copies lines.
class DisassemblyPanel : public QWidget {
    Q_OBJECT

  public:
    explicit DisassemblyPanel(QWidget* parent = nullptr);

    /// Null: nothing to show.
    void setListing(std::shared_ptr<const Timeline> timeline,
                    std::shared_ptr<const DisassemblyListing> listing);
    /// Shows the instruction of this event; otherwise lights up those of the node (ProgramNode::id) and shows
    /// the first one. What the core filter hides comes back.
    void select(std::optional<std::uint32_t> event, std::optional<std::uint32_t> node);
    void find(const QString& words);

    QTableView* table() const { return m_table; }
    DisassemblyModel* model() const { return m_model; }

  Q_SIGNALS:
    /// By the user. Index into Timeline::events.
    void eventActivated(quint32 event);
    /// By the user, on a line that is about a node and no instruction: ProgramNode::id.
    void nodeActivated(quint32 node);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void buildHeader();
    void fillCores();
    void findNext(bool back);
    /// True if a line was found, which is the current one then.
    bool search(int from, bool back);
    void showLine(std::size_t line);
    void currentChanged();
    void copyLines();
    void fitColumn();
    void openMenu(const QPoint& at);

    std::shared_ptr<const Timeline> m_timeline;
    DisassemblyModel* m_model;
    PanelHeader* m_header;
    QTableView* m_table;
    QLabel* m_empty;
    QLineEdit* m_find;
    QComboBox* m_cores;
    bool m_following = false;  ///< the selection is set from outside
    bool m_typed = false;      ///< the current line was found while typing; nobody was told of it
};

}  // namespace lockstep
