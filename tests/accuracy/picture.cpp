#include "tests/accuracy/picture.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/report/palette.h"
#include "core/report/svg_canvas.h"
#include "tests/accuracy/evaluate_rows.h"

namespace lockstep::accuracy {
namespace {

constexpr double left = 60;
constexpr double right = 860;
constexpr double top = 40;
constexpr double bottom = 390;

struct Machine {
    const char* board;
    Rgb colour;
};
/// The boards whose rows are no copies of another's.
constexpr std::array machines{Machine{"V80", palette::blue.light_mark},
                              Machine{"IA-420f", palette::vermillion.light_mark},
                              Machine{"IA-840f", palette::green.light_mark}};

/// The size of a machine's mark, and where it stands beside the others.
std::size_t machine_of(const Result& r) {
    const auto found =
        std::ranges::find_if(machines, [&](const Machine& machine) { return r.row.board == machine.board; });
    return static_cast<std::size_t>(found - machines.begin());
}

bool is_shown(const Result& r) {
    return r.compiled && r.row.fits && !is_copy(r.row.board);
}

void begin(SvgCanvas& canvas, double height) {
    canvas.rect(0, 0, 900, height, {255, 255, 255});
    canvas.ground(left, top, right - left, bottom - top);
    double x = right - 230;
    for (const Machine& machine : machines) {
        canvas.dot(x, top - 18, 4, machine.colour);
        canvas.text(x + 9, top - 14, machine.board);
        x += 80;
    }
}

}  // namespace

std::string cycles_picture(const std::vector<Result>& results) {
    constexpr double least = 1.8;  // decades
    constexpr double most = 3.85;
    const auto share = [](double cycles) { return (std::log10(cycles) - least) / (most - least); };
    const auto x = [&](double cycles) { return left + std::clamp(share(cycles), 0.0, 1.0) * (right - left); };
    const auto y = [&](double cycles) {
        return bottom - std::clamp(share(cycles), 0.0, 1.0) * (bottom - top);
    };
    SvgCanvas canvas(900, 440, "Predicted cycles over published cycles");
    begin(canvas, 440);
    for (const int cycles : {100, 200, 500, 1000, 2000, 5000}) {
        canvas.grid(x(cycles), top, x(cycles), bottom);
        canvas.text(x(cycles), bottom + 18, std::to_string(cycles), TextAnchor::middle, true);
        canvas.grid(left, y(cycles), right, y(cycles));
        canvas.text(left - 8, y(cycles) + 4, std::to_string(cycles), TextAnchor::end, true);
    }
    const double first = std::pow(10, least);
    const double last = std::pow(10, most);
    canvas.axis(x(first), y(first), x(last), y(last));
    canvas.dashed(x(first), y(first * 1.05), x(last / 1.05), y(last));
    canvas.dashed(x(first * 1.05), y(first), x(last), y(last / 1.05));
    canvas.text(left, top - 14, "predicted cycles; dashed: 5 % more and less; disc: spaced, dot: contiguous");
    canvas.text((left + right) / 2, bottom + 38, "published cycles", TextAnchor::middle);
    for (const Result& r : results) {
        if (!is_shown(r)) continue;
        const Rgb colour = machines.at(machine_of(r)).colour;
        canvas.dot(x(static_cast<double>(r.row.spaced)), y(static_cast<double>(r.spaced)), 3.5, colour);
        canvas.dot(x(static_cast<double>(r.row.contiguous)), y(static_cast<double>(r.contiguous)), 1.8,
                   colour);
    }
    return canvas.take();
}

std::string error_picture(const std::vector<Result>& results) {
    constexpr double most = 12;  // per cent
    const auto y = [most](double error) {
        return (top + bottom) / 2 - std::clamp(error, -most, most) / most * (bottom - top) / 2;
    };
    std::vector<std::string> families = known_families();
    for (const Result& r : results)
        if (is_shown(r) && std::ranges::find(families, r.row.family) == families.end())
            families.push_back(r.row.family);
    const double width = (right - left) / static_cast<double>(families.size());
    SvgCanvas canvas(900, 470, "Error of the predicted cycles, family by family");
    begin(canvas, 470);
    for (const int error : {-10, -5, 0, 5, 10}) {
        canvas.grid(left, y(error), right, y(error));
        canvas.text(left - 8, y(error) + 4, fmt::format("{:+} %", error), TextAnchor::end, true);
    }
    canvas.axis(left, y(0), right, y(0));
    canvas.text(left, top - 14, "error of predicted cycles; disc: spaced, dot: contiguous");
    for (std::size_t f = 0; f < families.size(); ++f) {
        const double begins = left + static_cast<double>(f) * width;
        if (f > 0) canvas.grid(begins, top, begins, bottom);
        // Names alternate between two lines, as neighbours would touch.
        canvas.text(begins + width / 2, bottom + (f % 2 == 0 ? 18 : 34), families[f], TextAnchor::middle);
        for (const Result& r : results) {
            if (!is_shown(r) || r.row.family != families[f]) continue;
            const std::size_t machine = machine_of(r);
            const double x = begins + width * (0.25 + 0.25 * static_cast<double>(machine));
            canvas.dot(x, y(r.spaced_error()), 3.5, machines.at(machine).colour);
            canvas.dot(x + 5, y(r.contiguous_error()), 1.8, machines.at(machine).colour);
        }
    }
    canvas.text(left, bottom + 60,
                "Behind mobilenet stand families whose structure is known in part. What is off by more than "
                "12 % stands at the edge.",
                TextAnchor::start, true);
    return canvas.take();
}

}  // namespace lockstep::accuracy
