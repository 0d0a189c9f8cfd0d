#include "widgets/timeline/timeline_csv.h"

#include <QByteArrayList>

#include "widgets/panels/panel_text.h"
#include "widgets/plots/export_menu.h"

namespace lockstep {

QByteArray timelineCsv(const Timeline& timeline, const Program& program,
                       std::optional<std::pair<double, double>> cycles) {
    QByteArray all(
        "event,core,unit,start_cycle,end_cycle,ready_cycle,busy_cycles,state_update,waited_for,node,op,"
        "name,module\n");
    for (std::size_t i = 0; i < timeline.events.size(); ++i) {
        const TimelineEvent& event = timeline.events[i];
        if (cycles && (static_cast<double>(event.end) <= cycles->first ||
                       static_cast<double>(event.start) >= cycles->second))
            continue;
        const auto number = [](std::int64_t value) {
            return QByteArray::number(static_cast<qlonglong>(value));
        };
        QByteArrayList cells{number(static_cast<std::int64_t>(i)),
                             number(event.core),
                             csvText(text(name(event.unit))),
                             number(event.start),
                             number(event.end),
                             number(event.ready),
                             number(event.busy),
                             event.state_update ? "1" : "0",
                             csvText(text(name(event.waited_for)))};
        const std::uint32_t node = program.cores[event.core].node_of[event.instruction];
        if (node < program.nodes.size()) {
            const ProgramNode& of = program.nodes[node];
            cells << number(of.id) << csvText(text(of.op)) << csvText(text(of.name))
                  << csvText(text(of.module));
        } else {
            cells << QByteArrayList{"", "", "", ""};
        }
        all += cells.join(',') + '\n';
    }
    return all;
}

}  // namespace lockstep
