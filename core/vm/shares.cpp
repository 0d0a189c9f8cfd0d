#include "core/vm/shares.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

#include "core/support/overloaded.h"

namespace lockstep {
namespace {

/// Bytes that are one place of memory here; blocks that share a place wait for each other without need.
constexpr std::uintptr_t place_bytes = 32;

/// A run of memory that an operation reads or writes.
struct Touch {
    std::uintptr_t first = 0;  ///< places
    std::uintptr_t last = 0;
    bool write = false;
};

class Touches {
  public:
    template <class T>
    void add(const T* data, std::size_t count, bool write) {
        if (count == 0) return;
        const auto begin = reinterpret_cast<std::uintptr_t>(data);
        all.push_back({begin / place_bytes, (begin + count * sizeof(T) - 1) / place_bytes, write});
    }
    template <class T>
    void reads(std::span<T> values) {
        add(values.data(), values.size(), false);
    }
    void writes(const Destinations& to, std::size_t values) {
        for (std::size_t k = 0; k < to.count; ++k) add(to.cores[k], values * (to.fp32 ? 2 : 1), true);
    }
    void reads(const VectorSource& source, const VectorOperation& vector) {
        const std::size_t each = vector.block_size * (source.fp32 ? 2 : 1);
        add(source.data, source.step == 0 ? each : vector.blocks * each, false);
    }

    std::vector<Touch> all;
};

std::vector<Touch> touches(const Operation& operation) {
    Touches touches;
    std::visit(Overloaded{
                   [&](const MatvecOperation& o) {
                       touches.reads(o.source);
                       touches.add(o.stored, o.stored == nullptr ? 0 : o.accumulators.size(), false);
                       touches.add(o.accumulators.data(), o.accumulators.size(), true);
                       if (!o.ordered) touches.reads(o.weights);
                   },
                   [&](const StoreOperation& o) {
                       touches.reads(o.accumulators);
                       touches.writes(o.destinations, o.accumulators.size());
                   },
                   [&](const SaveOperation& o) {
                       touches.reads(o.accumulators);
                       touches.add(o.stored, o.accumulators.size(), true);
                   },
                   [&](const LstmCellOperation& o) {
                       touches.reads(o.gates);
                       touches.add(o.cell, o.gates.size() / 4, false);
                       touches.add(o.new_cell, o.gates.size() / 4, true);
                       touches.writes(o.destinations, o.gates.size() / 4);
                   },
                   [&](const VectorOperation& o) {
                       for (const VectorSource* source : {&o.a, &o.b, &o.c}) touches.reads(*source, o);
                       touches.writes(o.destinations, o.blocks * o.block_size);
                   },
                   [&](const ReduceOperation& o) {
                       touches.reads(o.source);
                       touches.add(o.kept, 1, true);
                       touches.writes(o.destinations, o.block_size);
                   },
                   [&](const LoadOperation& o) {
                       touches.reads(o.source);
                       // From its first weight to its last one.
                       const std::size_t blocks = (o.source.size() + o.block_size - 1) / o.block_size;
                       if (blocks > 0)
                           touches.add(o.weights, (blocks - 1) * o.distance + (o.block_size - 1) * o.step + 1,
                                       true);
                   },
                   [&](const MoveOperation& o) {
                       touches.reads(o.source);
                       // The source has the words of the destination already.
                       for (std::size_t k = 0; k < o.destinations.count; ++k)
                           touches.add(o.destinations.cores[k], o.source.size(), true);
                   },
               },
               operation);
    return touches.all;
}

std::size_t products(const Operation& operation) {
    const auto* matvec = std::get_if<MatvecOperation>(&operation);
    return matvec == nullptr ? 1 : matvec->accumulators.size() * matvec->source.size() + 1;
}

/// The thread of each core.
std::vector<std::size_t> thread_of_cores(std::span<const Operation> operations,
                                         std::span<const InstructionRef> order) {
    std::vector<std::size_t> load;
    for (std::size_t k = 0; k < operations.size(); ++k) {
        load.resize(std::max<std::size_t>(load.size(), order[k].core + std::size_t{1}));
        load[order[k].core] += products(operations[k]);
    }
    std::vector<std::size_t> cores(load.size());
    std::iota(cores.begin(), cores.end(), std::size_t{0});
    std::ranges::stable_sort(cores, std::ranges::greater{}, [&load](std::size_t core) { return load[core]; });
    std::array<std::size_t, 2> dealt{};
    std::vector<std::size_t> threads(load.size());
    for (const std::size_t core : cores) {
        threads[core] = dealt[0] <= dealt[1] ? 0 : 1;
        dealt[threads[core]] += load[core];
    }
    return threads;
}

/// The last operations that touched a place, as places in the shares, counted from 1; 0: none.
struct Place {
    std::array<std::uint32_t, 2> written{};
    std::array<std::uint32_t, 2> read{};
};

}  // namespace

Shares deal_out(std::span<const Operation> operations, std::span<const InstructionRef> order) {
    const std::vector<std::size_t> threads = thread_of_cores(operations, order);
    std::unordered_map<std::uintptr_t, Place> places;
    Shares shares;
    for (std::size_t k = 0; k < operations.size(); ++k) {
        const std::size_t mine = threads[order[k].core];
        const std::size_t other = 1 - mine;
        std::vector<SharedOperation>& share = shares.threads[mine];
        const auto number = static_cast<std::uint32_t>(share.size() + 1);
        std::uint32_t after = share.empty() ? 0 : share.back().after;
        for (const Touch& touch : touches(operations[k])) {
            for (std::uintptr_t at = touch.first; at <= touch.last; ++at) {
                Place& place = places[at];
                after = std::max(after, place.written[other]);
                if (touch.write) after = std::max(after, place.read[other]);
                (touch.write ? place.written : place.read)[mine] = number;
            }
        }
        share.push_back({static_cast<std::uint32_t>(k), after});
    }
    return shares;
}

}  // namespace lockstep
