#pragma once

#include <QString>

class QFileDialog;
class QWidget;

namespace lockstep::app {

/// A dialog that goes when it is closed. Where Qt draws it itself (no desktop has one of its own), it shows
/// files and folders by two icons: Qt's own provider asks what kind of file each entry is, which takes longer
/// than a frame in a large folder.
QFileDialog* newFileDialog(QWidget* parent, const QString& name, const QString& title);

}  // namespace lockstep::app
