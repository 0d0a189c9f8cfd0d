#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "core/support/overloaded.h"
#include "core/vm/vm_impl.h"

/// What a Vm shows of the gates of recurrent cells.
namespace lockstep {

void Vm::keep_gates(bool keep) {
    if (keep == impl_->keeps_gates) return;
    impl_->keeps_gates = keep;
    for (ModelCode& code : impl_->models) {
        code.kept.clear();
        std::map<std::pair<std::size_t, std::size_t>, float*> places;  // by core and instruction
        for (const GateSource& source : code.gates.sources) {
            code.kept.emplace_back(source.values, std::numeric_limits<float>::quiet_NaN());
            places[{source.core, source.instruction}] = keep ? code.kept.back().data() : nullptr;
        }
        for (std::size_t k = 0; k < code.order.size(); ++k) {
            const auto place = places.find({code.order[k].core, code.order[k].instruction});
            if (place == places.end()) continue;
            std::visit(Overloaded{[&](LstmCellOperation& o) { o.kept = place->second; },
                                  [&](StoreOperation& o) { o.kept = place->second; },
                                  [&](VectorOperation& o) { o.kept = place->second; }, [](auto&) {}},
                       code.operations[k]);
        }
    }
}

bool Vm::keeps_gates() const {
    return impl_->keeps_gates;
}

const std::vector<GateTrace>& Vm::gates(std::size_t model) const {
    return impl_->model(model).gates.traces;
}

void Vm::read_gates(std::span<float> values, std::size_t model) const {
    const ModelCode& code = impl_->model(model);
    const std::vector<GateTrace>& traces = code.gates.traces;
    const std::int64_t size = traces.empty() ? 0 : traces.back().first + traces.back().size;
    if (!std::cmp_equal(values.size(), size))
        throw Error(FailureKind::internal,
                    fmt::format("the gates are {} values, not {}", size, values.size()));
    if (!impl_->keeps_gates) throw Error(FailureKind::internal, "Vm::read_gates: the gates are not kept");
    for (std::size_t s = 0; s < code.kept.size(); ++s) {
        const GateSource& source = code.gates.sources[s];
        for (const GateSource::Run& run : source.runs) {
            const GateTrace& trace = traces[run.trace];
            const auto to = values.subspan(static_cast<std::size_t>(trace.first) + run.unit, run.units);
            std::ranges::copy(std::span(code.kept[s]).subspan(run.value, run.units), to.begin());
            if (source.accumulators)
                apply_function(trace.function, to, impl_->how.target, impl_->how.functions);
        }
    }
}

}  // namespace lockstep
