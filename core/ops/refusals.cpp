#include "core/ops/refusals.h"

#include <map>

namespace lockstep::ops {
namespace {

std::map<std::string, std::string> torchscript_refusals() {
    std::map<std::string, std::string> all;
    const auto add = [&](const std::string& reason, std::initializer_list<const char*> names) {
        for (const char* name : names) all["aten::" + std::string(name)] = reason;
    };
    add("the error function is not supported by itself; write x * 0.5 * (1 + erf(x / sqrt(2))) as "
        "torch.nn.functional.gelu(x), which is",
        {"erf", "erfc", "erfinv"});
    add("functions of angles are not supported; if the angle is a constant or a position, compute the table "
        "in __init__ and keep it as a buffer, else pass sine and cosine as inputs",
        {"sin", "cos", "tan", "asin", "acos", "atan", "atan2"});
    add("rounding to whole numbers is not supported; round the data before it enters the model",
        {"round", "floor", "ceil", "trunc", "frac", "fmod", "remainder", "floor_divide"});
    add("it gives positions, or values in another order; return the scores and choose behind the model",
        {"argmax", "argmin", "argsort", "topk", "sort", "median", "mode", "kthvalue"});
    add("it sums up along an axis; write it as a loop over the axis with a state, or as a product with a "
        "triangular matrix of ones if the axis is short",
        {"cumsum", "cumprod", "logcumsumexp"});
    add("a product over an axis is not supported; write exp(log(x).sum()) for positive x, or multiply the "
        "slices",
        {"prod"});
    add("pooling over two or three axes is not supported; pool one axis after the other with max_pool1d or "
        "avg_pool1d",
        {"max_pool2d", "max_pool2d_with_indices", "avg_pool2d", "adaptive_avg_pool2d", "adaptive_max_pool2d",
         "max_pool3d", "avg_pool3d", "lp_pool1d"});
    return all;
}

}  // namespace

std::optional<std::string> known_refusal(const std::string& front_end, const std::string& op) {
    static const std::map<std::string, std::string> torchscript = torchscript_refusals();
    const auto found = torchscript.find(op);
    if (front_end != "torchscript" || found == torchscript.end()) return std::nullopt;
    return found->second;
}

}  // namespace lockstep::ops
