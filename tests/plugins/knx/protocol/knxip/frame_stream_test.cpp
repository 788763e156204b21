// SPDX-License-Identifier: Apache-2.0
// Cutting a stream into frames.
#include "knx/protocol/knxip/frame_stream.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;
using testing::to_hex;

const ByteBuffer kAck = from_hex("06100421000a04010000");
const ByteBuffer kState = from_hex("0610020800080100");

void feed(FrameStream& stream, ByteSpan octets) {
    const auto room = stream.room();
    ASSERT_GE(room.size(), octets.size());
    std::copy(octets.begin(), octets.end(), room.begin());
    stream.filled(octets.size());
}

// All whole frames there are now, as hex.
std::vector<std::string> take(FrameStream& stream) {
    std::vector<std::string> frames;
    for (auto frame = stream.next(); frame && *frame; frame = stream.next()) {
        frames.push_back(to_hex(**frame));
    }
    return frames;
}

TEST(FrameStream, CutsSeveralFramesOfOneRead) {
    FrameStream stream;
    auto octets = kAck;
    append_octets(octets, kState);
    append_octets(octets, kAck);
    feed(stream, octets);
    EXPECT_EQ(take(stream), (std::vector{to_hex(kAck), to_hex(kState), to_hex(kAck)}));
}

TEST(FrameStream, JoinsAFrameThatComesOctetByOctet) {
    FrameStream stream;
    for (std::size_t i = 0; i < kAck.size(); ++i) {
        EXPECT_TRUE(take(stream).empty());
        feed(stream, ByteSpan(kAck).subspan(i, 1));
    }
    EXPECT_EQ(take(stream), std::vector{to_hex(kAck)});
}

TEST(FrameStream, GoesOnForEver) {
    FrameStream stream;
    std::size_t taken = 0;
    for (std::size_t fed = 0; fed < 10 * FrameStream::kCapacity; fed += 7) {
        ByteBuffer piece;
        for (std::size_t i = 0; i < 7; ++i) piece.push_back(kAck[(fed + i) % kAck.size()]);
        feed(stream, piece);
        taken += take(stream).size();
    }
    EXPECT_EQ(taken, (10 * FrameStream::kCapacity + 6) / 7 * 7 / kAck.size());
}

TEST(FrameStream, CannotGoOnAfterRubbish) {
    for (const char* hex : {"05100421000a", "06200421000a", "061004210005", "06100421ffff"}) {
        FrameStream stream;
        feed(stream, from_hex(hex));
        EXPECT_FALSE(stream.next()) << hex;
        EXPECT_FALSE(stream.next()) << hex;
    }
}

TEST(FrameStream, HandsOutWhatCameBeforeTheRubbish) {
    FrameStream stream;
    auto octets = kAck;
    append_octets(octets, from_hex("ffffffffffff"));
    feed(stream, octets);
    EXPECT_TRUE(*stream.next());
    EXPECT_FALSE(stream.next());
}

TEST(FrameStream, HasRoomForTheLongestFrame) {
    FrameStream stream;
    auto start = from_hex("061005301000");  // 4096 octets
    feed(stream, start);
    EXPECT_TRUE(take(stream).empty());
    feed(stream, ByteBuffer(FrameStream::kFrameSizeMax - start.size()));
    EXPECT_EQ(take(stream).size(), 1U);
}

}  // namespace
}  // namespace knx
