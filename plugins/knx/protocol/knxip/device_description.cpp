// SPDX-License-Identifier: Apache-2.0
// Description information blocks: decode, encode.
#include "knx/protocol/knxip/device_description.hpp"

#include <algorithm>
#include <cstddef>

#include "knx/protocol/knxip/latin1.hpp"

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

enum class BlockType : std::uint8_t {
    DeviceInfo = 0x01,
    Families = 0x02,
    KnxAddresses = 0x05,
    SecuredFamilies = 0x06,
    TunnellingInfo = 0x07,
};

// Block sizes and offsets below are without the two octets length and type.
constexpr std::size_t kBlockHeaderSize = 2;
constexpr std::size_t kDeviceInfoSize = 52;
constexpr std::size_t kNameOffset = 22;
constexpr std::size_t kNameSize = 30;
constexpr std::size_t kTunnelSlotSize = 4;

template <std::size_t kSize>
std::array<std::uint8_t, kSize> array_at(ByteSpan bytes, std::size_t offset) {
    std::array<std::uint8_t, kSize> array;
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), kSize, array.begin());
    return array;
}

busbar::Result<DeviceInfo> decode_device_info(ByteSpan block) {
    BUSBAR_CHECK(expect_size(block, kDeviceInfoSize, "device information block"));
    DeviceInfo info;
    info.medium = static_cast<Medium>(block[0]);
    info.programming_mode = (block[1] & 0x01) != 0;
    info.address = IndividualAddress{read_u16(block, 2)};
    info.project_installation = read_u16(block, 4);
    info.serial_number = array_at<6>(block, 6);
    info.multicast_address = array_at<4>(block, 12);
    info.mac_address = array_at<6>(block, 16);
    info.name = utf8_from_latin1(block.subspan(kNameOffset, kNameSize));
    return info;
}

// A block of entries of `entry_size` octets each; fails when the last one is cut.
busbar::Status expect_entries(ByteSpan block, std::size_t entry_size, std::string_view what) {
    return expect_size(block, block.size() / entry_size * entry_size, what);
}

busbar::Result<std::vector<FamilyVersion>> decode_families(ByteSpan block) {
    BUSBAR_CHECK(expect_entries(block, 2, "service families block"));
    std::vector<FamilyVersion> families;
    for (std::size_t at = 0; at < block.size(); at += 2) {
        families.push_back({static_cast<Family>(block[at]), block[at + 1]});
    }
    return families;
}

busbar::Result<std::vector<IndividualAddress>> decode_addresses(ByteSpan block) {
    BUSBAR_CHECK(expect_entries(block, 2, "KNX addresses block"));
    std::vector<IndividualAddress> addresses;
    for (std::size_t at = 0; at < block.size(); at += 2) {
        addresses.push_back(IndividualAddress{read_u16(block, at)});
    }
    return addresses;
}

busbar::Status decode_tunnelling_info(ByteSpan block, DeviceDescription& description) {
    BUSBAR_CHECK(expect_at_least(block, 2, "tunnelling information block"));
    description.max_apdu_length = read_u16(block, 0);
    description.tunnels.clear();  // as with the others, the last block of a type counts
    const auto slots = block.subspan(2);
    BUSBAR_CHECK(expect_entries(slots, kTunnelSlotSize, "slots of the tunnelling information"));
    for (std::size_t at = 0; at < slots.size(); at += kTunnelSlotSize) {
        const auto flags = read_u16(slots, at + 2);
        description.tunnels.push_back({IndividualAddress{read_u16(slots, at)}, (flags & 0x01) != 0,
                                       (flags & 0x02) != 0, (flags & 0x04) != 0});
    }
    return {};
}

busbar::Status decode_block(BlockType type, ByteSpan block, DeviceDescription& description) {
    switch (type) {
        case BlockType::DeviceInfo:
            description.device = BUSBAR_TRY(decode_device_info(block));
            break;
        case BlockType::Families:
            description.families = BUSBAR_TRY(decode_families(block));
            break;
        case BlockType::SecuredFamilies:
            description.secured = BUSBAR_TRY(decode_families(block));
            break;
        case BlockType::KnxAddresses:
            description.addresses = BUSBAR_TRY(decode_addresses(block));
            break;
        case BlockType::TunnellingInfo:
            return decode_tunnelling_info(block, description);
    }
    return {};
}

