#include "core/program/address_names.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/program/operands.h"

namespace lockstep {
namespace {

/// A piece of a memory that an instruction names.
struct Piece {
    std::uint32_t first = 0;
    std::uint32_t blocks = 0;
    std::uint32_t node = 0;
    bool saved = false;
};

/// Numbers names that stand more than once: "y", "y'2", "y'3".
void make_unique(std::vector<std::string*> names) {
    std::map<std::string, int> used;
    for (const std::string* name : names) ++used[*name];
    std::map<std::string, int> count;
    for (std::string* name : names) {
        if (used[*name] == 1) continue;
        std::string candidate;
        do {
            const int number = ++count[*name];
            candidate = number == 1 ? *name : fmt::format("{}'{}", *name, number);
        } while (candidate != *name && used.contains(candidate));
        if (candidate != *name) used[candidate] = 1;
        *name = candidate;
    }
}

/// Pieces that overlap, or touch and are of one node, as ranges.
std::vector<AddressNames::Range> merge(std::vector<Piece> pieces, const std::vector<std::string>& nodes,
                                       const char* ending, const char* saved_ending) {
    std::ranges::stable_sort(pieces, {}, &Piece::first);
    std::vector<AddressNames::Range> ranges;
    std::vector<std::uint32_t> node;
    for (const Piece& piece : pieces) {
        if (piece.blocks == 0) continue;
        const bool joins =
            !ranges.empty() && (piece.first < ranges.back().first + ranges.back().blocks ||
                                (piece.first == ranges.back().first + ranges.back().blocks &&
                                 node.back() == piece.node && ranges.back().kept == piece.saved));
        if (!joins) {
            ranges.push_back({{}, piece.first, 0, false});
            node.push_back(piece.node);
        }
        AddressNames::Range& range = ranges.back();
        range.blocks = std::max(range.blocks, piece.first + piece.blocks - range.first);
        range.kept = range.kept || piece.saved;
    }
    for (std::size_t i = 0; i < ranges.size(); ++i)
        ranges[i].name =
            (node[i] < nodes.size() ? nodes[node[i]] : "node") + (ranges[i].kept ? saved_ending : ending);
    return ranges;
}

std::string in_ranges(const std::vector<AddressNames::Range>& ranges, const char* memory,
                      std::uint32_t address, std::uint32_t blocks) {
    const auto range = std::ranges::find_if(ranges, [&](const AddressNames::Range& candidate) {
        return address >= candidate.first && address - candidate.first < candidate.blocks;
    });
    if (range == ranges.end()) return block_range(memory, address, blocks);
    return block_range(range->name, address - range->first, blocks);
}

/// The input that this block of the stream belongs to.
std::string input_name(const Program& program, std::uint32_t stream_block) {
    std::string name = "input";
    for (const IoTensor& input : program.inputs)
        if (input.first_block <= stream_block) name = input.name;
    return name;
}

}  // namespace

std::string block_range(const std::string& name, std::uint32_t first, std::uint32_t blocks) {
    if (blocks == 1) return fmt::format("{}[{}]", name, first);
    return fmt::format("{}[{}..{}]", name, first, std::int64_t{first} + blocks - 1);
}

std::string listing_name(const ProgramNode& node) {
    std::string name = node.name.empty() ? node.op : node.name;
    const bool is_number = std::ranges::all_of(
        name, [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.'; });
    if (is_number) {
        std::string op = node.op;
        std::ranges::transform(op, op.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        name = op + name;
    }
    std::ranges::replace_if(
        name, [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0 || c == '[' || c == ']'; },
        '_');
    return name;
}

AddressNames::AddressNames(const Program& program) {
    name_nodes(program);
    name_tensors(program);
    cores_.resize(program.cores.size());
    for (std::size_t core = 0; core < program.cores.size(); ++core) name_ranges(program, core);
}

void AddressNames::name_nodes(const Program& program) {
    for (const ProgramNode& node : program.nodes) nodes_.push_back(listing_name(node));
    std::vector<std::string*> all;
    for (std::string& name : nodes_) all.push_back(&name);
    make_unique(std::move(all));
}

void AddressNames::name_tensors(const Program& program) {
    tensors_.resize(program.descriptors.size());
    const auto give = [this](std::uint16_t descriptor, const std::string& name) {
        if (descriptor < tensors_.size() && tensors_[descriptor].empty()) tensors_[descriptor] = name;
    };
    for (const StateEntry& state : program.states)
        for (const StateEntry::Block& block : state.blocks)
            for (std::uint16_t d = 0; state.memory == StateMemory::tensor_ram && d < tensors_.size(); ++d) {
                const Descriptor& tensor = program.descriptors[d];
                if ((tensor.state || tensor.kept) && block.address >= tensor.address &&
                    block.address - tensor.address < tensor.ram_blocks())
                    give(d, state.name);
            }
    std::map<std::uint16_t, std::uint32_t> readers;
    for (const CoreProgram& core : program.cores)
        for (std::size_t i = 0; i < core.stream.size(); ++i) {
            const auto written = write_of(core.stream[i]);
            if (const auto* input = std::get_if<InputInstruction>(&core.stream[i]))
                give(input->destination.descriptor, input_name(program, input->stream_block));
            else if (written && core.node_of[i] < nodes_.size())
                give(written->operand.descriptor, nodes_[core.node_of[i]]);
            for (const BlockRun& run : reads_of(core.stream[i]))
                readers.try_emplace(run.operand.descriptor, core.node_of[i]);
        }
    for (std::uint16_t d = 0; d < tensors_.size(); ++d) {
        if (!tensors_[d].empty()) continue;
        const auto reader = readers.find(d);
        const bool known = reader != readers.end() && reader->second < nodes_.size();
        tensors_[d] = known ? nodes_[reader->second] + ".const" : fmt::format("d{}", d);
    }
    std::vector<std::string*> all;
    for (std::string& name : tensors_) all.push_back(&name);
    make_unique(std::move(all));
}

void AddressNames::name_ranges(const Program& program, std::size_t core) {
    std::vector<Piece> weights;
    std::vector<Piece> sums;
    std::vector<Piece> cells;
    const CoreProgram& code = program.cores[core];
    for (std::size_t i = 0; i < code.stream.size(); ++i) {
        const std::uint32_t node = code.node_of[i];
        if (const auto* matvec = std::get_if<MatvecInstruction>(&code.stream[i])) {
            const WeightRun run = weights_of(*matvec);
            weights.push_back({run.first, run.count, node, false});
            if (matvec->start == AccumulatorStart::store)
                sums.push_back({matvec->start_address, matvec->accumulators, node, false});
        } else if (const auto* save = std::get_if<SaveInstruction>(&code.stream[i])) {
            (save->to_cells ? cells : sums).push_back({save->address, save->accumulators, node, true});
        } else if (const auto* cell = std::get_if<LstmCellInstruction>(&code.stream[i])) {
            cells.push_back({cell->cell_source, cell->blocks, node, false});
            cells.push_back({cell->cell_destination, cell->blocks, node, true});
        }
    }
    // What is saved in one place is kept wherever it is read.
    for (std::vector<Piece>* pieces : {&sums, &cells})
        for (Piece& piece : *pieces)
            piece.saved = std::ranges::any_of(*pieces, [&](const Piece& other) {
                return other.saved && other.first < piece.first + piece.blocks &&
                       piece.first < other.first + other.blocks;
            });
    CoreRanges& ranges = cores_[core];
    ranges.weights = merge(std::move(weights), nodes_, ".w", ".w");
    ranges.sums = merge(std::move(sums), nodes_, ".bias", ".sums");
    ranges.cells = merge(std::move(cells), nodes_, ".cell0", ".cell");
    for (Range& range : ranges.cells)
        for (const StateEntry& state : program.states)
            if (state.memory == StateMemory::cell_store && range.kept &&
                std::ranges::any_of(state.blocks, [&](const StateEntry::Block& block) {
                    return block.core == core && block.address >= range.first &&
                           block.address - range.first < range.blocks;
                }))
                range.name = state.name;
    for (std::vector<Range>* memory : {&ranges.weights, &ranges.sums, &ranges.cells}) {
        std::vector<std::string*> all;
        for (Range& range : *memory) all.push_back(&range.name);
        make_unique(std::move(all));
    }
}

std::string AddressNames::tensor(const Operand& operand, std::uint32_t blocks) const {
    return block_range(operand.descriptor < tensors_.size() ? tensors_[operand.descriptor]
                                                            : fmt::format("d{}", operand.descriptor),
                       operand.first, blocks);
}

std::string AddressNames::weights(std::size_t core, std::uint32_t address, std::uint32_t blocks) const {
    return in_ranges(cores_[core].weights, "weights", address, blocks);
}

std::string AddressNames::half_weights(std::size_t core, std::uint32_t address, std::uint32_t blocks) const {
    for (const Range& range : cores_[core].weights)
        if (address / 2 >= range.first && address / 2 - range.first < range.blocks)
            return block_range(range.name + ".half", address - 2 * range.first, blocks);
    return block_range("weights.half", address, blocks);
}

std::string AddressNames::sums(std::size_t core, std::uint32_t address, std::uint32_t blocks) const {
    return in_ranges(cores_[core].sums, "sums", address, blocks);
}

std::string AddressNames::cells(std::size_t core, std::uint32_t address, std::uint32_t blocks) const {
    return in_ranges(cores_[core].cells, "cells", address, blocks);
}

}  // namespace lockstep
