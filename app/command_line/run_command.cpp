#include <fmt/format.h>

#include <optional>

#include "app/command_line/commands.h"
#include "app/command_line/interrupt.h"
#include "app/command_line/option_values.h"
#include "app/command_line/prepare.h"
#include "app/command_line/standard_output.h"
#include "core/report/chrome_trace.h"
#include "core/report/text_report.h"
#include "core/support/atomic_file.h"

namespace lockstep::cli {
namespace {

/// The files that a run writes while it goes on. They appear when all of it is done.
class RunFiles {
  public:
    RunFiles(const Arguments& arguments, const Program& program, std::int64_t inferences) {
        if (arguments.output) {
            outputs_.emplace(*arguments.output);
            outputs_->write(npy_header({inferences, program.output_values()}));
        }
        if (arguments.per_inference) per_inference_.emplace(*arguments.per_inference);
        if (arguments.trace) trace_.emplace(*arguments.trace);
    }

    void add(const InferenceRecord& record, std::span<const float> values) {
        if (outputs_) outputs_->write(npy_data(values.data(), values.size()));
        if (per_inference_) per_inference_->write(to_line(json_inference(record)));
    }

    void commit(const CompiledProgram& compiled) {
        if (trace_) trace_->write(to_line(chrome_trace(*compiled.program, *compiled.timeline)));
        for (std::optional<AtomicFile>* file : {&outputs_, &per_inference_, &trace_})
            if (*file) (*file)->commit();
    }

  private:
    std::optional<AtomicFile> outputs_;
    std::optional<AtomicFile> per_inference_;
    std::optional<AtomicFile> trace_;
};

}  // namespace

int run_command(const Arguments& arguments) {
    if (arguments.output && !arguments.output->ends_with(".npy")) {
        fail_usage(fmt::format("--output writes NPY, and \"{}\" does not end in .npy", *arguments.output),
                   "Name a file that ends in .npy.");
    }
    const Prepared prepared = prepare(arguments);
    const PreparedRun prepared_run = prepare_run(arguments, prepared);
    RunFiles files(arguments, *prepared.compiled.program, prepared_run.inferences);
    prepared_run.run->run(
        prepared_run.inferences, interruptible(),
        [&](const InferenceRecord& record, std::span<const float> outputs) { files.add(record, outputs); });
    Report report = make_command_report(arguments, prepared, &prepared_run);
    report.gates = check_gates(arguments, json_report(report));
    files.commit(prepared.compiled);
    write_standard_output(arguments.format == "json" ? to_text(json_report(report)) : text_report(report));
    return status_of(report.gates);
}

}  // namespace lockstep::cli
