#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

#include "core/program/program_file.h"
#include "tests/core/vm/saved_programs.h"

using namespace lockstep;

/// make_saved_programs FOLDER writes NAME.lockstep and NAME.bits of every case of saved_programs.h: the file,
/// and the patterns of its results in hexadecimal, one a line.
int main(int count, char** words) {
    if (count != 2) {
        std::fprintf(stderr, "usage: make_saved_programs FOLDER\n");
        return 2;
    }
    for (const saved::Case& one : saved::cases()) {
        const std::string stem = std::string(words[1]) + "/" + one.name;
        const std::vector<std::uint8_t> bytes = program_to_bytes(one.program);
        std::ofstream(stem + ".lockstep", std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        Vm vm(std::make_shared<const Program>(one.program),
              VmOptions{.threads = 1, .functions = one.functions});
        std::ofstream file(stem + ".bits");
        char line[16];
        for (const std::uint32_t value : saved::results(vm)) {
            std::snprintf(line, sizeof line, "%08x\n", value);
            file << line;
        }
        file.close();
        if (!file) {
            std::fprintf(stderr, "%s cannot be written\n", stem.c_str());
            return 1;
        }
    }
    return 0;
}
