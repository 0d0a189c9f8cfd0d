#pragma once

#include <QWidget>

#include "core/report/report_document.h"

class QAction;
class QLabel;
class QTableView;

namespace lockstep {

class PanelHeader;
class PanelTableModel;

/// What a row of the list says beside its figures.
struct VariantMark {
    QString tip;
    bool shown = false;     ///< it is what the window shows
    bool outdated = false;  ///< a file of it has changed since
    bool making = false;    ///< it is being compiled
};

/// Models, accelerators and options side by side, in a list of any number: figures, and what differs from the
/// one that is marked as baseline. Return opens a row, Delete removes it, Alt+Up and Alt+Down move it, Ctrl+C
/// copies the list.
class VariantsPanel : public QWidget {
    Q_OBJECT

  public:
    explicit VariantsPanel(QWidget* parent = nullptr);

    /// `table` is variants_table()'s; a mark per row. The chosen row stays chosen.
    void setVariants(DocumentTable table, int baseline, QList<VariantMark> marks);
    /// Something is shown that can be kept.
    void setCanKeep(bool can);
    void selectRow(int row);
    int selectedRow() const;
    QTableView* table() const { return m_table; }

  Q_SIGNALS:
    void keepWanted();
    void openWanted(int row);
    void baselineChosen(int row);
    void compareWanted(int row);
    void makeWanted(int row);
    void renamed(int row, const QString& name);
    void removeWanted(int row);
    void moveWanted(int from, int to);
    void copyWanted(bool markdown);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QAction* addCommand(const QString& text, const char* name, const QString& tip,
                        void (VariantsPanel::*signal)(int));
    void move(int step);
    void updateActions();
    QVariant cell(int row, int column, int role) const;

    PanelHeader* m_header;
    QLabel* m_empty;
    PanelTableModel* m_model;
    QTableView* m_table;
    QList<QAction*> m_rowActions;
    QAction* m_keep = nullptr;
    QAction* m_compare = nullptr;
    QAction* m_baselineAction = nullptr;
    DocumentTable m_rows;
    QList<VariantMark> m_marks;
    int m_baseline = 0;
};

}  // namespace lockstep
