// SPDX-License-Identifier: Apache-2.0
// HPAI, the host protocol address information: where a KNXnet/IP peer wants to be answered.
// Source: xknx/knxip/hpai.py of XKNX/xknx.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// An IPv4 address and a port, both in the order people read them.
struct Endpoint {
    std::array<std::uint8_t, 4> address{};
    std::uint16_t port = 0;

    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// Reads "192.168.1.10". Fails with InvalidArgument on anything else.
[[nodiscard]] busbar::Result<std::array<std::uint8_t, 4>> parse_ipv4_address(std::string_view text);

// "192.168.1.10:3671"
[[nodiscard]] std::string to_string(const Endpoint& endpoint);

enum class HostProtocol : std::uint8_t { Udp = 0x01, Tcp = 0x02 };

struct Hpai {
    static constexpr std::size_t kSize = 8;

    HostProtocol protocol = HostProtocol::Udp;
    Endpoint endpoint;

    friend bool operator==(const Hpai&, const Hpai&) = default;
};

// "Answer to the address the packet came from": for peers behind NAT, and always on TCP.
[[nodiscard]] constexpr Hpai route_back_hpai(HostProtocol protocol) { return {protocol, {}}; }

// Where an answer to `hpai` goes: what it leaves open (0.0.0.0, port 0) is taken from `sender`.
[[nodiscard]] Endpoint answer_address(const Hpai& hpai, const Endpoint& sender);

// Reads an HPAI from the front of `bytes`. Fails with InvalidArgument on fewer than kSize octets,
// another structure length or a host protocol that is neither UDP nor TCP.
[[nodiscard]] busbar::Result<Hpai> decode_hpai(ByteSpan bytes);
void encode_hpai(const Hpai& hpai, ByteBuffer& out);

}  // namespace knx
