# SPDX-License-Identifier: Apache-2.0
# busbar_add_plugin(): one call makes the folder that the runtime loads. The same for our plugins and
# for everybody's.
#
#   busbar_add_plugin(<id> SOURCES plugin.cpp … [PROTO proto/acme/blinds/v1/settings.proto …]
#                     [LINK libraries …] [MANIFEST manifest.json])
#
# Makes the target <id> (a module <id>.so) in lib/busbar/plugins/<id>/ of the build tree, with its
# manifest.json (default: the one beside the CMakeLists.txt) and settings.binpb, and installs all
# three. PROTO files live under proto/; they are generated in the target <id>_settings (lite), which
# other targets of the plugin may link.
function(busbar_add_plugin id)
  cmake_parse_arguments(ARG "" "MANIFEST" "SOURCES;PROTO;LINK" ${ARGN})
  if(NOT ARG_MANIFEST)
    set(ARG_MANIFEST manifest.json)
  endif()
  if(TARGET busbar_sdk)
    set(sdk busbar_sdk)
  else()
    set(sdk Busbar::sdk)
  endif()
  if(NOT BUSBAR_PLUGIN_OUTPUT_DIRECTORY)
    set(BUSBAR_PLUGIN_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/busbar/plugins)
  endif()
  set(folder ${BUSBAR_PLUGIN_OUTPUT_DIRECTORY}/${id})

  add_library(${id} MODULE ${ARG_SOURCES})
  target_compile_features(${id} PRIVATE cxx_std_20)
  target_link_libraries(${id} PRIVATE ${ARG_LINK} ${sdk})
  if(TARGET busbar_options)
    target_link_libraries(${id} PRIVATE busbar_options)
  endif()
  set_target_properties(${id} PROPERTIES PREFIX "" SUFFIX ".so"
    LIBRARY_OUTPUT_DIRECTORY ${folder}
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # Nothing of a plugin may be taken from or given to another one; and it is never unloaded.
  target_link_options(${id} PRIVATE -Wl,--exclude-libs,ALL -Wl,-z,nodelete -Wl,-z,defs)
  if(BUSBAR_SANITIZE)
    target_link_options(${id} PRIVATE -Wl,-z,undefs)
  endif()

  add_custom_command(OUTPUT ${folder}/manifest.json
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_MANIFEST} ${folder}/manifest.json
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_MANIFEST})
  set(files ${folder}/manifest.json)

  if(ARG_PROTO)
    busbar_plugin_settings(${id} ${folder} "${ARG_PROTO}")
    target_link_libraries(${id} PRIVATE ${id}_settings)
    list(APPEND files ${folder}/settings.binpb)
  endif()
  add_custom_target(${id}_files ALL DEPENDS ${files})
  add_dependencies(${id} ${id}_files)

  include(GNUInstallDirs)
  set(destination ${CMAKE_INSTALL_LIBDIR}/busbar/plugins/${id})
  install(TARGETS ${id} LIBRARY DESTINATION ${destination})
  install(FILES ${files} DESTINATION ${destination})
endfunction()

# The settings messages of a plugin: C++ for the plugin, descriptors for the runtime.
function(busbar_plugin_settings id folder protos)
  set(root ${CMAKE_CURRENT_SOURCE_DIR}/proto)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/proto)
  file(MAKE_DIRECTORY ${out})
  set(inputs "")  # a caller may have variables of these names
  set(sources "")
  set(headers "")
  foreach(proto ${protos})
    string(REGEX REPLACE "^proto/" "" path ${proto})
    string(REGEX REPLACE "\\.proto$" "" stem ${path})
    list(APPEND inputs ${root}/${path})
    list(APPEND sources ${out}/${stem}.pb.cc)
    list(APPEND headers ${out}/${stem}.pb.h)
  endforeach()
  add_custom_command(OUTPUT ${sources} ${headers}
    COMMAND protobuf::protoc --cpp_out=lite:${out} -I${root} -I${BUSBAR_PROTO_DIR} ${inputs}
    DEPENDS ${inputs} protobuf::protoc COMMENT "protoc ${id}")
  add_custom_command(OUTPUT ${folder}/settings.binpb
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND protobuf::protoc --include_imports --descriptor_set_out=${folder}/settings.binpb
            -I${root} -I${BUSBAR_PROTO_DIR} ${inputs}
    DEPENDS ${inputs} protobuf::protoc)
  if(TARGET busbar_contract_lite)
    set(contract busbar_contract_lite)
  else()
    set(contract Busbar::contract)
  endif()
  add_library(${id}_settings STATIC ${sources} ${headers})
  target_include_directories(${id}_settings SYSTEM PUBLIC ${out})
  target_link_libraries(${id}_settings PUBLIC ${contract})
  set_target_properties(${id}_settings PROPERTIES POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()
