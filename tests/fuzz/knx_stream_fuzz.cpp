// SPDX-License-Identifier: Apache-2.0
// Fuzzes the cutting of a TCP stream into frames: however the octets are cut into pieces, the same
// frames come out, and a stream that is no longer one is given up.
#include <algorithm>
#include <optional>

#include "fuzz/input.hpp"
#include "knx/protocol/knxip/frame_stream.hpp"
#include "knx/protocol/knxip/header.hpp"

namespace {

using fuzz::expect;

// What has to come next, read from the whole of the octets.
struct Expected {
    bool broken = false;
    std::size_t size = 0;  // of the frame; 0: its end has not come
};

Expected expected(knx::ByteSpan rest) {
    if (rest.size() < knx::KnxIpHeader::kSize) return {};
    const auto header = knx::decode_header(rest);
    if (!header || header->total_length > knx::FrameStream::kFrameSizeMax) return {true, 0};
    return {false, rest.size() < header->total_length ? std::size_t{0} : header->total_length};
}

// Takes all frames there are; false when the stream was given up.
bool take_frames(knx::FrameStream& stream, knx::ByteSpan& come) {
    for (;;) {
        const auto wanted = expected(come);
        const auto frame = stream.next();
        expect(frame.has_value() != wanted.broken, "only what is no frame breaks the stream");
        if (!frame) return false;
        expect(frame->has_value() == (wanted.size != 0), "a frame comes when its end has");
        if (!*frame) return true;
        expect(std::ranges::equal(**frame, come.first(wanted.size)), "its octets are the frame's");
        come = come.subspan(wanted.size);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto piece_max = std::size_t{input.octet()} * 16 + 1;
    const auto octets = input.rest();
    knx::FrameStream stream;
    std::size_t fed = 0;
    std::size_t taken = 0;
    while (fed < octets.size()) {
        const auto room = stream.room();
        expect(!room.empty(), "there is room once every frame was taken");
        const auto piece = std::min({piece_max, room.size(), octets.size() - fed});
        std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(fed), piece, room.begin());
        stream.filled(piece);
        fed += piece;
        auto come = octets.subspan(taken, fed - taken);
        if (!take_frames(stream, come)) return 0;
        taken = fed - come.size();
    }
    return 0;
}
