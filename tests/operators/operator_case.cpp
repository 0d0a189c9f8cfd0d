#include "operator_case.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/run/npy.h"

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

using Arrays = std::map<std::string, nnir::RealTensor>;

Arrays read_arrays(const std::filesystem::path& file) {
    Arrays arrays;
    if (!std::filesystem::exists(file)) return arrays;
    for (const InputArray& array : read_npz(file)) {
        arrays.emplace(array.name, nnir::RealTensor(array.shape, std::vector<double>(array.values.begin(),
                                                                                     array.values.end())));
    }
    return arrays;
}

std::vector<nnir::RealTensor> numbered(const Arrays& arrays, const std::string& prefix) {
    std::vector<nnir::RealTensor> list;
    for (auto found = arrays.find(prefix + "0"); found != arrays.end();
         found = arrays.find(prefix + std::to_string(list.size())))
        list.push_back(found->second);
    return list;
}

}  // namespace

std::filesystem::path OperatorCase::path(const std::string& form) const {
    return folder_ / (file + "_" + form + ".pt");
}

std::vector<OperatorCase> read_cases(const std::filesystem::path& folder) {
    std::ifstream stream(folder / "manifest.json");
    const json manifest = json::parse(stream);
    std::map<std::string, Arrays> groups;
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
        c.emulated_rms = entry.value("emulated_rms", std::vector<double>());
        if (!groups.contains(c.group)) groups[c.group] = read_arrays(folder / (c.group + ".npz"));
        c.inputs = numbered(groups[c.group], c.name + ".x");
        c.outputs = numbered(groups[c.group], c.name + ".y");
        cases.push_back(std::move(c));
    }
    return cases;
}

}  // namespace operator_fixtures
