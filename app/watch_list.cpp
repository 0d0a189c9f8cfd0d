#include "app/watch_list.h"

#include <QDockWidget>
#include <QLineEdit>
#include <QRegularExpression>
#include <algorithm>

#include "app/document_jobs.h"
#include "app/selection_links.h"
#include "widgets/panels/inspector_panel.h"
#include "widgets/panels/panel_text.h"
#include "widgets/panels/states_panel.h"
#include "widgets/panels/unit_panel.h"
#include "widgets/plots/state_plot.h"

namespace lockstep::app {
namespace {

constexpr std::size_t mostFound = 512;  ///< results of operators that are kept

std::optional<float> elementOf(const std::vector<float>& values, std::int64_t row, std::int64_t size,
                               std::int64_t element) {
    if (values.empty() || row < 0 || element < 0 || element >= size) return std::nullopt;
    return values[static_cast<std::size_t>(row * size + element)];
}

}  // namespace

WatchList::WatchList(ViewStore& store, DocumentController& controller, SelectionLinks& links,
                     const Docks& docks, QObject* parent)
    : QObject(parent),
      m_store(store),
      m_controller(controller),
      m_links(links),
      m_docks(docks),
      m_panel(*docks.watch) {
    m_later.setSingleShot(true);
    m_later.setInterval(60);
    connect(&m_later, &QTimer::timeout, this, &WatchList::fill);
    connect(docks.dockOf(&m_panel), &QDockWidget::visibilityChanged, this, &WatchList::update);
    connect(&controller, &DocumentController::recordingChanged, this, &WatchList::update);
    connect(&controller, &DocumentController::compiledChanged, this, &WatchList::update);
    connect(&controller, &DocumentController::currentChanged, this, &WatchList::update);
    connect(&controller, &DocumentController::motionChanged, this, &WatchList::update);
    connect(&store, &ViewStore::changed, this, [this](const ViewState& before, const ViewState& after) {
        if (before.watches != after.watches) fill();
        if (before.valueFormat != after.valueFormat) showView();
    });
    connect(&m_panel, &WatchPanel::added, this, &WatchList::add);
    connect(&m_panel, &WatchPanel::chosen, this, &WatchList::choose);
    connect(&m_panel, &WatchPanel::removed, this,
            [this](int row) { change([row](QStringList& all) { all.removeAt(row); }); });
    connect(&m_panel, &WatchPanel::moved, this,
            [this](int row, int to) { change([=](QStringList& all) { all.move(row, to); }); });
    const auto chooseFormat = [this](ValueFormat format) {
        m_store.change(tr("format of values"), ViewStore::Group::single,
                       [&](ViewState& state) { state.valueFormat = formatWord(format); });
    };
    connect(&m_panel, &WatchPanel::formatChosen, this, chooseFormat);
    connect(docks.states, &StatesPanel::formatChosen, this, chooseFormat);
    connect(docks.states, &StatesPanel::watchWanted, this,
            [this](const QString& state, int unit) { add(QStringLiteral("%1[%2]").arg(state).arg(unit)); });
    connect(docks.state, &StatePlot::watchWanted, this, [this](const QString& state, qint64 unit) {
        add(QStringLiteral("%1[%2]").arg(state).arg(unit));
    });
    connect(docks.units, &UnitPanel::watchWanted, this,
            [this](const QString& state, int unit) { add(QStringLiteral("%1[%2]").arg(state).arg(unit)); });
    showView();
}

WatchList::Place WatchList::placeOf(const QString& words) {
    static const QRegularExpression form(QStringLiteral("^(.*)\\[(\\d+)\\]$"));
    const QRegularExpressionMatch match = form.match(words);
    if (!match.hasMatch()) return {words, 0};
    return {match.captured(1), match.captured(2).toLongLong()};
}

void WatchList::change(const std::function<void(QStringList&)>& edit) {
    m_store.change(tr("watch list"), ViewStore::Group::single,
                   [&](ViewState& state) { edit(state.watches); });
}

void WatchList::add(const QString& words) {
    const Place place = placeOf(words.trimmed());
    const QString whole = QStringLiteral("%1[%2]").arg(place.name).arg(place.element);
    QDockWidget* dock = m_docks.dockOf(&m_panel);
    dock->show();
    dock->raise();
    if (!m_store.state().watches.contains(whole)) change([&](QStringList& all) { all << whole; });
}

void WatchList::addSelection() {
    const Selection& selection = m_store.state().selection;
    const Document* document = m_controller.current();
    if (document != nullptr && !selection.state.isEmpty()) {
        add(QStringLiteral("%1[%2]").arg(selection.state).arg(std::max(selection.unit, 0)));
        return;
    }
    if (document != nullptr && document->model && selection.node) {
        const nnir::Graph& graph = *document->model->graphs->compiled_form();
        const nnir::Node* node = graph.find_node(nnir::NodeId{*selection.node});
        if (node != nullptr && !node->outputs.empty()) {
            add(text(graph.value(node->outputs.front()).name));
            return;
        }
    }
    QDockWidget* dock = m_docks.dockOf(&m_panel);
    dock->show();
    dock->raise();
    m_panel.findChild<QLineEdit*>(QStringLiteral("watchName"))->setFocus();
}

void WatchList::update() {
    // While something new comes all the time, it is filled all the time, too.
    if (!m_later.isActive()) m_later.start();
}

void WatchList::showView() {
    const ValueFormat format = formatOfWord(m_store.state().valueFormat).value_or(ValueFormat::figures);
    m_panel.setFormat(format);
    m_docks.states->setFormat(format);
    m_docks.inspector->setFormat(format);
    fill();
}

QStringList WatchList::names() const {
    const Document* document = m_controller.current();
    QStringList all;
    if (document == nullptr || !document->compiled) return all;
    for (const IoTensor& output : document->compiled->compiled.program->outputs) all << text(output.name);
    if (document->recording)
        for (const StateTrace& state : document->recording->states) all << text(state.name);
    if (document->model) {
        const nnir::Graph& graph = *document->model->graphs->compiled_form();
        for (const nnir::Node& node : graph.nodes)
            for (const nnir::ValueId value : node.outputs) all << text(graph.value(value).name);
    }
    all.removeDuplicates();
    for (QString& name : all) name += QStringLiteral("[0]");
    return all;
}

bool WatchList::fromRecording(const Place& place, WatchedValue& value) const {
    const Document& document = *m_controller.current();
    if (!document.recording) return false;
    const Recording& recording = *document.recording;
    const std::int64_t row = recording.rows - 1;
    const auto take = [&](const std::vector<float>& vm, const std::vector<float>& reference,
                          std::int64_t size, std::int64_t element) {
        value.vm = elementOf(vm, row, size, element);
        value.before = elementOf(vm, row - 1, size, element);
        value.reference = elementOf(reference, row, size, element);
    };
    const auto refuse = [&](std::int64_t size) {
        value.problem = tr("%1 has %2 values: [0] to [%3]").arg(place.name).arg(size).arg(size - 1);
    };
    for (const StateTrace& state : recording.states) {
        if (text(state.name) != place.name) continue;
        if (place.element >= state.size)
            refuse(state.size);
        else
            take(state.vm, state.reference, state.size, place.element);
        return true;
    }
    std::int64_t first = 0;
    for (const IoTensor& output : document.compiled->compiled.program->outputs) {
        const std::int64_t size = element_count(output.shape);
        if (text(output.name) == place.name) {
            if (place.element >= size)
                refuse(size);
            else
                take(recording.outputs, recording.reference_outputs, recording.output_size,
                     first + place.element);
            return true;
        }
        first += size;
    }
    return false;
}

std::optional<quint32> WatchList::nodeOf(const QString& name) const {
    const Document& document = *m_controller.current();
    if (!document.compiled->model) return std::nullopt;
    const nnir::Graph& graph = *document.compiled->model->graphs->compiled_form();
    for (const nnir::Node& node : graph.nodes)
        for (const nnir::ValueId value : node.outputs)
            if (text(graph.value(value).name) == name) return node.id.value;
    return std::nullopt;
}

WatchedValue WatchList::valueOf(const QString& words, std::vector<Key>& wanted) const {
    WatchedValue value{.name = words, .vm = {}, .reference = {}, .before = {}, .problem = {}};
    const Document* document = m_controller.current();
    if (document == nullptr || !document->compiled || document->position() == 0) {
        value.problem = tr("It shows once the model is run (F5).");
        return value;
    }
    const Place place = placeOf(words);
    if (fromRecording(place, value)) return value;
    const std::optional<quint32> node = nodeOf(place.name);
    if (!node) {
        value.problem =
            tr("This model has no output, state or operator's value of the name %1.").arg(place.name);
        return value;
    }
    const nnir::Graph& graph = *document->compiled->model->graphs->compiled_form();
    const auto take = [&](qint64 inference) -> const NodeValue* {
        if (inference < 0) return nullptr;
        const auto found = m_found.find({*node, inference});
        if (found == m_found.end()) {
            wanted.push_back({*node, inference});
            return nullptr;
        }
        value.problem = found->second.problem;
        if (!found->second.values) return nullptr;
        for (const NodeValue& each : found->second.values->values)
            if (text(graph.value(each.value).name) == place.name) return &each;
        return nullptr;
    };
    const auto at = static_cast<std::size_t>(place.element);
    if (const NodeValue* before = take(document->position() - 2);
        before != nullptr && place.element < before->vm.size())
        value.before = before->vm.values()[at];
    const NodeValue* now = take(document->position() - 1);
    if (now == nullptr) {
        if (value.problem.isEmpty() && wanted.empty())
            value.problem = tr("The program keeps it as partial sums only: it has no values to show.");
        return value;
    }
    if (place.element >= now->vm.size()) {
        value.problem =
            tr("%1 has %2 values: [0] to [%3]").arg(place.name).arg(now->vm.size()).arg(now->vm.size() - 1);
        return value;
    }
    value.vm = now->vm.values()[at];
    if (now->reference) value.reference = now->reference->values()[at];
    return value;
}

void WatchList::fill() {
    const Document* document = m_controller.current();
    const bool visible = m_panel.isVisible();
    if (m_controller.motion() == Motion::running && !visible) return;
    const quint64 run = document != nullptr ? document->runNumber : 0;
    const std::shared_ptr<const Program> program = document != nullptr ? document->ran : nullptr;
    if (run != m_run || program != m_program || m_found.size() > mostFound) {
        m_found.clear();
        m_run = run;
        m_program = program;
    }
    std::vector<Key> wanted;
    std::vector<WatchedValue> values;
    for (const QString& each : m_store.state().watches) values.push_back(valueOf(each, wanted));
    m_panel.setValues(std::move(values));
    m_panel.setNames(names());
    const bool still = m_controller.motion() == Motion::still && document != nullptr && document->run &&
                       document->compiled && document->ran == document->compiled->compiled.program;
    if (!wanted.empty() && visible && still && !m_asked) ask(wanted.back());
}

void WatchList::ask(const Key& key) {
    m_asked = key;
    const quint64 asked = m_run;
    const Document* document = m_controller.current();
    const auto graph = std::make_shared<std::shared_ptr<const nnir::Graph>>();
    m_controller.askRun(
        QStringLiteral("watch"), tr("Reading inference %1").arg(key.inference),
        [graph, key, compiled = document->compiled](LockstepRun& run, const JobControl& control) {
            *graph = compiled_graph(*compiled->model);
            return std::make_shared<const InferenceStretch>(
                inference_stretch(run, **graph, key.inference, control));
        },
        [this, graph, key, asked](const std::shared_ptr<const InferenceStretch>& stretch) {
            compute(asked, key, *graph, stretch);
        },
        [this, key, asked](const Failure& failure) {
            m_asked.reset();
            // A step came in between: it is asked for again behind it.
            if (failure.kind != FailureKind::cancelled) found(asked, key, {nullptr, text(to_text(failure))});
        });
}

void WatchList::compute(quint64 asked, const Key& key, std::shared_ptr<const nnir::Graph> graph,
                        std::shared_ptr<const InferenceStretch> stretch) {
    const Document* document = m_controller.current();
    if (document == nullptr || !document->compiled || !isShown(asked)) {
        m_asked.reset();
        update();
        return;
    }
    m_runner.start(
        QStringLiteral("watch"), tr("Computing what an operator gives"),
        [key, graph, stretch, compiled = document->compiled](const JobControl& control) {
            return std::make_shared<const NodeValues>(node_values(*graph, compiled->compiled.program->config,
                                                                  jobs::compileOptions(*compiled), *stretch,
                                                                  nnir::NodeId{key.node}, control));
        },
        [this, key, asked](const std::shared_ptr<const NodeValues>& values) {
            found(asked, key, {values, {}});
        },
        [this, key, asked](const Failure& failure) {
            found(asked, key, {nullptr, text(to_text(failure))});
        });
}

/// What was asked about one run is no answer about another one.
bool WatchList::isShown(quint64 run) const {
    const Document* document = m_controller.current();
    return document != nullptr && document->runNumber == run && m_run == run;
}

void WatchList::found(quint64 asked, const Key& key, Found found) {
    m_asked.reset();
    if (isShown(asked)) m_found[key] = std::move(found);
    fill();
}

void WatchList::choose(int row) {
    const QStringList& all = m_store.state().watches;
    const Document* document = m_controller.current();
    if (row >= all.size() || document == nullptr || !document->compiled) return;
    const Place place = placeOf(all[row]);
    if (document->recording) {
        for (const StateTrace& state : document->recording->states) {
            if (text(state.name) != place.name) continue;
            m_links.selectState(place.name, static_cast<int>(place.element));
            return;
        }
    }
    if (const std::optional<quint32> node = nodeOf(place.name)) m_links.selectNode(*node);
}

}  // namespace lockstep::app
