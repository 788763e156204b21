# SPDX-License-Identifier: Apache-2.0
# Every public header compiles alone, and abi.h does as plain C11. Compiling is the test.
set(include_dir ${PROJECT_SOURCE_DIR}/sdk/include)
set(alone_dir ${CMAKE_CURRENT_BINARY_DIR}/headers)
file(GLOB_RECURSE headers RELATIVE ${include_dir} CONFIGURE_DEPENDS ${include_dir}/busbar/*.hpp)
foreach(header ${headers})
  string(REGEX REPLACE "[/.]" "_" name ${header})
  file(CONFIGURE OUTPUT ${alone_dir}/${name}.cpp CONTENT "#include \"@header@\"\n" @ONLY)
  list(APPEND sources ${alone_dir}/${name}.cpp)
endforeach()
file(CONFIGURE OUTPUT ${alone_dir}/abi.c CONTENT "#include \"busbar/abi.h\"\n" @ONLY)

add_library(busbar_headers_alone OBJECT ${sources} ${alone_dir}/abi.c)
target_link_libraries(busbar_headers_alone PRIVATE busbar_sdk busbar_options)
set_source_files_properties(${alone_dir}/abi.c PROPERTIES
  COMPILE_OPTIONS "-std=c11;-pedantic;-Wstrict-prototypes;-Werror")
