#include <cstdio>
#include <fstream>

#include "core/numerics/function.h"
#include "tests/core/numerics/function_pictures.h"

/// numerics_pictures resources/help writes the pictures of numerics.md and prints the figures of its tables.
int main(int count, char** words) {
    if (count != 2) {
        std::fprintf(stderr, "usage: numerics_pictures FOLDER\n");
        return 2;
    }
    const std::string folder = words[1];
    std::ofstream functions(folder + "/numerics_functions.svg");
    functions << function_pictures::functions_picture();
    std::ofstream tables(folder + "/numerics_tables.svg");
    tables << function_pictures::tables_picture();
    for (std::size_t k = 0; k < lockstep::all_functions.size(); ++k)
        std::printf("%-12s %s\n", lockstep::name(lockstep::all_functions[k]).data(),
                    function_pictures::bf16_columns(static_cast<int>(k)).c_str());
    std::printf("%s", function_pictures::table_rows().c_str());
    functions.close();
    tables.close();
    return functions && tables ? 0 : 1;
}
