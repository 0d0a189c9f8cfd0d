#pragma once

#include <string>

/// The pictures and figures of help/numerics.md.
namespace function_pictures {

/// numerics_functions.svg: the error of every function over all bf16 inputs.
std::string functions_picture();
/// numerics_tables.svg: the error of the functions that have tables.
std::string tables_picture();

/// The row of a function in the page's table of errors, from its last two columns on: "| 0.88 | -0x1.1cp+6
/// |".
std::string bf16_columns(int function);
/// The rows of the page's table of the tables' errors.
std::string table_rows();

}  // namespace function_pictures
