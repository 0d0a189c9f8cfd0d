#pragma once

#include <QDialog>

#include "core/tensor/tensor.h"
#include "widgets/panels/tensor_npy.h"
#include "widgets/value_format.h"

class QTableView;

namespace lockstep {

class TensorMap;

/// A tensor in a window of its own: its values as colours and as numbers, and as an NPY file. Rows are those
/// of the last axis; a vector is one row.
class TensorWindow : public QDialog {
    Q_OBJECT

  public:
    TensorWindow(const Tensor& tensor, const QString& name, QWidget* parent,
                 ValueFormat format = ValueFormat::figures);

    /// Columns of the table that are shown at most; the file has all.
    static constexpr std::int64_t mostColumns = 4096;

  private:
    void save(NpyKind kind);
    void setFormat(ValueFormat format);

    Tensor m_tensor;
    QString m_name;
    TensorMap* m_map;
    QTableView* m_table;
};

}  // namespace lockstep
