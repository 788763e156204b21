// SPDX-License-Identifier: Apache-2.0
// L_Data: decode, encode, and the telegrams in it.
#include "knx/protocol/cemi.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::uint8_t kStandardFrame = 0x80;   // in Ctrl1
constexpr std::uint8_t kGroupSixHops = 0xe0;    // Ctrl2
constexpr std::uint8_t kUsualControl1 = 0xb0;   // no repetition, broadcast; plus priority
constexpr std::size_t kStandardLengthMax = 15;  // of L
constexpr std::uint8_t kEscapeLength = 255;     // of L: reserved
constexpr std::size_t kBodySize = 7;            // Ctrl1 to L
constexpr std::uint16_t kSmallValueMask = 0x3f;

// APCI, ten bits, of the group services; the lower six are free for a small value.
// Source: xknx/telegram/apci.py of XKNX/xknx.
constexpr std::uint16_t kGroupValueRead = 0x000;
constexpr std::uint16_t kGroupValueResponse = 0x040;
constexpr std::uint16_t kGroupValueWrite = 0x080;
constexpr std::uint16_t kSecureApdu = 0x3f1;

std::optional<GroupService> group_service(std::uint16_t apci) {
    if (apci == kSecureApdu) return GroupService::Secured;
    switch (apci & ~kSmallValueMask) {
        case kGroupValueRead:
            return GroupService::Read;
        case kGroupValueResponse:
            return GroupService::Response;
        case kGroupValueWrite:
            return GroupService::Write;
        default:
            return std::nullopt;
    }
}

std::uint16_t apci_of(GroupService service) {
    switch (service) {
        case GroupService::Read:
            return kGroupValueRead;
        case GroupService::Response:
            return kGroupValueResponse;
        case GroupService::Secured:
            return kSecureApdu;
        case GroupService::Write:
            break;
    }
    return kGroupValueWrite;
}

}  // namespace

busbar::Result<LData> decode_ldata(ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, 2, "cEMI message"));
    LData message;
    message.code = static_cast<MessageCode>(bytes[0]);
    if (!is_ldata(message.code)) {
        return fail(ErrorCode::NotFound,
                    "cEMI message code " + std::to_string(bytes[0]) + " is not L_Data");
    }
    const std::size_t info_size = bytes[1];
    BUSBAR_CHECK(expect_at_least(bytes, 2 + info_size + kBodySize, "L_Data message"));
    message.additional_info = bytes.subspan(2, info_size);

    const auto body = bytes.subspan(2 + info_size);
    message.control1 = body[0];
    message.control2 = body[1];
    message.source = IndividualAddress{read_u16(body, 2)};
    message.destination = read_u16(body, 4);
    const std::uint8_t length = body[6];
    if (length == kEscapeLength) {
        return fail(ErrorCode::InvalidArgument, "L_Data length 255 is reserved");
    }
    message.tpdu = body.subspan(kBodySize);
    BUSBAR_CHECK(expect_size(message.tpdu, length + std::size_t{1}, "TPDU of an L_Data message"));
    return message;
}

void encode_ldata(const LData& message, ByteBuffer& out) {
    const std::size_t length = message.tpdu.size() - 1;
    const bool standard = length <= kStandardLengthMax;
    out.push_back(static_cast<std::uint8_t>(message.code));
    out.push_back(static_cast<std::uint8_t>(message.additional_info.size()));
    append_octets(out, message.additional_info);
    out.push_back(static_cast<std::uint8_t>((message.control1 & ~kStandardFrame) |
                                            (standard ? kStandardFrame : 0)));
    out.push_back(message.control2);
    append_u16(out, message.source.raw);
    append_u16(out, message.destination);
    out.push_back(static_cast<std::uint8_t>(length));
    append_octets(out, message.tpdu);
}

std::optional<Telegram> telegram_of(const LData& message) {
    constexpr std::uint8_t kTransportMask = 0xfc;  // the TPCI bits; all clear for group data
    constexpr std::uint8_t kFormatMask = 0x0f;     // extended frame format; clear but for LTE
    const auto tpdu = message.tpdu;
    const bool group_data = message.group() && message.destination != 0 && tpdu.size() >= 2 &&
                            (tpdu[0] & kTransportMask) == 0;
    if (!group_data || (!message.standard_frame() && (message.control2 & kFormatMask) != 0)) {
        return std::nullopt;
    }
    const auto service = group_service(read_u16(tpdu, 0));
    if (!service) return std::nullopt;

    Telegram telegram{
        message.source, GroupAddress{message.destination}, *service, message.priority(), {}};
    if (*service == GroupService::Read) return telegram;
    if (tpdu.size() == 2) {
        telegram.payload = Payload::small(tpdu[1]);
        return telegram;
    }
    auto payload = Payload::octets(tpdu.subspan(2));
    if (!payload) return std::nullopt;
    telegram.payload = std::move(*payload);
    return telegram;
}

void encode_telegram(MessageCode code, const Telegram& telegram, ByteBuffer& out) {
    const auto value = telegram.payload.octets();
    std::uint16_t apci = apci_of(telegram.service);
    std::array<std::uint8_t, 2 + Payload::kSizeMax> tpdu;
    std::size_t size = 2;
    if (telegram.payload.is_small()) {
        apci = static_cast<std::uint16_t>(apci | value[0]);
    } else {
        std::copy(value.begin(), value.end(), tpdu.begin() + 2);
        size += value.size();
    }
    tpdu[0] = static_cast<std::uint8_t>(apci >> 8);
    tpdu[1] = static_cast<std::uint8_t>(apci & 0xff);

    LData message;
    message.code = code;
    message.control1 = static_cast<std::uint8_t>(kUsualControl1 |
                                                 static_cast<std::uint8_t>(telegram.priority) << 2);
    message.control2 = kGroupSixHops;
    message.source = telegram.source;
    message.destination = telegram.destination.raw;
    message.tpdu = ByteSpan(tpdu).first(size);
    encode_ldata(message, out);
}

}  // namespace knx
