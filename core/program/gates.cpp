#include "core/program/gates.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/support/overloaded.h"

namespace lockstep {
namespace {

/// Adds the gates of one state; returns the index of the first.
std::size_t add_traces(GateMap& map, const Program& program, const StateEntry& state,
                       std::string_view letters, char symmetric) {
    const std::size_t first = map.traces.size();
    for (const char letter : letters) {
        GateTrace trace{.name = state.name + "." + letter,
                        .gate = std::string(1, letter),
                        .function = letter == symmetric ? Function::tanh : Function::sigmoid,
                        .state = state.name,
                        .node = 0,
                        .module = {},
                        .size = element_count(state.shape),
                        .first = map.traces.empty() ? 0 : map.traces.back().first + map.traces.back().size};
        if (state.node < program.nodes.size()) {
            trace.node = program.nodes[state.node].id;
            trace.module = program.nodes[state.node].module;
        }
        map.traces.push_back(std::move(trace));
    }
    return first;
}

struct StatePlace {
    std::size_t trace = 0;  ///< of gate i
    std::size_t unit = 0;
    std::size_t units = 0;  ///< of the block that count
};

void add_lstm(GateMap& map, const Program& program, std::size_t block) {
    std::map<std::pair<std::size_t, std::uint32_t>, StatePlace> places;  // by core and cell store address
    for (const StateEntry& state : program.states) {
        if (state.memory != StateMemory::cell_store || state.vector_length == 0) continue;
        const std::size_t trace = add_traces(map, program, state, "ifgo", 'g');
        const std::size_t per_vector = (state.vector_length + block - 1) / block;
        for (std::size_t k = 0; k < state.blocks.size(); ++k) {
            const std::size_t lane = k % per_vector * block;
            places[{state.blocks[k].core, state.blocks[k].address}] = {
                trace, k / per_vector * state.vector_length + lane,
                std::min(block, state.vector_length - lane)};
        }
    }
    for (std::size_t core = 0; core < program.cores.size(); ++core) {
        const std::vector<Instruction>& stream = program.cores[core].stream;
        for (std::size_t i = 0; i < stream.size(); ++i) {
            const auto* cell = std::get_if<LstmCellInstruction>(&stream[i]);
            if (cell == nullptr) continue;
            GateSource source{.core = static_cast<std::uint16_t>(core),
                              .instruction = static_cast<std::uint32_t>(i),
                              .accumulators = true,
                              .runs = {},
                              .values = std::size_t{4} * cell->blocks * block};
            for (std::uint32_t k = 0; k < cell->blocks; ++k) {
                const auto place = places.find({core, cell->cell_destination + k});
                if (place == places.end()) continue;
                for (std::size_t gate = 0; gate < 4; ++gate)
                    source.runs.push_back({place->second.trace + gate, place->second.unit,
                                           place->second.units, (4 * k + gate) * block});
            }
            if (!source.runs.empty()) map.sources.push_back(std::move(source));
        }
    }
}

/// What an instruction makes with a function in front of its rounding.
struct Result {
    GateSource source;
    Operand destination;
    ActivationCode activation = ActivationCode::none;
};

std::vector<Result> activated(const Program& program, std::uint32_t node, std::size_t block) {
    std::vector<Result> results;
    for (std::size_t core = 0; core < program.cores.size(); ++core) {
        const CoreProgram& code = program.cores[core];
        for (std::size_t i = 0; i < code.stream.size(); ++i) {
            if (code.node_of[i] != node) continue;
            const auto add = [&](const Operand& destination, ActivationCode activation, std::size_t blocks) {
                results.push_back({{.core = static_cast<std::uint16_t>(core),
                                    .instruction = static_cast<std::uint32_t>(i),
                                    .accumulators = false,
                                    .runs = {},
                                    .values = blocks * block},
                                   destination,
                                   activation});
            };
            std::visit(
                Overloaded{
                    [&](const StoreInstruction& x) { add(x.destination, x.activation, x.accumulators); },
                    [&](const VectorInstruction& x) { add(x.destination, x.activation, x.blocks); },
                    [](const auto&) {}},
                code.stream[i]);
        }
    }
    return results;
}

/// The tensor that a subtraction of the node takes away from ones: z.
std::optional<std::uint16_t> subtracted(const Program& program, std::uint32_t node,
                                        const std::set<std::uint16_t>& among) {
    for (const CoreProgram& code : program.cores)
        for (std::size_t i = 0; i < code.stream.size(); ++i) {
            const auto* vector = std::get_if<VectorInstruction>(&code.stream[i]);
            if (vector != nullptr && code.node_of[i] == node && vector->op == VectorOpcode::subtract &&
                among.contains(vector->b.descriptor))
                return vector->b.descriptor;
        }
    return std::nullopt;
}

/// A GRU has two sigmoids, of which z is taken away from one, and one tanh.
void add_gru(GateMap& map, const Program& program, std::size_t block) {
    for (const StateEntry& state : program.states) {
        const bool stepped = state.role == "hidden" && state.memory == StateMemory::tensor_ram &&
                             state.node < program.nodes.size() && program.nodes[state.node].op == "GruCell";
        if (!stepped || !std::cmp_equal(element_count(state.shape), state.vector_length)) continue;
        std::vector<Result> results = activated(program, state.node, block);
        std::set<std::uint16_t> sigmoids;
        std::set<std::uint16_t> tanhs;
        for (const Result& result : results) {
            if (result.activation == ActivationCode::sigmoid) sigmoids.insert(result.destination.descriptor);
            if (result.activation == ActivationCode::tanh) tanhs.insert(result.destination.descriptor);
        }
        const auto z = subtracted(program, state.node, sigmoids);
        if (sigmoids.size() != 2 || tanhs.size() != 1 || !z) continue;
        const std::size_t first = add_traces(map, program, state, "rzn", 'n');
        for (Result& result : results) {
            const bool tanh = result.activation == ActivationCode::tanh;
            if (!tanh && result.activation != ActivationCode::sigmoid) continue;
            const std::size_t begin = result.destination.first * block;
            if (begin >= state.vector_length) continue;
            const std::size_t gate = tanh ? 2 : result.destination.descriptor == *z ? 1 : 0;
            result.source.runs.push_back(
                {first + gate, begin, std::min(result.source.values, state.vector_length - begin), 0});
            map.sources.push_back(std::move(result.source));
        }
    }
}

/// The gates i, f, o and g of a node that computes an LSTM cell by vector instructions, as the descriptors of
/// their tensors, and that of its cell state. g and tanh(c) are the two tanh: the one that a sum is stored
/// through, and the one of the vector unit. Three sigmoids: i is multiplied with g, o with tanh(c), f with c.
struct LstmTensors {
    std::optional<std::uint16_t> i, f, o, g, cell;
};

std::optional<LstmTensors> lstm_tensors(const Program& program, std::uint32_t node,
                                        const std::vector<Result>& results) {
    std::set<std::uint16_t> sigmoids;
    std::set<std::uint16_t> stored;
    std::set<std::uint16_t> computed;
    for (const Result& result : results) {
        const Instruction& made_by = program.cores[result.source.core].stream[result.source.instruction];
        const std::uint16_t tensor = result.destination.descriptor;
        if (result.activation == ActivationCode::sigmoid) sigmoids.insert(tensor);
        if (result.activation == ActivationCode::tanh)
            (std::holds_alternative<StoreInstruction>(made_by) ? stored : computed).insert(tensor);
    }
    // Of several positions or rows there are more: which is whose is not told apart.
    if (sigmoids.size() != 3 || stored.size() != 1 || computed.size() != 1) return std::nullopt;
    LstmTensors tensors{.i = {}, .f = {}, .o = {}, .g = *stored.begin(), .cell = {}};
    for (const CoreProgram& code : program.cores) {
        for (std::size_t k = 0; k < code.stream.size(); ++k) {
            const auto* vector = std::get_if<VectorInstruction>(&code.stream[k]);
            if (vector == nullptr || code.node_of[k] != node || vector->op != VectorOpcode::multiply)
                continue;
            const bool first = sigmoids.contains(vector->a.descriptor);
            const std::uint16_t gate = first ? vector->a.descriptor : vector->b.descriptor;
            const std::uint16_t other = first ? vector->b.descriptor : vector->a.descriptor;
            if (!sigmoids.contains(gate)) continue;
            if (stored.contains(other)) {
                tensors.i = gate;
            } else if (computed.contains(other)) {
                tensors.o = gate;
            } else {
                tensors.f = gate;
                tensors.cell = other;
            }
        }
    }
    const bool apart = tensors.i != tensors.f && tensors.f != tensors.o && tensors.i != tensors.o;
    return tensors.i && tensors.f && tensors.o && apart ? std::optional(tensors) : std::nullopt;
}

/// Whether the state's values lie in this tensor.
bool lies_in(const StateEntry& state, const Descriptor& tensor) {
    return !state.blocks.empty() && std::ranges::all_of(state.blocks, [&](const StateEntry::Block& block) {
        return block.address >= tensor.address && block.address < tensor.address + tensor.ram_blocks();
    });
}

/// An LSTM whose cell state is a tensor: an input of the model that is paired with an output.
void add_lstm_of_parts(GateMap& map, const Program& program, std::size_t block) {
    for (const StateEntry& state : program.states) {
        const bool stepped = state.memory == StateMemory::tensor_ram && state.node < program.nodes.size() &&
                             program.nodes[state.node].op == "LstmCell";
        if (!stepped || !std::cmp_equal(element_count(state.shape), state.vector_length)) continue;
        std::vector<Result> results = activated(program, state.node, block);
        const std::optional<LstmTensors> tensors = lstm_tensors(program, state.node, results);
        if (!tensors || !lies_in(state, program.descriptors[*tensors->cell])) continue;
        const std::size_t first = add_traces(map, program, state, "ifgo", 'g');
        const std::array<std::uint16_t, 4> gates{*tensors->i, *tensors->f, *tensors->g, *tensors->o};
        for (Result& result : results) {
            const auto gate = std::ranges::find(gates, result.destination.descriptor);
            const std::size_t begin = result.destination.first * block;
            if (gate == gates.end() || begin >= state.vector_length) continue;
            result.source.runs.push_back({first + static_cast<std::size_t>(gate - gates.begin()), begin,
                                          std::min(result.source.values, state.vector_length - begin), 0});
            map.sources.push_back(std::move(result.source));
        }
    }
}

}  // namespace

GateMap map_gates(const Program& program) {
    const auto block = static_cast<std::size_t>(program.config.block_size.value);
    GateMap map;
    add_lstm(map, program, block);
    add_lstm_of_parts(map, program, block);
    add_gru(map, program, block);
    return map;
}

}  // namespace lockstep
