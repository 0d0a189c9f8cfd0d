#pragma once

#include <QDialog>
#include <QStringList>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;
class QTextDocument;
class QToolButton;

namespace lockstep::app {

/// The help pages of resources/help, inside the application, in groups; the keyboard page is made from the
/// tables of commands and keys. Typing into the field (Ctrl+F) leaves the pages that have all the words and
/// marks them in the page; Enter goes on. Alt+← and Alt+→ go back and forth.
class HelpWindow : public QDialog {
    Q_OBJECT

  public:
    explicit HelpWindow(QWidget* parent = nullptr);

    /// "numerics", "first-steps", or "keys".
    void showPage(const QString& page);
    QString page() const { return m_page; }
    /// The pages that are listed now, in their order.
    QStringList listed() const;

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QWidget* makeBar();
    void fillList();
    void visit(const QString& page);
    void go(qsizetype place);
    void render();
    /// Lines of code and pictures as wide as the window at most.
    void fitWidth(QTextDocument& page) const;
    void search();
    /// Marks the words that are searched for in the page, and goes to the first one.
    void mark();
    void findOn(bool back);

    QLineEdit* m_field;
    QListWidget* m_list;
    QTextBrowser* m_text;
    QLabel* m_nothing;
    QToolButton* m_back = nullptr;
    QToolButton* m_forward = nullptr;
    QString m_page;
    QStringList m_visited;
    qsizetype m_place = -1;  ///< of m_page in m_visited
};

/// The page of all keys, as Markdown.
QString keysMarkdown();

}  // namespace lockstep::app
