// SPDX-License-Identifier: Apache-2.0
// The admin door's place on the bus.
#include "admin/bus_seat.hpp"

#include <gtest/gtest.h>

#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

class BusSeatTest : public ::testing::Test {
 protected:
    void turn() {
        context_.restart();
        context_.poll();
    }
    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    boost::asio::io_context context_;
    std::unique_ptr<BusSeat> seat_ = BusSeat::join(bus_, context_).value();
    BusClient owner_{bus_, "knx"};
};

TEST_F(BusSeatTest, ThereIsOneAdminDoor) {
    EXPECT_EQ(BusSeat::join(bus_, context_).error().code, ErrorCode::AlreadyExists);
    seat_.reset();
    EXPECT_TRUE(BusSeat::join(bus_, context_));
}

TEST_F(BusSeatTest, ACommandGetsItsOwnAnswer) {
    owner_.announce(1, "lamp");
    seat_->start({});
    std::string answers;
    v1::Value value;
    value.set_integer(1);
    seat_->command(1, value, 0, [&](const auto& r) { answers += "1:" + r.reason() + ' '; });
    seat_->command(99, value, 0, [&](const auto& r) { answers += "2:" + r.reason() + ' '; });
    turn();
    EXPECT_EQ(answers, "2:there is no such object ");
    for (const auto& message : owner_.receive_all()) {
        if (message.has_command()) {
            EXPECT_EQ(message.command().sender(), "admin");
            owner_.answer(message.command().id(), v1::COMMAND_OUTCOME_REFUSED);
        }
    }
    turn();
    EXPECT_EQ(answers, "2:there is no such object 1: ");
}

TEST_F(BusSeatTest, HearsTheCatalogueWhileItIsSubscribed) {
    std::vector<int> heard;
    seat_->start([&](const FrameReader::Part& part) { heard.push_back(part.field); });
    owner_.announce(1, "lamp");
    turn();
    EXPECT_TRUE(heard.empty());
    seat_->subscribe_all();
    turn();
    EXPECT_EQ(heard, (std::vector<int>{v1::Message::kObjectAppearedFieldNumber,
                                       v1::Message::kCatalogueCompleteFieldNumber}));
    seat_->unsubscribe_all();
    owner_.publish(1, 7);
    turn();
    EXPECT_EQ(heard.size(), 2U);
}

}  // namespace
}  // namespace busbar
