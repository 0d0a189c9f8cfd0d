#include "tests/core/import/npy_fixture.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

std::string model_fixture(const std::string& name) {
    return std::string(LOCKSTEP_TEST_DATA) + "/models/" + name;
}

lockstep::Tensor read_npy_fixture(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    if (bytes.size() < 10 || bytes.compare(0, 6, "\x93NUMPY") != 0)
        throw std::runtime_error("no NPY file: " + path);
    const std::size_t header =
        static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
    const std::string text = bytes.substr(10, header);
    if (text.find("'<f4'") == std::string::npos || text.find("'fortran_order': False") == std::string::npos) {
        throw std::runtime_error("not fp32 in C order: " + path);
    }
    const std::size_t shape_at = text.find("'shape': (");
    if (shape_at == std::string::npos) throw std::runtime_error("no shape: " + path);
    lockstep::Shape shape;
    std::istringstream dims(text.substr(shape_at + 10, text.find(')', shape_at) - shape_at - 10));
    for (std::int64_t size = 0; dims >> size; dims.ignore(1, ',')) shape.push_back(size);
    std::vector<float> values(static_cast<std::size_t>(lockstep::element_count(shape)));
    if (bytes.size() != 10 + header + values.size() * sizeof(float))
        throw std::runtime_error("wrong size: " + path);
    std::memcpy(values.data(), bytes.data() + 10 + header, values.size() * sizeof(float));
    return {shape, std::move(values)};
}
