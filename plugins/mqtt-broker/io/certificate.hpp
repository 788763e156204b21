// SPDX-License-Identifier: Apache-2.0
// Making and looking at certificates.
//
// What we make ourselves is signed by an authority of this installation: clients are given that
// once, and the broker's certificate can be made anew whenever it runs out or the machine has other
// addresses.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "busbar/result.hpp"
#include "mqtt-broker/protocol/certificate.hpp"

namespace mqtt_broker {

using WallTime = std::chrono::system_clock::time_point;

inline constexpr std::chrono::days kAuthorityLife{20 * 365};
inline constexpr std::chrono::days kServerLife{800};  // more than 825 some clients do not accept
inline constexpr std::chrono::days kRenewBefore{30};

// A new authority. Fails with Internal when the cryptographic library does.
[[nodiscard]] busbar::Result<Certificate> make_authority(const std::string& name, WallTime now);
// A certificate for a server with these names and IP addresses, the first of which is its subject.
[[nodiscard]] busbar::Result<Certificate> make_server_certificate(
    const Certificate& authority, const std::vector<std::string>& names, WallTime now);

struct CertificateFacts {
    WallTime ends;
    std::vector<std::string> names;  // and addresses, sorted
};
// Fails with a sentence when it is no certificate, has run out or not begun, or when the key is not
// its key.
[[nodiscard]] busbar::Result<CertificateFacts> look_at(const Certificate& certificate,
                                                       WallTime now);

// The names and addresses by which this machine can be reached; the host name is the first.
[[nodiscard]] std::vector<std::string> names_of_this_machine();

}  // namespace mqtt_broker
