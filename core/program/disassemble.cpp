#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/program/disassembly.h"

namespace lockstep {
namespace {

using Kind = ListingLine::Kind;

/// Builds the lines of a listing.
class Listing {
  public:
    Listing(const Program& program, const Timeline& timeline)
        : program_(program), timeline_(timeline), names_(program) {
        events_.resize(program.cores.size());
        transfers_.resize(program.cores.size());
        for (std::size_t core = 0; core < program.cores.size(); ++core) {
            events_[core].resize(program.cores[core].stream.size(), nullptr);
            transfers_[core].resize(program.cores[core].stream.size(), nullptr);
        }
        for (const TimelineEvent& event : timeline.events)
            (event.unit == Unit::bus ? transfers_ : events_)[event.core][event.instruction] = &event;
    }

    std::vector<ListingLine> take() {
        head();
        tensors();
        for (std::size_t core = 0; core < program_.cores.size(); ++core) {
            core_head(core);
            stream(core);
        }
        return std::move(lines_);
    }

  private:
    void text(std::string line) {
        lines_.push_back({Kind::text, 0, 0, 0, line.empty() ? ";" : "; " + std::move(line)});
    }

    void head() {
        const AcceleratorConfig& config = program_.config;
        text(fmt::format("{} on {} ({}), {} of {} cores, blocks of {}, {}", program_.model_name, config.name,
                         config.board, program_.cores_used, config.cores.value, config.block_size.value,
                         program_.optimized ? "optimized" : "calibrated"));
        if (const std::string departures = program_.departures(); !departures.empty())
            text(fmt::format("compiled with {}: not comparable with published figures", departures));
        text(fmt::format("made by Lockstep {} from sha256 {}", program_.tool_version, program_.model_sha256));
        text(fmt::format("{} cycles spaced, {} contiguous; first output at {}", timeline_.spaced,
                         timeline_.contiguous, timeline_.first_output));
        std::map<std::string, const MemoryUse*> fullest;
        for (const MemoryUse& use : program_.memory) {
            const MemoryUse*& best = fullest[use.name];
            if (best == nullptr || use.used > best->used) best = &use;
        }
        for (const auto& [memory, use] : fullest) {
            std::string label = memory;
            std::ranges::replace(label, '_', ' ');
            text(fmt::format("{:<18} {:>7} of {:>7} {} in core {}", label, use->used, use->depth, use->unit,
                             use->core));
        }
        for (const std::string& warning : program_.warnings) text("warning: " + warning);
        const auto stream = [this](const char* direction, const std::vector<IoTensor>& list) {
            for (const IoTensor& io : list)
                text(fmt::format("{} {} {}, from {}[{}] on", direction, io.name, to_text(io.shape), direction,
                                 io.first_block));
        };
        stream("in", program_.inputs);
        stream("out", program_.outputs);
    }

    void tensors() {
        text({});
        text("tensor RAM, in every core");
        for (std::size_t d = 0; d < program_.descriptors.size(); ++d) {
            const Descriptor& tensor = program_.descriptors[d];
            std::string kind;
            if (tensor.fp32) kind += ", fp32";
            if (tensor.constant) kind += ", constant";
            if (tensor.state) kind += ", state";
            if (tensor.kept) kind += ", kept to be looked at";
            text(fmt::format("  {:<28} d{:<5} blocks {}..{}{}", names_.tensors()[d], d, tensor.address,
                             tensor.address + tensor.ram_blocks() - 1, kind));
        }
    }

    void ranges(const char* memory, const std::vector<AddressNames::Range>& list) {
        for (const AddressNames::Range& range : list)
            text(fmt::format("  {:<18} {:<28} blocks {}..{}{}", memory, range.name, range.first,
                             std::int64_t{range.first} + range.blocks - 1,
                             range.kept ? ", for the next inference" : ""));
    }

