# What every target of the project is compiled with: link lockstep_options.
add_library(lockstep_options INTERFACE)
target_compile_options(lockstep_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Werror
    # When it optimises, GCC 12 reports overlapping copies in every inlined "text" + string (its bug 105329) and members of
    # an empty std::optional as uninitialized (its bug 80635).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
    # The numerics contract counts roundings: a*b+c is two unless the source says fma.
    -ffp-contract=off)
target_compile_definitions(lockstep_options INTERFACE
    LOCKSTEP_VERSION="${PROJECT_VERSION}" QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_FOREACH)
target_include_directories(lockstep_options INTERFACE ${PROJECT_SOURCE_DIR})
if(LOCKSTEP_FUZZ)
    target_compile_options(lockstep_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(LOCKSTEP_SANITIZE_THREADS)
    target_compile_options(lockstep_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
    target_link_options(lockstep_options INTERFACE -fsanitize=thread)
endif()
if(LOCKSTEP_SANITIZE OR LOCKSTEP_FUZZ)
    # The check of vtables asks for types that LibTorch does not export: c10::DynamicType.
    target_compile_options(lockstep_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
        $<$<STREQUAL:$<TARGET_PROPERTY:NAME>,lockstep-torch>:-fno-sanitize=vptr>)
    target_link_options(lockstep_options INTERFACE -fsanitize=address,undefined)
endif()

# lockstep_add_library(NAME SOURCES file... LIBS target...): one layer of the project.
function(lockstep_add_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LIBS" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC lockstep_options ${ARG_LIBS})
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
