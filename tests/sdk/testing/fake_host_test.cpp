// SPDX-License-Identifier: Apache-2.0
// The runtime for tests, asked through the same C functions that a plugin uses.
#include "busbar/testing/fake_host.hpp"

#include <gtest/gtest.h>
#include <poll.h>

#include "busbar/frame.hpp"

namespace busbar::testing {
namespace {

class FakeHostTest : public ::testing::Test {
 protected:
    [[nodiscard]] bool readable() const {
        pollfd fd{host_.abi().wake_fd, POLLIN, 0};
        return ::poll(&fd, 1, 0) == 1;
    }
    busbar_status send(std::string_view octets) {
        return host_.abi().send(
            host_.abi().context,
            {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()});
    }
    // The next frame; without a message when there is none.
    v1::Frame receive() {
        busbar_bytes bytes{};
        v1::Frame frame;
        status_ = host_.abi().receive(host_.abi().context, &bytes);
        if (status_ == BUSBAR_OK) {
            EXPECT_TRUE(frame.ParseFromArray(bytes.data, static_cast<int>(bytes.size)));
        }
        return frame;
    }

    FakeHost host_;
    busbar_status status_ = BUSBAR_OK;
};

TEST_F(FakeHostTest, IsReadableAsLongAsSomethingWaits) {
    EXPECT_FALSE(readable());
    host_.give_committed();
    host_.give_stop();
    EXPECT_TRUE(readable());
    EXPECT_TRUE(receive().messages(0).has_items_committed());
    EXPECT_TRUE(readable());
    EXPECT_TRUE(receive().messages(0).has_stop());
    EXPECT_FALSE(readable());
    receive();
    EXPECT_EQ(status_, BUSBAR_EMPTY);
}

TEST_F(FakeHostTest, GivesTheMessagesThatMostTestsNeed) {
    host_.give_hello("hello-plugin", "/tmp/x");
    EXPECT_EQ(receive().messages(0).hello().plugin_id(), "hello-plugin");

    host_.give_item("users", "anna", "settings", false);
    const auto changed = receive().messages(0).items_changed();
    EXPECT_EQ(changed.collection(), "users");
    EXPECT_EQ(changed.items(0).id(), "anna");
    EXPECT_EQ(changed.items(0).settings(), "settings");
    EXPECT_FALSE(changed.items(0).started());

    host_.give_item_removed("users", "anna");
    EXPECT_EQ(receive().messages(0).items_changed().removed_ids(0), "anna");

    v1::Object object;
    object.set_id("lamp");
    host_.give_object(object);
    EXPECT_EQ(receive().messages(0).object_appeared().object().id(), "lamp");

    v1::Cause cause;
    cause.set_trace_id(9);
    host_.give_state(3, Value::number(21.5), &cause);
    const auto state = receive().messages(0).state_changed();
    EXPECT_EQ(state.object(), 3U);
    EXPECT_EQ(state.value().number(), 21.5);
    EXPECT_EQ(state.cause().trace_id(), 9U);

    host_.give_command(5, 3, Value::boolean(true));
    const auto command = receive().messages(0).command();
    EXPECT_EQ(command.id(), 5U);
    EXPECT_TRUE(command.value().boolean());
    EXPECT_NE(command.trace_id(), 0U);

    host_.give_action(6, "users", "anna", "test");
    EXPECT_EQ(receive().messages(0).action_request().action(), "test");
}

TEST_F(FakeHostTest, KeepsWhatWasSentUntilItIsTaken) {
    v1::Pong pong;
    pong.set_id(1);
    std::string frame;
    append_message(frame, v1::Message::kPongFieldNumber, pong);
    append_message(frame, v1::Message::kUnsubscribeFieldNumber, v1::Unsubscribe{});
    EXPECT_EQ(send(frame), BUSBAR_OK);
    EXPECT_EQ(send(frame), BUSBAR_OK);
    EXPECT_EQ(host_.frames, 2);
    const auto pongs = host_.take_all(&v1::Message::has_pong, &v1::Message::pong);
    ASSERT_EQ(pongs.size(), 2U);
    EXPECT_EQ(pongs[0].id(), 1U);
    EXPECT_TRUE(host_.take().empty());
}

TEST_F(FakeHostTest, RefusesWhatIsNoFrameOrTooLarge) {
    EXPECT_EQ(send("no frame"), BUSBAR_REFUSED);
    std::string large;
    append_serialized(large, v1::Message::kPongFieldNumber,
                      std::string(BUSBAR_FRAME_SIZE_MAX, '\0'));
    EXPECT_EQ(send(large), BUSBAR_REFUSED);
    EXPECT_EQ(host_.refused, 2);
    EXPECT_EQ(host_.frames, 0);
}

TEST_F(FakeHostTest, TakesNothingWhileItIsFull) {
    std::string frame;
    append_message(frame, v1::Message::kPongFieldNumber, v1::Pong{});
    host_.full = true;
    EXPECT_EQ(send(frame), BUSBAR_FULL);
    host_.full = false;
    EXPECT_EQ(send(frame), BUSBAR_OK);
    EXPECT_EQ(host_.take().size(), 1U);
}

TEST_F(FakeHostTest, WakesAPluginThatItLetsGoOf) {
    host_.close();
    EXPECT_TRUE(readable());
    receive();
    EXPECT_EQ(status_, BUSBAR_CLOSED);
}

}  // namespace
}  // namespace busbar::testing
