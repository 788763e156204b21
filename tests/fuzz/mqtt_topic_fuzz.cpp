// SPDX-License-Identifier: Apache-2.0
// Fuzzes topics: a report topic that is taken is a command topic too, and the table finds what was
// put into it and nothing that was taken out.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>

#include "mqtt-client/protocol/topic.hpp"

namespace {

std::size_t count(const mqtt_client::TopicTable& table, const std::string& topic,
                  std::uint32_t listener) {
    std::size_t found = 0;
    table.find(topic, [&](std::uint32_t other) { found += other == listener ? 1U : 0U; });
    return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_client;
    const std::string all(reinterpret_cast<const char*>(data), size);
    if (check_report_topic(all) == TopicProblem::None &&
        check_command_topic(all) != TopicProblem::None) {
        std::abort();
    }
    TopicTable table;
    std::map<std::string, std::uint32_t> model;
    for (std::size_t i = 0; i + 2 < size; i += 3) {
        const auto topic = all.substr(i, 2);
        const auto found = model.find(topic);
        if (found == model.end()) {
            model[topic] = static_cast<std::uint32_t>(i);
            table.add(topic, static_cast<std::uint32_t>(i));
        } else if (data[i + 2] % 2 == 0) {
            table.remove(topic, found->second);
            if (count(table, topic, found->second) != 0) std::abort();
            model.erase(found);
        }
    }
    if (table.size() != model.size()) std::abort();
    for (const auto& [topic, listener] : model) {
        if (count(table, topic, listener) != 1) std::abort();
    }
    return 0;
}
