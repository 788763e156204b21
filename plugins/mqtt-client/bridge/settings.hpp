// SPDX-License-Identifier: Apache-2.0
// The settings as the bridge uses them: defaults filled in, nothing of protobuf kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "busbar/mqtt_client/v1/settings.pb.h"
#include "io/transport.hpp"
#include "protocol/broker_address.hpp"
#include "protocol/format.hpp"
#include "protocol/home_assistant.hpp"

namespace mqtt_client {

namespace messages = busbar::mqtt_client::v1;

struct ConnectionSettings {
    std::string name;
    bool integrated = false;  // endpoint.host and .port then come from the broker's service
    Endpoint endpoint;        // with the first address
    std::vector<BrokerAddress> fallbacks;  // the others, in order
    std::string online;                    // published on endpoint.will.topic while we are there
    busbar::Clock::duration echo_timeout{};
    int qos = 1;
    bool retain = true;
    std::optional<AnnouncingNode> announcing;  // to Home Assistant; nothing: not

    friend bool operator==(const ConnectionSettings&, const ConnectionSettings&) = default;
};

struct AssignmentSettings {
    std::string connection;
    std::string object;
    std::string command_topic;
    std::string report_topic;
    messages::RetainedCommands on_retained = messages::RETAINED_COMMANDS_UNSPECIFIED;
    double tolerance = 0;  // 0: from the object's type
    bool sync = false;     // two objects are kept equal
    FormatSettings format;
    std::optional<std::uint8_t> qos;  // else the connection's
    std::optional<bool> retain;
};

struct RuleSettings {
    std::string connection;
    std::string objects;        // empty: all
    std::string command_topic;  // a TopicTemplate
    std::string report_topic;
    messages::RetainedCommands on_retained = messages::RETAINED_COMMANDS_UNSPECIFIED;
    FormatSettings format;
};

// A client id of 22 letters and digits, the same for the same item of the same runtime for good.
// (MQTT 3.1.1, section 3.1.3.1: every broker takes 1 to 23 of these.)
[[nodiscard]] std::string generated_client_id(const std::string& runtime_uuid,
                                              const std::string& item_id);

[[nodiscard]] bool on_this_machine(const Endpoint& endpoint);

// Where the action "test" publishes when there is nothing else that it may.
[[nodiscard]] std::string test_topic(const Endpoint& endpoint);

[[nodiscard]] ConnectionSettings settings_of(const messages::Connection& message,
                                             const std::string& generated_client_id);
[[nodiscard]] AssignmentSettings settings_of(const messages::Assignment& message);
[[nodiscard]] RuleSettings settings_of(const messages::TopicRule& message);

}  // namespace mqtt_client
