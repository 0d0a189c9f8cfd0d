#pragma once

#include <QString>
#include <string_view>

#include "core/tensor/tensor.h"

namespace lockstep {

/// "20 × 128"; "scalar".
QString shapeText(const Shape& shape);

/// UTF-8 of core as a QString.
QString text(std::string_view utf8);

}  // namespace lockstep
