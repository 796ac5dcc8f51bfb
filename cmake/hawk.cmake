# Helpers every module uses: one target per folder, the same warnings everywhere, include root at the layer.

add_library(hawk_warnings INTERFACE)
# Designated initialisers name what matters and leave the rest at its default: no warning for the rest.
target_compile_options(hawk_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wno-missing-field-initializers -Werror)
# g++ 12 reports a false -Wrestrict inside std::string's operator+ at -O2 and above (GCC bug 105651, fixed in 13), and
# false -Wstringop-overflow and -Warray-bounds for "text" + std::string() once the library comes from a precompiled
# header (bug 105329 family). The checks stay on for every later g++.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(hawk_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds)
endif()

find_program(HAWK_CCACHE ccache)
if(HAWK_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Without this ccache leaves sources with a precompiled header alone.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${HAWK_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${HAWK_CCACHE})
endif()

# A fast linker when one is there: mold, else lld, else the default.
find_program(HAWK_MOLD mold)
find_program(HAWK_LLD ld.lld)
if(HAWK_MOLD)
    add_link_options(-fuse-ld=mold)
elseif(HAWK_LLD)
    add_link_options(-fuse-ld=lld)
endif()

if(HAWK_SANITIZE)
    add_compile_options(-fsanitize=${HAWK_SANITIZE} -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${HAWK_SANITIZE})
endif()

# hawk_module(NAME [OWN_FLAGS] [SOURCES ...] [PUBLIC ...] [PRIVATE ...])
# Target hawk_NAME with alias hawk::NAME. Includes start at the layer root (core/, ui/). A module without sources
# is an interface target. OWN_FLAGS: it is compiled with flags of its own, which no precompiled header fits.
function(hawk_module name)
    cmake_parse_arguments(ARG "OWN_FLAGS" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    set(target hawk_${name})
    if(ARG_SOURCES)
        add_library(${target} STATIC ${ARG_SOURCES})
        target_include_directories(${target} PUBLIC ${HAWK_LAYER_ROOT})
        target_link_libraries(${target} PUBLIC ${ARG_PUBLIC} PRIVATE hawk_warnings ${ARG_PRIVATE})
        if(NOT ARG_OWN_FLAGS)
            hawk_precompile(${target})
        endif()
    else()
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE ${HAWK_LAYER_ROOT})
        target_link_libraries(${target} INTERFACE ${ARG_PUBLIC})
    endif()
    add_library(hawk::${name} ALIAS ${target})
endfunction()

# hawk_core_test(NAME SOURCES ... LINK ...): one GoogleTest executable, one ctest entry, tests/core/NAME.
function(hawk_core_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    add_executable(test_${name} ${ARG_SOURCES})
    target_link_libraries(test_${name} PRIVATE hawk_warnings GTest::gtest GTest::gmock GTest::gtest_main ${ARG_LINK})
    hawk_precompile(test_${name} hawk_precompiled_tests)
    target_compile_definitions(test_${name} PRIVATE HAWK_TEST_SOURCE_DIR="${CMAKE_SOURCE_DIR}/tests")
    add_test(NAME ${name} COMMAND test_${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "HAWK_RESOURCES=${CMAKE_SOURCE_DIR}/resources;HAWK_BIN=${CMAKE_BINARY_DIR}/bin")
endfunction()
