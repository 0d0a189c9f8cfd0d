#include "core/ops/refusals.h"

namespace lockstep::ops {
namespace {

std::map<std::string, std::string> torchscript_refusals() {
    std::map<std::string, std::string> all;
    const auto add = [&](const std::string& reason, std::initializer_list<const char*> names) {
        for (const char* name : names) all["aten::" + std::string(name)] = reason;
    };
    add("functions of angles are not supported; if the angle is a constant or a position, compute the table "
        "in __init__ and keep it as a buffer, else pass sine and cosine as inputs",
        {"sin", "cos", "tan", "asin", "acos", "atan", "atan2"});
    add("rounding to whole numbers is not supported; round the data before it enters the model",
        {"round", "floor", "ceil", "trunc", "frac", "fmod", "remainder", "floor_divide"});
    add("it gives positions, or values in another order; return the scores and choose behind the model",
        {"argmax", "argmin", "argsort", "topk", "sort", "msort", "median", "mode", "kthvalue"});
    add("it goes on along an axis; write it as a loop over the axis with a state",
        {"cumprod", "cummax", "cummin", "logcumsumexp"});
    add("pooling over three axes is not supported; pool one axis after the other with max_pool1d or "
        "avg_pool1d",
        {"max_pool3d", "avg_pool3d", "adaptive_avg_pool3d", "adaptive_max_pool3d"});
    add("convolutions in three axes and transposed ones in two are not supported; a 3-d convolution is a sum "
        "of "
        "2-d ones",
        {"conv3d", "conv_transpose2d", "conv_transpose3d"});
    add("packed sequences are not supported; give it a padded tensor, without pack_padded_sequence",
        {"_pack_padded_sequence", "_pad_packed_sequence"});
    add("it needs all values in order; compute it on the data before the model", {"quantile", "nanquantile"});
    add("solving equations is not supported; invert a constant matrix in __init__ and keep it as a buffer",
        {"inverse", "linalg_inv", "linalg_solve", "linalg_cholesky", "linalg_det", "linalg_eigh",
         "linalg_svd"});
    add("a short-time Fourier transform is not supported by itself; write it as a convolution with windowed "
        "cosines and sines (conv1d with the hop as its stride)",
        {"stft", "istft"});
    add("it gives the number of the interval of each value; compare with each boundary and add the results",
        {"bucketize", "searchsorted"});
    add(positions_from_data, {"embedding", "embedding_bag", "take_along_dim", "one_hot"});
    add("where its values go depends on the input data; use torch.where", {"masked_scatter"});
    return all;
}

}  // namespace

const std::map<std::string, std::string>& known_refusals(const std::string& front_end) {
    static const std::map<std::string, std::string> torchscript = torchscript_refusals();
    static const std::map<std::string, std::string> none;
    return front_end == "torchscript" ? torchscript : none;
}

}  // namespace lockstep::ops
