// SPDX-License-Identifier: Apache-2.0
// The connection header that frames inside a KNXnet/IP connection carry after the frame header:
// 04 | channel | sequence | status.
// Source: xknx/knxip/tunnelling_request.py and tunnelling_ack.py of XKNX/xknx.
#pragma once

#include <cstddef>
#include <cstdint>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/knxip/status_code.hpp"

namespace knx {

struct ConnectionHeader {
    static constexpr std::size_t kSize = 4;

    std::uint8_t channel = 0;
    std::uint8_t sequence = 0;
    StatusCode status = StatusCode::Ok;  // of an acknowledgement; a request leaves it Ok

    friend bool operator==(const ConnectionHeader&, const ConnectionHeader&) = default;
};

// Reads a connection header from the front of `bytes`. Fails with InvalidArgument on fewer than
// kSize octets or another structure length.
[[nodiscard]] busbar::Result<ConnectionHeader> decode_connection_header(ByteSpan bytes);
void encode_connection_header(const ConnectionHeader& header, ByteBuffer& out);

}  // namespace knx
