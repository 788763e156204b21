# SPDX-License-Identifier: Apache-2.0
# Installs Busbar into an empty folder and builds examples/hello-plugin against it, as a third party
# does: nothing of this source tree is visible to it but what was installed. Run with cmake -P.
#   BUILD     the build tree to install from
#   EXAMPLE   the example's folder
#   WORK      an own folder for both results; emptied first
file(REMOVE_RECURSE ${WORK})
function(step)
  execute_process(COMMAND ${ARGV} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGV}\n${output}")
  endif()
endfunction()

step(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
step(${CMAKE_COMMAND} -G Ninja -S ${EXAMPLE} -B ${WORK}/build -DCMAKE_BUILD_TYPE=Debug
     -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
step(${CMAKE_COMMAND} --build ${WORK}/build)
step(${CMAKE_CTEST_COMMAND} --test-dir ${WORK}/build --no-tests=error)
