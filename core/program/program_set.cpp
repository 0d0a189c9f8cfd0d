#include "core/program/program_set.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/support/error.h"

namespace lockstep {

bool ProgramSet::operator==(const ProgramSet& other) const {
    return memory == other.memory && warnings == other.warnings &&
           std::ranges::equal(models, other.models,
                              [](const auto& left, const auto& right) { return *left == *right; });
}

ProgramSet program_set(std::shared_ptr<const Program> program) {
    ProgramSet set;
    set.memory = program->memory;
    set.models.push_back(std::move(program));
    return set;
}

std::string model_list(const ProgramSet& set) {
    std::string text;
    for (std::size_t i = 0; i < set.models.size(); ++i)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", i, set.model(i).model_name);
    return text;
}

std::size_t find_model(const ProgramSet& set, const std::string& index_or_name) {
    std::vector<std::size_t> named;
    for (std::size_t i = 0; i < set.models.size(); ++i)
        if (set.model(i).model_name == index_or_name) named.push_back(i);
    if (named.size() == 1) return named.front();
    if (named.size() > 1)
        throw Error(FailureKind::usage,
                    fmt::format("{} models of the program are called \"{}\"", named.size(), index_or_name),
                    fmt::format("Give its number: {}.", model_list(set)));
    std::size_t index = 0;
    const char* const end = index_or_name.data() + index_or_name.size();
    const auto [stop, error] = std::from_chars(index_or_name.data(), end, index);
    if (error != std::errc() || stop != end || index >= set.models.size())
        throw Error(FailureKind::usage, fmt::format("the program has no model \"{}\"", index_or_name),
                    fmt::format("Its models are: {}.", model_list(set)));
    return index;
}

}  // namespace lockstep
