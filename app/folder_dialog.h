#pragma once

#include <QDialog>

#include "app/folder_contents.h"

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace lockstep::app {

/// What was found in a folder, with a box before each file: models are marked at first, and of configs and
/// input data at most one is.
class FolderDialog : public QDialog {
    Q_OBJECT

  public:
    FolderDialog(const QString& folder, const FolderContents& contents, QWidget* parent);

    /// What is marked, in the order in which it is to be opened.
    QStringList chosen() const;

  Q_SIGNALS:
    void filesChosen(const QStringList& files);

  private:
    void addGroup(const QString& title, const QStringList& files, bool marked, bool one);
    void itemChanged(QTreeWidgetItem* item);
    void updateButton();

    QString m_folder;
    QTreeWidget* m_tree;
    QPushButton* m_open;
};

}  // namespace lockstep::app
