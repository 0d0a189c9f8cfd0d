#include "core/support/error.h"

#include <utility>

namespace lockstep {

std::string_view name(FailureKind kind) {
    switch (kind) {
        case FailureKind::bad_file:
            return "bad_file";
        case FailureKind::bad_shape:
            return "bad_shape";
        case FailureKind::unsupported:
            return "unsupported";
        case FailureKind::cannot_stream:
            return "cannot_stream";
        case FailureKind::does_not_fit:
            return "does_not_fit";
        case FailureKind::bad_config:
            return "bad_config";
        case FailureKind::bad_input:
            return "bad_input";
        case FailureKind::bad_program:
            return "bad_program";
        case FailureKind::cannot_write:
            return "cannot_write";
        case FailureKind::worker_failed:
            return "worker_failed";
        case FailureKind::cancelled:
            return "cancelled";
        case FailureKind::usage:
            return "usage";
        case FailureKind::internal:
            return "internal";
    }
    return "internal";
}

Error::Error(Failure failure) : std::runtime_error(failure.message), failure_(std::move(failure)) {}

Error::Error(FailureKind kind, std::string message, std::string advice)
    : Error(Failure{.kind = kind,
                    .message = std::move(message),
                    .advice = std::move(advice),
                    .details = {},
                    .nodes = {}}) {}

std::string to_text(const Failure& failure) {
    std::string text = failure.message;
    for (const FailureNode& node : failure.nodes) {
        text += "\n  " + node.op;
        if (!node.module.empty()) text += " in " + node.module;
        if (!node.source.empty()) text += " (" + node.source + ")";
        if (!node.reason.empty()) text += ": " + node.reason;
    }
    if (!failure.advice.empty()) text += "\n" + failure.advice;
    return text;
}

}  // namespace lockstep
