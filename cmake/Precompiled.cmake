# With LOCKSTEP_PRECOMPILE, the headers that most sources read are compiled once for each kind of target, by an object library
# lockstep_KIND_headers. A build without it shows a source that forgot an include: the development presets leave it off.
option(LOCKSTEP_PRECOMPILE "Precompile the headers of the standard library and of Qt that most sources read" OFF)

set(standard_headers <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <limits> <map> <memory> <optional> <set> <span> <string>
    <string_view> <utility> <variant> <vector> <fmt/format.h> <nlohmann/json.hpp>)
set(window_headers ${standard_headers} <QtWidgets> <QtCharts>)

function(lockstep_headers kind)
    cmake_parse_arguments(ARG "" "" "HEADERS;LIBS" ${ARGN})
    set(empty ${CMAKE_CURRENT_BINARY_DIR}/${kind}_headers.cpp)
    file(CONFIGURE OUTPUT ${empty} CONTENT "// Carries the precompiled headers.\n")
    add_library(lockstep_${kind}_headers OBJECT ${empty})
    set_target_properties(lockstep_${kind}_headers PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_link_libraries(lockstep_${kind}_headers PRIVATE lockstep_options fmt::fmt nlohmann_json::nlohmann_json ${ARG_LIBS})
    target_precompile_headers(lockstep_${kind}_headers PRIVATE ${ARG_HEADERS})
endfunction()

if(LOCKSTEP_PRECOMPILE)
    # GCC 12 no longer sees that inlined parts of a precompiled header are a system header's: its false reports on string
    # copies (bug 105329) come through. The builds without precompiled headers keep the warning.
    target_compile_options(lockstep_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow> $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>)
    lockstep_headers(window HEADERS ${window_headers} LIBS Qt6::Widgets Qt6::Charts Qt6::Svg)
    lockstep_headers(core_test HEADERS ${standard_headers} <QtTest> LIBS Qt6::Test)
    lockstep_headers(window_test HEADERS ${window_headers} <QtTest> LIBS Qt6::Test Qt6::Widgets Qt6::Charts Qt6::Svg)
    foreach(kind core_test window_test)
        # QtTest reads them only to find data beside a test, and a precompiled header wants them equal everywhere.
        target_compile_options(lockstep_${kind}_headers PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
    endforeach()
endif()

# lockstep_precompiled(TARGET KIND): the sources of the target read the precompiled headers of that kind.
function(lockstep_precompiled target kind)
    if(LOCKSTEP_PRECOMPILE)
        target_link_libraries(${target} PRIVATE fmt::fmt nlohmann_json::nlohmann_json)
        target_precompile_headers(${target} REUSE_FROM lockstep_${kind}_headers)
        if(kind MATCHES "_test$")
            target_compile_options(${target} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
        endif()
    endif()
endfunction()
