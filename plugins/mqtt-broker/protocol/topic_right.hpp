// SPDX-License-Identifier: Apache-2.0
// TopicRight: which topics a user may read or write.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mqtt_broker {

enum class Access : std::uint8_t { Read = 1, Write = 2, ReadWrite = 3 };

// A user without rights of his own may do everything; one with rights only what they say. Nobody
// may write to topics that begin with '$'.
struct TopicRight {
    Access access = Access::ReadWrite;
    // A topic filter; a level "%u" stands for the user name, "%c" for the client id.
    std::string pattern;

    friend bool operator==(const TopicRight&, const TopicRight&) = default;
};

// Whose rights they are.
struct Who {
    std::string_view username;
    std::string_view client_id;
};

// Whether a message of this topic may be received, or sent.
[[nodiscard]] bool may_read(std::span<const TopicRight> rights, std::string_view topic, Who who);
[[nodiscard]] bool may_write(std::span<const TopicRight> rights, std::string_view topic, Who who);
// Whether a subscription can ever bring something that may be read.
[[nodiscard]] bool may_subscribe(std::span<const TopicRight> rights, std::string_view filter,
                                 Who who);

// What is subscribed to: "home/#" of "$share/group/home/#".
[[nodiscard]] std::string_view without_share(std::string_view filter);

// What is wrong with a pattern, as a sentence; empty when nothing is.
[[nodiscard]] std::string_view pattern_fault(std::string_view pattern);

}  // namespace mqtt_broker
