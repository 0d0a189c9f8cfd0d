#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/import/torch_headers.h"
#include "core/tensor/tensor.h"

namespace lockstep::torch_import {

/// What resources/export/lockstep_export.py stores beside a model, in extra/lockstep.json:
///   {"method": "forward", "input_shapes": [[20, 128], …], "streaming_axes": [0, null, …], "axes": [["time",
///   "features"], …], "input_values": {"gain": 0.5}, "exporter": "PyTorch 2.4.0",
///   "vectors": [{"inputs": [[20, 128]], "outputs": [[20, 16]]}, …]}
/// and in extra/lockstep_vectors.bin: the numbers of the vectors in that order as little-endian fp32. Only
/// "input_shapes" is needed.
struct StoredExample {
    std::vector<Shape> shapes;  ///< of the tensor inputs; empty: nothing is stored
    std::vector<std::optional<std::int64_t>> streaming_axes;  ///< -1: none
    std::vector<std::vector<std::string>> axes;
    std::map<std::string, double> values;  ///< of scalar inputs
    std::string exporter;
    nlohmann::json vectors = nlohmann::json::array();  ///< as graph_wire::read_probe reads them
    std::string numbers;                               ///< of the vectors
};

/// What is stored for a method with `count` tensor inputs. Records of the author that don't hold together are
/// left out: they are a convenience.
StoredExample read_stored_example(std::shared_ptr<caffe2::serialize::ReadAdapterInterface> file,
                                  const std::string& method, std::size_t count);

}  // namespace lockstep::torch_import
