#pragma once

#include "core/compiler/compile.h"
#include "core/nnir/builder.h"
#include "core/passes/data_dimension.h"
#include "core/passes/streaming_transform.h"

/// A streamed LSTM with a linear layer behind it, compiled; with made-up provenance.
namespace small_model {

inline lockstep::CompiledProgram streamed_lstm(const char* config = "v80_c6b32") {
    using namespace lockstep;
    nnir::GraphBuilder b("small");
    const nnir::ValueId x = b.input("x", {5, 12});
    b.module("lstm");
    const nnir::ValueId h = b.lstm(x, nnir::sample_lstm(12, 40, 1), 0, 0);
    b.module("readout");
    b.output(b.linear(h, nnir::sample_tensor({3, 40}, 9), nnir::sample_tensor({3}, 10)));
    const StreamedGraph streamed = streaming_transform(b.graph(), {0});
    CompileOptions options;
    options.model_name = "small";
    options.model_sha256 = std::string(64, 'a');
    for (const int axis : streamed.input_axes) options.input_axes.emplace_back(axis);
    for (const int axis : streamed.output_axes) options.output_axes.emplace_back(axis);
    return compile(solve_data_dimensions(streamed.graph), find_config(config), options);
}

}  // namespace small_model
