// SPDX-License-Identifier: Apache-2.0
// cEMI: how KNXnet/IP wraps what is on the bus. Here: L_Data, the link layer's telegrams.
//
//   code | additional info length | additional info | Ctrl1 | Ctrl2 | source | destination | L |
//   TPDU
//
// L counts the octets of the TPDU after its first one. L <= 15 is a standard frame, more an
// extended one, and Ctrl1 says which. Source: xknx/cemi/ and xknx/telegram/ of XKNX/xknx.
#pragma once

#include <cstdint>
#include <optional>

#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/message_code.hpp"
#include "knx/protocol/telegram.hpp"

namespace knx {

// One L_Data message, as a view into the octets it was read from.
struct LData {
    MessageCode code = MessageCode::LDataIndication;
    std::uint8_t control1 = 0xbc;  // standard, no repetition, broadcast, low priority
    std::uint8_t control2 = 0xe0;  // group destination, hop count 6
    IndividualAddress source;
    std::uint16_t destination = 0;  // a group address if group(), else an individual one
    ByteSpan additional_info;       // not interpreted
    ByteSpan tpdu;                  // TPCI and APCI octets and what follows; never empty

    [[nodiscard]] bool standard_frame() const { return (control1 & 0x80) != 0; }
    [[nodiscard]] bool negative() const { return (control1 & 0x01) != 0; }  // of a confirmation
    [[nodiscard]] Priority priority() const { return static_cast<Priority>(control1 >> 2 & 0x03); }
    [[nodiscard]] bool group() const { return (control2 & 0x80) != 0; }
    [[nodiscard]] std::uint8_t hop_count() const { return control2 >> 4 & 0x07; }
};

// Reads a whole cEMI message. The frame type bit need not fit the length, and control bits, hop
// count and additional information are taken as they come: a receiver accepts any combination.
// Fails with NotFound when it is another message than L_Data, with InvalidArgument when it is cut,
// has octets too many, or announces the escape length 255.
[[nodiscard]] busbar::Result<LData> decode_ldata(ByteSpan bytes);

// Appends the message. The frame type in Ctrl1 is made to follow the length, whatever it was.
// At most 255 octets of TPDU and of additional information each; the caller sees to it.
void encode_ldata(const LData& message, ByteBuffer& out);

// The group telegram in `message`; nothing when it is something else: point to point, broadcast,
// transport control, an extended frame format, or a service other than the ones in GroupService.
[[nodiscard]] std::optional<Telegram> telegram_of(const LData& message);

// Appends `telegram` as an L_Data message of the given kind.
void encode_telegram(MessageCode code, const Telegram& telegram, ByteBuffer& out);

}  // namespace knx
