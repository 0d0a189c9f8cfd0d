#include "tests/accuracy/left_out.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lockstep::accuracy {
namespace {

constexpr const char* file_name = "left_out.csv";

std::string header() {
    std::string line = "left_out";
    for (const Constant& constant : constants())
        line += fmt::format(",{} {}", constant.name, fmt::join(constant.families, " "));
    return line;
}

}  // namespace

std::vector<LeftOut> read_left_out(const std::filesystem::path& folder) {
    std::ifstream file(folder / file_name);
    std::string line;
    if (!std::getline(file, line) || line != header())
        throw std::runtime_error((folder / file_name).string() +
                                 " is missing or of other constants; accuracy FOLDER --fit makes it");
    std::vector<LeftOut> fits;
    while (std::getline(file, line)) {
        std::istringstream stream(line);
        LeftOut fit;
        std::getline(stream, fit.family, ',');
        for (std::string field; std::getline(stream, field, ',');) fit.values.push_back(std::stoi(field));
        if (fit.values.size() != constants().size())
            throw std::runtime_error(std::string(file_name) + ": " + line);
        fits.push_back(std::move(fit));
    }
    return fits;
}

void write_left_out(const std::filesystem::path& folder, const std::vector<LeftOut>& fits) {
    std::ofstream file(folder / file_name);
    file << header() << '\n';
    for (const LeftOut& fit : fits)
        file << fit.family << ',' << fmt::format("{}", fmt::join(fit.values, ",")) << '\n';
    if (!file.flush()) throw std::runtime_error((folder / file_name).string() + " cannot be written");
}

double allowed_left_out(double median_error) {
    return 2 * median_error + 1;
}

}  // namespace lockstep::accuracy
