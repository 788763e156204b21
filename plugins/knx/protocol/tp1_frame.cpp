// SPDX-License-Identifier: Apache-2.0
// TP1 frames: the fields of L_Data in another order.
#include "knx/protocol/tp1_frame.hpp"

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::uint8_t kStandardFrame = 0x80;  // in the control octet
constexpr std::size_t kStandardHeader = 6;     // control to the octet with L
constexpr std::size_t kExtendedHeader = 7;

bool check_fits(ByteSpan bytes) {
    unsigned sum = 0;
    for (const auto octet : bytes) sum ^= octet;
    return sum == 0xff;
}

}  // namespace

busbar::Result<LData> decode_tp1_frame(ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, kStandardHeader, "TP1 frame"));
    LData message;
    message.code = MessageCode::LDataIndication;
    message.control1 = bytes[0];
    const bool standard = (bytes[0] & kStandardFrame) != 0;
    const auto header = standard ? kStandardHeader : kExtendedHeader;
    BUSBAR_CHECK(expect_at_least(bytes, header, "TP1 frame"));
    const std::size_t addresses = standard ? 1 : 2;
    message.control2 = standard ? bytes[5] & 0xf0 : bytes[1];
    message.source = IndividualAddress{read_u16(bytes, addresses)};
    message.destination = read_u16(bytes, addresses + 2);
    const std::size_t length = standard ? bytes[5] & 0x0f : bytes[6];
    BUSBAR_CHECK(expect_size(bytes, header + length + 2, "TP1 frame"));
    if (!check_fits(bytes)) {
        return fail(ErrorCode::InvalidArgument, "the check octet of the TP1 frame does not fit");
    }
    message.tpdu = bytes.subspan(header, length + 1);
    return message;
}

std::string_view tp1_acknowledgement(ByteSpan bytes) {
    if (bytes.size() != 1) return {};
    switch (bytes[0]) {
        case 0xcc:
            return "ack";
        case 0x0c:
            return "nak";
        case 0xc0:
            return "busy";
        case 0x00:
            return "nak and busy";
        default:
            return {};
    }
}

}  // namespace knx
