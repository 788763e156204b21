// SPDX-License-Identifier: Apache-2.0
// The frames of KNX IP Secure, taken apart and not opened: what is sealed stays sealed.
// Source: xknx/knxip/secure_wrapper.py, session_request.py and their siblings of XKNX/xknx.
#pragma once

#include <cstdint>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// Spans view the decoded body.
struct SecureWrapper {
    std::uint16_t session = 0;  // 0: multicast
    ByteSpan sequence;          // 6 octets
    ByteSpan serial_number;     // 6
    ByteSpan tag;               // 2
    ByteSpan sealed;            // a whole frame, encrypted: 6 or more
    ByteSpan mac;               // 16
};

struct SessionRequest {
    Hpai control;
    ByteSpan public_key;  // X25519, 32 octets
};

struct SessionResponse {
    std::uint16_t session = 0;  // 0: none is free
    ByteSpan public_key;        // 32 octets
    ByteSpan mac;               // 16
};

struct SessionAuthenticate {
    std::uint8_t user = 0;  // 1 is management, 2 to 127 tunnelling users
    ByteSpan mac;           // 16 octets
};

struct SessionStatus {
    std::uint8_t status = 0;
};

struct TimerNotify {
    ByteSpan timer;          // milliseconds, 6 octets
    ByteSpan serial_number;  // 6
    ByteSpan tag;            // 2
    ByteSpan mac;            // 16
};

// All read a whole frame body and fail with InvalidArgument unless its size is right.
[[nodiscard]] busbar::Result<SecureWrapper> decode_secure_wrapper(ByteSpan body);
[[nodiscard]] busbar::Result<SessionRequest> decode_session_request(ByteSpan body);
[[nodiscard]] busbar::Result<SessionResponse> decode_session_response(ByteSpan body);
[[nodiscard]] busbar::Result<SessionAuthenticate> decode_session_authenticate(ByteSpan body);
[[nodiscard]] busbar::Result<SessionStatus> decode_session_status(ByteSpan body);
[[nodiscard]] busbar::Result<TimerNotify> decode_timer_notify(ByteSpan body);

}  // namespace knx
