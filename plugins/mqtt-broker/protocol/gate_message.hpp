// SPDX-License-Identifier: Apache-2.0
// GateMessage: what the plugin and the gate say to each other, one message a packet of their
// socket.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "busbar/result.hpp"

namespace mqtt_broker {

// ── to the gate ─────────────────────────────────────────────────────────────────────────────────

// Read the table of users again. Answered by TableLoaded.
struct LoadTable {
    friend bool operator==(const LoadTable&, const LoadTable&) = default;
};

// Disconnect a client, with its will; harmless when it has left. What follows is ClientGone.
struct DisconnectClient {
    std::uint64_t number = 0;  // of ClientPresent

    friend bool operator==(const DisconnectClient&, const DisconnectClient&) = default;
};

// ── from the gate ───────────────────────────────────────────────────────────────────────────────

// The table is in effect, and who may no longer be connected is not.
struct TableLoaded {
    std::string fault;  // why it is not; empty when it is
    std::uint64_t disconnected = 0;

    friend bool operator==(const TableLoaded&, const TableLoaded&) = default;
};

// A client is connected, or something of it changed. Texts may be cut.
struct ClientPresent {
    std::uint64_t number = 0;  // of this connection; rises
    std::string client_id;
    std::string username;  // empty when it gave none
    std::string address;
    std::uint8_t protocol = 0;  // 3: MQTT 3.1, 4: 3.1.1, 5: 5
    bool websocket = false;
    std::int64_t since_s = 0;  // of 1970 UTC
    std::uint64_t subscriptions = 0;
    std::vector<std::string> filters;  // those of them that it made since it connected; not all

    friend bool operator==(const ClientPresent&, const ClientPresent&) = default;
};

struct ClientGone {
    std::uint64_t number = 0;

    friend bool operator==(const ClientGone&, const ClientGone&) = default;
};

enum class Refusal : std::uint8_t {
    NoCredentials,  // no user name
    UnknownUser,    // or one that is switched off
    WrongPassword,
    WrongClientId,  // not the one that the user is bound to
    TooManyWrong,   // so many wrong passwords at this time that this one was not looked at
};

// Somebody could not log in. Texts may be cut.
struct LoginRefused {
    Refusal reason = Refusal::NoCredentials;
    std::string client_id;
    std::string username;
    std::string address;

    friend bool operator==(const LoginRefused&, const LoginRefused&) = default;
};

// Counted since the broker started; told when they change.
struct GateFigures {
    std::uint64_t logins_refused = 0;
    std::uint64_t topics_refused = 0;  // messages and subscriptions against the rights
    std::uint64_t messages_over_rate = 0;

    friend bool operator==(const GateFigures&, const GateFigures&) = default;
};

using GateMessage = std::variant<LoadTable, DisconnectClient, TableLoaded, ClientPresent,
                                 ClientGone, LoginRefused, GateFigures>;

// No message is longer: the gate cuts what strangers wrote.
inline constexpr std::size_t kGateMessageMax = 65'536;

[[nodiscard]] std::string encode_gate_message(const GateMessage& message);
// Fails with InvalidArgument on anything but what encode_gate_message() makes.
[[nodiscard]] busbar::Result<GateMessage> decode_gate_message(std::string_view octets);

}  // namespace mqtt_broker
