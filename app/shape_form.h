#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "core/import/model_session.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace lockstep::app {

/// "20, 128" or "20x128" as a shape; nullopt if it is none (extents are from 1 to 10^9).
std::optional<Shape> parseShape(const QString& text);

/// Asks for the shapes of a model's inputs where the file does not tell them.
class ShapeForm : public QWidget {
    Q_OBJECT

  public:
    explicit ShapeForm(QWidget* parent = nullptr);

    /// `reason`: why the shapes are asked for.
    void ask(const QString& title, const ModelProbe& probe, const QString& reason);

  Q_SIGNALS:
    void shapesGiven(const std::vector<lockstep::Shape>& shapes);
    void closeWanted();

  private:
    void check();
    void give();

    QLabel* m_title;
    QLabel* m_reason;
    QFormLayout* m_form;
    QPushButton* m_ok;
    std::vector<QLineEdit*> m_fields;
};

}  // namespace lockstep::app
