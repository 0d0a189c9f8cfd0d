#include "core/program/play_record.h"

#include "core/program/player.h"

namespace lockstep {

RecordedPlay play_recorded(const Program& program) {
    PlayRecorder recorder;
    Player player(program);
    player.record_to(recorder);
    RecordedPlay played;
    played.timeline = player.run();
    played.record = player.record();
    return played;
}

Timeline play_delayed(const Program& program, const PlayDelay& delay, const std::vector<BusTurn>* bus_turns) {
    Player player(program);
    player.delay(delay);
    if (bus_turns != nullptr) player.keep_turns(*bus_turns);
    return player.run();
}

std::string_view name(BoundKind kind) {
    switch (kind) {
        case BoundKind::stream:
            return "stream";
        case BoundKind::operand:
            return "operand";
        case BoundKind::operands:
            return "operands";
        case BoundKind::unit:
            return "unit";
        case BoundKind::accumulator:
            return "accumulator";
        case BoundKind::sum:
            return "sum";
        case BoundKind::bus:
            return "bus";
        case BoundKind::output:
            return "output";
        case BoundKind::order:
            return "order";
        case BoundKind::moves:
            return "moves";
        case BoundKind::state:
            return "state";
        case BoundKind::end:
            return "end";
    }
    return "unknown";
}

}  // namespace lockstep
