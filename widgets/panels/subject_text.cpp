#include "widgets/panels/subject_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>
#include <span>

#include "core/nnir/node_pattern.h"
#include "core/nnir/op.h"
#include "widgets/panels/inspector_text.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Inspector)
};

constexpr int mostLinks = 40;

QString table(const QString& rows) {
    return rows.isEmpty() ? rows
                          : QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows);
}

QString quiet(const ThemeColors& colors, const QString& html) {
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(colors.quietText.name(), html);
}

QString titled(const ThemeColors& colors, const QString& kind, const QString& name, const QString& below) {
    return QStringLiteral("<b>%1</b> %2<br>%3").arg(kind, name.toHtmlEscaped(), quiet(colors, below));
}

QString nodeLink(const ThemeColors& colors, const nnir::Graph& graph, const nnir::Node& node) {
    return QStringLiteral("<a style='color:%1' href='node:%2'>%3</a>")
        .arg(colors.accent.name())
        .arg(node.id.value)
        .arg(text(nodeTitle(graph, node)).toHtmlEscaped());
}

QString links(const ThemeColors& colors, const nnir::Graph& graph,
              const std::vector<const nnir::Node*>& nodes) {
    QStringList all;
    for (const nnir::Node* node : nodes) {
        if (all.size() == mostLinks) {
            all << Words::tr("%n more", nullptr, static_cast<int>(nodes.size()) - mostLinks);
            break;
        }
        all << nodeLink(colors, graph, *node);
    }
    return all.join(QStringLiteral("<br>"));
}

/// "−0.51 to 0.93 in 20 inferences" (without `rows` the range alone), and the values that are no numbers.
QString rangeText(std::span<const float> values, std::optional<std::int64_t> rows) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    std::int64_t other = 0;
    for (const float value : values) {
        if (!std::isfinite(value)) {
            ++other;
            continue;
        }
        low = std::min(low, static_cast<double>(value));
        high = std::max(high, static_cast<double>(value));
    }
    QString words = low > high ? Words::tr("no finite value")
                               : Words::tr("%1 to %2").arg(figureText(low), figureText(high));
    if (rows) words += QLatin1Char(' ') + Words::tr("in %n inferences", nullptr, static_cast<int>(*rows));
    if (other > 0) words += Words::tr(", %1 not finite").arg(countText(other));
    return words;
}

QString typeRows(const ThemeColors& colors, const nnir::ValueType& type) {
    QString rows = tableRow(colors, Words::tr("shape"), shapeText(type.shape));
    if (type.data_dim >= 0)
        rows += tableRow(colors, Words::tr("data dimension"), QString::number(type.data_dim));
    rows += tableRow(colors, Words::tr("precision"), text(nnir::name(type.format)));
    const std::int64_t each = type.format == nnir::NumberFormat::fp32 ? 4 : 2;
    return rows + tableRow(colors, Words::tr("bytes"), countText(element_count(type.shape) * each));
}

/// The values of one output in the rows that are kept.
QString outputRange(const nnir::Graph& graph, nnir::ValueId id, const Recording& recording) {
    std::int64_t before = 0;
    std::int64_t row = 0;
    std::int64_t size = 0;
    for (const nnir::ValueId output : graph.outputs) {
        const std::int64_t own = element_count(graph.value(output).type.shape);
        if (output == id) {
            before = row;
            size = own;
        }
        row += own;
    }
    if (row != recording.output_size || recording.rows == 0) return {};
    std::vector<float> values;
    for (std::int64_t k = 0; k < recording.rows; ++k) {
        const auto begin = recording.outputs.begin() + (k * row + before);
        values.insert(values.end(), begin, begin + size);
    }
    return rangeText(values, recording.rows);
}

SubjectText stateSubject(const ThemeColors& colors, const nnir::Graph& graph, const nnir::State& state,
                         const Recording* recording) {
    SubjectText result;
    result.title = titled(colors, Words::tr("State"), text(state.name),
                          Words::tr("%1, kept between inferences").arg(text(state.role).toHtmlEscaped()));
    result.cost = table(typeRows(colors, graph.value(state.read).type));
    QString rows;
    if (const nnir::Node* writer = graph.producer(state.written))
        rows += tableRow(colors, Words::tr("written by"), nodeLink(colors, graph, *writer));
    rows += tableRow(colors, Words::tr("read by"), links(colors, graph, graph.consumers(state.read)));
    result.connections = table(rows);
    QString values;
    if (state.initial.size() > 0)
        values += tableRow(colors, Words::tr("at first"), rangeText(state.initial.values(), {}));
    if (recording != nullptr)
        for (const StateTrace& trace : recording->states)
            if (trace.name == state.name && trace.size > 0 && !trace.vm.empty())
                values +=
                    tableRow(colors, Words::tr("VM"),
                             rangeText(trace.vm, static_cast<std::int64_t>(trace.vm.size()) / trace.size));
    result.values = table(values);
    return result;
}

}  // namespace

