// SPDX-License-Identifier: Apache-2.0
// Mosquitto's password file: PBKDF2-HMAC-SHA512 hashes, one line a user.
//
// A line is `name:$7$iterations$salt$hash`, salt and hash in Base64 (Mosquitto 2.0:
// mosquitto_passwd writes the same).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "busbar/result.hpp"

namespace mqtt_broker {

using Salt = std::array<std::uint8_t, 12>;

// On every reload the broker hashes the password of each connected client on its only thread; 50
// clients with 20,000 iterations stop it for half a second. 2,000 cost 200 clients about 0.2 s.
inline constexpr std::uint32_t kIterations = 2'000;

struct PasswordHash {
    std::uint32_t iterations = kIterations;
    Salt salt{};
    std::array<std::uint8_t, 64> key{};

    friend bool operator==(const PasswordHash&, const PasswordHash&) = default;
};

// Fails with InvalidArgument when iterations are outside 1,000 to 5,000, with Internal when the
// cryptographic library does.
[[nodiscard]] busbar::Result<PasswordHash> hash_password(std::string_view password,
                                                         const Salt& salt,
                                                         std::uint32_t iterations = kIterations);

// Is it this password? Takes the same time whichever octets differ.
[[nodiscard]] bool matches(const PasswordHash& hash, std::string_view password);

// The user's line, with its line end.
[[nodiscard]] std::string password_line(std::string_view username, const PasswordHash& hash);

// What is wrong with a user name, as a sentence; empty when nothing is. Refused is what Mosquitto's
// files or its topic patterns cannot hold.
[[nodiscard]] std::string_view username_fault(std::string_view username);

}  // namespace mqtt_broker
