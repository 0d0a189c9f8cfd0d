#pragma once

#include <string>

#include "core/import/imported_graph.h"
#include "core/import/torch_headers.h"

/// Where a node comes from in the author's program.
namespace lockstep::torch_import {

/// One call on the way from `forward` to a node.
struct CallSite {
    const CallSite* caller = nullptr;
    torch::jit::SourceRange range;  ///< of the call, in the caller
    std::string module;             ///< path of the module that is called; empty for the model itself
};

/// The author's file, line and text of a node: the innermost place on the call path that does not lie in
/// PyTorch itself. A traced file stores a Python stack instead of the text: the text is then "in function()".
ImportedSource find_source(const torch::jit::SourceRange& range, const CallSite& site);

/// "models.py:17: y, _ = self.lstm(x)"; empty when the file tells nothing.
std::string to_text(const ImportedSource& source);

}  // namespace lockstep::torch_import
