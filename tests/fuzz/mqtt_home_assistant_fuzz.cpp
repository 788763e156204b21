// SPDX-License-Identifier: Apache-2.0
// Fuzzes announcements: whatever an object is called, its announcement is JSON under a topic that
// names it; and of any topic that is one of ours, the id can be in a topic.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "mqtt-client/protocol/home_assistant.hpp"
#include "mqtt-client/protocol/topic.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_client;
    if (size < 2) return 0;
    const AnnouncingNode node{"homeassistant", "busbar", "House", "", "", "", {}};
    const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
    if (const auto id = announced_id_in(text, node)) {
        if (id->empty() || id->find('/') != std::string_view::npos) std::abort();
    }
    AnnouncedObject object;
    object.kind = static_cast<Kind>(data[0] % 7);
    object.occurrence = (data[1] & 1U) != 0;
    object.id = text.substr(0, 100);
    object.name = text;
    object.room = text;
    object.unit = text.substr(0, 3);
    object.representation = (data[1] & 2U) != 0 ? "temperature" : text;
    if ((data[1] & 4U) != 0) object.labels = {{data[1], text}};
    if ((data[1] & 8U) != 0) object.words = {{"1", std::string(text)}};
    if ((data[1] & 16U) != 0) object.command_topic = "set";
    if ((data[1] & 32U) != 0) object.report_topic = "state";
    const auto announcement = announce(object, node);
    if (!announcement) return 0;
    if (!nlohmann::json::accept(announcement->payload)) std::abort();
    if (check_report_topic(announcement->topic) != TopicProblem::None) std::abort();
    if (announced_id_in(announcement->topic, node) != announced_id(object.id)) std::abort();
    return 0;
}
