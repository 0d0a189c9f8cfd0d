#include "app/folder_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace lockstep::app {
namespace {

constexpr int oneRole = Qt::UserRole + 1;  ///< of a group: at most one of its files
constexpr int mostMarked = 8;              ///< models that are marked at first

}  // namespace

FolderDialog::FolderDialog(const QString& folder, const FolderContents& contents, QWidget* parent)
    : QDialog(parent), m_folder(folder), m_tree(new QTreeWidget(this)) {
    setObjectName(QStringLiteral("folderDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Open from %1").arg(QDir(folder).dirName()));
    resize(520, 420);
    auto* words =
        new QLabel(contents.isCut ? tr("%1, and more that was not looked at: the folder is large or "
                                       "deep. Mark what is to be opened.")
                                        .arg(contents.text())
                                  : tr("%1. Mark what is to be opened.").arg(contents.text()),
                   this);
    words->setObjectName(QStringLiteral("folderFound"));
    words->setWordWrap(true);
    m_tree->setObjectName(QStringLiteral("folderTree"));
    m_tree->setAccessibleName(tr("Files of the folder"));
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setColumnCount(1);
    m_tree->setTextElideMode(Qt::ElideMiddle);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
    m_open = buttons->button(QDialogButtonBox::Open);
    auto* column = new QVBoxLayout(this);
    column->addWidget(words);
    column->addWidget(m_tree, 1);
    column->addWidget(buttons);

    addGroup(tr("Sessions: what is open is closed"), contents.sessions, contents.models.isEmpty(), true);
    addGroup(tr("Models and programs"), contents.models, contents.models.size() <= mostMarked, false);
    addGroup(tr("Accelerator configs"), contents.configs,
             contents.configs.size() == 1 && contents.models.isEmpty(), true);
    addGroup(tr("Input data"), contents.inputs, contents.inputs.size() == 1 && contents.models.isEmpty(),
             true);
    m_tree->expandAll();
    m_tree->setCurrentItem(m_tree->topLevelItem(0)->child(0));
    connect(m_tree, &QTreeWidget::itemChanged, this, &FolderDialog::itemChanged);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        const QStringList files = chosen();
        accept();
        Q_EMIT filesChosen(files);
    });
    updateButton();
}

void FolderDialog::addGroup(const QString& title, const QStringList& files, bool marked, bool one) {
    if (files.isEmpty()) return;
    auto* group = new QTreeWidgetItem(m_tree, {title});
    group->setFlags(Qt::ItemIsEnabled);
    group->setData(0, oneRole, one);
    for (const QString& file : files) {
        auto* item = new QTreeWidgetItem(group, {QDir(m_folder).relativeFilePath(file)});
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setData(0, Qt::UserRole, file);
        item->setToolTip(0, file);
        item->setCheckState(0, marked && (!one || file == files.front()) ? Qt::Checked : Qt::Unchecked);
    }
}

void FolderDialog::itemChanged(QTreeWidgetItem* item) {
    const QTreeWidgetItem* group = item->parent();
    if (group != nullptr && group->data(0, oneRole).toBool() && item->checkState(0) == Qt::Checked) {
        const QSignalBlocker quiet(m_tree);
        for (int i = 0; i < group->childCount(); ++i)
            if (group->child(i) != item) group->child(i)->setCheckState(0, Qt::Unchecked);
        m_tree->viewport()->update();
    }
    updateButton();
}

void FolderDialog::updateButton() {
    m_open->setEnabled(!chosen().isEmpty());
}

QStringList FolderDialog::chosen() const {
    QStringList files;
    for (int g = 0; g < m_tree->topLevelItemCount(); ++g) {
        const QTreeWidgetItem* group = m_tree->topLevelItem(g);
        for (int i = 0; i < group->childCount(); ++i)
            if (group->child(i)->checkState(0) == Qt::Checked)
                files << group->child(i)->data(0, Qt::UserRole).toString();
    }
    return files;
}

}  // namespace lockstep::app
