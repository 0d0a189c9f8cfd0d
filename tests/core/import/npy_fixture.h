#pragma once

#include <string>
#include <vector>

#include "core/tensor/tensor.h"

/// An array that NumPy saved: fp32, little endian, C order. Throws std::runtime_error for anything else.
lockstep::Tensor read_npy_fixture(const std::string& path);

/// tests/data/models/NAME
std::string model_fixture(const std::string& name);
