// SPDX-License-Identifier: Apache-2.0
// Frames of KNX IP Secure: fixed sizes, one after the other.
#include "knx/protocol/knxip/secure.hpp"

#include <cstddef>

#include "knx/protocol/knxip/header.hpp"

namespace knx {
namespace {

constexpr std::size_t kSequenceSize = 6;
constexpr std::size_t kSerialNumberSize = 6;
constexpr std::size_t kTagSize = 2;
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kMacSize = 16;

}  // namespace

busbar::Result<SecureWrapper> decode_secure_wrapper(ByteSpan body) {
    constexpr std::size_t kSealedOffset = 2 + kSequenceSize + kSerialNumberSize + kTagSize;
    BUSBAR_CHECK(
        expect_at_least(body, kSealedOffset + KnxIpHeader::kSize + kMacSize, "SECURE_WRAPPER"));
    SecureWrapper wrapper;
    wrapper.session = read_u16(body, 0);
    wrapper.sequence = body.subspan(2, kSequenceSize);
    wrapper.serial_number = body.subspan(2 + kSequenceSize, kSerialNumberSize);
    wrapper.tag = body.subspan(kSealedOffset - kTagSize, kTagSize);
    wrapper.sealed = body.subspan(kSealedOffset, body.size() - kSealedOffset - kMacSize);
    wrapper.mac = body.last(kMacSize);
    return wrapper;
}

busbar::Result<SessionRequest> decode_session_request(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, Hpai::kSize + kKeySize, "SESSION_REQUEST"));
    return SessionRequest{BUSBAR_TRY(decode_hpai(body)), body.last(kKeySize)};
}

busbar::Result<SessionResponse> decode_session_response(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, 2 + kKeySize + kMacSize, "SESSION_RESPONSE"));
    return SessionResponse{read_u16(body, 0), body.subspan(2, kKeySize), body.last(kMacSize)};
}

busbar::Result<SessionAuthenticate> decode_session_authenticate(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, 2 + kMacSize, "SESSION_AUTHENTICATE"));
    return SessionAuthenticate{body[1], body.last(kMacSize)};
}

busbar::Result<SessionStatus> decode_session_status(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, 2, "SESSION_STATUS"));
    return SessionStatus{body[0]};
}

busbar::Result<TimerNotify> decode_timer_notify(ByteSpan body) {
    BUSBAR_CHECK(
        expect_size(body, kSequenceSize + kSerialNumberSize + kTagSize + kMacSize, "TIMER_NOTIFY"));
    return TimerNotify{body.first(kSequenceSize), body.subspan(kSequenceSize, kSerialNumberSize),
                       body.subspan(kSequenceSize + kSerialNumberSize, kTagSize),
                       body.last(kMacSize)};
}

}  // namespace knx
