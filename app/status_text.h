#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

#include "app/document.h"

namespace lockstep::app {

/// The latency target against the end-to-end figure with its band.
struct TargetVerdictText {
    enum class Kind { none, under, over, tooClose, unknown };
    Kind kind = Kind::none;
    QString word;  ///< "under", "over", "too close to call", "not known"; empty without a target
    QString icon;  ///< of resources/icons; another one for each kind
    QString tip;   ///< by what it is judged, or why it is not
};
TargetVerdictText verdictText(const TargetResult& result, const EndToEndBandResult& band);
/// The colour that a verdict's word has; the word and its icon say the same without it.
QColor verdictColour(TargetVerdictText::Kind kind, const QPalette& palette);

/// The figures that a user came for, as rich text parts for the status line: made of the same Report that the
/// command line prints.
struct StatusText {
    QString latency;  ///< "0.60 ± 0.02 µs spaced · 0.62 µs contiguous (modelled)"
    QString latencyTip;
    QString endToEnd;  ///< "1.52 ± 0.13 µs end-to-end (mmio, published table)", or why there is none
    QString endToEndTip;
    QString departures;       ///< "not comparable with published figures"; empty: they are
    QString departuresShort;  ///< where there is no room for it
    QString departuresTip;
    QString sure;  ///< accessible words of the button that tells how sure the figures are; empty: no figures
    bool outsideRange = false;  ///< the program lies outside the calibrated range
    QString target;             ///< "0.31 µs over the target"; empty without a target
    TargetVerdictText verdict;
    QString error;  ///< "max |Δ| 4.2e−3 ✓ (forward, random inputs, seed 7)"
    QString errorTip;
    bool errorBad = false;
    QString weights;  ///< "weights 512 of 1 536 blocks"
};

/// `compiled` absent in the document: all texts say what is missing.
StatusText statusText(const Document* document);

}  // namespace lockstep::app
