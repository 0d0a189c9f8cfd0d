#pragma once

#include <QWidget>
#include <memory>
#include <optional>
#include <vector>

#include "core/tensor/tensor.h"
#include "widgets/value_format.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace lockstep {

class TensorView;

/// What a node computes in an inference.
struct Activations {
    struct Value {
        QString name;
        Tensor vm;
        std::optional<Tensor> reference;
    };
    qint64 inference = 0;
    std::vector<Value> values;
    QString note;  ///< where the VM's values come from, for people
};

/// The values of the selected node in the inference that is looked at: of the VM, of the reference, and their
/// difference.
class ActivationView : public QWidget {
    Q_OBJECT

  public:
    enum class Quantity { vm, reference, difference };

    explicit ActivationView(QWidget* parent = nullptr);

    void setActivations(std::shared_ptr<const Activations> activations);
    /// Without values: why there are none. Empty: the view is hidden.
    void setReason(const QString& reason);
    /// They are being computed; what is shown stays.
    void setBusy(bool busy);
    void setFormat(ValueFormat format);
    const std::shared_ptr<const Activations>& activations() const { return m_activations; }

  Q_SIGNALS:
    /// What every operator gives in this inference is wanted as a file.
    void allWanted();

  private:
    void showValues();

    std::shared_ptr<const Activations> m_activations;
    QString m_reason;
    bool m_busy = false;
    QComboBox* m_quantity;
    QLabel* m_caption;
    TensorView* m_tensors;
    QPushButton* m_all;
};

}  // namespace lockstep
