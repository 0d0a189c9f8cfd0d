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
         "The rows of 6 cores look as if the gates' sigmoids took a pass of their own on the vector unit "
         "(with "
         "it they are met within 2 %), those of 3 cores as if they did not (with it they are 5 to 8 % "
         "long)."},
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
         "State times decay runs on the vector unit vector by vector; how the published program lays out "
         "the state is not known, nor which form of the model ran."}};
    return found_in(all, family);
}

std::string cause_of_refusal(const std::string& family) {
    static const std::map<std::string, std::string> all{
        {"mamba2",
         "Spaced cycles do not depend on the number of states, so the published read-out runs on the "
         "matrix-vector "
         "unit with computed weights, which this machine does not have; here it is "
         "products and sums on the vector unit, many times as long."},
        {"nano-llm", "Its mixer is that of mamba2."},
        {"swa",
         "Attention over a window needs computed weights on the matrix-vector unit, and windows kept by "
         "concatenation in a scan do not stream yet."},
        {"resmlp", "Mixing across patches needs features and patches as data dimensions in turn."},
        {"mamba1",
         "Where it does not fit, moving values to another data dimension takes matrices of zeros and ones."}};
    return found_in(all, family);
}

}  // namespace lockstep::accuracy
