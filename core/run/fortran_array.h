#pragma once

#include <memory>

#include "core/run/stored_array.h"

namespace lockstep {

/// An array of at most two axes longer than 1 whose file holds it in Fortran order, read by place: of rows
/// that are asked for together each column is one piece of the file. `items` gives the file's items one after
/// another, and has the array's name and shape.
std::unique_ptr<StoredArray> fortran_array(std::unique_ptr<StoredArray> items);

}  // namespace lockstep
