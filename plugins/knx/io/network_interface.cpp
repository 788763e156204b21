// SPDX-License-Identifier: Apache-2.0
// NetworkInterface: what the system has.
#include "knx/io/network_interface.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <cstring>
#include <memory>

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

bool carries_multicast(const ifaddrs& entry) {
    const bool up = (entry.ifa_flags & IFF_UP) != 0 && (entry.ifa_flags & IFF_RUNNING) != 0;
    return up && (entry.ifa_flags & (IFF_MULTICAST | IFF_LOOPBACK)) != 0;
}

std::array<std::uint8_t, 4> octets_of(const sockaddr& address) {
    sockaddr_in internet{};
    std::memcpy(&internet, &address, sizeof(internet));
    std::array<std::uint8_t, 4> octets;
    std::memcpy(octets.data(), &internet.sin_addr, octets.size());
    return octets;
}

std::string text_of(const std::array<std::uint8_t, 4>& address) {
    return boost::asio::ip::address_v4(address).to_string();
}

// The source the kernel would choose; a datagram socket finds out without sending anything.
busbar::Result<std::array<std::uint8_t, 4>> source_towards(
    const std::array<std::uint8_t, 4>& address) {
    const int probe = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return fail(ErrorCode::Unavailable, std::strerror(errno));
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(1);
    std::memcpy(&there.sin_addr, address.data(), address.size());
    sockaddr_in here{};
    socklen_t size = sizeof(here);
    const bool found =
        connect(probe, reinterpret_cast<const sockaddr*>(&there), sizeof(there)) == 0 &&
        getsockname(probe, reinterpret_cast<sockaddr*>(&here), &size) == 0;
    const int error = errno;
    close(probe);
    if (!found) return fail(ErrorCode::Unavailable, std::strerror(error));
    return octets_of(reinterpret_cast<const sockaddr&>(here));
}

}  // namespace

std::vector<NetworkInterface> network_interfaces() {
    ifaddrs* all = nullptr;
    if (getifaddrs(&all) != 0) return {};
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(all, &freeifaddrs);
    std::vector<NetworkInterface> found;
    for (const auto* entry = all; entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr == nullptr || entry->ifa_addr->sa_family != AF_INET) continue;
        if (!carries_multicast(*entry)) continue;
        const bool known = std::ranges::count(found, entry->ifa_name, &NetworkInterface::name) > 0;
        if (known || found.size() == kNetworkInterfacesMax) continue;
        found.push_back(
            {entry->ifa_name, if_nametoindex(entry->ifa_name), octets_of(*entry->ifa_addr)});
    }
    return found;
}

busbar::Result<NetworkInterface> find_network_interface(const std::string& text) {
    std::string others;
    for (const auto& interface : network_interfaces()) {
        const auto address = text_of(interface.address);
        if (interface.name == text || address == text) return interface;
        others += (others.empty() ? "" : ", ") + interface.name + " (" + address + ")";
    }
    return fail(ErrorCode::NotFound, "there is no network interface '" + text +
                                         "' with an IPv4 address; there is " +
                                         (others.empty() ? "none" : others));
}

busbar::Result<NetworkInterface> network_interface_towards(
    const std::array<std::uint8_t, 4>& address) {
    const auto source = source_towards(address);
    if (!source) {
        return fail(ErrorCode::Unavailable, "no network interface leads to " + text_of(address) +
                                                " (" + source.error().message +
                                                "): choose one in the settings");
    }
    return find_network_interface(text_of(*source));
}

}  // namespace knx
