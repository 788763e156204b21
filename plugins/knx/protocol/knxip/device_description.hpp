// SPDX-License-Identifier: Apache-2.0
// What a KNXnet/IP server says of itself: its description information blocks (DIB), as one value.
// Source: xknx/knxip/dib.py of XKNX/xknx.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

enum class Medium : std::uint8_t { Tp1 = 0x02, Pl110 = 0x04, Rf = 0x10, Ip = 0x20 };

struct DeviceInfo {
    Medium medium = Medium::Tp1;  // may be a number without an enumerator
    bool programming_mode = false;
    IndividualAddress address;
    std::uint16_t project_installation = 0;
    std::array<std::uint8_t, 6> serial_number{};
    std::array<std::uint8_t, 4> multicast_address{};
    std::array<std::uint8_t, 6> mac_address{};
    std::string name;  // UTF-8 here, 30 octets Latin-1 on the wire

    friend bool operator==(const DeviceInfo&, const DeviceInfo&) = default;
};

enum class Family : std::uint8_t {
    Core = 0x02,
    DeviceManagement = 0x03,
    Tunnelling = 0x04,
    Routing = 0x05,
    RemoteLogging = 0x06,
    RemoteDiagnosis = 0x07,
    ObjectServer = 0x08,
    Security = 0x09,
};

struct FamilyVersion {
    Family family{};  // may be a number without an enumerator
    std::uint8_t version = 0;

    friend bool operator==(const FamilyVersion&, const FamilyVersion&) = default;
};

struct TunnelSlot {
    IndividualAddress address;
    bool free = false;
    bool authorised = false;
    bool usable = false;

    friend bool operator==(const TunnelSlot&, const TunnelSlot&) = default;
};

struct DeviceDescription {
    std::optional<DeviceInfo> device;
    std::vector<FamilyVersion> families;
    std::vector<FamilyVersion>
        secured;  // families that refuse plain access, and from which version
    std::vector<IndividualAddress> addresses;  // the server's own first, then its tunnels'
    std::uint16_t max_apdu_length = 0;         // octets; 0 = not told
    std::vector<TunnelSlot> tunnels;

    // Whether `family` is offered in `version` or a later one.
    [[nodiscard]] bool offers(Family family, std::uint8_t version = 1) const;
    [[nodiscard]] bool demands_security(Family family) const;
    // Tunnelling over TCP came with version 2 of both families it needs.
    [[nodiscard]] bool offers_tcp_tunnelling() const;

    friend bool operator==(const DeviceDescription&, const DeviceDescription&) = default;
};

// Reads DIBs until `bytes` ends. Blocks of a type not listed above are skipped by their length.
// Fails with InvalidArgument on a block that is shorter than its type needs or longer than the
// rest.
[[nodiscard]] busbar::Result<DeviceDescription> decode_device_description(ByteSpan bytes);

// Appends the blocks for what is there. A name is cut to 30 characters; what Latin-1 does not have
// is written as '?'.
void encode_device_description(const DeviceDescription& description, ByteBuffer& out);

}  // namespace knx
