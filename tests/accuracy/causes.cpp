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
         "Spaced, 10 to 100 cycles are missing; where is not known. With two layers on the IA-420f the "
         "groups "
         "do not fit a core each here (nine weight blocks are missing) and share cores, which is slower."},
        {"nano-llm", "Spaced, 5 to 105 cycles too many; where is not known."},
        {"swa",
         "With a mask 29 to 49 cycles a layer are missing, without 8 to 31: how the published programs add "
         "it "
         "and divide by the sum is not known. The two cycles of each slot of a window, back to back, are "
         "met."},
        {"resmlp",
         "How the published programs cut patches over cores is not known. On the IA-420f, where the weights "
         "of all layers do not fit every core, the cycles look as if one patch went through both layers "
         "before the next begins."}};
    return found_in(all, family);
}

std::string cause_of_missing(const std::string& family) {
    static const std::map<std::string, std::string> all{
        {"gru",
         "These are the rows with fp32 arithmetic. Built as described, they come out 147 cycles too long on "
         "each machine (by half and more): the published devices seem to hand fp32 values from one vector "
         "instruction to the next without the tensor RAM, which is not modelled."}};
    return found_in(all, family);
}

}  // namespace lockstep::accuracy
