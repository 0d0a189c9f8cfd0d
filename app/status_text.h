#pragma once

#include <QString>

#include "app/document.h"

namespace lockstep::app {

/// The figures that a user came for, as rich text parts for the status line: made of the same Report that the
/// command line prints.
struct StatusText {
    QString latency;  ///< "0.60 µs spaced · 0.62 µs contiguous (modelled)"
    QString latencyTip;
    QString endToEnd;  ///< "1.52 µs end-to-end (mmio, published table)", or why there is none
    QString endToEndTip;
    QString target;  ///< "under 2.00 µs", "0.31 µs over"; empty without a target
    bool targetMissed = false;
    QString error;  ///< "max |Δ| 4.2e−3 ✓ (forward, random inputs, seed 7)"
    QString errorTip;
    bool errorBad = false;
    QString weights;  ///< "weights 512 of 1 536 blocks"
};

/// `compiled` absent in the document: all texts say what is missing.
StatusText statusText(const Document* document);

}  // namespace lockstep::app
