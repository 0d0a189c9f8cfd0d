#include "core/import/foreign_file.h"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

constexpr std::string_view export_lines =
    "  import lockstep_export\n"
    "  lockstep_export.export(model, example_input, \"model.pt\")\n";
constexpr std::string_view where =
    "lockstep_export.py comes with Lockstep, in resources/export or share/lockstep/export; "
    "torch.jit.script(model.eval()).save(path) "
    "and torch.jit.trace(…) do as well.";

/// Lines that get hold of the model, in the user's own Python, and those that export it.
std::string lines(const std::string& load) {
    return "In your own Python:\n" + load + std::string(export_lines) + std::string(where);
}

std::string quoted(const std::string& name) {
    std::string safe;
    for (const char c : name) {
        if (c == '"' || c == '\\') safe += '\\';
        safe += c;
    }
    return "\"" + safe + "\"";
}

std::string from_weights(const std::string& name) {
    return lines("  import torch\n  model = YourModel(...)\n  model.load_state_dict(torch.load(" +
                 quoted(name) + ", map_location=\"cpu\"))\n");
}

std::string from_keras() {
    return "Export it to ONNX or rebuild it in PyTorch; from a PyTorch module:\n" +
           std::string(export_lines) + std::string(where);
}

bool is_safetensors(std::string_view start, std::int64_t size) {
    if (start.size() < 10) return false;
    std::uint64_t header = 0;
    for (std::size_t i = 8; i-- > 0;) header = header << 8 | static_cast<unsigned char>(start[i]);
    return header > 1 && size > 8 && header <= static_cast<std::uint64_t>(size - 8) && start[8] == '{' &&
           (start[9] == '"' || start[9] == '}' || start[9] == ' ');
}

/// Protocol buffers: ir_version, then one of the model's other fields.
bool is_onnx(std::string_view start) {
    constexpr std::array fields = {0x12, 0x1a, 0x22, 0x2a, 0x30, 0x3a, 0x42};
    return start.size() > 3 && start[0] == 0x08 && start[1] >= 2 && start[1] <= 30 &&
           std::find(fields.begin(), fields.end(), static_cast<int>(start[2])) != fields.end();
}

ForeignFile pickle_file(std::string_view start, const std::string& name) {
    constexpr std::string_view legacy("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19", 12);
    if (start.find(legacy) != std::string_view::npos) {
        return {
            "this is a Python pickle that torch.save of PyTorch 1.5 or older wrote (weights, or a whole "
            "model), not a TorchScript file",
            from_weights(name)};
    }
    return {"this is a Python pickle (weights, or a whole model), not a TorchScript file",
            from_weights(name)};
}

}  // namespace

std::string how_to_export() {
    return "Save the model as TorchScript. " + lines("");
}

std::optional<ForeignFile> recognise_bytes(std::string_view start, std::int64_t size,
                                           const std::string& name) {
    const auto at = [&](std::size_t offset, std::string_view what) {
        return start.size() >= offset + what.size() && start.substr(offset, what.size()) == what;
    };
    if (size == 0) return ForeignFile{"the file is empty", how_to_export()};
    if (at(0, "PK\x03\x04")) {
        return ForeignFile{
            "the file begins like a TorchScript archive but its directory is missing: it is "
            "truncated or damaged",
            "Copy or download it again."};
    }
    if (at(4, "PTMF")) {
        return ForeignFile{"this is a flatbuffer of PyTorch Mobile, not a TorchScript archive",
                           "Save the module that it was made from. " + lines("")};
    }
    if (at(4, "TFL3")) return ForeignFile{"this is a TensorFlow Lite model", from_keras()};
    if (at(0, "\x89HDF\r\n\x1a\n"))
        return ForeignFile{"this is an HDF5 file (a Keras or TensorFlow model, or data)", from_keras()};
    if (at(0, "\x93NUMPY")) {
        return ForeignFile{"this is a NumPy array, not a model",
                           "Give it as input data: lockstep run MODEL.pt --input " + name};
    }
    if (at(0, "GGUF")) {
        return ForeignFile{
            "this is a GGUF file (quantised weights of a language model), not a TorchScript file",
            "Export the PyTorch model that it was made from. " + lines("")};
    }
    if (at(0, "version https://git-lfs")) {
        return ForeignFile{"this is a pointer of git-lfs: the model itself was not downloaded",
                           "Run git lfs pull in the repository that it comes from."};
    }
    if (at(0, "<!DOCTYPE") || at(0, "<!doctype") || at(0, "<html")) {
        return ForeignFile{"this is a web page: the download gave a page about the file and not the file",
                           "Download the raw file."};
    }
    if (at(0, "\x1f\x8b") || at(257, "ustar") || at(0, "7z\xbc\xaf") || at(0, "BZh") ||
        at(0,
           "\xfd"
           "7zXZ"))
        return ForeignFile{"this is a packed file (gzip, tar, 7z, bzip2 or xz)",
                           "Unpack it and load the model inside."};
    if (is_safetensors(start, size)) {
        return ForeignFile{"this is a safetensors file: it holds weights but no program",
                           lines("  from safetensors.torch import load_file\n  model = YourModel(...)\n"
                                 "  model.load_state_dict(load_file(" +
                                 quoted(name) + "))\n")};
    }
    if (at(0, "\x80")) return pickle_file(start, name);
    if (start.size() > 3 && start[0] == 0x08 && start[1] == 1 && start[2] == 0x12)
        return ForeignFile{"this is a TensorFlow SavedModel", from_keras()};
    if (is_onnx(start)) {
        return ForeignFile{"this is an ONNX model, which cannot be read yet",
                           "Export the PyTorch model that it was made from. " + lines("")};
    }
    return std::nullopt;
}

