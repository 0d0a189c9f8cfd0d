#include "tests/accuracy/residual_rows.h"

#include <algorithm>
#include <stdexcept>

#include "core/compiler/compile.h"
#include "core/support/csv_line.h"
#include "core/support/resources.h"
#include "tests/accuracy/evaluate_rows.h"

namespace lockstep::accuracy {

bool has_residual(const PublishedRow& row) {
    return row.fits && !is_copy(row.board);
}

std::vector<PublishedResidual> residual_rows(const std::vector<Result>& results) {
    std::vector<PublishedResidual> rows;
    for (const PublishedRow& published : published_rows()) {
        if (!has_residual(published)) continue;
        const AcceleratorConfig config = find_config(preset_of(published.board));
        PublishedResidual row{.model = published.family,
                              .index = published.index,
                              .board = published.board,
                              .meta = published.meta,
                              .machine = config.family,
                              .cores = config.cores.value,
                              .block_size = config.block_size.value,
                              .published_spaced = published.spaced,
                              .published_contiguous = published.contiguous,
                              .compiled = false,
                              .program = {}};
        const auto result = std::ranges::find_if(results, [&](const Result& r) {
            return r.compiled && r.row.family == published.family && r.row.index == published.index &&
                   r.row.board == published.board;
        });
        if (result != results.end()) {
            row.compiled = true;
            row.program = result->features;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

AcceleratorConfig hardware_config(const std::string& preset) {
    AcceleratorConfig config = find_config(preset);
    config.weight_store_depth.basis = Basis::assumed;
    return config;
}

std::vector<HardwareResidual> hardware_rows(const std::filesystem::path& zoo_folder) {
    const std::vector<ZooModel> zoo = zoo_models(zoo_folder);
    std::vector<HardwareResidual> rows;
    const std::vector<std::string_view> lines = csv_lines(resource("accuracy/hardware_latency.csv"));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::vector<std::string> fields = csv_fields(lines[i]);
        // The table writes ia420f_c6b32, the presets are named ia_420f_c6b32.
        std::string preset = fields.at(1);
        if (preset.starts_with("ia")) preset.insert(2, "_");
        const auto model = std::ranges::find_if(zoo, [&](const ZooModel& candidate) {
            return candidate.family == "hardware" && candidate.index == fields.at(2);
        });
        if (model == zoo.end()) throw std::runtime_error("no model " + fields.at(2) + " in the zoo");
        const CompiledProgram compiled = compile(*load(*model).compiled_form(), hardware_config(preset));
        rows.push_back({.model = fields.at(2),
                        .config = preset,
                        .spaced = compiled.timeline->spaced,
                        .input_bytes = compiled.program->input_bytes(),
                        .output_bytes = compiled.program->output_bytes(),
                        .measured_mean_us = csv_number(fields.at(7), "hardware_latency.csv"),
                        .measured_p99_us = csv_number(fields.at(8), "hardware_latency.csv")});
    }
    return rows;
}

}  // namespace lockstep::accuracy
