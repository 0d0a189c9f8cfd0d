#pragma once

#include <QFrame>
#include <QStringList>

class QCheckBox;
class QLabel;
class QPushButton;

namespace lockstep::app {

/// One line above the graphs while several models wait to be opened: to be held against each other as
/// variants, or each by itself. Hidden when none waits.
class SeveralModels : public QFrame {
    Q_OBJECT

  public:
    explicit SeveralModels(QWidget* parent = nullptr);

    /// `files` wait, `models` of them models or programs.
    void ask(const QStringList& files, int models);

  Q_SIGNALS:
    /// `always`: it is not asked any more (see settings::severalModels()).
    void answered(const QStringList& files, bool compare, bool always);

  private:
    void answer(bool compare);

    QStringList m_files;
    QLabel* m_text;
    QCheckBox* m_always;
    QPushButton* m_compare;
};

}  // namespace lockstep::app
