# SPDX-License-Identifier: Apache-2.0
# What every target of this tree shares: language, warnings, visibility, sanitizers; and the two
# functions by which the parts of the tree are declared.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The runnable tree: build/<preset>/bin/busbard, bin/busbar, lib/busbar/plugins/<id>/.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(BUSBAR_PLUGIN_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/busbar/plugins)

add_library(busbar_options INTERFACE)
target_compile_options(busbar_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow
  $<$<COMPILE_LANGUAGE:CXX>:-Wconversion -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual>)
if(BUSBAR_SANITIZE)
  add_compile_options(-fsanitize=${BUSBAR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BUSBAR_SANITIZE})
endif()

# busbar_library(<target> SOURCES … [LINK …] [INCLUDE dir])
# A static library of this tree with Busbar's warnings. Includes start at the part's own folder.
function(busbar_library target)
  cmake_parse_arguments(ARG "" "INCLUDE" "SOURCES;LINK" ${ARGN})
  add_library(${target} STATIC ${ARG_SOURCES})
  if(NOT ARG_INCLUDE)
    set(ARG_INCLUDE ${CMAKE_CURRENT_SOURCE_DIR})
  endif()
  target_include_directories(${target} PUBLIC ${ARG_INCLUDE})
  target_link_libraries(${target} PUBLIC ${ARG_LINK} PRIVATE $<BUILD_INTERFACE:busbar_options>)
endfunction()

# busbar_test(<target> SOURCES … [LINK …] [LABELS …] [ENVIRONMENT …] [TIMEOUT seconds])
# One test program; each of its tests becomes a CTest test named as it reads.
function(busbar_test target)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINK;LABELS;ENVIRONMENT" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  if(NOT ARG_LABELS)
    set(ARG_LABELS unit)
  endif()
  add_executable(${target} ${ARG_SOURCES})
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE ${ARG_LINK} GTest::gmock_main busbar_options)
  gtest_discover_tests(${target} NO_PRETTY_VALUES DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} ENVIRONMENT "${ARG_ENVIRONMENT}")
endfunction()

# busbar_test_reads_data(<source> …): BUSBAR_TEST_DATA is tests/data there. Not everywhere: a path of
# the checkout in a command line keeps ccache from knowing a file from another checkout again.
function(busbar_test_reads_data)
  set_source_files_properties(${ARGN} PROPERTIES
    COMPILE_DEFINITIONS BUSBAR_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
endfunction()
