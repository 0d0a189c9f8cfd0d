#include <algorithm>

#include <fmt/format.h>

#include "core/program/program_file.h"
#include "core/program/verify_parts.h"

namespace lockstep {

std::string verify::place(const Program& program, std::size_t core, std::size_t instruction) {
    return fmt::format("core {}, instruction {} ({})", core, instruction,
                       mnemonic(program.cores[core].stream[instruction]));
}

std::vector<std::string> verify_program(const Program& program) {
    constexpr std::size_t most_findings = 100;
    std::vector<std::string> findings;
    verify::memories(program, findings);
    if (findings.empty()) verify::instructions(program, findings);
    if (findings.empty()) verify::maps(program, findings);
    if (findings.empty()) verify::formats(program, findings);
    if (findings.empty()) verify::accumulators(program, findings);
    if (findings.empty()) verify::weights(program, findings);
    if (findings.empty()) verify::tensors(program, findings);
    if (findings.empty()) verify::reset(program, findings);
    findings.resize(std::min(findings.size(), most_findings));
    return findings;
}

}  // namespace lockstep
