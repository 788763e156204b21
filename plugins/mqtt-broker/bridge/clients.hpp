// SPDX-License-Identifier: Apache-2.0
// Clients: who is connected, as statuses of the collection "clients", and what that means for the
// users.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/v1/bus.pb.h"
#include "mqtt-broker/protocol/gate_message.hpp"

namespace mqtt_broker {

// What the gate tells, kept until somebody asks what has changed.
class Clients {
 public:
    static constexpr std::size_t kToldMax = 1'000;  // more are only counted

    void take(const ClientPresent& client);
    void take(const ClientGone& client, std::int64_t now_s);
    // The broker does not run: nobody is connected.
    void clear(std::int64_t now_s);

    // The number of a client, by the id that its status has.
    [[nodiscard]] std::optional<std::uint64_t> number(std::string_view item_id) const;
    // How many of a user's clients are connected, and when the last of those that are not was.
    struct OfUser {
        std::size_t connected = 0;
        std::optional<std::int64_t> last_seen_s;  // of 1970 UTC
    };
    [[nodiscard]] OfUser of_user(std::string_view username) const;

    // The statuses that changed since the last call; those of who left are marked as removed.
    [[nodiscard]] std::vector<busbar::v1::StatusChanged> changes();

 private:
    struct Client {
        std::string item_id;
        ClientPresent facts;
        bool changed = true;
    };
    void forget(std::map<std::uint64_t, Client>::iterator client, std::int64_t now_s);

    std::map<std::uint64_t, Client> clients_;                    // by number
    std::map<std::string, std::uint64_t, std::less<>> numbers_;  // by item id
    std::map<std::string, OfUser, std::less<>> users_;           // by user name
    std::vector<std::string> removed_;                           // item ids
};

// "2026-11-26 21:15:03 UTC"; for people.
[[nodiscard]] std::string time_words(std::int64_t seconds_since_1970);
// "wrong password"
[[nodiscard]] std::string_view refusal_words(Refusal reason);

}  // namespace mqtt_broker
