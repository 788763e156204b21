// SPDX-License-Identifier: Apache-2.0
// Fuzzes topics: a report topic that is taken is a command topic too.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mqtt-client/protocol/topic.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_client;
    const std::string topic(reinterpret_cast<const char*>(data), size);
    if (check_report_topic(topic) == TopicProblem::None &&
        check_command_topic(topic) != TopicProblem::None) {
        std::abort();
    }
    return 0;
}
