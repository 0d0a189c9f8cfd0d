#pragma once

#include <QRectF>
#include <QString>
#include <functional>
#include <string>
#include <vector>

#include "widgets/graph/spatial_grid.h"

namespace lockstep {

/// An unfolded module in the drawing: a frame around its boxes, with its name in a tab on top.
struct ModuleFrame {
    std::string module;
    QString name;  ///< the last part of the path
    QRectF rect;
    QRectF tab;
};

/// Frames of the modules of at least two boxes whose boxes lie by themselves: where a box of another module
/// lies between them there is none. The outer ones come first. `moduleOf`: of a box the module around it,
/// empty for none.
std::vector<ModuleFrame> moduleFrames(const std::vector<QRectF>& boxes, const SpatialGrid& grid,
                                      const std::function<std::string(std::uint32_t)>& moduleOf);

}  // namespace lockstep
