// SPDX-License-Identifier: Apache-2.0
// NetworkInterface: one of this machine's own ways into an IPv4 network, for what is sent to all.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "busbar/result.hpp"

namespace knx {

struct NetworkInterface {
    std::string name;  // "eth0"
    unsigned index = 0;
    std::array<std::uint8_t, 4> address{};  // its first one

    friend bool operator==(const NetworkInterface&, const NetworkInterface&) = default;
};

// Those that are up, have an IPv4 address and carry multicast; the loopback too, where other
// programs of this machine are found. In the system's order, at most kNetworkInterfacesMax.
inline constexpr std::size_t kNetworkInterfacesMax = 32;
[[nodiscard]] std::vector<NetworkInterface> network_interfaces();

// The one of that name or IPv4 address. Fails with NotFound, naming those there are.
[[nodiscard]] busbar::Result<NetworkInterface> find_network_interface(const std::string& text);

// The one from which the system reaches `address`. Fails with Unavailable when it would not.
[[nodiscard]] busbar::Result<NetworkInterface> network_interface_towards(
    const std::array<std::uint8_t, 4>& address);

}  // namespace knx
