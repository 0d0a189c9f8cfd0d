#pragma once

class QTableView;

namespace lockstep {

/// The look of a table whose rows are chosen as a whole: no grid, no frame, low rows.
void setUpRowTable(QTableView& table);

}  // namespace lockstep
