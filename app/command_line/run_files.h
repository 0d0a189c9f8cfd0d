#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "app/command_line/arguments.h"
#include "core/compiler/compile.h"
#include "core/program/byte_stream.h"
#include "core/run/growing_file.h"
#include "core/run/recording.h"
#include "core/support/atomic_file.h"

namespace lockstep::cli {

/// The files that a run writes while it goes on. They appear when all of it is done; those of a run with a
/// checkpoint are there before as FILE.partial.
class RunFiles {
  public:
    /// `state`: what save() said of the run that goes on here; null: it begins.
    RunFiles(const Arguments& arguments, const Program& program, std::int64_t inferences, ByteReader* state);

    void add(const InferenceRecord& record, std::span<const float> values);
    /// Everything that was added is in the files, and `writer` says how long they are.
    void save(ByteWriter& writer);
    /// A checkpoint was written that goes on from what save() said: the files stay as they are.
    void keep();
    void commit(const CompiledProgram& compiled);

  private:
    /// A file that is thrown away or one that is kept when the run is interrupted.
    struct Target {
        std::unique_ptr<AtomicFile> whole;
        std::unique_ptr<GrowingFile> growing;
        explicit operator bool() const { return whole || growing; }
        void write(std::string_view bytes);
        void commit();
    };

    Target outputs_;
    Target per_inference_;
    std::optional<AtomicFile> trace_;
};

}  // namespace lockstep::cli
