#include "app/file_dialog.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileIconProvider>
#include <QFileInfo>
#include <QStyle>

namespace lockstep::app {
namespace {

/// Asked by the thread that reads folders: it only hands out what it holds. A child of its dialog, younger
/// than the dialog's model and its thread, so that it goes after them.
class TwoIcons : public QObject, public QFileIconProvider {
  public:
    explicit TwoIcons(QWidget* dialog)
        : QObject(dialog),
          m_file(dialog->style()->standardIcon(QStyle::SP_FileIcon, nullptr, dialog)),
          m_folder(dialog->style()->standardIcon(QStyle::SP_DirIcon, nullptr, dialog)),
          m_folderWord(QCoreApplication::translate("TwoIcons", "Folder")),
          m_fileWord(QCoreApplication::translate("TwoIcons", "File")) {}

    QIcon icon(IconType type) const override { return type == File ? m_file : m_folder; }
    QIcon icon(const QFileInfo& info) const override { return info.isDir() ? m_folder : m_file; }
    QString type(const QFileInfo& info) const override {
        if (info.isDir()) return m_folderWord;
        return info.suffix().isEmpty() ? m_fileWord : info.suffix();
    }

  private:
    QIcon m_file;
    QIcon m_folder;
    QString m_folderWord;
    QString m_fileWord;
};

}  // namespace

QFileDialog* newFileDialog(QWidget* parent, const QString& name, const QString& title) {
    auto* dialog = new QFileDialog(parent, title);
    dialog->setObjectName(name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setIconProvider(new TwoIcons(dialog));
    return dialog;
}

}  // namespace lockstep::app
