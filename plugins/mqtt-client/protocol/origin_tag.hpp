// SPDX-License-Identifier: Apache-2.0
// OriginTag and OriginClock: whose change a value is, and which of two is younger. Told between our
// own servers by the user properties busbar-o and busbar-l of MQTT 5.
//
// A count is one higher than any that its server has given or heard (a Lamport clock), and at least
// the milliseconds since 1970 by the clock at the start plus what has passed since: so a server
// that starts again, or was alone for a while, is not behind. A clock that is corrected while it
// runs has no effect.
//
// Pure: the time goes in.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mqtt_client {

using Time = std::chrono::steady_clock::time_point;

struct OriginTag {
    std::uint64_t count = 0;
    std::uint16_t server = 0;  // the clock's number for it; 0: there is no tag

    [[nodiscard]] bool empty() const { return server == 0; }
    friend bool operator==(const OriginTag&, const OriginTag&) = default;
};

class OriginClock {
 public:
    // More servers than these are not told apart: their values count as without a tag.
    static constexpr std::size_t kServersMax = 256;

    // `start` is what the count begins with at `now`: milliseconds since 1970.
    OriginClock(std::string own_server, std::uint64_t start, Time now);

    // For a change of ours.
    [[nodiscard]] OriginTag next(Time now);
    // What a message says. Nothing when that cannot be.
    [[nodiscard]] std::optional<OriginTag> heard(std::string_view server, std::uint64_t count);

    [[nodiscard]] bool own(const OriginTag& tag) const { return tag.server == kOwn; }
    // Of one count the server with the greater name is younger, everywhere.
    [[nodiscard]] bool younger(const OriginTag& tag, const OriginTag& than) const;
    [[nodiscard]] std::string_view server_of(const OriginTag& tag) const {
        return servers_[tag.server];
    }

 private:
    static constexpr std::uint16_t kOwn = 1;

    std::vector<std::string> servers_;  // [0] is nobody
    std::uint64_t newest_;
    const std::uint64_t start_;
    const Time start_time_;
};

}  // namespace mqtt_client
