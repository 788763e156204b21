# SPDX-License-Identifier: Apache-2.0
"""The rules of the tree as data: who may include whom, and what needs no test of its own."""

# The ladder (ARCHITECTURE.md): part -> what its includes may point at, besides itself. A file
# belongs to the first part that its path begins with; {id} is any one plugin. `sdk` is everything of
# it, `sdk:…` the headers named in SDK_HEADERS, `proto` the generated messages.
LADDER = [
    ("sdk/include/busbar/testing", ["sdk", "proto"]),
    ("sdk", ["proto"]),
    ("runtime/base", ["sdk:value", "sdk:loop"]),
    ("runtime/object", ["runtime/base", "sdk", "proto"]),
    ("runtime/bus", ["runtime/object", "runtime/base", "sdk", "proto"]),
    ("runtime/config", ["runtime/object", "runtime/base", "sdk", "proto"]),
    ("runtime/license", ["runtime/object", "runtime/base", "sdk", "proto"]),
    ("runtime/plugin", ["runtime/bus", "runtime/config", "runtime/license", "runtime/object",
                        "runtime/base", "sdk", "proto"]),
    ("runtime/host", ["runtime/plugin", "runtime/base", "sdk", "proto"]),
    ("runtime", ["runtime", "sdk", "proto"]),
    ("plugins/{id}/protocol", ["sdk:value"]),
    ("plugins/{id}/io", ["plugins/{id}/protocol", "sdk:value", "sdk:loop"]),
    ("plugins/{id}/bridge", ["plugins/{id}/io", "plugins/{id}/protocol", "sdk", "proto"]),
    ("plugins/{id}", ["plugins/{id}", "sdk", "proto"]),
    ("tests", ["tests", "runtime", "plugins", "sdk", "proto"]),
    ("bench", ["bench", "runtime", "plugins", "tests/support", "sdk", "proto"]),
    ("examples", ["examples", "sdk", "proto"]),
]

SDK_HEADERS = {
    "sdk:value": ["busbar/octets.hpp", "busbar/result.hpp", "busbar/slot_index.hpp",
                  "busbar/value.hpp"],
    "sdk:loop": ["busbar/loop.hpp", "busbar/asio_loop.hpp"],
}

# Where a quoted include may start, besides the folders the file is in.
INCLUDE_ROOTS = ["sdk/include", "runtime", "plugins", "plugins/{id}", "tests"]

# protocol/ is pure: of the standard headers not those that bring a thread or a file, of everything
# else only what computes.
IMPURE_HEADERS = {"thread", "mutex", "shared_mutex", "condition_variable", "future", "semaphore",
                  "fstream", "iostream", "filesystem"}
PURE_LIBRARIES = ["openssl/crypto.h", "openssl/evp.h", "arpa/inet.h", "nlohmann/json.hpp"]

# Sources without a test file of their own: pattern -> the test file that covers them, or why they
# have none.
TESTED_ELSEWHERE = {
    "sdk/src/testing/*.cpp": "the doubles that every plugin's tests stand on",
    "runtime/busbard.cpp": "tests/integration/knx_mqtt_test.cpp",
    "runtime/runtime.cpp": "tests/integration/knx_mqtt_test.cpp",
    "runtime/plugin/in_process.cpp": "tests/runtime/plugin/manager_test.cpp",
    "runtime/plugin/instance.cpp": "tests/runtime/plugin/manager_test.cpp",
    "plugins/mqtt-client/io/*_transport.cpp": "tests/plugins/mqtt-client/io/transport_test.cpp",
    "plugins/mqtt-client/io/paho_tick.cpp": "tests/plugins/mqtt-client/io/transport_test.cpp",
    "plugins/mqtt-client/io/transports.cpp": "tests/plugins/mqtt-client/io/transport_test.cpp",
    "plugins/mqtt-client/io/tls_context.cpp": "tests/plugins/mqtt-client/io/transport_test.cpp",
    "plugins/mqtt-client/tool/main.cpp": "tests/plugins/mqtt-client/tool/topics_command_test.cpp",
    "plugins/knx/protocol/dpt/dpt_*.cpp": "tests/plugins/knx/protocol/dpt/round_trip_test.cpp",
    "plugins/knx/protocol/dpt/field_codec.cpp": "tests/plugins/knx/protocol/dpt/round_trip_test.cpp",
    "plugins/knx/tool/main.cpp": "tests/plugins/knx/tool/dpt_vectors_test.cpp",
    "plugins/knx/tool/*_json.cpp": "tests/plugins/knx/tool/frame_vectors_test.cpp",
    "plugins/knx/protocol/knxip/*.cpp": "tests/plugins/knx/protocol/frame_vectors_test.cpp",
    "plugins/knx/protocol/tunnel/*.cpp":
        "tests/plugins/knx/protocol/tunnel/tunnel_simulation_test.cpp",
}
