#pragma once

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

  Q_SIGNALS:
    void nodeActivated(quint32 node);
    void stateActivated(const QString& state);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    struct Entry {
        std::uint32_t node = 0;
        QString op;
        QString name;
        QString module;
        QStringList states;
    };

    void rebuild();
    std::vector<Entry> entries() const;
    QTreeWidgetItem* moduleItem(const QString& path, QHash<QString, QTreeWidgetItem*>& items);
    void currentChanged(QTreeWidgetItem* item);

    std::shared_ptr<const ModelGraphs> m_graphs;
    std::shared_ptr<const Program> m_program;
    QHash<quint32, QTreeWidgetItem*> m_nodes;
    bool m_following = false;
};

}  // namespace lockstep
