#pragma once

#include <QFrame>
#include <functional>

class QLabel;
class QToolButton;
class QPushButton;

namespace lockstep::app {

/// One line above the graphs: what happened, at most one thing to do about it, and a cross. Hidden when there
/// is nothing to say.
class MessageBar : public QFrame {
    Q_OBJECT

  public:
    enum class Kind { info, warning, error };

    explicit MessageBar(QWidget* parent = nullptr);

    /// `action` empty: no button.
    void showMessage(Kind kind, const QString& text, const QString& action = {});
    /// The message that is shown is true as long as `holds` says so; asked by recheck().
    void keepWhile(std::function<bool()> holds);
    /// Hides a message that holds no longer.
    void recheck();
    QString text() const;

  Q_SIGNALS:
    void actionClicked();
    void closed();
    /// Nothing is said any more.
    void gone();

  protected:
    void hideEvent(QHideEvent* event) override;

  private:
    QToolButton* m_icon;
    QLabel* m_text;
    QPushButton* m_action;
    std::function<bool()> m_holds;
};

}  // namespace lockstep::app
