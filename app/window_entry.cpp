#include "app/window_entry.h"

#include "app/main_window.h"
#include "app/window_application.h"

namespace lockstep {

int run_window(int argc, char** argv) {
    const app::WindowApplication application(
        std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
    app::MainWindow window;
    window.show();
    window.begin(QApplication::arguments().mid(1));
    return QApplication::exec();
}

}  // namespace lockstep
