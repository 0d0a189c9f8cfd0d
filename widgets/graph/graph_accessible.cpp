#include "widgets/graph/graph_accessible.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>
#include <map>

#include "widgets/graph/graph_view.h"

namespace lockstep {
namespace {

/// Hangs on its view.
class SpokenFigures : public QObject {
    Q_OBJECT

  public:
    using QObject::QObject;
    std::map<nnir::NodeId, QString> words;
};

/// One box of the drawing.
class AccessibleBox : public QAccessibleInterface {
  public:
    AccessibleBox(GraphView* view, std::uint32_t box) : m_view(view), m_box(box) {}

    bool isValid() const override {
        return m_view && m_view->drawing() && m_box < m_view->drawing()->boxCount();
    }
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        if (kind == QAccessible::Name) return m_view->spokenName(m_box);
        if (kind == QAccessible::Description) return m_view->spokenDescription(m_box);
        return {};
    }
    void setText(QAccessible::Text, const QString&) override {}

    QRect rect() const override {
        if (!isValid()) return {};
        const QRect box = m_view->view().toView(m_view->drawing()->rect(m_box)).toRect();
        return {m_view->mapToGlobal(box.topLeft()), box.size()};
    }

    QAccessible::State state() const override {
        QAccessible::State state;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        const bool current = m_view->currentBox() == m_box;
        state.focusable = true;
        state.selectable = true;
        state.selected = current;
        state.focused = current && m_view->hasFocus();
        return state;
    }

    std::uint32_t box() const { return m_box; }

  private:
    QPointer<GraphView> m_view;
    std::uint32_t m_box;
};

class AccessibleGraph : public QAccessibleWidget {
  public:
    explicit AccessibleGraph(GraphView* view) : QAccessibleWidget(view, QAccessible::List) {}
    ~AccessibleGraph() override {
        for (const auto& [box, id] : m_children) QAccessible::deleteAccessibleInterface(id);
    }
    AccessibleGraph(const AccessibleGraph&) = delete;
    AccessibleGraph& operator=(const AccessibleGraph&) = delete;

    int childCount() const override {
        return view()->drawing() ? static_cast<int>(view()->drawing()->boxCount()) : 0;
    }

    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) return nullptr;
        const auto box = static_cast<std::uint32_t>(index);
        const auto found = m_children.find(box);
        if (found != m_children.end()) return QAccessible::accessibleInterface(found->second);
        auto* made = new AccessibleBox(view(), box);
        m_children[box] = QAccessible::registerAccessibleInterface(made);
        return made;
    }

    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* box = dynamic_cast<const AccessibleBox*>(child);
        return box == nullptr ? -1 : static_cast<int>(box->box());
    }

    QAccessibleInterface* childAt(int x, int y) const override {
        if (!view()->drawing()) return nullptr;
        const QPointF at = view()->mapFromGlobal(QPoint(x, y));
        const auto box = view()->drawing()->boxAt(view()->view().toScene(at));
        return box ? child(static_cast<int>(*box)) : nullptr;
    }

    QAccessibleInterface* focusChild() const override {
        const auto box = view()->currentBox();
        return box && view()->hasFocus() ? child(static_cast<int>(*box)) : nullptr;
    }

  private:
    GraphView* view() const { return static_cast<GraphView*>(object()); }

    mutable std::map<std::uint32_t, QAccessible::Id> m_children;
};

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* view = qobject_cast<GraphView*>(object);
    return view == nullptr ? nullptr : new AccessibleGraph(view);
}

}  // namespace

void setSpokenFigures(GraphView& view, std::map<nnir::NodeId, QString> figures) {
    auto* known = view.findChild<SpokenFigures*>(QString(), Qt::FindDirectChildrenOnly);
    if (known == nullptr) known = new SpokenFigures(&view);
    known->words = std::move(figures);
}

QString spokenFigures(const GraphView& view, nnir::NodeId node) {
    const auto* known = view.findChild<SpokenFigures*>(QString(), Qt::FindDirectChildrenOnly);
    if (known == nullptr) return {};
    const auto found = known->words.find(node);
    return found == known->words.end() ? QString() : found->second;
}

void installGraphAccessibility() {
    [[maybe_unused]] static const bool installed = [] {
        QAccessible::installFactory(make);
        return true;
    }();
}

}  // namespace lockstep

#include "graph_accessible.moc"