QString sizeRows(const ThemeColors& colors, const Size& size) {
    QString rows;
    if (size.parameters > 0)
        rows += tableRow(
            colors, Words::tr("parameters"),
            Words::tr("%1 in %2 bytes").arg(countText(size.parameters), countText(size.parameter_bytes)));
    if (size.macs > 0)
        rows += tableRow(colors, Words::tr("MACs"), Words::tr("%1 an inference").arg(countText(size.macs)));
    if (size.value_bytes > 0)
        rows += tableRow(colors, Words::tr("values"), Words::tr("%1 bytes").arg(countText(size.value_bytes)));
    return rows;
}

std::vector<std::uint32_t> nodesOfModule(const ModelGraphs& graphs, const QString& module) {
    const std::string path = module.toStdString();
    std::vector<std::uint32_t> nodes;
    for (const nnir::Node& node : graphs.compiled_form()->nodes)
        if (!path.empty() && nnir::is_inside(node.provenance.module, path)) nodes.push_back(node.id.value);
    return nodes;
}

SubjectText moduleSubject(const ThemeColors& colors, const ModelGraphs& graphs, const std::vector<OpRow>& ops,
                          const QString& module) {
    const nnir::Graph& graph = *graphs.compiled_form();
    const std::vector<std::uint32_t> ids = nodesOfModule(graphs, module);
    if (ids.empty()) return {};
    std::vector<nnir::NodeId> nodes;
    std::vector<const nnir::Node*> members;
    for (const std::uint32_t id : ids) {
        nodes.push_back(nnir::NodeId{id});
        members.push_back(graph.find_node(nodes.back()));
    }
    OpRow sum;
    for (const OpRow& row : ops) {
        if (std::find(ids.begin(), ids.end(), row.node) == ids.end()) continue;
        sum.busy += row.busy;
        sum.share += row.share;
        sum.state_update += row.state_update;
        sum.weight_blocks += row.weight_blocks;
        if (row.first_start)
            sum.first_start = std::min(sum.first_start.value_or(*row.first_start), *row.first_start);
        if (row.last_end) sum.last_end = std::max(sum.last_end.value_or(*row.last_end), *row.last_end);
    }
    SubjectText result;
    result.title = titled(colors, Words::tr("Module"), module,
                          Words::tr("%n operators", nullptr, static_cast<int>(ids.size())));
    QString rows;
    if (sum.busy > 0)
        rows +=
            tableRow(colors, Words::tr("busy cycles"),
                     Words::tr("%1 (%2 % of all)").arg(countText(sum.busy)).arg(sum.share * 100, 0, 'f', 1));
    if (sum.first_start && sum.last_end)
        rows +=
            tableRow(colors, Words::tr("from – to cycle"),
                     QStringLiteral("%1 – %2").arg(countText(*sum.first_start), countText(*sum.last_end)));
    if (sum.state_update > 0)
        rows += tableRow(colors, Words::tr("for the next inference"),
                         Words::tr("%1 cycles").arg(countText(sum.state_update)));
    if (sum.weight_blocks > 0)
        rows += tableRow(colors, Words::tr("weight blocks"), countText(sum.weight_blocks));
    result.cost = table(rows + sizeRows(colors, size_of(graph, nodes)));
    result.connections = table(tableRow(colors, Words::tr("operators"), links(colors, graph, members)));
    return result;
}

SubjectText valueSubject(const ThemeColors& colors, const ModelGraphs& graphs, const Recording* recording,
                         const QString& inputs, const QString& name) {
    const std::string wanted = name.toStdString();
    for (const nnir::Graph* graph : {graphs.compiled_form().get(), &graphs.canonical_graph()}) {
        const bool compiled = graph == graphs.compiled_form().get();
        for (const nnir::State& state : graph->states)
            if (state.name == wanted)
                return stateSubject(colors, *graph, state, compiled ? recording : nullptr);
        for (const bool input : {true, false}) {
            for (const nnir::ValueId id : input ? graph->inputs : graph->outputs) {
                const nnir::Value& value = graph->value(id);
                if (value.name != wanted) continue;
                SubjectText result;
                result.title = titled(
                    colors, input ? Words::tr("Input") : Words::tr("Output"), name,
                    input ? Words::tr("comes with each inference") : Words::tr("leaves with each inference"));
                result.cost = table(typeRows(colors, value.type));
                QString rows;
                if (const nnir::Node* producer = graph->producer(id))
                    rows += tableRow(colors, Words::tr("made by"), nodeLink(colors, *graph, *producer));
                const QString readers = links(colors, *graph, graph->consumers(id));
                if (!readers.isEmpty()) rows += tableRow(colors, Words::tr("read by"), readers);
                result.connections = table(rows);
                QString values;
                if (input && !inputs.isEmpty())
                    values = tableRow(colors, Words::tr("of the run"), inputs.toHtmlEscaped());
                if (!input && recording != nullptr && compiled) {
                    const QString range = outputRange(*graph, id, *recording);
                    if (!range.isEmpty()) values = tableRow(colors, Words::tr("VM"), range);
                }
                result.values = table(values);
                return result;
            }
        }
    }
    return {};
}

}  // namespace lockstep
