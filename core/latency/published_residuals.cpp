#include "core/latency/published_residuals.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/support/csv_line.h"
#include "core/support/error.h"
#include "core/support/resources.h"

namespace lockstep {
namespace {

constexpr std::string_view made_by =
    "# Made by the program `accuracy` (tests/accuracy): accuracy tests/data/zoo --residuals resources\n"
    "# Never by hand.";

constexpr std::string_view columns =
    "model,index,board,meta,machine,cores,block_size,published_spaced,published_contiguous,compiled,"
    "predicted_spaced,predicted_contiguous,spaced_error_percent,contiguous_error_percent,chain_steps,"
    "weight_blocks,chain_matvec,chain_vector,chain_bus,chain_latency,chain_io,operators,instructions";
constexpr std::size_t column_count = 23;

constexpr std::string_view hardware_columns =
    "model,config,predicted_spaced,input_bytes,output_bytes,measured_mean_us,measured_p99_us";
constexpr std::size_t hardware_column_count = 7;

double relative(std::int64_t published, std::int64_t predicted) {
    return static_cast<double>(published - predicted) / static_cast<double>(predicted);
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(';', begin), list.size());
        parts.push_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::int64_t whole(const std::string& text, std::string_view where) {
    return static_cast<std::int64_t>(csv_number(text, where));
}

/// The lines behind the head, each of `count` fields.
std::vector<std::vector<std::string>> table(std::string_view text, std::string_view head, std::size_t count,
                                            std::string_view where) {
    std::vector<std::vector<std::string>> rows;
    const std::vector<std::string_view> lines = csv_lines(text);
    if (lines.empty() || lines.front() != head)
        throw Error(FailureKind::internal, fmt::format("{}: its columns are not \"{}\"", where, head));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        rows.push_back(csv_fields(lines[i]));
        if (rows.back().size() != count)
            throw Error(FailureKind::internal,
                        fmt::format("{}: row {} has {} of {} fields", where, i, rows.back().size(), count));
    }
    return rows;
}

std::string text_of(const PublishedResidual& row) {
    std::string text =
        fmt::format("{},{},{},{},{},{},{},{},{},{}", row.model, row.index, row.board, csv_field(row.meta),
                    row.machine, row.cores, row.block_size, row.published_spaced, row.published_contiguous,
                    row.compiled ? "yes" : "no");
    if (!row.compiled) return text + ",,,,,,,,,,,,,";
    const ProgramFeatures& p = row.program;
    const auto error = [](double residual) { return 100 * (1 / (1 + residual) - 1); };
    text += fmt::format(",{},{},{:.2f},{:.2f},{},{}", p.spaced, p.contiguous, error(row.spaced()),
                        error(row.contiguous()), p.steps, p.weight_blocks);
    text += fmt::format(",{:.4f},{:.4f},{:.4f},{:.4f},{:.4f}", p.chain.matvec, p.chain.vector, p.chain.bus,
                        p.chain.latency, p.chain.io);
    return text + fmt::format(",{},{}", fmt::join(p.operators, ";"), fmt::join(p.instructions, ";"));
}

}  // namespace

double PublishedResidual::spaced() const {
    return relative(published_spaced, program.spaced);
}

double PublishedResidual::contiguous() const {
    return relative(published_contiguous, program.contiguous);
}

std::string PublishedResidual::name() const {
    std::string words;
    for (const char c : meta) words += c == ';' ? std::string(", ") : std::string(1, c);
    return fmt::format("{} ({}) on {}", model, words, board);
}

std::string residuals_text(const std::vector<PublishedResidual>& rows) {
    std::string text = fmt::format(
        "{}\n# Published rows of cycles.csv beside the cycles predicted for the same models; errors in per "
        "cent of the published figure.\n# V80LL and NT400D11 have the cycles of V80 and IA-420f and are left "
        "out.\n{}\n",
        made_by, columns);
    for (const PublishedResidual& row : rows) text += text_of(row) + "\n";
    return text;
}

std::vector<PublishedResidual> parse_residuals(std::string_view text, std::string_view where) {
    std::vector<PublishedResidual> rows;
    for (const std::vector<std::string>& f : table(text, columns, column_count, where)) {
        PublishedResidual row{.model = f[0],
                              .index = f[1],
                              .board = f[2],
                              .meta = f[3],
                              .machine = f[4],
                              .cores = whole(f[5], where),
                              .block_size = whole(f[6], where),
                              .published_spaced = whole(f[7], where),
                              .published_contiguous = whole(f[8], where),
                              .compiled = f[9] == "yes",
                              .program = {}};
        if (row.compiled) {
            row.program = {.spaced = whole(f[10], where),
                           .contiguous = whole(f[11], where),
                           .steps = whole(f[14], where),
                           .weight_blocks = whole(f[15], where),
                           .chain = {.matvec = csv_number(f[16], where),
                                     .vector = csv_number(f[17], where),
                                     .bus = csv_number(f[18], where),
                                     .latency = csv_number(f[19], where),
                                     .io = csv_number(f[20], where)},
                           .operators = split(f[21]),
                           .instructions = split(f[22])};
            if (row.program.spaced <= 0 || row.program.contiguous <= 0)
                throw Error(FailureKind::internal, fmt::format("{}: {} has no cycles", where, row.name()));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

const std::vector<PublishedResidual>& published_residuals() {
    static const std::vector<PublishedResidual> all =
        parse_residuals(resource("accuracy/residuals.csv"), "accuracy/residuals.csv");
    return all;
}

std::string hardware_residuals_text(const std::vector<HardwareResidual>& rows) {
    std::string text = fmt::format(
        "{}\n# Latencies measured on cards (hardware_latency.csv) beside the programs compiled for "
        "them.\n{}\n",
        made_by, hardware_columns);
    for (const HardwareResidual& row : rows)
        text += fmt::format("{},{},{},{},{},{},{}\n", row.model, row.config, row.spaced, row.input_bytes,
                            row.output_bytes, row.measured_mean_us, row.measured_p99_us);
    return text;
}

const std::vector<HardwareResidual>& hardware_residuals() {
    static const std::vector<HardwareResidual> all = [] {
        constexpr std::string_view where = "accuracy/hardware_residuals.csv";
        std::vector<HardwareResidual> rows;
        for (const std::vector<std::string>& f :
             table(resource(where), hardware_columns, hardware_column_count, where)) {
            rows.push_back({.model = f[0],
                            .config = f[1],
                            .spaced = whole(f[2], where),
                            .input_bytes = whole(f[3], where),
                            .output_bytes = whole(f[4], where),
                            .measured_mean_us = csv_number(f[5], where),
                            .measured_p99_us = csv_number(f[6], where)});
        }
        return rows;
    }();
    return all;
}

}  // namespace lockstep
