#pragma once

#include <QPointer>
#include <QWidget>

namespace lockstep {

/// A ring around what has the keyboard, in every window and for every kind of widget alike, as long as the
/// keyboard is what moves about: a click takes it away, Tab brings it back.
class FocusRing : public QWidget {
    Q_OBJECT

  public:
    explicit FocusRing(QWidget* parent);

    /// What it goes around now.
    QWidget* target() const { return isHidden() ? nullptr : m_target.data(); }

    static constexpr int thickness = 2;  ///< pixels

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void follow(QWidget* target);
    void place();

    QPointer<QWidget> m_target;
};

}  // namespace lockstep
