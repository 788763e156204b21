// SPDX-License-Identifier: Apache-2.0
// Frames walked by hand: the same octets as protobuf's, and nothing believed of foreign ones.
#include "busbar/frame.hpp"

#include <gtest/gtest.h>

#include <random>

#include "busbar/v1/bus.pb.h"

namespace busbar {
namespace {

using M = v1::Message;

std::span<const std::uint8_t> octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

v1::Ping ping(std::uint64_t id) {
    v1::Ping message;
    message.set_id(id);
    return message;
}

TEST(Frame, IsWhatProtobufWouldWrite) {
    v1::StateChanged state;
    state.set_object(7);
    state.mutable_value()->set_text(std::string(300, 'x'));  // lengths of two octets
    std::string frame;
    append_message(frame, M::kStateChangedFieldNumber, state);
    append_message(frame, M::kStopFieldNumber, v1::Stop{});  // a tag of two octets

    v1::Frame expected;
    *expected.add_messages()->mutable_state_changed() = state;
    expected.add_messages()->mutable_stop();
    EXPECT_EQ(frame, expected.SerializeAsString());
}

TEST(Frame, TakesABodyThatIsSerializedAlready) {
    std::string once;
    std::string twice;
    append_message(once, M::kPingFieldNumber, ping(300));
    append_serialized(twice, M::kPingFieldNumber, ping(300).SerializeAsString());
    EXPECT_EQ(once, twice);
}

TEST(FrameReader, GivesTheMessagesInTheirOrder) {
    std::string frame;
    append_message(frame, M::kPingFieldNumber, ping(1));
    append_message(frame, M::kItemsCommittedFieldNumber, v1::ItemsCommitted{});
    append_message(frame, M::kPingFieldNumber, ping(2));

    FrameReader reader(octets(frame));
    FrameReader::Part part;
    v1::Ping message;
    ASSERT_TRUE(reader.next(part));
    EXPECT_EQ(part.field, M::kPingFieldNumber);
    ASSERT_TRUE(part.parse(message));
    EXPECT_EQ(message.id(), 1U);
    ASSERT_TRUE(reader.next(part));
    EXPECT_EQ(part.field, M::kItemsCommittedFieldNumber);
    EXPECT_TRUE(part.body.empty());
    EXPECT_FALSE(reader.done());
    ASSERT_TRUE(reader.next(part));
    ASSERT_TRUE(part.parse(message));
    EXPECT_EQ(message.id(), 2U);
    EXPECT_FALSE(reader.next(part));
    EXPECT_TRUE(reader.done());
    EXPECT_FALSE(reader.malformed());
}

TEST(FrameReader, SaysThatABodyIsNotWhatItShouldBe) {
    std::string frame;
    append_serialized(frame, M::kPingFieldNumber, "\x08");  // an id without its number
    FrameReader reader(octets(frame));
    FrameReader::Part part;
    v1::Ping message;
    ASSERT_TRUE(reader.next(part));
    EXPECT_FALSE(part.parse(message));
    EXPECT_FALSE(reader.malformed());  // the frame around it is sound
}

struct Row {
    const char* name;
    std::string_view frame;
    int messages;  // read before the end or the fault
    bool malformed;
};

using namespace std::string_view_literals;

const Row kRows[] = {
    {"Empty", ""sv, 0, false},
    {"EmptyMessage", "\x0A\x00"sv, 1, false},
    {"TagWithoutLength", "\x0A"sv, 0, true},
    {"LengthBeyondTheEnd", "\x0A\x05\xBA\x01\x01"sv, 0, true},
    {"LengthCutShort", "\x0A\x80"sv, 0, true},
    {"LengthWithoutEnd", "\x0A\x80\x80\x80\x80\x80\x01"sv, 0, true},
    {"LargestLength", "\x0A\xFF\xFF\xFF\xFF\x0F"sv, 0, true},
    {"BodyBeyondItsMessage", "\x0A\x03\xBA\x01\x01\x08"sv, 0, true},
    {"MemberTagCutShort", "\x0A\x01\xBA"sv, 0, true},
    {"AnotherMemberOfFrame", "\x12\x00"sv, 0, true},
    {"NumberInsteadOfMessage", "\x08\x01"sv, 0, true},
    {"NumberInsteadOfMember", "\x0A\x02\x08\x01"sv, 0, true},
    {"EndOfAGroup", "\x0C"sv, 0, true},
    {"Text", "GET / HTTP/1.1\r\n"sv, 0, true},
    {"FaultBehindAGoodMessage", "\x0A\x03\xBA\x01\x00\x0A"sv, 1, true},
    {"UnknownMember", "\x0A\x04\xFA\x07\x01\x00"sv, 1, false},
};

class FrameRow : public ::testing::TestWithParam<Row> {};

TEST_P(FrameRow, IsReadAsFarAsItIsAFrame) {
    FrameReader reader(octets(GetParam().frame));
    int messages = 0;
    for (FrameReader::Part part; reader.next(part);) ++messages;
    EXPECT_EQ(messages, GetParam().messages);
    EXPECT_EQ(reader.malformed(), GetParam().malformed);
    EXPECT_TRUE(reader.done());
    FrameReader::Part part;
    EXPECT_FALSE(reader.next(part));  // and it stays so
}

INSTANTIATE_TEST_SUITE_P(Octets, FrameRow, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

// Every prefix of a good frame ends at a message or is malformed; no read goes beyond its end
// (the sanitizers watch that).
TEST(FrameReader, StopsWhereAFrameIsCutOff) {
    std::string frame;
    for (std::uint64_t i = 0; i < 20; ++i) append_message(frame, M::kPingFieldNumber, ping(i));
    for (std::size_t size = 0; size < frame.size(); ++size) {
        const std::string prefix = frame.substr(0, size);
        FrameReader reader(octets(prefix));
        int messages = 0;
        for (FrameReader::Part part; reader.next(part);) ++messages;
        EXPECT_LT(messages, 20) << size;
    }
}

TEST(FrameReader, SurvivesChangedOctets) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::string good;
    for (std::uint64_t i = 0; i < 20; ++i) append_message(good, M::kPingFieldNumber, ping(i));
    for (int round = 0; round < 10'000; ++round) {
        auto frame = good;
        for (int i = 0; i < 3; ++i) frame[random() % frame.size()] = static_cast<char>(random());
        FrameReader reader(octets(frame));
        std::size_t read = 0;
        for (FrameReader::Part part; reader.next(part);) read += part.body.size();
        EXPECT_LE(read, frame.size());
    }
}

}  // namespace
}  // namespace busbar
