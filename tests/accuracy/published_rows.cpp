#include "tests/accuracy/published_rows.h"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "core/import/model_session.h"
#include "core/support/csv_line.h"
#include "core/support/resources.h"

namespace lockstep::accuracy {
namespace {

std::vector<std::string> words(const std::string& text, char separator) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string word; std::getline(stream, word, separator);) all.push_back(word);
    return all;
}

}  // namespace

std::vector<PublishedRow> published_rows() {
    const std::vector<std::string_view> table = csv_lines(resource("accuracy/cycles.csv"));
    std::vector<PublishedRow> rows;
    std::map<std::pair<std::string, std::string>, std::string> metas;
    for (std::size_t l = 1; l < table.size(); ++l) {  // the first line is the header
        const std::vector<std::string> fields = csv_fields(table[l]);
        if (fields.size() < 10) throw std::runtime_error("cycles.csv: " + std::string(table[l]));
        PublishedRow row{fields[0], fields[1], fields[2], fields[9], fields[3] == "Ok"};
        if (row.fits) {
            row.spaced = std::stoll(fields[5]);
            row.contiguous = std::stoll(fields[8]);
            metas[{row.family, row.index}] = row.meta;
        }
        rows.push_back(std::move(row));
    }
    for (PublishedRow& row : rows)
        if (row.meta.empty()) row.meta = metas[{row.family, row.index}];
    return rows;
}

std::string preset_of(const std::string& board) {
    static const std::map<std::string, std::string> presets{{"V80", "v80_c6b32"},
                                                            {"V80LL", "v80ll_c6b32"},
                                                            {"IA-420f", "ia_420f_c6b32"},
                                                            {"IA-840f", "ia_840f_c3b64"},
                                                            {"NT400D11", "nt400d11_c6b32"}};
    return presets.at(board);
}

std::vector<ZooModel> zoo_models(const std::filesystem::path& folder) {
    std::ifstream list(folder / "zoo.csv");
    if (!list) throw std::runtime_error((folder / "zoo.csv").string() + " cannot be read");
    std::string line;
    std::getline(list, line);  // the header
    std::vector<ZooModel> models;
    while (std::getline(list, line)) {
        const std::vector<std::string> fields = csv_fields(line);
        ZooModel model{folder / fields.at(0), fields.at(1), fields.at(2), {}, {}, {}};
        for (const std::string& shape : words(fields.at(3), ' ')) {
            model.shapes.emplace_back();
            for (const std::string& extent : words(shape, 'x'))
                model.shapes.back().push_back(std::stoll(extent));
        }
        for (const std::string& axis : words(fields.at(4), ' ')) model.axes.emplace_back(std::stoi(axis));
        for (const std::string& rule : words(fields.at(5), ' '))
            model.precision.push_back(precision_rule(rule, "zoo.csv"));
        models.push_back(std::move(model));
    }
    return models;
}

std::vector<ZooModel> program_of(const std::vector<ZooModel>& all, const ZooModel& model) {
    if (model.family != "rnnt" && model.family != "stateless-rnnt") return {model};
    std::vector<ZooModel> program;
    const int first = std::stoi(model.index) / 2 * 2;
    for (const int index : {first, first + 1})
        for (const ZooModel& other : all)
            if (other.family == model.family && other.index == std::to_string(index))
                program.push_back(other);
    if (program.size() != 2) throw std::runtime_error("no partner of " + model.file.string());
    return program;
}

ModelGraphs load(const ZooModel& model) {
    ModelSession session(model.file);
    ImportOptions options;
    for (const Shape& shape : model.shapes) options.input_shapes.emplace_back(shape);
    ModelGraphs graphs = build_graphs(session.import(options), model.axes);
    GraphStage& compiled = graphs.stages[graphs.streaming.value_or(graphs.canonical)];
    if (!model.precision.empty())
        compiled.graph =
            std::make_shared<const nnir::Graph>(with_precision(*compiled.graph, model.precision));
    return graphs;
}

}  // namespace lockstep::accuracy
