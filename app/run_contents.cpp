#include "app/run_contents.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>

#include "core/program/gates.h"
#include "core/run/data_kind.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RunContents)
};

/// Why this cannot be watched in what is open; empty: it can, or nothing is open that could tell.
template <class Watch>
QString problemOf(const Document* document, Watch watch) {
    try {
        if (document == nullptr || !document->compiled || !document->recording) return {};
        watch(*document->compiled->compiled.program, document->recording->states);
    } catch (const Error& error) {
        const Failure& failure = error.failure();
        return windowWords(failure.advice.empty()
                               ? text(failure.message)
                               : text(failure.message) + QStringLiteral(". ") + text(failure.advice));
    }
    return {};
}

bool hasReference(const Document& document) {
    return document.model ? document.view.reference != QLatin1String("none")
                          : data_kind(document.view.reference.toStdString()) == DataKind::npy;
}

/// The row of a trace in front of an inference.
std::vector<float> rowOf(const std::vector<float>& values, std::int64_t row, std::int64_t size) {
    if (values.empty() || row < 0) return {};
    const auto begin = values.begin() + row * size;
    return {begin, begin + size};
}

}  // namespace

QString windowWords(QString words) {
    static const QRegularExpression option(QStringLiteral("(?<![\\w-])--([a-z]+(?:-[a-z]+)*)"));
    for (QRegularExpressionMatch match = option.match(words); match.hasMatch(); match = option.match(words)) {
        QString name = match.captured(1).replace(QLatin1Char('-'), QLatin1Char(' '));
        if (name == QLatin1String("break")) name = Words::tr("breakpoint");
        if (name == QLatin1String("edit")) name = Words::tr("state edit");
        if (name == QLatin1String("generate")) name = Words::tr("generator");
        words.replace(match.capturedStart(), match.capturedLength(), name);
    }
    return words;
}

QString editProblem(const Document& document) {
    if (!document.compiled) return {};
    const Program& program = *document.compiled->compiled.program;
    if (program.states.empty()) return Words::tr("This model keeps no state between inferences.");
    if (!document.model) return Words::tr("a program alone is read only; open its model to edit");
    if (document.position() == 0) return {};
    for (const StateEntry& state : program.states)
        if (state.memory == StateMemory::partial_sums)
            return Words::tr(
                       "%1 is kept as partial sums, which cannot be read back: states of this program are "
                       "edited in front of the first inference only (Reset)")
                .arg(text(state.name));
    return {};
}

QString conditionProblem(const Document* document, const QString& words) {
    return problemOf(document, [&](const Program& program, const std::vector<StateTrace>& states) {
        const ConditionRule rule = condition_rule(words.toStdString());
        using enum ConditionRule::Kind;
        if (rule.kind == wrong && document->view.decisions.isEmpty())
            throw Error(FailureKind::usage, Words::tr("\"wrong\" needs a decision").toStdString(),
                        Words::tr("Name one below, as in argmax.").toStdString());
        const bool compares =
            rule.kind == error || rule.kind == rms || rule.kind == relative || rule.kind == not_close;
        if (compares && !hasReference(*document))
            throw Error(FailureKind::usage,
                        Words::tr("this compares with a reference, and there is none").toStdString());
        const Condition condition(rule, program, states);
    });
}

QString decisionProblem(const Document* document, const QString& words) {
    return problemOf(document, [&](const Program& program, const std::vector<StateTrace>&) {
        const Decision decision(decision_rule(words.toStdString()), program);
        if (!hasReference(*document))
            throw Error(FailureKind::usage,
                        Words::tr("a decision compares with a reference, and there is none").toStdString());
    });
}

QStringList valueNames(const Document& document) {
    QStringList names;
    if (!document.compiled) return names;
    const Program& program = *document.compiled->compiled.program;
    for (const IoTensor& output : program.outputs) names << text(output.name);
    if (document.recording)
        for (const StateTrace& state : document.recording->states) names << text(state.name);
    for (const GateTrace& gate : map_gates(program).traces) names << text(gate.name);
    for (const IoTensor& input : program.inputs) names << text(input.name);
    return names;
}

QString conditionName(const Document& document, quint32 id) {
    if (!document.compiled) return {};
    const std::vector<ProgramNode>& nodes = document.compiled->compiled.program->nodes;
    const auto node = std::ranges::find(nodes, id, &ProgramNode::id);
    if (node == nodes.end()) return {};
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z_][\\w.]*$"));
    const QString name = text(node->name);
    const bool alone = std::ranges::count(nodes, node->name, &ProgramNode::name) == 1;
    return alone && plain.match(name).hasMatch() ? name : QString::number(id);
}

std::vector<StateValues> stateValues(const Document& document) {
    std::vector<StateValues> states;
    if (!document.recording) return states;
    const Recording& recording = *document.recording;
    if (recording.rows > 0) {
        for (const StateTrace& trace : recording.states) {
            states.push_back({.name = text(trace.name),
                              .role = text(trace.role),
                              .values = rowOf(trace.vm, recording.rows - 1, trace.size),
                              .reference = rowOf(trace.reference, recording.rows - 1, trace.size),
                              .before = rowOf(trace.vm, recording.rows - 2, trace.size)});
        }
    } else if (document.model && document.position() == 0) {
        for (const nnir::State& state : document.model->graphs->compiled_form()->states)
            states.push_back({.name = text(state.name),
                              .role = {},
                              .values = {state.initial.values().begin(), state.initial.values().end()},
                              .reference = {},
                              .before = {}});
    }
    return states;
}

std::vector<BreakpointRow> breakpointRows(const Document& document) {
    std::vector<BreakpointRow> rows;
    for (const Breakpoint& each : document.view.breakpoints) {
        BreakpointRow row{each.condition, each.enabled, document.watchProblems.value(each.condition), -1};
        if (document.watch && each.enabled) {
            for (const ConditionResult& condition : document.watch->result.conditions)
                if (text(condition.text) == each.condition) row.hits = condition.hits;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<HitRow> hitRows(const Document& document) {
    std::vector<HitRow> rows;
    if (!document.watch) return rows;
    const WatchResult& result = document.watch->result;
    for (const Hit& hit : result.hits)
        rows.push_back({hit.index, text(result.conditions[hit.condition].text), text(hit.where), hit.value,
                        text(hit.detail), hit.node});
    return rows;
}

std::vector<RunRow> runRows(const Document& document) {
    std::vector<RunRow> rows;
    const auto add = [&rows](quint64 id, const QString& name, qint64 inferences, const ErrorSummary& error) {
        RunRow row{.id = id, .name = name, .inferences = inferences, .maxError = {}, .worst = {}};
        if (error.inferences > 0) {
            row.maxError = error.max_abs;
            row.worst = error.worst_index;
        }
        rows.push_back(std::move(row));
    };
    if (!document.recording || !document.watched) return rows;
    add(0, runName(document.runView, document.inputs), document.done(), document.recording->error);
    for (auto run = document.kept.rbegin(); run != document.kept.rend(); ++run)
        add(run->id, run->name, run->inferences, run->error);
    return rows;
}

}  // namespace lockstep::app
