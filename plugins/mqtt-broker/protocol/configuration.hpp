// SPDX-License-Identifier: Apache-2.0
// Configuration: what the broker is to do, and the files by which Mosquitto is told.
//
// File names are relative: Mosquitto runs in its own directory, so neither the length of a path nor
// the rights on the directories above it matter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mqtt-broker/protocol/user.hpp"

namespace mqtt_broker {

inline constexpr std::string_view kConfigurationFile = "mosquitto.conf";
inline constexpr std::string_view kPasswordFile = "passwd";
inline constexpr std::string_view kAclFile = "acl";
inline constexpr std::string_view kCertificateFile = "server.crt";
inline constexpr std::string_view kKeyFile = "server.key";
inline constexpr std::string_view kDatabaseFile = "mosquitto.db";
inline constexpr std::string_view kSocketFile = "broker.sock";

// From where clients can connect. The loopback address is always among it.
enum class Reach : std::uint8_t {
    Loopback,  // programs on this machine
    Lan,       // one address or network interface of this machine
    All,       // every address of this machine
};

struct Configuration {
    std::uint16_t port = 1883;
    Reach reach = Reach::Loopback;
    std::string address;  // with Lan: an IP address, or the name of a network interface
    bool authentication = true;
    std::uint32_t connections_max = 200;
    std::uint32_t message_size_max = 1'048'576;  // octets of a whole packet
    std::uint32_t queued_messages_max = 100'000;
    std::uint32_t message_rate_max = 0;  // of one client, a second; 0: no limit. Needs the gate
    bool plain_local_only = false;       // without TLS only programs on this machine
    std::uint16_t tls_port = 0;          // MQTT with TLS; 0: none
    std::uint16_t websocket_port = 0;    // MQTT over WebSocket; 0: none
    std::uint16_t websocket_tls_port = 0;

    // Whether a certificate is needed.
    [[nodiscard]] bool encrypted() const { return tls_port != 0 || websocket_tls_port != 0; }

    friend bool operator==(const Configuration&, const Configuration&) = default;
};

// "192.0.2.10", "fd00::2".
[[nodiscard]] bool is_ip_address(std::string_view text);
// "eth0": 1 to 15 of A-Z a-z 0-9 . _ - with a letter first.
[[nodiscard]] bool is_interface_name(std::string_view text);
// "127.0.0.1", "::1".
[[nodiscard]] bool is_loopback(std::string_view address);

// See Setup.
[[nodiscard]] bool needs_restart(const Configuration& before, const Configuration& after);

// Busbar's part within Mosquitto, which knows the users in place of the files.
struct Gate {
    std::string module;  // path of the shared object
    int socket = -1;     // its number in Mosquitto
};

// mosquitto.conf of Mosquitto 2.0. `configuration` has passed the checks of the settings.
[[nodiscard]] std::string mosquitto_conf(const Configuration& configuration,
                                         const std::optional<Gate>& gate);

// ── without the gate ────────────────────────────────────────────────────────────────────────────

// Who can log in without the gate: not who is bound to a client id, which the files cannot say.
[[nodiscard]] bool files_can_say(const User& user);
// The password file, of those users.
[[nodiscard]] std::string password_file(const Users& users);
// The ACL file, of those users. Rights that it cannot say ("%c") are left out: nothing is allowed
// that should not be.
[[nodiscard]] std::string acl(const Users& users, const Connections& connections);

}  // namespace mqtt_broker
