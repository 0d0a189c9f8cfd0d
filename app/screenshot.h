#pragma once

namespace lockstep::cli {
struct Arguments;
}

namespace lockstep::app {

/// `lockstep screenshot`: opens the window on the model (without a display on Qt's offscreen platform), waits
/// until it is compiled and run and its graphs are laid out, selects the first LSTM and writes the picture.
/// Throws Error with what the window would have shown.
int takeScreenshot(const cli::Arguments& arguments);

}  // namespace lockstep::app
