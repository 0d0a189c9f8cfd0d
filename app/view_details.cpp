#include "app/view_details.h"

#include <QApplication>
#include <QDockWidget>
#include <QInputEvent>
#include <QJsonArray>
#include <algorithm>
#include <cmath>

#include "widgets/graph/graph_search.h"
#include "widgets/graph/pass_bar.h"
#include "widgets/graph/twin_graph_view.h"
#include "widgets/plots/axis_range.h"
#include "widgets/plots/error_plot.h"
#include "widgets/plots/plot_view.h"
#include "widgets/plots/state_plot.h"
#include "widgets/timeline/timeline_canvas.h"
#include "widgets/timeline/timeline_view.h"

namespace lockstep::app {
namespace {

constexpr qint64 mostInferencesInRow = 1000;

const QString graphKey = QStringLiteral("graph");
const QString timelineKey = QStringLiteral("timeline");
const QString plotsKey = QStringLiteral("plots");
const QString stateKey = QStringLiteral("state");
const QString errorKey = QStringLiteral("error");
const std::array allKeys = {graphKey, timelineKey, plotsKey, stateKey, errorKey};
const std::array sideKeys = {QLatin1String("left"), QLatin1String("right")};
const std::array cursorKeys = {QLatin1String("a"), QLatin1String("b")};

/// Zoom, and what lies in the middle: a window of another size shows the same place.
QJsonArray middleOf(const GraphView& graph) {
    const QPointF middle = graph.view().toScene(QRectF(graph.rect()).center());
    return {graph.view().zoom, middle.x(), middle.y()};
}

/// Three finite numbers, the first a zoom; anything else is no view.
bool isView(const QJsonArray& view) {
    return view.size() == 3 &&
           std::ranges::all_of(
               view, [](const QJsonValue& v) { return v.isDouble() && std::abs(v.toDouble()) < 1e9; }) &&
           view[0].toDouble() >= ViewTransform::smallest && view[0].toDouble() <= ViewTransform::largest;
}

QString traceName(const StateTrace& trace) {
    return QString::fromStdString(trace.name + ' ' + trace.role);
}

QJsonArray jsonOf(const std::vector<std::int64_t>& units) {
    QJsonArray array;
    for (const std::int64_t unit : units) array.append(static_cast<qint64>(unit));
    return array;
}

/// Which of the keys differ.
QStringList differences(const QJsonObject& a, const QJsonObject& b) {
    QStringList keys;
    for (const QString& key : allKeys)
        if (a[key] != b[key]) keys << key;
    return keys;
}

}  // namespace

ViewDetails::ViewDetails(ViewStore& store, const DocumentController& controller, TwinGraphView& graphs,
                         const Docks& docks, QObject* parent)
    : QObject(parent),
      m_store(store),
      m_controller(controller),
      m_graphs(graphs),
      m_docks(docks),
      m_sides{graphs.canonicalView(), graphs.streamingView()} {
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    connect(&m_settle, &QTimer::timeout, this, &ViewDetails::gestureEnded);
    connect(&store, &ViewStore::changed, this, &ViewDetails::viewChanged);
    connect(&controller, &DocumentController::currentChanged, this, [this] {
        m_settle.stop();
        m_moved = {};
        m_wanted = {};
        m_pending.clear();
        for (const QString& key : m_store.state().details.keys()) m_pending << key;
        showPending();
    });
    connect(&controller, &DocumentController::currentLeaves, this, &ViewDetails::settle);
    connect(docks.state, &StatePlot::unitsChanged, this, &ViewDetails::linesChanged);
    // New graphs and a new program are shown as the ones before were.
    connect(&controller, &DocumentController::modelChanged, this, [this] { showAgain(graphKey); });
    connect(&controller, &DocumentController::compiledChanged, this, [this] { showAgain(timelineKey); });
    connect(&controller, &DocumentController::recordingChanged, this, &ViewDetails::showPending);
    // A panel that was behind others has no width before it is in front.
    connect(docks.timeline->canvas(), &TimelineCanvas::axisChanged, this, &ViewDetails::showPending);
    for (std::size_t side = 0; side < m_sides.size(); ++side) {
        // Pan and zoom of one side move the other one along.
        connect(m_sides[side], &GraphView::viewChanged, this, [this, side] {
            m_moved[side] = true;
            if (m_graphs.isInStep()) m_moved = {true, true};
        });
        connect(m_sides[side], &GraphView::fitted, this, [this] { m_moved = {}; });
        connect(m_sides[side], &GraphView::framed, this, [this, side] { m_moved[side] = false; });
        connect(m_sides[side], &GraphView::laidOut, this, [this, side](bool last) {
            if (last) showSide(side);
        });
    }
    qApp->installEventFilter(this);
}

const StateTrace* ViewDetails::stateTrace() const {
    const Document* document = m_controller.current();
    const int shown = m_docks.state->state();
    if (document == nullptr || !document->recording || shown < 0) return nullptr;
    const auto& states = document->recording->states;
    return shown < std::ssize(states) ? &states[static_cast<std::size_t>(shown)] : nullptr;
}

bool ViewDetails::isThere(const QString& key) const {
    const Document* document = m_controller.current();
    if (document == nullptr) return false;
    if (key == graphKey) return document->model != nullptr;
    const TimelineGeometry& geometry = m_docks.timeline->canvas()->geometry();
    if (key == timelineKey) return !geometry.empty() && geometry.axis.width > 0;
    return document->recording != nullptr;
}

QJsonObject ViewDetails::read() const {
    QJsonObject details;
    // What could not be shown yet is still wanted.
    for (const QString& key : m_pending)
        if (m_store.state().details.contains(key)) details[key] = m_store.state().details[key];
    const auto put = [&](const QString& key, const QJsonObject& value) {
        if (!m_pending.contains(key) && isThere(key) && !value.isEmpty()) details[key] = value;
    };

    QJsonObject graph;
    for (std::size_t side = 0; side < m_sides.size(); ++side) {
        if (m_wanted[side]) {
            graph[sideKeys[side]] = *m_wanted[side];
        } else if (m_moved[side] && m_sides[side]->drawing()) {
            graph[sideKeys[side]] = middleOf(*m_sides[side]);
        }
    }
    if (!m_graphs.root().isEmpty()) graph[QLatin1String("root")] = m_graphs.root();
    if (m_graphs.pass()) graph[QLatin1String("pass")] = static_cast<qint64>(*m_graphs.pass());
    if (!m_graphs.isInStep()) graph[QLatin1String("apart")] = true;
    if (m_graphs.search()->isOpen()) graph[QLatin1String("search")] = m_graphs.search()->query();
    put(graphKey, graph);

    QJsonObject timeline;
    const TimelineView& view = *m_docks.timeline;
    if (view.inferences() > 1) {
        timeline[QLatin1String("row")] = view.inferences();
        timeline[QLatin1String("spaced")] = view.isSpaced();
    }
    if (const CycleAxis& axis = view.canvas()->geometry().axis; !axis.fitted()) {
        timeline[QLatin1String("first")] = axis.first;
        timeline[QLatin1String("last")] = axis.last();
    }
    put(timelineKey, timeline);

    QJsonObject plots;
    const AxisRange& range = *m_docks.inferences;
    if (!range.isFitted()) {
        plots[QLatin1String("low")] = range.low();
        plots[QLatin1String("high")] = range.high();
    }
    for (std::size_t which = 0; which < cursorKeys.size(); ++which)
        if (const auto at = range.cursor(which)) plots[cursorKeys[which]] = static_cast<qint64>(*at);
    put(plotsKey, plots);

    if (const StateTrace* trace = stateTrace()) {
        put(stateKey, {{QLatin1String("state"), traceName(*trace)},
                       {QLatin1String("quantity"), static_cast<int>(m_docks.state->quantity())},
                       {QLatin1String("units"), jsonOf(m_docks.state->units())}});
    }
    if (!m_docks.error->plot()->isLogarithmic()) put(errorKey, {{QLatin1String("linear"), true}});
    return details;
}

void ViewDetails::settle() {
    m_settle.stop();
    if (m_controller.current() == nullptr) return;
    ViewState state = m_store.state();
    state.details = read();
    m_capturing = true;
    m_store.set(state);
    m_capturing = false;
}

void ViewDetails::finish() {
    if (!m_settle.isActive()) return;
    m_settle.stop();
    gestureEnded();
}

bool ViewDetails::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonRelease:
        case QEvent::MouseMove:
        case QEvent::Wheel:
        case QEvent::KeyPress:
        case QEvent::NativeGesture:
            break;
        default:
            return false;
    }
    const bool moving = event->type() == QEvent::MouseMove;
    if (moving && !m_settle.isActive()) return false;
    const auto* widget = qobject_cast<const QWidget*>(watched);
    // A panel's header is the title of its dock: the dock holds both.
    const QWidget* timeline = m_docks.dockOf(m_docks.timeline);
    const QWidget* state = m_docks.dockOf(m_docks.state);
    const QWidget* error = m_docks.dockOf(m_docks.error);
    while (widget != nullptr && widget != &m_graphs && widget != timeline && widget != state &&
           widget != error)
        widget = widget->parentWidget();
    if (widget == nullptr || m_controller.current() == nullptr) return false;
    if (!m_settle.isActive()) {
        // The gesture begins: what is not shown yet is not waited for any more, and what the program itself
        // moved until now is nothing to take back.
        takeOver(widget);
        settle();
        m_inference = m_store.state().inference;
        m_steps = m_store.undoStack()->index();
    }
    m_settle.start();
    return false;
}

