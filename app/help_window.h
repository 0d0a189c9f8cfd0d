#pragma once

#include <QDialog>

class QListWidget;
class QTextBrowser;

namespace lockstep::app {

/// The help pages of resources/help, inside the application; the keyboard page is made from the command
/// table.
class HelpWindow : public QDialog {
    Q_OBJECT

  public:
    explicit HelpWindow(QWidget* parent = nullptr);

    /// "numerics", "first-steps", or "keys".
    void showPage(const QString& page);
    QString page() const { return m_page; }

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void render();

    QListWidget* m_list;
    QTextBrowser* m_text;
    QString m_page;
};

}  // namespace lockstep::app
