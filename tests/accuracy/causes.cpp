#include "tests/accuracy/causes.h"

#include <map>

namespace lockstep::accuracy {
namespace {

std::string found_in(const std::map<std::string, std::string>& all, const std::string& family) {
    const auto found = all.find(family);
    return found == all.end() ? "" : found->second;
}

}  // namespace

std::string cause_of_error(const std::string& family) {
    static const std::map<std::string, std::string> all{
        {"ffn-swiglu",
         "Halves of a wide projection that lie in different cores are copied to where they are used; on b = "
         "64 "
         "the bus, two cycles a block, makes that too slow."},
        {"mlp-res-rms",
         "With four result blocks a core feeding the next layer, the wait for blocks in index order looks "
         "about ten "
         "cycles too long; the time of a norm grows too little with its width."},
        {"gru",
         "Back to back: the update of the state, which the next inference needs at once, is a little short."},
        {"moe", "On b = 64 a bus that takes two cycles a block is too slow for the many hidden blocks."},
        {"wavenet",
         "Halves that begin inside a block are cut at the weights here, and their copies go over the bus; "
         "how "
         "the published program moves them is not known."},
        {"mobilenet",
         "Depthwise convolutions run on the matrix-vector unit here; the published ones seem to run on the "
         "vector unit."},
        {"tcn",
         "The chain of two convolutions and their sum; on b = 64 the machine's constants are the least "
         "certain."},
        {"rnnt",
         "With two layers about 45 cycles are missing, as if the second layer waited for the whole of the "
         "first one's result, which layers of a plain LSTM do not."},
        {"stateless-rnnt",
         "The cell is pointwise arithmetic on gates in bf16; in what order the published program does it is "
         "not known."},
        {"mamba1",
         "Contiguous: the update of the state takes the vector unit longer here, function, decay, sum and "
         "product after one another; how the published program lays it out is not known."},
        {"mamba2",
         "Head groups are not pinned to cores here as in the published models, so that cores share their "
         "work "
         "unevenly."},
        {"nano-llm", "As mamba2, whose mixer it has."},
        {"swa",
         "Head groups are not pinned to cores here as in the published models: the sums of one block of "
         "every "
         "head fall to one core."},
        {"resmlp",
         "How the published program cuts patches over cores, and what it holds on each, is only guessed from "
         "its cycles."}};
    return found_in(all, family);
}

std::string cause_of_refusal(const std::string& family) {
    static const std::map<std::string, std::string> all{
        {"mamba2", "Without pins its head groups share cores, and one core holds the weights of several."},
        {"resmlp",
         "Where the weights do not fit every core, vectors that are cut over the cores need them all the "
         "same."}};
    return found_in(all, family);
}

}  // namespace lockstep::accuracy
