// SPDX-License-Identifier: Apache-2.0
// TUNNELLING_FEATURE_GET, _RESPONSE, _SET and _INFO: what an interface can do and how it fares
// (tunnelling version 2). Over UDP they share the sequence of the tunnelling requests.
// Source: xknx/knxip/tunnelling_feature.py of XKNX/xknx.
#pragma once

#include <cstdint>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/connection_header.hpp"
#include "knx/protocol/knxip/header.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

enum class Feature : std::uint8_t {
    SupportedEmiTypes = 1,
    DeviceDescriptorType0 = 2,
    BusConnectionStatus = 3,  // 0 = the interface has lost the bus
    Manufacturer = 4,
    ActiveEmiType = 5,
    InterfaceAddress = 6,
    MaxApduLength = 7,
    InfoServiceEnable = 8,
};

struct TunnellingFeature {
    ConnectionHeader connection;
    Feature feature{};             // may be a number without an enumerator
    std::uint8_t return_code = 0;  // of a response; 0 is success
    ByteSpan value;                // a view into the decoded body; empty for GET, never for SET

    // INFO and SET leave the return code's octet reserved (0).
};

// Reads the body of any of the four services. Fails with InvalidArgument on a malformed one, on a
// GET with a value and on a SET or INFO without.
[[nodiscard]] busbar::Result<TunnellingFeature> decode_tunnelling_feature(Service service,
                                                                          ByteSpan body);
// Appends a whole frame.
void encode(const TunnellingFeature& feature, Service service, ByteBuffer& out);

}  // namespace knx
