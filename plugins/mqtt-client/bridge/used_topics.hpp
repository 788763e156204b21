// SPDX-License-Identifier: Apache-2.0
// UsedTopics: all topics of one connection, for whoever gives others rights to them, and the pages
// that they are told in.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "busbar/service/v1/mqtt_client.pb.h"

namespace mqtt_client {

struct UsedTopics {
    std::uint64_t revision = 0;  // another number whenever they are others
    // Topics or filters, sorted, each once.
    std::vector<std::string> commands;  // listened to
    std::vector<std::string> reports;   // published on
};

// Those from number `first` on, commands before reports, as many as go into a message.
[[nodiscard]] busbar::service::v1::TopicsResponse page_of(const UsedTopics& topics,
                                                          std::size_t first);

}  // namespace mqtt_client
