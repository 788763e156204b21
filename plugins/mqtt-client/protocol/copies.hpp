// SPDX-License-Identifier: Apache-2.0
// Copies: tells a message from its copies.
//
// Where several of our subscriptions match a topic (house/+/set and house/light/set), a broker
// delivers a message once, or once for each of them, as it likes (MQTT 3.1.1, section 3.3.5), and
// nothing in a message says which. Copies follow each other at once. So a message is a copy when
// the one before it on its topic was the same, is not older than kTogether, and there is a
// subscription left that can have brought it. Where a broker makes no copies, this takes away
// nothing but the second of two equal messages within that time, which says nothing new of a state,
// and is quicker than a person pushes twice.
//
// Pure: a message and the time go in.
#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

#include "protocol/settling.hpp"

namespace mqtt_client {

class Copies {
 public:
    static constexpr std::chrono::milliseconds kTogether{100};
    // What is more than that within kTogether is forgotten, the oldest first.
    static constexpr std::size_t kRecentMax = 256;

    // `subscriptions`: how many of ours match the topic. To be asked of each message where there
    // are several.
    [[nodiscard]] bool is_copy(std::string_view topic, std::string_view payload, bool retained,
                               std::size_t subscriptions, Time now);

 private:
    struct Recent {
        std::size_t topic;  // hashes
        std::size_t message;
        std::size_t copies_due;
        Time time;
    };
    std::vector<Recent> recent_;  // the newest of each topic; oldest first
};

}  // namespace mqtt_client