void append_block_header(BlockType type, std::size_t size, ByteBuffer& out) {
    out.push_back(static_cast<std::uint8_t>(kBlockHeaderSize + size));
    out.push_back(static_cast<std::uint8_t>(type));
}

void encode_device_info(const DeviceInfo& info, ByteBuffer& out) {
    append_block_header(BlockType::DeviceInfo, kDeviceInfoSize, out);
    out.push_back(static_cast<std::uint8_t>(info.medium));
    out.push_back(info.programming_mode ? 1 : 0);
    append_u16(out, info.address.raw);
    append_u16(out, info.project_installation);
    append_octets(out, info.serial_number);
    append_octets(out, info.multicast_address);
    append_octets(out, info.mac_address);
    append_latin1_padded(info.name, kNameSize, out);
}

void encode_families(BlockType type, const std::vector<FamilyVersion>& families, ByteBuffer& out) {
    if (families.empty()) return;
    append_block_header(type, 2 * families.size(), out);
    for (const auto& [family, version] : families) {
        out.push_back(static_cast<std::uint8_t>(family));
        out.push_back(version);
    }
}

void encode_tunnelling_info(const DeviceDescription& description, ByteBuffer& out) {
    append_block_header(BlockType::TunnellingInfo, 2 + kTunnelSlotSize * description.tunnels.size(),
                        out);
    append_u16(out, description.max_apdu_length);
    for (const auto& slot : description.tunnels) {
        append_u16(out, slot.address.raw);
        append_u16(out,
                   static_cast<std::uint16_t>(0xfff8 | (slot.usable ? 4 : 0) |
                                              (slot.authorised ? 2 : 0) | (slot.free ? 1 : 0)));
    }
}

bool contains(const std::vector<FamilyVersion>& families, Family family, std::uint8_t version) {
    return std::any_of(families.begin(), families.end(), [&](const FamilyVersion& entry) {
        return entry.family == family && entry.version >= version;
    });
}

}  // namespace

bool DeviceDescription::offers(Family family, std::uint8_t version) const {
    return contains(families, family, version);
}

bool DeviceDescription::demands_security(Family family) const {
    return contains(secured, family, 1);
}

bool DeviceDescription::offers_tcp_tunnelling() const {
    return offers(Family::Core, 2) && offers(Family::Tunnelling, 2);
}

busbar::Result<DeviceDescription> decode_device_description(ByteSpan bytes) {
    DeviceDescription description;
    while (!bytes.empty()) {
        BUSBAR_CHECK(expect_at_least(bytes, kBlockHeaderSize, "description block"));
        const std::size_t size = bytes[0];
        if (size < kBlockHeaderSize) {
            return fail(ErrorCode::InvalidArgument,
                        "description block length is " + std::to_string(size) + ", below 2");
        }
        BUSBAR_CHECK(expect_at_least(bytes, size, "description block"));
        BUSBAR_CHECK(decode_block(static_cast<BlockType>(bytes[1]),
                                  bytes.subspan(kBlockHeaderSize, size - kBlockHeaderSize),
                                  description));
        bytes = bytes.subspan(size);
    }
    return description;
}

void encode_device_description(const DeviceDescription& description, ByteBuffer& out) {
    if (description.device) encode_device_info(*description.device, out);
    encode_families(BlockType::Families, description.families, out);
    if (!description.addresses.empty()) {
        append_block_header(BlockType::KnxAddresses, 2 * description.addresses.size(), out);
        for (const auto address : description.addresses) append_u16(out, address.raw);
    }
    encode_families(BlockType::SecuredFamilies, description.secured, out);
    if (!description.tunnels.empty()) encode_tunnelling_info(description, out);
}

}  // namespace knx
