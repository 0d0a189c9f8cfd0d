# Builds the tests with the label `bits`: those that judge the numerics bit for bit, which ./check --full runs in more builds.
add_custom_target(bits_tests)

# lockstep_add_test(NAME SOURCES file... LIBS target... [LABELS label...] [TIMEOUT seconds]): a QtTest program, run without a screen.
function(lockstep_add_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    target_link_libraries(${name} PRIVATE lockstep_options Qt6::Test ${ARG_LIBS})
    target_compile_definitions(${name} PRIVATE
        LOCKSTEP_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data" LOCKSTEP_RESOURCES="${PROJECT_SOURCE_DIR}/resources"
        LOCKSTEP_SOURCE_DIR="${PROJECT_SOURCE_DIR}" LOCKSTEP_BINARY_DIR="${CMAKE_BINARY_DIR}")
    # What a test judges is optimised; the test itself runs once, and compiling it costs more than running it.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    if("${ARG_LIBS}" MATCHES "lockstep_widgets|lockstep_app|lockstep_session")
        lockstep_precompiled(${name} window_test)
    elseif(NOT "${ARG_LIBS}" MATCHES "Qt6::")
        lockstep_precompiled(${name} core_test)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    if("bits" IN_LIST ARG_LABELS)
        add_dependencies(bits_tests ${name})
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LOCKSTEP_LIBEXEC=${CMAKE_BINARY_DIR};XDG_CONFIG_HOME=${CMAKE_BINARY_DIR}/test-home;HOME=${CMAKE_BINARY_DIR}/test-home")
endfunction()
