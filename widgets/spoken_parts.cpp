#include "widgets/spoken_parts.h"

#include <QAccessibleWidget>
#include <QPointer>
#include <QWidget>
#include <map>

namespace lockstep {
namespace {

/// Hangs on its widget.
class Speech : public QObject {
    Q_OBJECT

  public:
    Speech(QWidget* widget, SpokenParts spoken) : QObject(widget), parts(std::move(spoken)) {}
    const SpokenParts parts;
};

Speech* speechOf(const QObject* object) {
    return object == nullptr ? nullptr : object->findChild<Speech*>(QString(), Qt::FindDirectChildrenOnly);
}

class AccessiblePart : public QAccessibleInterface, public QAccessibleActionInterface {
  public:
    AccessiblePart(QWidget* widget, int part) : m_widget(widget), m_part(part) {}

    bool isValid() const override { return m_widget && m_part < speech().count(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_widget); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QAccessible::Role role() const override { return m_widget ? speech().partRole : QAccessible::NoRole; }

    QString text(QAccessible::Text kind) const override {
        return isValid() && kind == QAccessible::Name ? speech().name(m_part) : QString();
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override {
        if (!isValid()) return {};
        const QRect place = speech().place ? speech().place(m_part) : m_widget->rect();
        return {m_widget->mapToGlobal(place.topLeft()), place.size()};
    }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = isValid() && speech().choose;
        state.focusable = state.selectable;
        if (!isValid()) {
            state.invalid = true;
            return state;
        }
        state.invisible = !m_widget->isVisible();
        if (speech().current && speech().current() == m_part) {
            state.selected = true;
            state.focused = m_widget->hasFocus();
        }
        return state;
    }

    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    QStringList actionNames() const override {
        return isValid() && speech().choose ? QStringList{pressAction()} : QStringList();
    }
    void doAction(const QString& action) override {
        if (action == pressAction() && isValid() && speech().choose) speech().choose(m_part);
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

    int part() const { return m_part; }

  private:
    const SpokenParts& speech() const { return speechOf(m_widget)->parts; }

    QPointer<QWidget> m_widget;
    int m_part;
};

class AccessibleParts : public QAccessibleWidget {
  public:
    explicit AccessibleParts(QWidget* widget) : QAccessibleWidget(widget, speechOf(widget)->parts.role) {}
    ~AccessibleParts() override {
        for (const auto& [part, id] : m_made) QAccessible::deleteAccessibleInterface(id);
    }
    AccessibleParts(const AccessibleParts&) = delete;
    AccessibleParts& operator=(const AccessibleParts&) = delete;

    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Value && speech().value) return speech().value();
        return QAccessibleWidget::text(kind);
    }
    /// The parts, and behind them the widgets that stand in this one.
    int childCount() const override { return speech().count() + QAccessibleWidget::childCount(); }
    QAccessibleInterface* child(int index) const override {
        const int parts = speech().count();
        if (index < 0) return nullptr;
        if (index >= parts) return QAccessibleWidget::child(index - parts);
        const auto known = m_made.find(index);
        if (known != m_made.end()) return QAccessible::accessibleInterface(known->second);
        auto* made = new AccessiblePart(widget(), index);
        m_made[index] = QAccessible::registerAccessibleInterface(made);
        return made;
    }
    int indexOfChild(const QAccessibleInterface* child) const override {
        const auto* part = dynamic_cast<const AccessiblePart*>(child);
        if (part != nullptr) return part->part();
        const int index = QAccessibleWidget::indexOfChild(child);
        return index < 0 ? -1 : speech().count() + index;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        const QPoint at = widget()->mapFromGlobal(QPoint(x, y));
        for (int part = 0; speech().place && part < speech().count(); ++part)
            if (speech().place(part).contains(at)) return child(part);
        return QAccessibleWidget::childAt(x, y);
    }
    QAccessibleInterface* focusChild() const override {
        if (!speech().current || !widget()->hasFocus()) return nullptr;
        const std::optional<int> current = speech().current();
        return current ? child(*current) : nullptr;
    }

  private:
    const SpokenParts& speech() const { return speechOf(widget())->parts; }

    mutable std::map<int, QAccessible::Id> m_made;
};

QAccessibleInterface* make(const QString&, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    return speechOf(widget) == nullptr ? nullptr : new AccessibleParts(widget);
}

}  // namespace

void speakParts(QWidget* widget, SpokenParts parts) {
    [[maybe_unused]] static const bool installed = [] {
        QAccessible::installFactory(make);
        return true;
    }();
    // Whoever heard of the widget before, by a name that it was given, has made a plain one and kept it.
    if (QAccessibleInterface* plain = QAccessible::queryAccessibleInterface(widget))
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(plain));
    new Speech(widget, std::move(parts));
}

void tellCurrentPart(QWidget* widget) {
    if (!QAccessible::isActive()) return;
    const Speech* speech = speechOf(widget);
    if (speech == nullptr) return;
    if (speech->parts.value) {
        QAccessibleValueChangeEvent value(widget, speech->parts.value());
        QAccessible::updateAccessibility(&value);
    }
    const std::optional<int> current = speech->parts.current ? speech->parts.current() : std::nullopt;
    if (!current) return;
    QAccessibleEvent selected(widget, QAccessible::Selection);
    selected.setChild(*current);
    QAccessible::updateAccessibility(&selected);
    if (!widget->hasFocus()) return;
    QAccessibleEvent focus(widget, QAccessible::Focus);
    focus.setChild(*current);
    QAccessible::updateAccessibility(&focus);
}

}  // namespace lockstep

#include "spoken_parts.moc"
