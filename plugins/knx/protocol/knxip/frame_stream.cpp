// SPDX-License-Identifier: Apache-2.0
// FrameStream: reassembly.
#include "knx/protocol/knxip/frame_stream.hpp"

#include <algorithm>
#include <string>

#include "knx/protocol/knxip/header.hpp"

namespace knx {

std::span<std::uint8_t> FrameStream::room() {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
    return std::span(buffer_).subspan(end_);
}

busbar::Result<std::optional<ByteSpan>> FrameStream::next() {
    const auto rest = ByteSpan(buffer_).subspan(begin_, end_ - begin_);
    if (rest.size() < KnxIpHeader::kSize) return std::nullopt;
    const auto header = BUSBAR_TRY(decode_header(rest));
    if (header.total_length > kFrameSizeMax) {
        return busbar::fail(busbar::ErrorCode::InvalidArgument,
                            "frame of " + std::to_string(header.total_length) +
                                " octets, longer than any there is");
    }
    if (rest.size() < header.total_length) return std::nullopt;
    begin_ += header.total_length;
    return rest.first(header.total_length);
}

}  // namespace knx
