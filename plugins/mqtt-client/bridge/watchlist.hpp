// SPDX-License-Identifier: Apache-2.0
// Watchlist: the assignments that have a status now.
//
// Every assignment counts what it carries, in 24 octets. A status is some hundred times of that, in
// the runtime too, so only the kWatchedMax assignments have one that refused a message, or that
// somebody asked about, last. What changes is told together, every two seconds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/report_queue.hpp"

namespace mqtt_client {

// What an assignment has carried. Times are seconds of the loop's clock; 0 is never.
struct Traffic {
    std::uint32_t messages = 0;  // on the command topic
    std::uint32_t commands = 0;  // of these, put on the bus
    std::uint32_t refused = 0;   // of these, not readable, or refused by the object's owner
    std::uint32_t reports = 0;   // handed to the connection
    std::uint32_t last_message = 0;
    std::uint32_t last_report = 0;
};

// What is kept of an assignment while it has a status.
struct Watched {
    Ref assignment;
    std::string item_id;
    std::string last_message;  // since it is watched, as it arrived; shortened
    std::string last_report;
    std::string last_refused;  // why
    std::uint32_t refused_time = 0;
    bool in_order = true;  // nothing was refused since the last good command
    bool changed = true;   // since it was told
    bool told = false;
};

class Watchlist {
 public:
    static constexpr std::size_t kWatchedMax = 200;

    // As the newest; the oldest loses its place when there is none left. The reference is valid
    // until the next put() or remove().
    Watched& put(Ref assignment, std::string_view item_id);
    // nullptr when it is not watched.
    [[nodiscard]] Watched* find(Ref assignment);
    void remove(Ref assignment);

    [[nodiscard]] std::size_t size() const { return watched_.size(); }
    // told(watched) of each that changed since the last call.
    template <class Told>
    void each_changed(Told&& told) {
        for (auto& one : watched_) {
            if (!one.changed) continue;
            told(one);
            one.changed = false;
            one.told = true;
        }
    }
    // Ids of the items that had a status and are watched no more, since the last call.
    [[nodiscard]] std::vector<std::string> take_gone() { return std::exchange(gone_, {}); }

 private:
    void let_go(std::vector<Watched>::iterator one);

    std::vector<Watched> watched_;  // oldest first
    std::vector<std::string> gone_;
};

}  // namespace mqtt_client
