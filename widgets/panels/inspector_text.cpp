#include "widgets/panels/inspector_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "core/nnir/node_words.h"
#include "core/nnir/op.h"
#include "core/support/overloaded.h"
#include "widgets/panels/panel_text.h"
#include "widgets/theme_numbers.h"

namespace lockstep {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Inspector)
};

QString escaped(std::string_view utf8) {
    return text(utf8).toHtmlEscaped();
}

QString table(const QString& rows) {
    return rows.isEmpty() ? QString()
                          : QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows);
}

QString attributeText(const nnir::Attribute& attribute) {
    return std::visit(Overloaded{
                          [](bool value) { return value ? Words::tr("yes") : Words::tr("no"); },
                          [](std::int64_t value) { return countText(value); },
                          [](double value) { return figureText(value); },
                          [](const std::string& value) { return escaped(value); },
                          [](const std::vector<std::int64_t>& values) {
                              QStringList parts;
                              for (const std::int64_t value : values) parts << QString::number(value);
                              return QStringLiteral("[%1]").arg(parts.join(QStringLiteral(", ")));
                          },
                          [](const Tensor& value) { return shapeText(value.shape()); },
                      },
                      attribute);
}

QString supportText(nnir::SupportLevel level) {
    switch (level) {
        case nnir::SupportLevel::published:
            return Words::tr("Published accelerators run it as it is");
        case nnir::SupportLevel::composed:
            return Words::tr("Built from operators that published accelerators run");
        case nnir::SupportLevel::lockstep_only:
            break;
    }
    return Words::tr("Lockstep's own; no published accelerator is known to run it");
}

bool mentions(const std::vector<nnir::NodeId>& ids, std::uint32_t id) {
    return std::any_of(ids.begin(), ids.end(), [id](nnir::NodeId node) { return node.value == id; });
}

}  // namespace

QString tableRow(const ThemeColors& colors, const QString& key, const QString& value) {
    return QStringLiteral("<tr><td style='color:%1; padding-right:8px'>%2</td><td>%3</td></tr>")
        .arg(colors.quietText.name(), key, value);
}

QString InspectorText::quiet(const QString& html) const {
    return QStringLiteral("<span style='color:%1'>%2</span>").arg(m_colors.quietText.name(), html);
}

QString InspectorText::nodeLink(const nnir::Node& node) const {
    return QStringLiteral("<a style='color:%1' href='node:%2'>%3</a>")
        .arg(m_colors.accent.name())
        .arg(node.id.value)
        .arg(escaped(nodeTitle(*m_found.graph, node)));
}

QString InspectorText::title() const {
    const nnir::Node& node = *m_found.node;
    const std::string word = nnir::operator_word(node);
    const std::string name =
        node.outputs.empty() ? std::string() : m_found.graph->value(node.outputs.front()).name;
    QString html =
        QStringLiteral("<b>%1</b> %2").arg(escaped(word), escaped(nnir::node_place(*m_found.graph, node)));
    if (word != node.op->name())
        html += QLatin1Char(' ') + quiet(Words::tr("(%1)").arg(escaped(node.op->name())));
    html += QStringLiteral("<br>") + quiet(escaped(node.op->info().summary));
    if (!node.provenance.module.empty()) {
        html += QStringLiteral("<br>") + quiet(Words::tr("module")) + QLatin1Char(' ') +
                escaped(node.provenance.module);
        html += QStringLiteral("<br>") + quiet(Words::tr("value")) + QLatin1Char(' ') + escaped(name);
    }
    return html;
}

QString InspectorText::valueRow(const QString& arrow, nnir::ValueId id, const QString& others) const {
    const nnir::Value& value = m_found.graph->value(id);
    QString facts = shapeText(value.type.shape);
    if (value.type.data_dim >= 0) facts += quiet(Words::tr(" · data dimension %1").arg(value.type.data_dim));
    if (value.type.format != nnir::NumberFormat::bf16)
        facts += quiet(QStringLiteral(" · ") + escaped(name(value.type.format)));
    return QStringLiteral("<tr><td style='padding-right:6px; color:%1'>%2</td><td>%3 %4<br>%5</td></tr>")
        .arg(m_colors.quietText.name(), arrow, escaped(value.name), quiet(facts), others);
}

