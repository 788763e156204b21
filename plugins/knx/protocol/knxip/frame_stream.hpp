// SPDX-License-Identifier: Apache-2.0
// FrameStream: cuts a byte stream (TCP) into KNXnet/IP frames by their total length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// Use: read octets into room(), say how many with filled(), then take frames until there is none.
class FrameStream {
 public:
    // Far beyond the longest frame there is; a longer one means that the stream is out of step.
    static constexpr std::size_t kFrameSizeMax = 4096;
    static constexpr std::size_t kCapacity = 16 * 1024;

    FrameStream() : buffer_(kCapacity) {}

    // Where to read to; at least one octet once every whole frame was taken. Frames taken before
    // are no longer valid.
    [[nodiscard]] std::span<std::uint8_t> room();
    // `size` octets were written to the front of room().
    void filled(std::size_t size) { end_ += size; }

    // The next whole frame, valid until room() or clear(); nothing when its end has not come yet.
    // Fails with InvalidArgument on what is no frame: a stream cannot be picked up again after
    // that, because nobody knows where the next one begins.
    [[nodiscard]] busbar::Result<std::optional<ByteSpan>> next();

    void clear() { begin_ = end_ = 0; }

 private:
    std::vector<std::uint8_t> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace knx
