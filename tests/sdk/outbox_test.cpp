// SPDX-License-Identifier: Apache-2.0
// Frames of a plugin: batched, at most 64 KiB, kept in order while the runtime takes none.
#include "busbar/outbox.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "busbar/v1/bus.pb.h"

namespace busbar {
namespace {

// A runtime's end of send(): keeps frames as they come.
struct Sink {
    busbar_host host{sizeof(busbar_host), this, -1, &Sink::send, nullptr};
    std::vector<std::string> frames;
    bool full = false;

    static busbar_status send(void* context, busbar_bytes bytes) {
        auto& self = *static_cast<Sink*>(context);
        if (self.full) return BUSBAR_FULL;
        self.frames.emplace_back(reinterpret_cast<const char*>(bytes.data), bytes.size);
        return bytes.size > BUSBAR_FRAME_SIZE_MAX ? BUSBAR_REFUSED : BUSBAR_OK;
    }
};

class OutboxTest : public ::testing::Test {
 protected:
    // A log line whose text is `number` and then so many octets.
    void add(int number, std::size_t size = 0) {
        v1::LogRecord record;
        record.set_text(std::to_string(number) + std::string(size, '.'));
        outbox_.add(v1::Message::kLogRecordFieldNumber, record);
    }
    // The numbers that have arrived, in order.
    [[nodiscard]] std::vector<int> arrived() const {
        std::vector<int> numbers;
        for (const auto& octets : sink_.frames) {
            v1::Frame frame;
            EXPECT_TRUE(frame.ParseFromString(octets));
            for (const auto& message : frame.messages()) {
                numbers.push_back(std::stoi(message.log_record().text()));
            }
        }
        return numbers;
    }
    [[nodiscard]] static std::vector<int> up_to(int end) {
        std::vector<int> numbers;
        for (int i = 0; i < end; ++i) numbers.push_back(i);
        return numbers;
    }

    Sink sink_;
    Outbox outbox_{sink_.host};
};

TEST_F(OutboxTest, SendsNothingWhenNothingWasAdded) {
    outbox_.flush();
    EXPECT_TRUE(sink_.frames.empty());
}

TEST_F(OutboxTest, SendsWhatWasAddedInOneFrame) {
    for (int i = 0; i < 100; ++i) add(i);
    EXPECT_TRUE(sink_.frames.empty());
    outbox_.flush();
    EXPECT_EQ(sink_.frames.size(), 1U);
    EXPECT_EQ(arrived(), up_to(100));
    outbox_.flush();
    EXPECT_EQ(sink_.frames.size(), 1U);
}

TEST_F(OutboxTest, BeginsANewFrameBeforeOneGetsTooLarge) {
    for (int i = 0; i < 300; ++i) add(i, 900);
    outbox_.flush();
    EXPECT_GT(sink_.frames.size(), 4U);
    for (const auto& frame : sink_.frames) EXPECT_LE(frame.size(), BUSBAR_FRAME_SIZE_MAX);
    EXPECT_EQ(arrived(), up_to(300));
}

TEST_F(OutboxTest, FillsAFrameToItsLastOctets) {
    add(0, BUSBAR_FRAME_SIZE_MAX - 32);
    outbox_.flush();
    ASSERT_EQ(sink_.frames.size(), 1U);
    EXPECT_LE(sink_.frames[0].size(), BUSBAR_FRAME_SIZE_MAX);
    EXPECT_GT(sink_.frames[0].size(), BUSBAR_FRAME_SIZE_MAX - 32);
}

TEST_F(OutboxTest, LosesOnlyTheMessageThatIsTooLargeItself) {
    add(0);
    add(1, BUSBAR_FRAME_SIZE_MAX);
    add(2);
    outbox_.flush();
    ASSERT_EQ(sink_.frames.size(), 3U);
    EXPECT_GT(sink_.frames[1].size(), BUSBAR_FRAME_SIZE_MAX);  // refused
    EXPECT_EQ(arrived(), up_to(3));
}

TEST_F(OutboxTest, KeepsWhatTheRuntimeCannotTakeInOrder) {
    sink_.full = true;
    for (int i = 0; i < 200; ++i) add(i, 900);
    outbox_.flush();
    EXPECT_TRUE(sink_.frames.empty());
    sink_.full = false;
    for (int i = 200; i < 210; ++i) add(i, 900);
    outbox_.flush();
    EXPECT_EQ(arrived(), up_to(210));
    EXPECT_FALSE(outbox_.overflowed());
}

// Many turns that each send a little, while the runtime takes nothing, fill frames; they are not a
// frame each.
TEST_F(OutboxTest, CollectsIntoFullFramesWhileTheRuntimeTakesNone) {
    sink_.full = true;
    for (int i = 0; i < 2000; ++i) {
        add(i);
        outbox_.flush();
    }
    EXPECT_FALSE(outbox_.overflowed());
    sink_.full = false;
    outbox_.flush();
    EXPECT_EQ(sink_.frames.size(), 1U);
    EXPECT_EQ(arrived(), up_to(2000));
}

TEST_F(OutboxTest, SaysThatItOverflowedWhenTheRuntimeTakesNothingForLong) {
    sink_.full = true;
    for (std::size_t i = 0; i <= Outbox::kFramesMax; ++i) add(0, BUSBAR_FRAME_SIZE_MAX - 32);
    EXPECT_FALSE(outbox_.overflowed());
    add(0, BUSBAR_FRAME_SIZE_MAX - 32);
    EXPECT_TRUE(outbox_.overflowed());
}

}  // namespace
}  // namespace busbar
