#pragma once

#include <QString>
#include <vector>

#include "core/analysis/graph_size.h"
#include "core/passes/pipeline.h"
#include "core/report/report.h"
#include "core/run/recording.h"
#include "widgets/theme.h"

namespace lockstep {

/// What the inspector says of something that is not one operator: sections as rich text, links as in
/// InspectorText. Everything that comes from the model's file is escaped. An empty title: it is not there.
struct SubjectText {
    QString title;
    QString cost;
    QString connections;
    QString values;
};

/// Parameters, multiply-accumulates and bytes as rows of a table.
QString sizeRows(const ThemeColors& colors, const Size& size);

/// The operators of the form that is compiled whose module path is `module` or lies in it.
std::vector<std::uint32_t> nodesOfModule(const ModelGraphs& graphs, const QString& module);

/// A module: the sums over its operators, and which they are. `ops`: of the report; empty if nothing is
/// compiled.
SubjectText moduleSubject(const ThemeColors& colors, const ModelGraphs& graphs, const std::vector<OpRow>& ops,
                          const QString& module);

/// An input, output or state of the form that is compiled, or else of the NNIR, by its name: shape,
/// precision, who makes and who reads it, and the range of its values in the inferences that `recording` (may
/// be null) keeps. `inputs`: the words for what the inputs of the run are.
SubjectText valueSubject(const ThemeColors& colors, const ModelGraphs& graphs, const Recording* recording,
                         const QString& inputs, const QString& name);

}  // namespace lockstep
