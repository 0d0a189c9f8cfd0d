#pragma once

#include <QWidget>
#include <vector>

#include "core/tensor/tensor.h"
#include "widgets/background.h"
#include "widgets/panels/tensor_statistics.h"
#include "widgets/value_format.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace lockstep {

class HistogramView;
class TensorMap;

/// A tensor that can be chosen in a TensorView.
struct ViewedTensor {
    QString key;       ///< what it is called in its node; the choice is kept by it
    QString fileName;  ///< proposed for its file, without an ending
    Tensor tensor;
};

/// One of several tensors: its distribution, its values as colours, figures, and a window with its values and
/// files. Figures of large tensors are made beside the window, from evenly spaced values, and say so.
class TensorView : public QWidget {
    Q_OBJECT

  public:
    /// `name`: object names begin with it ("weight": "weightValues", "weightChoice").
    TensorView(const QString& name, const QString& chooserName, QWidget* parent = nullptr);

    /// The largest is chosen, or the one that was.
    /// In which the numbers of a tensor's window are written at first.
    void setFormat(ValueFormat format) { m_format = format; }
    void setTensors(std::vector<ViewedTensor> tensors);
    /// The window with the values of the chosen one.
    void showValues();
    bool isEmpty() const { return m_tensors.empty(); }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    ValueFormat m_format = ValueFormat::figures;
    const ViewedTensor* chosen() const;
    void showTensor();
    void showStatistics(const TensorStatistics& figures);

    std::vector<ViewedTensor> m_tensors;
    QComboBox* m_choice;
    HistogramView* m_histogram;
    TensorMap* m_map;
    QLabel* m_facts;
    QPushButton* m_values;
    TensorStatistics m_figures;
    Background<TensorStatistics> m_job;
};

}  // namespace lockstep
