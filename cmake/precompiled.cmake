# Half of a source's build time is parsing the standard library and the JSON library: they are parsed once per build tree.
# A precompiled header fits only sources that are compiled with the same flags, so there are two: libraries are compiled
# with -fPIC, programs with -fPIE.
option(HAWK_PRECOMPILE "Parse common headers once; OFF shows headers that a source forgot to include" ON)

if(HAWK_PRECOMPILE)
    add_library(hawk_precompiled STATIC ${CMAKE_CURRENT_LIST_DIR}/precompiled/library.cpp)
    target_link_libraries(hawk_precompiled PRIVATE hawk_warnings nlohmann_json::nlohmann_json)
    target_precompile_headers(hawk_precompiled PRIVATE ${CMAKE_CURRENT_LIST_DIR}/precompiled/common.h)
    if(HAWK_TESTS)
        add_executable(hawk_precompiled_tests ${CMAKE_CURRENT_LIST_DIR}/precompiled/program.cpp)
        target_link_libraries(hawk_precompiled_tests PRIVATE hawk_warnings nlohmann_json::nlohmann_json GTest::gtest GTest::gmock)
        target_precompile_headers(hawk_precompiled_tests PRIVATE ${CMAKE_CURRENT_LIST_DIR}/precompiled/tests.h)
        set_target_properties(hawk_precompiled_tests PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/CMakeFiles)
    endif()
endif()

# hawk_precompile(TARGET [FROM]): lets a target use the precompiled header of libraries, or the one of FROM.
function(hawk_precompile target)
    if(HAWK_PRECOMPILE)
        set(from hawk_precompiled ${ARGN})
        list(GET from -1 from)
        target_precompile_headers(${target} REUSE_FROM ${from})
    endif()
endfunction()
