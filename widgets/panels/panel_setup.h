#pragma once

class QLabel;
class QTableView;
class QWidget;

namespace lockstep {

/// The look of a table whose rows are chosen as a whole: no grid, no frame, low rows.
void setUpRowTable(QTableView& table);

/// The look of a panel on the ground of contents: its header above, and below it `content` or, while there is
/// none, the words of `empty`. Which of the two is visible is the panel's.
void setUpPanel(QWidget& panel, QWidget* header, QWidget* content, QLabel* empty);

}  // namespace lockstep
