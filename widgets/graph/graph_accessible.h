#pragma once

namespace lockstep {

/// Makes every GraphView known to screen readers as a list of its boxes. Safe to call more than once.
void installGraphAccessibility();

}  // namespace lockstep
