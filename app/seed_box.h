#pragma once

#include <QAbstractSpinBox>

namespace lockstep::app {

/// A field for a seed: any whole number from 0 to 2^64 - 1, which a QSpinBox does not hold.
class SeedBox : public QAbstractSpinBox {
    Q_OBJECT

  public:
    explicit SeedBox(QWidget* parent = nullptr);

    quint64 value() const { return m_value; }
    void setValue(quint64 value);

    QValidator::State validate(QString& input, int& position) const override;
    void fixup(QString& input) const override;
    void stepBy(int steps) override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    /// By the user's hand, when it is entered, or by setValue().
    void valueChanged(quint64 value);

  protected:
    StepEnabled stepEnabled() const override;

  private:
    void take();

    quint64 m_value = 0;
};

}  // namespace lockstep::app
