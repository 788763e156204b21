// SPDX-License-Identifier: Apache-2.0
// TPCI: control | numbered | sequence (4) | two bits of the control, or of the APCI.
#include "knx/protocol/transport_control.hpp"

#include <string>

namespace knx {
namespace {

using Kind = TransportControl::Kind;

constexpr std::uint8_t kControl = 0x80;
constexpr std::uint8_t kNumbered = 0x40;
constexpr std::uint8_t kTag = 1;  // in place of the sequence, to a group

tl::unexpected<busbar::Error> unknown(std::uint8_t octet) {
    return busbar::fail(busbar::ErrorCode::InvalidArgument,
                        "TPCI " + std::to_string(octet) + " has bits that do not go together");
}

}  // namespace

busbar::Result<TransportControl> decode_transport_control(std::uint8_t octet, bool group,
                                                          std::uint16_t destination) {
    const bool control = (octet & kControl) != 0;
    const bool numbered = (octet & kNumbered) != 0;
    const auto sequence = static_cast<std::uint8_t>(octet >> 2 & 0x0f);
    if (group) {
        if (control || numbered || sequence > kTag) return unknown(octet);
        if (sequence == kTag) return TransportControl{Kind::DataTagGroup};
        return TransportControl{destination == 0 ? Kind::DataBroadcast : Kind::DataGroup};
    }
    if (!numbered && sequence != 0) return unknown(octet);
    if (!control) {
        return TransportControl{numbered ? Kind::DataConnected : Kind::DataIndividual, sequence};
    }
    const auto what = octet & 0x03;
    if (!numbered && what < 2)
        return TransportControl{what == 0 ? Kind::Connect : Kind::Disconnect};
    if (numbered && what >= 2) return TransportControl{what == 2 ? Kind::Ack : Kind::Nak, sequence};
    return unknown(octet);
}

std::string_view transport_control_name(TransportControl::Kind kind) {
    switch (kind) {
        case Kind::DataGroup:
            return "T_Data_Group";
        case Kind::DataBroadcast:
            return "T_Data_Broadcast";
        case Kind::DataTagGroup:
            return "T_Data_Tag_Group";
        case Kind::DataIndividual:
            return "T_Data_Individual";
        case Kind::DataConnected:
            return "T_Data_Connected";
        case Kind::Connect:
            return "T_Connect";
        case Kind::Disconnect:
            return "T_Disconnect";
        case Kind::Ack:
            return "T_Ack";
        case Kind::Nak:
            return "T_Nak";
    }
    return {};
}

}  // namespace knx
