#include "app/change_text.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/document.h"
#include "widgets/panels/node_lookup.h"
#include "widgets/panels/panel_text.h"

namespace lockstep::app {
namespace {

struct ChangeText {
    Q_DECLARE_TR_FUNCTIONS(ChangeText)
};

QStringList missing(const QStringList& from, const QStringList& in) {
    QStringList result;
    std::ranges::copy_if(from, std::back_inserter(result),
                         [&](const QString& each) { return !in.contains(each); });
    return result;
}

}  // namespace

QString foldingText(const QStringList& before, const QStringList& after) {
    const QStringList folded = missing(after, before);
    const QStringList unfolded = missing(before, after);
    if (folded.size() == 1 && unfolded.isEmpty()) return ChangeText::tr("fold %1").arg(folded.front());
    if (unfolded.size() == 1 && folded.isEmpty()) return ChangeText::tr("unfold %1").arg(unfolded.front());
    if (unfolded.isEmpty())
        return ChangeText::tr("fold %n modules", nullptr, static_cast<int>(folded.size()));
    if (folded.isEmpty())
        return ChangeText::tr("unfold %n modules", nullptr, static_cast<int>(unfolded.size()));
    return ChangeText::tr("folding");
}

QString selectionText(const Selection& selection, const Document* document) {
    if (selection.isEmpty()) return ChangeText::tr("select nothing");
    if (!selection.state.isEmpty()) {
        return selection.unit < 0 ? ChangeText::tr("select %1").arg(selection.state)
                                  : ChangeText::tr("select %1[%2]").arg(selection.state).arg(selection.unit);
    }
    if (const QString& name = selection.module.isEmpty() ? selection.value : selection.module;
        !name.isEmpty())
        return ChangeText::tr("select %1").arg(name);
    if (selection.node && document != nullptr && document->model) {
        if (const auto found = findNode(*document->model->graphs, *selection.node))
            return ChangeText::tr("select %1").arg(text(nodeTitle(*found->graph, *found->node)));
    }
    return selection.event ? ChangeText::tr("select an event") : ChangeText::tr("select an operator");
}

}  // namespace lockstep::app