void ViewDetails::gestureEnded() {
    if (m_controller.current() == nullptr) return;
    const QStringList changed = differences(m_store.state().details, read());
    if (changed.isEmpty()) return;
    // Where the run moved on meanwhile the plots follow it: that is nothing to take back.
    // A step that the gesture made already (it selected, and the graphs went there) has this in it.
    if (m_inference != m_store.state().inference || m_controller.motion() != Motion::still ||
        m_steps != m_store.undoStack()->index()) {
        settle();
        return;
    }
    const QString& first = changed.front();
    m_capturing = true;
    m_store.change(first == graphKey      ? tr("view of the graphs")
                   : first == timelineKey ? tr("view of the timeline")
                                          : tr("view of the plots"),
                   ViewStore::Group::single, [this](ViewState& state) { state.details = read(); });
    m_capturing = false;
}

void ViewDetails::linesChanged(const std::vector<std::int64_t>& before) {
    if (m_showing || m_controller.current() == nullptr) return;
    // A step of its own, whatever else the gesture moved until now.
    ViewState state = m_store.state();
    state.details = read();
    QJsonObject plot = state.details[stateKey].toObject();
    plot[QLatin1String("units")] = jsonOf(before);
    state.details[stateKey] = plot;
    m_capturing = true;
    m_store.set(state);
    m_store.change(tr("lines of the state"), ViewStore::Group::single,
                   [this](ViewState& view) { view.details = read(); });
    m_capturing = false;
}

