#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Why a seam failed. The name of the kind is part of the JSON contract (`failure.kind`).
enum class FailureKind {
    bad_file,       ///< the model file is damaged, hostile or not TorchScript
    bad_shape,      ///< input shapes are missing or do not fit the model
    unsupported,    ///< operators that cannot be lowered
    cannot_stream,  ///< the streaming axis does not stream
    does_not_fit,   ///< a memory of the config is too small
    bad_config,     ///< unknown preset, or a config JSON that is broken or out of range
    bad_input,      ///< input data (NPY, CSV) that is broken or of another shape
    bad_program,    ///< a program file that is damaged or of another version
    cannot_write,   ///< an output file that cannot be written
    worker_failed,  ///< a helper process died, hung or answered nonsense
    cancelled,
    usage,     ///< wrong words on the command line (exit status 2)
    internal,  ///< our own bug
};

std::string_view name(FailureKind kind);

/// One place in the model that a failure is about. `source` is "file:line: text" of the author.
struct FailureNode {
    std::string op;
    std::string module;
    std::string source;
    std::string reason;
    friend bool operator==(const FailureNode&, const FailureNode&) = default;
};

/// A failure for people and tools: `message` says what and where, `advice` what to do;
/// `details` holds raw text (a backtrace) that is shown on request only.
struct Failure {
    FailureKind kind = FailureKind::internal;
    std::string message;
    std::string advice;
    std::string details;
    std::vector<FailureNode> nodes;
};

/// The one exception of the project: thrown by a seam that cannot return its value.
class Error : public std::runtime_error {
  public:
    explicit Error(Failure failure);
    Error(FailureKind kind, std::string message, std::string advice = {});

    const Failure& failure() const { return failure_; }

  private:
    Failure failure_;
};

/// The failure as text: message, advice and one line per node; no trailing newline.
std::string to_text(const Failure& failure);

}  // namespace lockstep
