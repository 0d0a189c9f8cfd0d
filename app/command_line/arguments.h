#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/latency/io_latency.h"
#include "core/numerics/function_style.h"
#include "core/report/gate.h"
#include "core/run/build_program.h"
#include "core/run/condition.h"
#include "core/run/decision.h"
#include "core/run/error_figures.h"
#include "core/run/generated_inputs.h"
#include "core/run/input_source.h"
#include "core/run/reference.h"
#include "core/run/state_edit.h"

namespace lockstep::cli {

/// A MODEL (or PROGRAM, or the NAME of `configs`) with the model options that stood behind it.
struct FileArgument {
    std::string file;
    ModelOptions options;
    bool has_options = false;
};

/// `--reference`.
struct ReferenceOption {
    enum class Kind : std::uint8_t { model, file, none };
    Kind kind = Kind::model;
    ReferenceChoice choice = ReferenceChoice::automatic;
    std::int64_t every = 1;  ///< sampled:N
    std::string file;
    std::string text;  ///< as given; empty: not given
};

/// Inferences that --attribute and --envelope go back over by default.
inline constexpr std::int64_t attributed_inferences = 8;

/// The words of the command line, taken apart. What was not given is absent.
struct Arguments {
    std::string command;
    std::vector<FileArgument> files;
    std::optional<std::string> config;
    std::string format;  ///< one that the command has; its first one if not given
    std::string stage;
    std::string weights;  ///< file for the weights of the stage; empty: none
    std::optional<std::string> output;
    std::optional<std::string> trace;
    std::optional<std::string> per_inference;
    std::optional<std::int64_t> inferences;
    std::optional<std::uint64_t> seed;
    std::optional<std::string> model;  ///< index or name, of a program of several
    std::int64_t reset_every = 0;      ///< inferences between two resets of the state; 0: none
    BuildOptions build;
    FunctionStyle functions = FunctionStyle::exact;  ///< of the VM
    std::vector<InputFile> inputs;
    std::string reset_column;  ///< of the CSV files: see CsvColumns
    std::vector<InputGenerator> generators;
    ReferenceOption reference;
    std::vector<StateChange> edits;
    std::vector<ConditionRule> breaks;
    std::vector<DecisionRule> decisions;
    bool progress = false;                  ///< also where standard error is no terminal
    std::optional<std::string> checkpoint;  ///< of a run that can be interrupted
    std::optional<std::string> dump_state;
    std::optional<std::int64_t> at;  ///< inference that --dump-state, --attribute and --envelope are about
    bool attribute = false;
    bool envelope = false;
    bool units = false;  ///< dead and saturated units are told
    /// That --attribute and --envelope go back over; absent: attributed_inferences.
    std::optional<std::int64_t> attribute_over;
    std::optional<IoPath> io;
    std::optional<double> target_us;  ///< of the end-to-end latency
    std::int64_t baseline = 0;        ///< of `compare`: index of the variant that others are held against
    bool what_helps = false;          ///< `why` tries what could meet the target
    Tolerance tolerance;
    std::vector<Gate> gates;
    std::pair<int, int> window_size{1600, 1000};  ///< of `screenshot`, in logical pixels
    bool dark = false;
    bool help = false;
    std::string line;  ///< the command as it can be typed again
};

/// True if the word is a sub-command; anything else opens the window.
bool is_command(std::string_view word);

/// `words` without the program's name; words[0] is a command. Throws Error(usage) with what is wrong and what
/// works.
Arguments parse_arguments(std::span<const std::string> words);

/// "--format json" or "--format=json" stands somewhere: failures are told as JSON even if the rest is wrong.
bool wants_json(std::span<const std::string> words);

}  // namespace lockstep::cli
