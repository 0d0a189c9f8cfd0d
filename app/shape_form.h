#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/run/model_document.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace lockstep::app {

/// "20, 128" or "20x128" as a shape; nullopt if it is none (extents are from 1 to 10^9).
std::optional<Shape> parseShape(const QString& text);

/// "16000", "-1.5e3", "true" as a number; nullopt if it is none, or if an integer is wanted and it is not
/// whole. `type` is TorchScript's ("float", "int", "bool", "Optional[float]", …).
std::optional<double> parseScalar(const QString& text, const QString& type);

/// Asks for what a model's file does not tell: the shape and the streaming axis of every tensor input, the
/// value of every scalar one. Proposals are filled in.
class ShapeForm : public QWidget {
    Q_OBJECT

  public:
    explicit ShapeForm(QWidget* parent = nullptr);

    /// What is known already; it comes before the proposals of the file.
    struct Known {
        ModelOptions options;  ///< kept but for shapes and values
        std::vector<std::optional<Shape>> shapes;
        std::vector<std::optional<int>> axes;  ///< per tensor input that is no state; empty: not known
    };
    /// `reason`: why it is asked; may be empty.
    void ask(const QString& title, const ModelProbe& probe, const Known& known, const QString& reason);

  Q_SIGNALS:
    void answered(const lockstep::ModelOptions& options, const std::vector<std::optional<int>>& axes);
    void closeWanted();

  private:
    struct TensorRow {
        ModelProbe::Input input;
        QLineEdit* field;
        QComboBox* axis;
    };
    struct ScalarRow {
        ModelProbe::Input input;
        QLineEdit* field;
    };

    /// An input that --state binds has no axis: it is no input of the graph.
    bool isState(const ModelProbe::Input& input) const;
    void addTensor(const ModelProbe::Input& input, std::optional<Shape> shape, std::optional<int> axis);
    void addScalar(const ModelProbe::Input& input, std::optional<double> value);
    void addHint(const QString& hint);
    void showAxes(const TensorRow& row);
    void check();
    void give();

    QLabel* m_title;
    QLabel* m_reason;
    QWidget* m_fields;
    QGridLayout* m_grid;
    QLabel* m_problem;
    QPushButton* m_ok;
    ModelOptions m_options;
    std::vector<TensorRow> m_tensors;
    std::vector<ScalarRow> m_scalars;
};

}  // namespace lockstep::app
