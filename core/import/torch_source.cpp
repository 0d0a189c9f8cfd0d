#include "core/import/torch_source.h"

#include <charconv>
#include <optional>

namespace lockstep::torch_import {
namespace {

constexpr std::size_t text_limit = 400;

struct Place {
    std::string file;
    int line = 0;
    std::string text;
};

/// A file of PyTorch, of Python or of the archive itself: not what the author wrote.
bool foreign(std::string file) {
    for (char& c : file) {
        if (c == '\\') c = '/';
    }
    for (const char* part :
         {"/torch/nn/", "/torch/jit/", "/torch/functional.py", "/torch/_", "/torch/autograd/",
          "-packages/torch/", "/torch/utils/", "/concurrent/futures/", "/threading.py"}) {
        if (file.find(part) != std::string::npos) return true;
    }
    return file.empty() || file.rfind("code/", 0) == 0 || file.rfind("__torch__", 0) == 0 ||
           file == "<string>";
}

std::string trimmed(const std::string& text) {
    const char* blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string::npos) return {};
    const std::size_t last = text.find_last_not_of(blank);
    return text.substr(first, std::min(last - first + 1, text_limit));
}

/// "path/file.py(17): forward"
std::optional<Place> parse_frame(const std::string& text) {
    const std::size_t colon = text.rfind("): ");
    if (colon == std::string::npos) return std::nullopt;
    const std::size_t open = text.rfind('(', colon);
    if (open == std::string::npos || open == 0) return std::nullopt;
    int line = 0;
    const char* end = text.data() + colon;
    if (const auto [stop, error] = std::from_chars(text.data() + open + 1, end, line);
        error != std::errc{} || stop != end) {
        return std::nullopt;
    }
    return Place{text.substr(0, open), line, "in " + trimmed(text.substr(colon + 3)) + "()"};
}

/// The first frame of a traced node's Python stack that is the author's.
std::optional<Place> from_stack(const std::string& stack) {
    for (std::size_t start = 0; start < stack.size();) {
        std::size_t end = stack.find('\n', start);
        if (end == std::string::npos) end = stack.size();
        const std::optional<Place> frame = parse_frame(stack.substr(start, end - start));
        if (!frame) return std::nullopt;
        if (!foreign(frame->file)) return frame;
        start = end + 1;
    }
    return std::nullopt;
}

std::optional<Place> from_original(const torch::jit::SourceRange& range) {
    if (!range.source()) return std::nullopt;
    const std::string whole = range.source()->text_str().str();
    if (parse_frame(whole.substr(0, whole.find('\n')))) return from_stack(whole);
    const auto position = range.file_line_col();
    if (!position || foreign(std::get<0>(*position))) return std::nullopt;
    const std::size_t line = range.source()->lineno_for_offset(range.start());
    return Place{std::get<0>(*position), static_cast<int>(std::get<1>(*position)),
                 trimmed(range.source()->get_line(line).str())};
}

/// Of a place in the archive's code (or, in a module that was not loaded from one, in the program itself).
std::optional<Place> from_range(const torch::jit::SourceRange& range) {
    const c10::optional<torch::jit::SourceRange> original = range.findSourceRangeThatGenerated();
    if (!original) return from_original(range);
    const auto position = original->file_line_col();
    if (position && !std::get<0>(*position).empty()) return from_original(*original);
    // The name of a called function stands in the archive without its origin; the statement that it is in has
    // one.
    const std::size_t line = range.source()->lineno_for_offset(range.start());
    const std::size_t start = range.source()->offset_for_line(line);
    const torch::jit::SourceRange statement(range.source(), start, start + 1);
    const c10::optional<torch::jit::SourceRange> outer = statement.findSourceRangeThatGenerated();
    return outer ? from_original(*outer) : std::nullopt;
}

}  // namespace

ImportedSource find_source(const torch::jit::SourceRange& range, const CallSite& site) {
    ImportedSource source;
    source.module = site.module;
    std::optional<Place> place = from_range(range);
    for (const CallSite* at = &site; !place && at != nullptr; at = at->caller) place = from_range(at->range);
    if (place) {
        source.file = place->file;
        source.line = place->line;
        source.text = place->text;
    }
    return source;
}

std::string to_text(const ImportedSource& source) {
    if (source.file.empty()) return source.text;
    return source.file + ":" + std::to_string(source.line) + (source.text.empty() ? "" : ": " + source.text);
}

}  // namespace lockstep::torch_import