void ViewDetails::viewChanged(const ViewState& before, const ViewState& after) {
    if (m_capturing || before.details == after.details) return;
    for (const QString& key : differences(before.details, after.details)) m_pending << key;
    showPending();
}

void ViewDetails::showAgain(const QString& key) {
    if (m_store.state().details.contains(key)) m_pending << key;
    showPending();
}

void ViewDetails::takeOver(const QWidget* view) {
    if (view == &m_graphs) {
        m_pending.remove(graphKey);
        m_wanted = {};
    } else if (view == m_docks.dockOf(m_docks.timeline)) {
        m_pending.remove(timelineKey);
    } else {
        for (const QString& key : {plotsKey, stateKey, errorKey}) m_pending.remove(key);
    }
}

void ViewDetails::showPending() {
    if (m_showing) return;
    m_showing = true;
    const QSet<QString> pending = m_pending;
    for (const QString& key : pending)
        if (showOne(key, m_store.state().details[key].toObject())) m_pending.remove(key);
    m_showing = false;
}

bool ViewDetails::showOne(const QString& key, const QJsonObject& wanted) {
    if (!isThere(key)) return false;
    if (key == graphKey) {
        showGraph(wanted);
    } else if (key == timelineKey) {
        TimelineView& view = *m_docks.timeline;
        view.setRow(static_cast<int>(std::clamp<qint64>(wanted[QLatin1String("row")].toInteger(1), 1,
                                                        mostInferencesInRow)),
                    wanted[QLatin1String("spaced")].toBool());
        const double first = wanted[QLatin1String("first")].toDouble();
        const double last = wanted[QLatin1String("last")].toDouble();
        const CycleAxis& axis = view.canvas()->geometry().axis;
        if (first < last && first < axis.total && last > 0 && axis.width > 0) {
            view.canvas()->showPlace({.first = first,
                                      .cyclesPerPixel = (last - first) / axis.width,
                                      .scrolled = view.canvas()->shownPlace().scrolled});
        } else {
            view.canvas()->fit();
        }
    } else if (key == plotsKey) {
        AxisRange& range = *m_docks.inferences;
        const double low = wanted[QLatin1String("low")].toDouble();
        const double high = wanted[QLatin1String("high")].toDouble();
        // The run has not come so far yet.
        if (low < high && range.limitHigh() < high) return false;
        if (low < high) {
            range.setVisible(low, high);
        } else {
            range.fit();
        }
        range.removeCursors();
        for (std::size_t which = 0; which < cursorKeys.size(); ++which)
            if (const QJsonValue at = wanted[cursorKeys[which]]; at.isDouble())
                range.setCursor(which, at.toInteger());
    } else if (key == stateKey) {
        const auto& states = m_controller.current()->recording->states;
        const QString name = wanted[QLatin1String("state")].toString();
        for (std::size_t i = 0; i < states.size(); ++i) {
            if (traceName(states[i]) != name) continue;
            m_docks.state->setState(static_cast<int>(i));
            m_docks.state->setQuantity(static_cast<StatePlot::Quantity>(
                std::clamp(wanted[QLatin1String("quantity")].toInt(), 0, 2)));
            std::vector<std::int64_t> units;
            const auto most = states[i].size;
            for (const QJsonValue& unit : wanted[QLatin1String("units")].toArray())
                if (const qint64 at = unit.toInteger(-1); at >= 0 && at < most) units.push_back(at);
            m_docks.state->setUnits(std::move(units));
        }
    } else if (key == errorKey) {
        m_docks.error->setLogarithmic(!wanted[QLatin1String("linear")].toBool());
    }
    return true;
}

