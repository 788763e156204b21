// SPDX-License-Identifier: Apache-2.0
// Fuzzes topic templates: of whatever name, the topic is one to report on, and the template's
// filter has the same levels, the same or +.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mqtt-client/protocol/topic.hpp"
#include "mqtt-client/protocol/topic_template.hpp"

namespace {

std::string_view take_level(std::string_view& topic) {
    const auto end = std::min(topic.find('/'), topic.size());
    const auto level = topic.substr(0, end);
    topic.remove_prefix(std::min(end + 1, topic.size()));
    return level;
}

bool matches(std::string_view topic, std::string_view filter) {
    if (std::count(topic.begin(), topic.end(), '/') !=
        std::count(filter.begin(), filter.end(), '/')) {
        return false;
    }
    while (!filter.empty()) {
        const auto level = take_level(topic);
        const auto wanted = take_level(filter);
        if (wanted != "+" && wanted != level) return false;
    }
    return topic.empty();
}

}  // namespace

// A template, a line end, a name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_client;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(text.find('\n'), text.size());
    const auto made = TopicTemplate::parse(text.substr(0, end));
    if (!made) return 0;
    const auto name = text.substr(std::min(end + 1, text.size()));
    const auto topic = made->topic({name, name, name, name});
    const auto problem = check_report_topic(topic);
    if (problem != TopicProblem::None && problem != TopicProblem::TooLong) std::abort();
    if (!matches(topic, made->filter())) std::abort();
    return 0;
}
