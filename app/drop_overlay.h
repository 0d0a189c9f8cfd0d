#pragma once

#include <QWidget>

namespace lockstep::app {

/// Covers the window while a file is held over it and says what dropping it does.
class DropOverlay : public QWidget {
    Q_OBJECT

  public:
    explicit DropOverlay(QWidget* window);

    void showFor(const QString& what);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_what;
};

}  // namespace lockstep::app
