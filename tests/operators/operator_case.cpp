#include "operator_case.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/run/stored_array.h"

using namespace lockstep;
using nlohmann::json;

namespace operator_fixtures {
namespace {

std::vector<std::optional<int>> axes_of(const json& list) {
    std::vector<std::optional<int>> axes;
    for (const json& axis : list)
        axes.push_back(axis.is_null() ? std::nullopt : std::optional<int>(axis.get<int>()));
    return axes;
}

/// A group's file is read for each of its cases: it stays.
const std::map<std::string, nnir::RealTensor>& arrays_of(const std::filesystem::path& file) {
    static std::map<std::filesystem::path, std::map<std::string, nnir::RealTensor>> files;
    const auto [known, fresh] = files.try_emplace(file);
    if (fresh && std::filesystem::exists(file)) {
        for (const auto& stored : open_npz(file)) {
            const InputArray array = read_whole(*stored);
            std::vector<double> values(array.values.begin(), array.values.end());
            known->second.emplace(array.name, nnir::RealTensor(array.shape, std::move(values)));
        }
    }
    return known->second;
}

}  // namespace

std::filesystem::path OperatorCase::path(const std::string& form) const {
    return folder_ / (file + "_" + form + ".pt");
}

nnir::RealTensor named_array(const std::filesystem::path& file, const std::string& name) {
    const auto& arrays = arrays_of(file);
    const auto found = arrays.find(name);
    return found == arrays.end() ? nnir::RealTensor() : found->second;
}

std::vector<nnir::RealTensor> numbered_arrays(const std::filesystem::path& file, const std::string& name,
                                              const std::vector<std::size_t>& without) {
    const auto& arrays = arrays_of(file);
    std::vector<nnir::RealTensor> list;
    for (std::size_t k = 0;; ++k) {
        if (std::count(without.begin(), without.end(), k) > 0) continue;
        const auto found = arrays.find(name + std::to_string(k));
        if (found == arrays.end()) return list;
        list.push_back(found->second);
    }
}

std::vector<OperatorCase> read_cases(const std::filesystem::path& folder) {
    std::ifstream stream(folder / "manifest.json");
    const json manifest = json::parse(stream);
    std::vector<OperatorCase> cases;
    for (const json& entry : manifest.at("cases")) {
        OperatorCase c;
        c.folder_ = folder;
        c.name = entry.at("name");
        c.group = entry.at("group");
        c.file = entry.at("file");
        c.method = entry.at("method");
        c.forms = entry.at("forms").get<std::vector<std::string>>();
        for (const json& shape : entry.at("shapes")) c.shapes.push_back(shape.get<Shape>());
        if (entry.contains("values")) c.values = entry["values"].get<std::map<std::string, double>>();
        if (entry.contains("axes")) c.axes = axes_of(entry["axes"]);
        c.steps = entry.value("steps", std::int64_t{0});
        for (const json& pair : entry.value("state", json::array())) c.state.emplace_back(pair[0], pair[1]);
        c.warm_up = entry.value("warm_up", std::int64_t{0});
        for (const json& refusal : entry.value("cannot_stream", json::array()))
            c.cannot_stream.push_back({axes_of(refusal.at("axes")), refusal.at("reason")});
        if (entry.contains("refused")) {
            const json& refused = entry["refused"];
            c.refused = Refused{refused.at("operators").get<std::vector<std::string>>(), refused.at("line"),
                                refused.at("place")};
        }
        std::vector<std::size_t> read;
        std::vector<std::size_t> written;
        for (const auto& [input, output] : c.state) {
            read.push_back(input);
            written.push_back(output);
        }
        const std::filesystem::path arrays = folder / (c.group + ".npz");
        c.inputs = numbered_arrays(arrays, c.name + ".x", read);
        c.outputs = numbered_arrays(arrays, c.name + ".y", written);
        const auto emulated = entry.value("emulated_rms", std::vector<double>());
        for (std::size_t k = 0; k < emulated.size(); ++k)
            if (std::count(written.begin(), written.end(), k) == 0) c.emulated_rms.push_back(emulated[k]);
        cases.push_back(std::move(c));
    }
    return cases;
}

}  // namespace operator_fixtures