QString InspectorText::connections() const {
    const nnir::Graph& graph = *m_found.graph;
    QString rows;
    for (const nnir::ValueId id : m_found.node->inputs) {
        QString from;
        if (const nnir::Node* producer = graph.producer(id)) {
            from = Words::tr("from %1").arg(nodeLink(*producer));
        } else if (const nnir::State* state = graph.state_read_as(id)) {
            from = Words::tr("from state %1")
                       .arg(QStringLiteral("<a style='color:%1' href='state:%2'>%2</a>")
                                .arg(m_colors.accent.name(), escaped(state->name)));
        } else {
            from = quiet(Words::tr("input of the model"));
        }
        rows += valueRow(Words::tr("in"), id, from);
    }
    for (const nnir::ValueId id : m_found.node->outputs) {
        QStringList to;
        for (const nnir::Node* consumer : graph.consumers(id)) to << nodeLink(*consumer);
        for (const nnir::State& state : graph.states) {
            if (state.written != id) continue;
            to << Words::tr("state %1")
                      .arg(QStringLiteral("<a style='color:%1' href='state:%2'>%2</a>")
                               .arg(m_colors.accent.name(), escaped(state.name)));
        }
        QString readers = to.isEmpty() ? QString() : Words::tr("to %1").arg(to.join(QStringLiteral(", ")));
        if (graph.is_output(id)) {
            if (!readers.isEmpty()) readers += QStringLiteral("<br>");
            readers += quiet(Words::tr("output of the model"));
        }
        if (readers.isEmpty()) readers = quiet(Words::tr("nothing reads it"));
        rows += valueRow(Words::tr("out"), id, readers);
    }
    return table(rows);
}

QString InspectorText::attributes() const {
    QString rows;
    for (const auto& [key, attribute] : m_found.node->attributes.entries()) {
        QString name = escaped(key);
        name.replace(QLatin1Char('_'), QLatin1Char(' '));
        rows += tableRow(m_colors, name, attributeText(attribute));
    }
    return table(rows);
}

QString InspectorText::source() const {
    const nnir::Provenance& from = m_found.node->provenance;
    if (from.file.empty() && from.text.empty()) return {};
    QString place = escaped(from.file);
    if (from.line > 0) place += Words::tr(", line %1").arg(from.line);
    QString html = quiet(place);
    // With a number the line stands among its neighbours below.
    if (!from.text.empty() && from.line <= 0) {
        html += QStringLiteral("<br><code>%1</code>").arg(escaped(from.text));
    }
    return html;
}

QString InspectorText::support() const {
    const nnir::Support support = m_found.node->op->support(nnir::bind(*m_found.graph, *m_found.node));
    QString html = supportText(support.level);
    if (!support.note.empty()) html += QStringLiteral("<br>") + quiet(escaped(support.note));
    return html;
}

QString InspectorText::history(const std::vector<std::string>& importedOps) const {
    QString html;
    if (!importedOps.empty()) {
        QStringList names;
        for (const std::string& op : importedOps) {
            const QString name = escaped(op);
            if (!names.contains(name)) names << name;
        }
        html += quiet(Words::tr("from")) + QLatin1Char(' ') + names.join(QStringLiteral(", "));
    }
    const std::uint32_t id = m_found.node->id.value;
    for (std::size_t stage = 1; stage < m_graphs.stages.size(); ++stage) {
        const PassRecord& record = m_graphs.stages[stage].record;
        for (const Change& change : record.changes) {
            if (!mentions(change.before, id) && !mentions(change.after, id)) continue;
            if (!html.isEmpty()) html += QStringLiteral("<br>");
            html += quiet(escaped(record.pass)) + QStringLiteral(": ") + escaped(change.reason);
        }
    }
    return html;
}

QString programTitle(const ThemeColors& colors, const Program& program, std::uint32_t node) {
    const auto found = std::find_if(program.nodes.begin(), program.nodes.end(),
                                    [node](const ProgramNode& n) { return n.id == node; });
    if (found == program.nodes.end()) return {};
    const QString quiet = QStringLiteral("<br><span style='color:%1'>%2</span> %3");
    QString html = QStringLiteral("<b>%1</b> %2").arg(escaped(found->op), escaped(found->name));
    if (!found->module.empty())
        html += quiet.arg(colors.quietText.name(), Words::tr("module"), escaped(found->module));
    if (!found->file.empty()) {
        html +=
            quiet.arg(colors.quietText.name(), escaped(found->file), Words::tr("line %1").arg(found->line));
        html += QStringLiteral("<br><code>%1</code>").arg(escaped(found->text));
    }
    return html;
}

QString programText(const ThemeColors& colors, const Program& program, std::uint32_t node) {
    const auto found = std::find_if(program.nodes.begin(), program.nodes.end(),
                                    [node](const ProgramNode& n) { return n.id == node; });
    if (found == program.nodes.end()) return {};
    QString rows;
    if (found->weight_blocks > 0) {
        rows += tableRow(colors, Words::tr("weight blocks"), countText(found->weight_blocks));
    }
    for (const std::uint32_t into : found->fused_into) {
        if (into >= program.nodes.size()) continue;
        const ProgramNode& other = program.nodes[into];
        rows += tableRow(colors, Words::tr("fused into"),
                         QStringLiteral("<a style='color:%1' href='node:%2'>%3</a>")
                             .arg(colors.accent.name())
                             .arg(other.id)
                             .arg(escaped(other.op + " " + other.name)));
    }
    return table(rows);
}

}  // namespace lockstep
