// SPDX-License-Identifier: Apache-2.0
// TPCI, the first octet of a TPDU: who is spoken to, and in which connection.
// Source: xknx/telegram/tpci.py of XKNX/xknx.
#pragma once

#include <cstdint>
#include <string_view>

#include "busbar/result.hpp"

namespace knx {

struct TransportControl {
    enum class Kind : std::uint8_t {
        DataGroup,
        DataBroadcast,   // to 0/0/0
        DataTagGroup,    // the group address is a tag (LTE)
        DataIndividual,  // point to point, without connection
        DataConnected,
        Connect,
        Disconnect,
        Ack,
        Nak,
    };
    Kind kind = Kind::DataGroup;
    std::uint8_t sequence = 0;  // 0 to 15; of DataConnected, Ack and Nak

    // Opens, closes or acknowledges; nothing follows the octet.
    [[nodiscard]] constexpr bool control() const { return kind >= Kind::Connect; }
    [[nodiscard]] constexpr bool numbered() const {
        return kind == Kind::DataConnected || kind == Kind::Ack || kind == Kind::Nak;
    }

    friend bool operator==(const TransportControl&, const TransportControl&) = default;
};

// What `octet` says in a message to the group or device `destination`; the low two bits of data
// belong to the APCI and are not looked at. Fails with InvalidArgument on bits that do not go
// together.
[[nodiscard]] busbar::Result<TransportControl> decode_transport_control(std::uint8_t octet,
                                                                        bool group,
                                                                        std::uint16_t destination);

// "T_Data_Group"
[[nodiscard]] std::string_view transport_control_name(TransportControl::Kind kind);

}  // namespace knx
