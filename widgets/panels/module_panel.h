#pragma once

#include <QHash>
#include <QTreeWidget>
#include <memory>
#include <optional>

#include "core/passes/pipeline.h"
#include "core/program/program.h"

namespace lockstep {

/// The modules of the model as its author wrote them, with the operators of the compiled form in them and
/// their states.
class ModulePanel : public QTreeWidget {
    Q_OBJECT

  public:
    explicit ModulePanel(QWidget* parent = nullptr);

    /// Null: no model; a program alone shows its own nodes.
    void setGraphs(std::shared_ptr<const ModelGraphs> graphs);
    void setProgram(std::shared_ptr<const Program> program);
    void selectNode(std::optional<std::uint32_t> node);
    void selectModule(const QString& module);
    /// Module paths that are folded, sorted; no signal.
    void setFolded(const QStringList& folded);

  Q_SIGNALS:
    void nodeActivated(quint32 node);
    void moduleActivated(const QString& module);
    void stateActivated(const QString& state);
    void foldedChanged(const QStringList& folded);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Entry {
        std::uint32_t node = 0;
        QString op;    ///< its kind
        QString word;  ///< what people call it
        QString name;
        QString module;
        QStringList states;
    };

    void rebuild();
    std::vector<Entry> entries() const;
    QTreeWidgetItem* moduleItem(const QString& path);
    void currentChanged(QTreeWidgetItem* item);
    void foldingChanged();
    void applyFolding();

    std::shared_ptr<const ModelGraphs> m_graphs;
    std::shared_ptr<const Program> m_program;
    QHash<quint32, QTreeWidgetItem*> m_nodes;
    QHash<QString, QTreeWidgetItem*> m_modules;
    QStringList m_folded;
    bool m_following = false;
};

}  // namespace lockstep