    void core_head(std::size_t core) {
        const CoreProgram& code = program_.cores[core];
        text({});
        lines_.push_back({Kind::core, static_cast<std::uint16_t>(core), 0, 0,
                          fmt::format("core {}: {} instructions", core, code.stream.size())});
        ranges("weight store", names_.cores()[core].weights);
        ranges("accumulator store", names_.cores()[core].sums);
        ranges("cell store", names_.cores()[core].cells);
        for (std::size_t i = 0; i < code.clamp_store.size(); ++i)
            text(fmt::format("  {:<18} #{} [{}, {}]", "clamp store", i, code.clamp_store[i].minimum,
                             code.clamp_store[i].maximum));
    }

    std::string node_text(std::uint32_t index) const {
        if (index >= program_.nodes.size()) return fmt::format("; node {}", index);
        const ProgramNode& node = program_.nodes[index];
        std::string line = fmt::format("; {} {} (n{})", node.op, node.name, node.id);
        if (!node.module.empty()) line += " in " + node.module;
        if (!node.file.empty()) line += fmt::format("  {}:{}", node.file, node.line);
        if (!node.text.empty()) line += "  " + node.text;
        return line;
    }

    /// "    12   130   152  ": number, begin, result.
    std::string cycles_text(std::size_t core, std::size_t i) const {
        const TimelineEvent* event = events_[core][i];
        if (event == nullptr) return fmt::format("{:6} {:>7} {:>7}  ", i, "-", "-");
        return fmt::format("{:6} {:7} {:7}  ", i, event->start, event->ready);
    }

    std::string comment(std::size_t core, std::size_t i) const {
        std::string line;
        const auto add = [&line](const std::string& part) { line += (line.empty() ? "" : "; ") + part; };
        if (program_.cores[core].state_update[i]) add("for the next inference");
        if (const TimelineEvent* bus = transfers_[core][i])
            add(fmt::format("bus from {}, there {}", bus->start, bus->ready));
        return line;
    }

    void stream(std::size_t core) {
        const CoreProgram& code = program_.cores[core];
        if (code.stream.empty()) return;
        text(fmt::format("{:>4} {:>7} {:>7}  {:<8}", "", "begins", "result", ""));
        std::vector<std::string> texts;
        std::size_t width = 0;
        for (const Instruction& instruction : code.stream) {
            texts.push_back(instruction_text(names_, core, instruction));
            width = std::max(width, std::min<std::size_t>(texts.back().size(), 72));
        }
        std::optional<std::uint32_t> node;
        for (std::uint32_t i = 0; i < code.stream.size(); ++i) {
            const auto number = static_cast<std::uint16_t>(core);
            if (node != code.node_of[i]) {
                node = code.node_of[i];
                lines_.push_back({Kind::node, number, i, *node, node_text(*node)});
            }
            const std::string more = comment(core, i);
            std::string line =
                fmt::format("{}{:<9} {}", cycles_text(core, i), mnemonic(code.stream[i]), texts[i]);
            if (!more.empty()) line = fmt::format("{:<{}}  ; {}", line, 34 + width, more);
            lines_.push_back({Kind::instruction, number, i, *node, std::move(line)});
        }
    }

    const Program& program_;
    const Timeline& timeline_;
    AddressNames names_;
    std::vector<std::vector<const TimelineEvent*>> events_, transfers_;
    std::vector<ListingLine> lines_;
};

std::string joined(const std::vector<ListingLine>& lines) {
    std::string text;
    for (const ListingLine& line : lines) text += line.text + "\n";
    return text;
}

}  // namespace

std::vector<ListingLine> listing(const Program& program, const Timeline& timeline) {
    return Listing(program, timeline).take();
}

std::string disassemble(const Program& program, const Timeline& timeline) {
    std::string text = joined(listing(program, timeline));
    if (program.reset.empty()) return text;
    const Program reset = reset_program(program);
    return text + "\n; state reset\n" + joined(listing(reset, play(reset)));
}

}  // namespace lockstep
