#include "core/import/torch_stored.h"

#include <algorithm>

namespace lockstep::torch_import {
namespace {

using nlohmann::json;

constexpr std::size_t vector_limit = 64;
constexpr std::int64_t element_limit = 1 << 24;  ///< of all vectors together

std::string record(caffe2::serialize::PyTorchStreamReader& reader, const std::string& name) {
    if (!reader.hasRecord(name)) return {};
    const auto [bytes, size] = reader.getRecord(name);
    return {static_cast<const char*>(bytes.get()), size};
}

/// The elements of the shapes, or -1 when they are out of range.
std::int64_t elements(const std::vector<Shape>& shapes) {
    std::int64_t total = 0;
    for (const Shape& shape : shapes) {
        std::int64_t count = 1;
        for (const std::int64_t size : shape) {
            if (size < 0 || size > element_limit || shape.size() > 8) return -1;
            count *= size;
            if (count > element_limit) return -1;
        }
        total += count;
        if (total > element_limit) return -1;
    }
    return total;
}

/// Places the vectors' tensors in the numbers; leaves all out when the record is of another size.
void read_vectors(const json& stored, StoredExample& example, std::string numbers) {
    if (!stored.is_array() || stored.size() > vector_limit) return;
    std::uint64_t offset = 0;
    json vectors = json::array();
    for (const json& vector : stored) {
        json placed;
        for (const char* key : {"inputs", "outputs"}) {
            const auto shapes = vector.at(key).get<std::vector<Shape>>();
            if (elements(shapes) < 0) return;
            if (std::string(key) == "inputs" && shapes != example.shapes) return;
            placed[key] = json::array();
            for (const Shape& shape : shapes) {
                placed[key].push_back({{"s", shape}, {"o", offset}});
                offset += static_cast<std::uint64_t>(element_count(shape)) * sizeof(float);
            }
        }
        vectors.push_back(std::move(placed));
        if (offset > numbers.size()) return;
    }
    if (offset != numbers.size()) return;
    example.vectors = std::move(vectors);
    example.numbers = std::move(numbers);
}

}  // namespace

StoredExample read_stored_example(std::shared_ptr<caffe2::serialize::ReadAdapterInterface> file,
                                  const std::string& method, std::size_t count) {
    StoredExample example;
    try {
        caffe2::serialize::PyTorchStreamReader reader(std::move(file));
        const json stored = json::parse(record(reader, "extra/lockstep.json"), nullptr, false);
        if (!stored.is_object() || stored.value("method", "forward") != method) return {};
        const auto shapes = stored.at("input_shapes").get<std::vector<Shape>>();
        if (shapes.size() != count || elements(shapes) < 0) return {};
        example.shapes = shapes;
        example.exporter = stored.value("exporter", "").substr(0, 100);
        example.values = stored.value("input_values", std::map<std::string, double>{});
        example.axes = stored.value("axes", std::vector<std::vector<std::string>>{});
        if (const auto axes = stored.find("streaming_axes"); axes != stored.end() && axes->size() == count) {
            for (std::size_t i = 0; i < count; ++i) {
                const json& axis = (*axes)[i];
                const auto rank = static_cast<std::int64_t>(shapes[i].size());
                std::int64_t found = axis.is_null() ? -1 : axis.get<std::int64_t>();
                if (!axis.is_null() && found < 0) found += rank;
                example.streaming_axes.push_back(found >= -1 && found < rank ? std::optional(found)
                                                                             : std::nullopt);
            }
        }
        if (const auto vectors = stored.find("vectors"); vectors != stored.end())
            read_vectors(*vectors, example, record(reader, "extra/lockstep_vectors.bin"));
    } catch (const std::exception&) {
        // a convenience: what can be read counts
    }
    return example;
}

}  // namespace lockstep::torch_import
