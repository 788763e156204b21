// SPDX-License-Identifier: Apache-2.0
// Gatekeeper: who is let into the broker, what he may do there, and who is inside. Works within
// Mosquitto, on its only thread.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mqtt-broker/protocol/gate_message.hpp"
#include "mqtt-broker/protocol/gate_table.hpp"

namespace mqtt_broker {

class Gatekeeper {
 public:
    using Time = std::chrono::steady_clock::time_point;
    using Client = const void*;  // whoever Mosquitto means by it
    using Secret = std::array<std::uint8_t, 32>;

    // A password costs about 1 ms to look at, in which the broker does nothing else. So one that
    // was right is known again at once, and only so many wrong ones are looked at in a second.
    static constexpr std::uint32_t kWrongPerSecondMax = 50;
    static constexpr std::size_t kFiltersMax = 100;  // told of one client
    static constexpr std::size_t kRefusedMax =
        10;                                       // filters of one client that are looked at again
    static constexpr std::size_t kTextMax = 256;  // octets told of a text
    static constexpr std::size_t kRefusalsWaitingMax = 64;

    // `secret`: random, for this process only.
    explicit Gatekeeper(Secret secret) : secret_(secret) {}

    // Judges by this table from now on. Returns the ids of the clients that it does not let in, or
    // lets in otherwise than before: they are to be disconnected. Other topics of a connection are
    // no reason for that, unless a client may subscribe now to what it was refused before: it would
    // not ask again.
    [[nodiscard]] std::vector<std::string> use(GateTable table);

    struct Login {
        std::string_view client_id;
        std::optional<std::string_view> username;
        std::optional<std::string_view> password;
        std::string_view address;
        std::uint8_t protocol = 4;  // as in ClientPresent
        bool websocket = false;
        std::int64_t time_s = 0;  // of 1970 UTC
    };
    // Nothing when the client is let in: it is inside until left().
    [[nodiscard]] std::optional<Refusal> log_in(Client client, const Login& login, Time now);
    void left(Client client);
    [[nodiscard]] bool inside(Client client) const { return inside_.contains(client); }

    // Whether it may receive, send, subscribe. The client may be an absent one whose session waits.
    // One that is to be disconnected still has the rights it came in with, for its will.
    [[nodiscard]] bool may_read(Client client, std::string_view topic, Who who) const;
    [[nodiscard]] bool may_write(Client client, std::string_view topic, Who who);
    [[nodiscard]] bool may_subscribe(Client client, std::string_view filter, Who who);
    void unsubscribed(Client client, std::string_view filter);
    // Whether it may send one more message now; counts it.
    [[nodiscard]] bool within_rate(Client client, Time now);

    // The id of the client with this number, when it is inside.
    [[nodiscard]] std::optional<std::string> client_id(std::uint64_t number) const;

    // Tells what is not told yet: who left, who is inside, who was refused. `send` says whether it
    // took the message; what it did not take is told the next time. `subscriptions` counts those of
    // a client.
    void report(const std::function<bool(const GateMessage&)>& send,
                const std::function<std::uint64_t(Client)>& subscriptions);

 private:
    // What somebody may do. Shared: topics are many, and who is put out keeps what he came in with.
    struct Permissions {
        std::vector<TopicRight> rights;
        std::shared_ptr<const ConnectionTopics> topics;  // none: he is not restricted to any
        Side side = Side::Others;
    };
    struct Inside {
        std::string client_id;  // whole, as is the user name
        std::string username;
        Permissions may;
        std::vector<std::string> refused_filters;
        ClientPresent told_as;
        bool proper = false;  // would be let in with authentication as well
        bool told = false;
        Time second{};
        std::uint32_t messages = 0;  // in this second
    };
    enum class Password : std::uint8_t { Right, Wrong, NotLookedAt };

    [[nodiscard]] std::optional<Refusal> judge(const Login& login, Time now);
    [[nodiscard]] Password look_at(const std::string& username, const User& user,
                                   std::string_view password, Time now);
    [[nodiscard]] std::optional<Secret> mark_of(std::string_view username,
                                                std::string_view password) const;
    void refuse(Refusal reason, const Login& login);
    [[nodiscard]] static bool may_subscribe(const Permissions& may, std::string_view filter,
                                            Who who);
    [[nodiscard]] Permissions permissions_of(const User& user) const;
    // with(permissions), or false for who may do nothing.
    [[nodiscard]] bool allowed(Client client, Who who, auto&& with) const;

    Secret secret_;
    GateTable table_;  // without connections, which are
    std::map<std::string, std::shared_ptr<const ConnectionTopics>, std::less<>> connections_;
    std::map<std::string, Secret, std::less<>> right_;  // marks of passwords that were right
    Time second_{};
    std::uint32_t wrong_ = 0;  // in this second
    std::uint64_t last_number_ = 0;
    std::unordered_map<Client, Inside> inside_;
    // Who left last, until the next report(): Mosquitto says first that it is gone and then sends
    // its will.
    struct Left {
        Client client = nullptr;
        Permissions may;
    };
    Left last_left_;
    std::unordered_set<Client> changed_;  // of those inside
    std::deque<std::uint64_t> gone_;      // that were told to be inside
    std::deque<LoginRefused> refused_;
    GateFigures figures_;
    GateFigures figures_told_;
};

}  // namespace mqtt_broker
