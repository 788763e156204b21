// SPDX-License-Identifier: Apache-2.0
// User: somebody who may log in, as the broker needs to know him.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "mqtt-broker/protocol/connection_topics.hpp"
#include "mqtt-broker/protocol/password_file.hpp"
#include "mqtt-broker/protocol/topic_right.hpp"

namespace mqtt_broker {

struct User {
    PasswordHash password;
    std::string client_id;  // the only one he may log in with; with a '*' at its end all that begin
                            // so; empty: any
    std::vector<TopicRight> rights;  // none: every topic, or only those of `connection`
    // Not empty: he may use the topics of this connection, and what `rights` add.
    std::string connection;
    Side side = Side::Others;

    friend bool operator==(const User&, const User&) = default;
};

using Users = std::map<std::string, User, std::less<>>;  // by user name

}  // namespace mqtt_broker
