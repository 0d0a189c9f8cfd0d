#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "core/import/archive_check.h"

namespace lockstep {

/// A model file, open for reading, checked as it was when it was opened.
class ModelFile {
  public:
    /// Throws Error(bad_file) when it cannot be opened or is no TorchScript archive.
    explicit ModelFile(const std::filesystem::path& path);
    ~ModelFile();
    ModelFile(const ModelFile&) = delete;
    ModelFile& operator=(const ModelFile&) = delete;

    /// Throws Error(bad_file) when the bytes may be others than those that were checked.
    void check_unchanged() const;
    /// Computes sha256(), which takes as long as reading the file. Throws Error(bad_file).
    void hash();

    int descriptor() const { return descriptor_; }
    const std::string& name() const { return name_; }  ///< without its folder
    const std::string& sha256() const {
        return sha256_;
    }  ///< of its bytes, in hexadecimal digits; empty before hash()
    const ArchiveSummary& summary() const { return summary_; }

  private:
    std::string name_;
    int descriptor_ = -1;
    struct stat status_ = {};
    ArchiveSummary summary_;
    std::string sha256_;
};

}  // namespace lockstep
