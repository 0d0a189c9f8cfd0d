#pragma once

#include <string>
#include <vector>

#include "core/program/program.h"

/// Programs to judge the analysis on: streams made by hand, benchmark models, and models grown at random.
namespace lockstep::test {

struct NamedProgram {
    std::string name;
    Program program;
};

/// The same every time.
const std::vector<NamedProgram>& many_programs();

/// A column "program" with a row for each of them: an index into many_programs().
void many_programs_rows();

}  // namespace lockstep::test
