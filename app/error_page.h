#pragma once

#include <QWidget>

#include "core/support/error.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace lockstep::app {

/// In the middle of the window when a file could not be opened: what, where, what to do, and the raw details
/// on request.
class ErrorPage : public QWidget {
    Q_OBJECT

  public:
    explicit ErrorPage(QWidget* parent = nullptr);

    void showFailure(const QString& title, const Failure& failure);
    /// Work in progress instead: only a line of text.
    void showWaiting(const QString& title);

  Q_SIGNALS:
    void openWanted();
    void closeWanted();
    /// Of a file that has no method of the wanted name: another one.
    void methodChosen(const QString& method);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void showIcon();
    QWidget* makeMethods();
    QWidget* makeRecipe();
    void showAdvice(const QString& advice);

    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_message;
    QLabel* m_advice;
    QLabel* m_places;
    QWidget* m_methods;
    QComboBox* m_method;
    QWidget* m_recipe;
    QLabel* m_behind;  ///< what is said behind the lines to copy
    QPlainTextEdit* m_code;
    QPushButton* m_detailsButton;
    QPushButton* m_copy;
    QPushButton* m_open;
    QPushButton* m_close;
    QPlainTextEdit* m_details;
    Failure m_failure;
};

}  // namespace lockstep::app
