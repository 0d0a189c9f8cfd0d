#include "app/command_line/run_files.h"

#include "core/report/chrome_trace.h"
#include "core/report/json_report.h"
#include "core/run/npy.h"

namespace lockstep::cli {

void RunFiles::Target::write(std::string_view bytes) {
    if (whole) whole->write(bytes);
    if (growing) growing->write(bytes);
}

void RunFiles::Target::commit() {
    if (whole) whole->commit();
    if (growing) growing->commit();
}

RunFiles::RunFiles(const Arguments& arguments, const Program& program, std::int64_t inferences,
                   ByteReader* state) {
    const auto open = [&](Target& target, const std::optional<std::string>& file, const std::string& head) {
        const std::uint64_t kept = state != nullptr ? state->get<std::uint64_t>() : 0;
        if (!file) return;
        if (arguments.checkpoint)
            target.growing = std::make_unique<GrowingFile>(*file, kept);
        else
            target.whole = std::make_unique<AtomicFile>(*file);
        if (kept == 0) target.write(head);
    };
    open(outputs_, arguments.output, npy_header({inferences, program.output_values()}));
    open(per_inference_, arguments.per_inference, {});
    if (arguments.trace) trace_.emplace(*arguments.trace);
}

void RunFiles::add(const InferenceRecord& record, std::span<const float> values) {
    if (outputs_) outputs_.write(npy_data(values.data(), values.size()));
    if (per_inference_) per_inference_.write(to_line(json_inference(record)));
}

void RunFiles::save(ByteWriter& writer) {
    for (Target* target : {&outputs_, &per_inference_}) {
        if (target->growing) target->growing->flush();
        writer.put(target->growing ? target->growing->size() : std::uint64_t{0});
    }
}

void RunFiles::keep() {
    for (const Target* target : {&outputs_, &per_inference_})
        if (target->growing) target->growing->keep();
}

void RunFiles::commit(const CompiledProgram& compiled) {
    if (trace_) {
        trace_->write(to_line(chrome_trace(*compiled.program, *compiled.timeline)));
        trace_->commit();
    }
    outputs_.commit();
    per_inference_.commit();
}

}  // namespace lockstep::cli
