// SPDX-License-Identifier: Apache-2.0
// Restrictions: the topics of the connections that users are restricted to, as the MQTT client
// tells them, page by page. Decides what is asked; somebody else carries the questions.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "busbar/service/v1/mqtt_client.pb.h"
#include "mqtt-broker/protocol/connection_topics.hpp"

namespace mqtt_broker {

class Restrictions {
 public:
    // Of one connection; what is beyond is left out, so nobody may use it.
    static constexpr std::size_t kTopicsMax = 100'000;

    // What is known of a connection.
    struct Known {
        std::string username;  // it logs in with
        std::uint64_t revision = 0;
        std::optional<std::uint64_t> read;  // the revision that `topics` are of
        ConnectionTopics topics;
        bool cut = false;  // there are more
    };

    // The connections that users are restricted to.
    void want(std::set<std::string> connections);
    // The MQTT client's service is there, or says something new. (When it is gone the topics stay
    // as they were: it will be back.) Returns whether anything matters to users.
    bool offered(const busbar::service::v1::MqttClient& service);
    // What to ask next; nothing while a question is under way, or when all is known.
    [[nodiscard]] std::optional<busbar::service::v1::TopicsRequest> next_question();
    // The answer to it. Returns whether it matters to users. One that failed is asked again.
    bool answered(const busbar::Result<busbar::service::v1::TopicsResponse>& answer);

    // Whether the MQTT client was ever there.
    [[nodiscard]] bool heard() const { return heard_; }
    // nullptr when there is no such connection.
    [[nodiscard]] const Known* find(std::string_view connection) const;
    // The topics of those that are wanted, as far as they are known.
    [[nodiscard]] Connections topics() const;

 private:
    // The topics of a connection on their way.
    struct Reading {
        std::string connection;
        std::uint64_t revision = 0;
        std::vector<std::string> commands;
        std::vector<std::string> reports;
        std::uint32_t next = 0;
    };
    [[nodiscard]] bool wanted(const std::string& connection) const;
    void take(const busbar::service::v1::TopicsResponse& page);

    bool heard_ = false;
    std::set<std::string> wanted_;
    std::map<std::string, Known, std::less<>> connections_;  // by id
    std::optional<Reading> reading_;
    bool asked_ = false;
};

}  // namespace mqtt_broker