std::optional<ForeignFile> recognise_archive(const std::vector<std::string>& paths, std::string_view pickle,
                                             const std::string& name) {
    const auto has = [&](std::string_view path) {
        return std::find(paths.begin(), paths.end(), path) != paths.end();
    };
    const auto any = [&](const auto& test) { return std::any_of(paths.begin(), paths.end(), test); };
    const auto ends = [&](std::string_view ending) {
        return any([&](const std::string& path) { return path.ends_with(ending); });
    };
    const bool code = any([](const std::string& path) { return path.starts_with("code/"); });
    if (has("data.pkl") && has("constants.pkl") && code) return std::nullopt;
    if (has("serialized_exported_program.json") || has("archive_format") || has("models/model.json")) {
        return ForeignFile{"this is a program that torch.export saved (.pt2), not a TorchScript file",
                           lines("  import torch\n  program = torch.export.load(" + quoted(name) +
                                 ")\n  model = program.module()  # or the module that it was made from\n")};
    }
    if (any([](const std::string& path) { return path.starts_with(".data/extern_modules"); }) ||
        has("extern_modules")) {
        return ForeignFile{
            "this is an archive of torch.package: Python sources and pickles, not TorchScript",
            lines("  import torch.package\n  package = torch.package.PackageImporter(" + quoted(name) +
                  ")\n  model = package.load_pickle(\"model\", \"model.pkl\")  # its own names\n")};
    }
    if (has("model.json") && code) {
        return ForeignFile{"this is a TorchScript archive of PyTorch 1.3 or older, which cannot be read",
                           "Save it again with PyTorch 1.4 to 1.13: torch.jit.load(" + quoted(name) +
                               ").save(\"model.pt\")"};
    }
    if (has("bytecode.pkl")) {
        return ForeignFile{"this is a model for the mobile interpreter (.ptl) without its TorchScript code",
                           "Save the module that it was made from. " + lines("")};
    }
    if (has("model.weights.h5") || has("keras_metadata.pb"))
        return ForeignFile{"this is a Keras model", from_keras()};
    if (has("Manifest.json") && ends(".mlmodel")) return ForeignFile{"this is a Core ML model", from_keras()};
    if (!paths.empty() && std::all_of(paths.begin(), paths.end(),
                                      [](const std::string& path) { return path.ends_with(".npy"); })) {
        return ForeignFile{"this is a collection of NumPy arrays, not a model",
                           "Give it as input data: lockstep run MODEL.pt --input " + name};
    }
    if (has("data.pkl")) {
        if (pickle.find("pytorch-lightning_version") != std::string_view::npos) {
            return ForeignFile{
                "this is a checkpoint of Lightning: it holds weights and the state of the training, but no "
                "program (saved with torch.save)",
                lines("  model = YourLightningModule.load_from_checkpoint(" + quoted(name) +
                      ", map_location=\"cpu\")\n")};
        }
        if (!code && pickle.find("torch.nn.modules") != std::string_view::npos) {
            return ForeignFile{
                "this is a whole model that was pickled (saved with torch.save(model, …)), not a "
                "TorchScript program: it needs its Python sources",
                lines("  model = torch.load(" + quoted(name) +
                      ", map_location=\"cpu\", weights_only=False)  # where its classes can be "
                      "imported; without weights_only in PyTorch 1.12 and older\n")};
        }
        if (!has("constants.pkl") && !code) {
            return ForeignFile{
                "this file holds weights (a state_dict saved with torch.save), not a TorchScript "
                "program",
                from_weights(name)};
        }
        return std::nullopt;
    }
    if (ends(".pt") || ends(".pth") || ends(".onnx"))
        return ForeignFile{"this is a zip archive with models in it", "Unpack it and load the model inside."};
    return std::nullopt;
}

}  // namespace lockstep
