// SPDX-License-Identifier: Apache-2.0
// A plugin behind its C entry, on the loop it has in the runtime: no exception leaves run().
#include "busbar/entry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "busbar/asio_entry.hpp"
#include "busbar/testing/fake_host.hpp"

namespace busbar {
namespace {

using testing::FakeHost;
using ::testing::HasSubstr;

// Stops, throws in a timer, or throws while it is made, as its plugin id says.
template <class... Extra>
class Actor : public Plugin {
 public:
    explicit Actor(Context context, Extra... /*io_context*/) : Plugin(context) {
        if (make_throws) throw std::runtime_error("made badly");
    }
    static inline bool make_throws = false;

 protected:
    void on_start() override {
        if (hello().plugin_id() != "thrower") return;
        loop().post([] { throw std::runtime_error("thrown by a task"); });
    }
};

using PollActor = Actor<>;
using AsioActor = Actor<boost::asio::io_context&>;

class EntryTest : public ::testing::TestWithParam<int (*)(const busbar_host&)> {
 protected:
    int run() { return run_caught(GetParam(), &host_.abi()); }
    FakeHost host_;
};

TEST_P(EntryTest, ReturnsZeroAfterAStop) {
    host_.give_hello("stopper");
    host_.give_stop();
    EXPECT_EQ(run(), 0);
}

TEST_P(EntryTest, MayRunAgainAfterItReturned) {
    for (int i = 0; i < 2; ++i) {
        host_.give_hello("stopper");
        host_.give_stop();
        EXPECT_EQ(run(), 0);
    }
}

TEST_P(EntryTest, LogsAnExceptionOfATaskAndReturnsOne) {
    host_.give_hello("thrower");
    EXPECT_EQ(run(), 1);
    const auto logged = host_.take_all(&v1::Message::has_log_record, &v1::Message::log_record);
    ASSERT_EQ(logged.size(), 1U);
    EXPECT_THAT(logged[0].text(), HasSubstr("thrown by a task"));
}

TEST_P(EntryTest, ReturnsOneWhenThePluginCannotBeMade) {
    PollActor::make_throws = AsioActor::make_throws = true;
    EXPECT_EQ(run(), 1);
    PollActor::make_throws = AsioActor::make_throws = false;
}

INSTANTIATE_TEST_SUITE_P(Loops, EntryTest,
                         ::testing::Values(&run_on_poll_loop<PollActor>,
                                           &run_on_asio_loop<AsioActor>),
                         [](const auto& row) { return row.index == 0 ? "PollLoop" : "AsioLoop"; });

}  // namespace
}  // namespace busbar

// The entry itself, as a shared object would export it.
BUSBAR_PLUGIN(busbar::PollActor)

namespace busbar {
namespace {

TEST(Entry, SaysForWhichInterfaceItWasBuilt) {
    EXPECT_EQ(busbar_plugin_entry.struct_size, sizeof(busbar_plugin));
    EXPECT_EQ(busbar_plugin_entry.abi_major, BUSBAR_ABI_MAJOR);
    EXPECT_EQ(busbar_plugin_entry.abi_minor, BUSBAR_ABI_MINOR);
    FakeHost host;
    host.give_stop();
    EXPECT_EQ(busbar_plugin_entry.run(&host.abi()), 0);
}

}  // namespace
}  // namespace busbar
