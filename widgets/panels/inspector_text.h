#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "core/passes/pipeline.h"
#include "core/program/program.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/theme.h"

namespace lockstep {

/// The inspector's sections as rich text. Links are "node:<id>" and "state:<name>". Everything that comes
/// from the model's file is escaped.
class InspectorText {
  public:
    InspectorText(const ThemeColors& colors, const ModelGraphs& graphs, const FoundNode& found)
        : m_colors(colors), m_graphs(graphs), m_found(found) {}

    /// Operator, name and module.
    QString title() const;
    /// Inputs and outputs with shape, data dimension and who makes or reads them.
    QString connections() const;
    QString attributes() const;
    /// The author's line, quoted.
    QString source() const;
    /// How far the published accelerators take the operator.
    QString support() const;
    /// The imported operators that it comes from, and what each pass did to it and why.
    QString history(const std::vector<std::string>& importedOps) const;

  private:
    QString valueRow(const QString& arrow, nnir::ValueId id, const QString& others) const;
    QString nodeLink(const nnir::Node& node) const;
    QString quiet(const QString& html) const;

    const ThemeColors& m_colors;
    const ModelGraphs& m_graphs;
    const FoundNode& m_found;
};

/// Operator, name, module and source line of a node of the program. Empty if it is not there.
QString programTitle(const ThemeColors& colors, const Program& program, std::uint32_t node);

/// What the program says of a node: its weight blocks, and into whose instructions it was fused. Empty if it
/// is not there.
QString programText(const ThemeColors& colors, const Program& program, std::uint32_t node);

/// One line of a two-column table.
QString tableRow(const ThemeColors& colors, const QString& key, const QString& value);

}  // namespace lockstep