void ViewDetails::showGraph(const QJsonObject& wanted) {
    m_graphs.setInStep(!wanted[QLatin1String("apart")].toBool());
    const qint64 pass = wanted[QLatin1String("pass")].toInteger(0);
    m_graphs.showPass(pass > 0 ? std::optional(static_cast<std::size_t>(pass)) : std::nullopt);
    const QString root = wanted[QLatin1String("root")].toString();
    if (root != m_graphs.root()) m_graphs.enter(root);
    const QJsonValue search = wanted[QLatin1String("search")];
    if (!search.isString()) {
        m_graphs.search()->close();
    } else if (!m_graphs.search()->isOpen() || m_graphs.search()->query() != search.toString()) {
        QWidget* focus = QApplication::focusWidget();
        m_graphs.find();
        m_graphs.search()->setQuery(search.toString(), false);
        if (focus != nullptr) focus->setFocus();
    }
    for (std::size_t side = 0; side < m_sides.size(); ++side) {
        const QJsonArray view = wanted[sideKeys[side]].toArray();
        m_wanted[side] = isView(view) ? std::optional(view) : std::nullopt;
        if (!m_wanted[side]) {
            m_sides[side]->fit();
            m_moved[side] = false;
        } else if (m_sides[side]->drawing() && !m_sides[side]->isLayingOut()) {
            showSide(side);
        }
    }
}

void ViewDetails::showSide(std::size_t side) {
    if (!m_wanted[side] || !m_sides[side]->drawing()) return;
    const QJsonArray wanted = *m_wanted[side];
    m_wanted[side].reset();
    ViewTransform view;
    view.zoom = wanted[0].toDouble();
    const QPointF middle(wanted[1].toDouble(), wanted[2].toDouble());
    view.offset = QRectF(m_sides[side]->rect()).center() - middle * view.zoom;
    m_sides[side]->setView(view.keptInSight(m_sides[side]->drawing()->bounds(), m_sides[side]->size()));
    m_moved[side] = true;
}

}  // namespace lockstep::app
