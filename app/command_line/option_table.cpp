#include "app/command_line/option_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "app/command_line/option_values.h"

namespace lockstep::cli {
namespace {

constexpr std::int64_t most_inferences = 100'000'000'000;
/// As the target field of the window: 1,000 seconds.
constexpr double most_target_us = 1e9;
constexpr std::int64_t most_seeds = 1000;
constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
/// Whatever reads a model; all of them compile it too, `inspect` for --stage scheduled.
constexpr std::string_view with_model = "inspect compile why run report sweep compare screenshot";
constexpr std::string_view with_latency = "compile why run report sweep compare";
constexpr std::string_view with_run = "run report compare screenshot";
constexpr std::string_view with_tolerance = "run report compare";

ModelOptions& model(Arguments& arguments) {
    arguments.files.back().has_options = true;
    return arguments.files.back().options;
}

void input_shape(Arguments& a, const std::string& value) {
    const auto [name, shape] = split_name(value);
    model(a).input_shapes.emplace_back(name, to_shape("--input-shape", shape));
}
void input_value(Arguments& a, const std::string& value) {
    const auto [name, number] = split_name(value);
    if (name.empty()) fail_usage(fmt::format("--input-value takes NAME=NUMBER, not \"{}\"", value));
    const double given = number == "true" ? 1 : number == "false" ? 0 : to_number("--input-value", number);
    if (!model(a).input_values.emplace(name, given).second)
        fail_usage(fmt::format("--input-value gives \"{}\" twice", name));
}
void streaming_axis(Arguments& a, const std::string& value) {
    model(a).streaming_axes.push_back(to_axis(value));
}
void method(Arguments& a, const std::string& value) {
    model(a).method = value;
}
void readout(Arguments& a, const std::string& value) {
    if (value != "every-step" && value != "window")
        fail_usage(fmt::format("--readout takes every-step or window, not \"{}\"", value));
    model(a).readout = value == "every-step" ? Readout::every_step : Readout::refuse;
}
void state(Arguments& a, const std::string& value) {
    const auto [input, output] = split_name(value);
    if (input.empty() || output.empty())
        fail_usage(fmt::format("--state takes INPUT=OUTPUT, not \"{}\"", value));
    model(a).states.emplace_back(input, output);
}
void precision(Arguments& a, const std::string& value) {
    model(a).precision.push_back(precision_rule(value, "--precision"));
}
void cores(Arguments& a, const std::string& value) {
    model(a).cores.push_back(core_pin(value, "--cores"));
}
void optimize(Arguments& a, const std::string&) {
    a.build.search.optimize = true;
}
void quick(Arguments& a, const std::string&) {
    a.build.search.quick = true;
}
void seeds(Arguments& a, const std::string& value) {
    a.build.search.seeds = static_cast<std::uint32_t>(to_integer("--seeds", value, 1, most_seeds));
}
void io(Arguments& a, const std::string& value) {
    a.io = io_path(value);
    if (!a.io) fail_usage(fmt::format("--io takes user, dma, mmio or none, not \"{}\"", value));
}
void target_us(Arguments& a, const std::string& value) {
    const double target = to_number("--target-us", value);
    if (target <= 0 || target > most_target_us)
        fail_usage(fmt::format("--target-us takes microseconds above 0 and up to {:g}, not \"{}\"",
                               most_target_us, value));
    a.target_us = target;
}
void input(Arguments& a, const std::string& value) {
    a.inputs.push_back(to_input_file(value));
}
void at(Arguments& a, const std::string& value) {
    a.at = to_integer("--at", value, 0, most_inferences);
}
void theme(Arguments& a, const std::string& value) {
    if (value != "light" && value != "dark")
        fail_usage(fmt::format("--theme takes light or dark, not \"{}\"", value));
    a.dark = value == "dark";
}
void set_output(Arguments& a, const std::string& value) {
    a.output = value;
}

}  // namespace

std::span<const CommandRow> commands() {
    static const std::vector<CommandRow> rows = {
        {"inspect",
         "MODEL.pt [model options] [--stage STAGE] | PROGRAM",
         "show the graph of a model, or what a program does",
         {"text", "json", "dot", "svg"},
         1,
         1},
        {"compile",
         "MODEL.pt [model options]... --config NAME|FILE.json [-o PROGRAM]",
         "compile models into one program: cycles, latency, memories",
         {"text", "json"},
         1,
         any_number},
        {"why",
         "MODEL.pt [model options] --config NAME|FILE.json | PROGRAM",
         "what takes the cycles: bounds, critical path, slack, utilisation",
         {"text", "json"},
         1,
         1},
        {"run",
         "MODEL.pt [model options] --config NAME|FILE.json | PROGRAM",
         "run the VM beside LibTorch: latency and error",
         {"text", "json"},
         1,
         1},
        {"report",
         "MODEL.pt [model options] --config NAME|FILE.json -o FILE.html|.pdf|.md|.csv|.json",
         "run and write a latency report",
         {},
         1,
         1},
        {"sweep",
         "MODEL.pt [model options]... --config A,B,...|all",
         "compile for many accelerators, side by side",
         {"text", "json", "csv"},
         1,
         any_number},
        {"compare",
         "MODEL.pt|PROGRAM [model options]... --config A,B,...|all",
         "models and accelerators against each other: deltas, graphs, modules",
         {"text", "json", "csv", "markdown"},
         1,
         any_number},
        {"screenshot",
         "MODEL.pt [model options] [--config NAME|FILE.json] | PROGRAM -o FILE.png",
         "open the window, run, and save a picture of it",
         {},
         1,
         1},
        {"configs", "[NAME]", "list the accelerators, or all figures of one", {"text", "json"}, 0, 1},
    };
    return rows;
}

const CommandRow* find_command(std::string_view name) {
    const auto found = std::ranges::find(commands(), name, &CommandRow::name);
    return found == commands().end() ? nullptr : &*found;
}

std::span<const OptionRow> options() {
    static const std::vector<OptionRow> rows = {
        {"--input-shape", "", "[NAME=]20,128", with_model, "shape of a tensor input", true, input_shape},
        {"--input-value", "", "NAME=16000", with_model, "value of a scalar input", true, input_value},
        {"--streaming-axis", "", "[NAME=]AXIS|none", with_model,
         "axis of an input that is the sequence; absent: as the author stored it in the file, else none",
         true, streaming_axis},
        {"--readout", "", "every-step|window", with_model,
         "a last-step readout answers in every inference of the streamed model (window: it does not stream)",
         true, readout},
        {"--state", "", "IN=OUT", with_model,
         "an output that is the input of the next inference: kept as state, zero at first", true, state},
        {"--method", "", "NAME", with_model, "method to import (forward)", true, method},
        {"--trust", "", "", with_model,
         "import a file that you trust where the kernel has no seccomp to hold it", true,
         [](Arguments& a, const std::string&) { model(a).trust = true; }},
        {"--precision", "", "PATTERN=bf16|fp32|fp8", with_model,
         "fp32 activations or fp8 weights for the nodes of a module, or a node id; fp32 for input:NAME and "
         "output:NAME; the last match wins",
         true, precision},
        {"--cores", "", "PATTERN=0,1", with_model,
         "nodes of a module path or id run on these cores alone; the last match wins", true, cores},
        {"--config", "", "NAME|FILE.json", with_model, "accelerator: see lockstep configs", false,
         [](Arguments& a, const std::string& value) { a.config = value; }},
        {"--optimize", "", "", with_model,
         "search freely for fewer cycles; not comparable with published figures", false, optimize},
        {"--quick", "", "", with_model, "take the first program that the compiler comes to, without a search",
         false, quick},
        {"--seeds", "", "N", with_model, "tries of the search, of which the best is kept (1)", false, seeds},
        {"--state-reset", "", "", with_model,
         "give the program instructions that put its state back, and tell what they cost", false,
         [](Arguments& a, const std::string&) { a.build.state_reset = true; }},
        {"--model", "", "INDEX|NAME", "why run report", "which model of a program of several (0)", false,
         [](Arguments& a, const std::string& value) { a.model = value; }},
        {"--io", "", "user|dma|mmio|none", with_latency,
         "IO path of the end-to-end latency; the fastest published one if absent", false, io},
        {"--target-us", "", "X", "compile why run report sweep compare screenshot",
         "say whether the end-to-end latency is under or over X microseconds, or too close to call", false,
         target_us},
        {"--baseline", "", "INDEX", "compare", "the variant that the others are held against (0)", false,
         [](Arguments& a, const std::string& value) {
             a.baseline = to_integer("--baseline", value, 0, 100'000);
         }},
        {"--what-helps", "", "", "why",
         "compile the model for every accelerator, by other policies and precisions, and list what meets the "
         "target (needs --target-us)",
         false, [](Arguments& a, const std::string&) { a.what_helps = true; }},
        {"--fail-if", "", "'PATH OP VALUE'", with_latency,
         "exit with 3 if it holds, as in 'end_to_end_us.mean > 2.0' or 'target == over'; repeatable", false,
         [](Arguments& a, const std::string& value) { a.gates.emplace_back(value); }},
        {"--stage", "", "STAGE", "inspect", "imported, canonical, streaming or scheduled (needs --config)",
         false, [](Arguments& a, const std::string& value) { a.stage = value; }},
        {"--weights", "", "FILE.npz", "inspect",
         "write all weights of the stage that is shown as arrays (fp32), named by module and attribute",
         false, [](Arguments& a, const std::string& value) { a.weights = value; }},
        {"--inferences", "", "N", with_run, "how many; the length of the sequence or the inputs if absent",
         false,
         [](Arguments& a, const std::string& value) {
             a.inferences = to_integer("--inferences", value, 1, most_inferences);
         }},
        {"--reset-every", "", "N", with_run,
         "put the state back to its initial value before every N-th inference", false,
         [](Arguments& a, const std::string& value) {
             a.reset_every = to_integer("--reset-every", value, 1, most_inferences);
         }},
        {"--seed", "", "S", with_run, "of random inputs (1)", false,
         [](Arguments& a, const std::string& value) { a.seed = to_seed(value); }},
        {"--input", "", "[NAME=]FILE", with_run,
         "input values: .npy, .npz, .csv or .csv:COLUMN,COLUMN; repeatable", false, input},
        {"--generate", "", "[NAME=]WHAT", "run report",
         "inputs that are made: random, constant:X, sine:PERIOD[,SIZE] or walk:STEP; repeatable", false,
         [](Arguments& a, const std::string& value) { a.generators.push_back(input_generator(value)); }},
        {"--edit", "", "N:STATE[K]=X", "run",
         "set a value of a state in front of inference N (without [K] all of them); repeatable", false,
         [](Arguments& a, const std::string& value) { a.edits.push_back(state_change(value)); }},
        {"--reset-column", "", "NAME[:change]", "run report",
         "column of a CSV: the state begins anew in a row where it is not 0 (or changes)", false,
         [](Arguments& a, const std::string& value) { a.reset_column = value; }},
        {"--reference", "", "WHAT", "run",
         "forward, stepped, sampled:N (one inference in N), FILE.npy (expected outputs) or none", false,
         [](Arguments& a, const std::string& value) { a.reference = to_reference(value); }},
        {"--decision", "", "[OUTPUT=]WHAT", "run",
         "argmax, sign, threshold=X or topk=K: how often the VM decides otherwise than the reference", false,
         [](Arguments& a, const std::string& value) { a.decisions.push_back(decision_rule(value)); }},
        {"--break", "", "'EXPR'", "run",
         "exit with 3 and list the inferences where it holds: 'error > 0.1', nan, saturated, wrong, "
         "not-close, 'cycles > N', 'abs(NAME) > X', 'saturated(gates) > N', 'nan(NODE)', 'value(NODE) > X', "
         "'error(NODE) > X'; repeatable",
         false, [](Arguments& a, const std::string& value) { a.breaks.push_back(condition_rule(value)); }},
        {"--dump-state", "", "FILE.npz", "run",
         "inputs, outputs and states around the first hit, the worst or the last inference", false,
         [](Arguments& a, const std::string& value) { a.dump_state = value; }},
        {"--at", "", "N", "run", "the inference that --dump-state, --attribute and --envelope are about",
         false, at},
        {"--attribute", "", "", "run",
         "what the error of an inference comes from: rounding, sums, functions, node by node", false,
         [](Arguments& a, const std::string&) { a.attribute = true; }},
        {"--envelope", "", "", "run",
         "the range of an inference's error under plausible variants of the device", false,
         [](Arguments& a, const std::string&) { a.envelope = true; }},
        {"--units", "", "", "run",
         "units of states and gates that never move, and in how many inferences each is saturated", false,
         [](Arguments& a, const std::string&) { a.units = true; }},
        {"--attribute-over", "", "N", "run",
         "inferences that --attribute and --envelope go back over (8; the time grows with its square)", false,
         [](Arguments& a, const std::string& value) {
             a.attribute_over = to_integer("--attribute-over", value, 1, 1000);
         }},
        {"--checkpoint", "", "FILE", "run",
         "an interrupted run is kept there, and the same command goes on from it", false,
         [](Arguments& a, const std::string& value) { a.checkpoint = value; }},
        {"--progress", "", "", "run", "show progress also where standard error is no terminal", false,
         [](Arguments& a, const std::string&) { a.progress = true; }},
        {"--functions", "", "exact|table", with_tolerance,
         "activation functions of the VM: nearly exact, or by tables like the devices' (exact)", false,
         [](Arguments& a, const std::string& value) { a.functions = to_function_style(value); }},
        {"--atol", "", "A", with_tolerance, "absolute tolerance of allclose (0.01)", false,
         [](Arguments& a, const std::string& value) { a.tolerance.atol = to_tolerance("--atol", value); }},
        {"--rtol", "", "R", with_tolerance, "relative tolerance of allclose (0.01)", false,
         [](Arguments& a, const std::string& value) { a.tolerance.rtol = to_tolerance("--rtol", value); }},
        {"--output", "-o", "FILE", "compile run report screenshot",
         "the program, the outputs (.npy), the report, or the picture (.png)", false, set_output},
        {"--trace", "", "FILE.json", "run", "Chrome trace events of one inference, for Perfetto", false,
         [](Arguments& a, const std::string& value) { a.trace = value; }},
        {"--per-inference", "", "FILE.ndjson", "run", "errors and cycles of every inference, a line each",
         false, [](Arguments& a, const std::string& value) { a.per_inference = value; }},
        {"--size", "", "WxH", "screenshot", "size of the window (1600x1000)", false,
         [](Arguments& a, const std::string& value) { a.window_size = to_window_size(value); }},
        {"--theme", "", "light|dark", "screenshot", "theme of the window (light)", false, theme},
        {"--format", "", "FORMAT", "inspect compile why run sweep compare configs",
         "how the result is written to standard output", false,
         [](Arguments& a, const std::string& value) { a.format = value; }},
    };
    return rows;
}

bool has_option(const CommandRow& command, const OptionRow& option) {
    const std::string padded = fmt::format(" {} ", option.commands);
    return padded.find(fmt::format(" {} ", command.name)) != std::string::npos;
}

}  // namespace lockstep::cli
