#include "core/run/file_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/run/stored_array.h"
#include "core/support/error.h"

namespace lockstep {
namespace {

IoTensor expected(const Program& program) {
    if (program.outputs.size() == 1) return program.outputs.front();
    IoTensor all;
    all.name = "outputs";
    all.shape = {program.output_values()};
    return all;
}

class FileReference final : public Reference {
  public:
    FileReference(const Program& program, const std::filesystem::path& file)
        : size_(static_cast<std::size_t>(program.output_values())),
          rows_(expected(program), open_npy(file), "reference of output") {}

    std::int64_t count() const { return rows_.rows(); }
    std::vector<float> initial_states() const override { return {}; }
    std::int64_t state_offset(const std::string&) const override { return -1; }
    ReferenceRows rows(std::int64_t first, std::int64_t count, std::span<const float>,
                       const JobControl&) override {
        ReferenceRows result;
        const std::int64_t there = std::clamp<std::int64_t>(rows_.rows() - first, 0, count);
        result.outputs.assign(static_cast<std::size_t>(count) * size_,
                              std::numeric_limits<float>::quiet_NaN());
        for (std::int64_t i = 0; i < there; ++i)
            rows_.row(first + i,
                      std::span(result.outputs).subspan(static_cast<std::size_t>(i) * size_, size_));
        result.kinds.assign(static_cast<std::size_t>(there), ReferenceKind::file);
        result.kinds.resize(static_cast<std::size_t>(count), ReferenceKind::none);
        return result;
    }
    ReferenceInfo info(std::int64_t) const override {
        return {.kind = ReferenceKind::file, .note = "outputs from " + rows_.array().where};
    }
    double mean_us() const override { return 0; }

  private:
    std::size_t size_;
    StoredRows rows_;
};

}  // namespace

std::unique_ptr<Reference> make_file_reference(const Program& program, const std::filesystem::path& file,
                                               std::int64_t inferences) {
    auto reference = std::make_unique<FileReference>(program, file);
    if (reference->count() < inferences) {
        throw Error(FailureKind::bad_input,
                    fmt::format("{} holds outputs of {} inferences, and {} are run", file.string(),
                                reference->count(), inferences),
                    fmt::format("Ask for --inferences {}, or give longer outputs.", reference->count()));
    }
    return reference;
}

}  // namespace lockstep
