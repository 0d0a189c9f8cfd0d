#pragma once

#include <QAction>
#include <QFrame>
#include <QPointer>
#include <vector>

class QLabel;
class QLineEdit;
class QListView;
class QMenuBar;
class QStandardItemModel;

namespace lockstep::app {

/// Everything that the menus offer, found by typing a part of it: Enter does what is marked, Escape leaves.
/// What can't be done now is listed at the end and greyed.
class CommandPalette : public QFrame {
    Q_OBJECT

  public:
    /// A child of `window`, hidden. The menus are read each time it opens, with what they hold then.
    CommandPalette(QWidget& window, QMenuBar& menus);

    void open();
    /// The texts that are listed now, in their order: "Step back".
    QStringList listed() const;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    struct Entry {
        QPointer<QAction> action;
        QString name;  ///< without mnemonic and dots
        QString path;  ///< of its menus: "Run › Policy"
        QString note;  ///< what it does
    };

    void collect(const QList<QAction*>& actions, const QString& path);
    void list(const QString& query);
    void take();
    void leave();

    QMenuBar& m_menus;
    QLineEdit* m_field;
    QListView* m_view;
    QLabel* m_note;
    QStandardItemModel* m_model;
    std::vector<Entry> m_entries;
    QPointer<QWidget> m_focusBefore;
};

}  // namespace lockstep::app
