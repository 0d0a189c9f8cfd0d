#pragma once

#include <cstdint>
#include <memory>

#include "core/compiler/candidate.h"
#include "core/compiler/search_options.h"
#include "core/support/job_control.h"

namespace lockstep::compiler {

/// What a search came to, and how.
struct Found {
    Candidate candidate;
    SearchRecord record;
};

/// Predicts the published toolchain: sums row by row over all cores, state updates behind the outputs.
/// Searched, by playing: the order of independent work, of state updates as well, and on how many cores the
/// program, or its end from some layer on, runs. An order by depth, vectors of one value cut as one tensor,
/// or parallel branches at their homes (the published models say by pins which core works on which), in any
/// order, are taken if the time gets shorter. Whatever else is taken if the time falls below the config's
/// one_core_threshold: smaller gains are not taken by the published programs (fitted to tcn on one core; with
/// smaller ones taken, contiguous cycles of gru would be 8 to 15 % too few, spaced ones 4 to 11 %). More
/// seeds try more orders, and the best is kept. If the first candidate does not fit, others may: with the
/// larger shares of sums where most room is (balance.h), or in another order. Throws Error(does_not_fit) if
/// none does.
Found search_calibrated(std::shared_ptr<const CompileTask> task, const SearchOptions& options,
                        const JobControl& job);

/// What the options ask for.
Found search(std::shared_ptr<const CompileTask> task, const SearchOptions& options, const JobControl& job);

/// Goes on from a calibrated program: any order, cores, length of passes, replication and place of state
/// updates, and sums split along the contraction. Never worse than the start, neither spaced nor contiguous.
Found search_freely(const Found& start, const SearchOptions& options, const JobControl& job);

}  // namespace lockstep::compiler
