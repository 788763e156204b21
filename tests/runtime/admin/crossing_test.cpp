// SPDX-License-Identifier: Apache-2.0
// To the runtime loop and back.
#include "admin/crossing.hpp"

#include <gtest/gtest.h>

#include "busbar/asio_loop.hpp"

namespace busbar {
namespace {

class CrossingTest : public ::testing::Test {
 protected:
    void turn() {
        loop_.context().poll();  // not run(): a loop never runs out of work
        admin_.restart();
        admin_.poll();
    }
    AsioLoop loop_;
    boost::asio::io_context admin_;
};

TEST_F(CrossingTest, ATaskGoesThereAndItsReplyComesBack) {
    Crossing crossing(loop_, admin_);
    std::string way;
    const auto back = crossing.back([&](const ApiResponse& response) { way += response.body; });
    crossing.to_runtime([&, back] {
        way += "there, ";
        ApiResponse response;
        response.body = "back";
        back(std::move(response));
    });
    EXPECT_EQ(way, "");
    turn();
    EXPECT_EQ(way, "there, back");
}

TEST_F(CrossingTest, NothingCrossesAClosedOne) {
    Crossing crossing(loop_, admin_);
    int ran = 0;
    crossing.to_runtime([&] { ++ran; });
    crossing.close();
    crossing.to_admin([&] { ++ran; });
    turn();
    EXPECT_EQ(ran, 0);
}

TEST_F(CrossingTest, AReplyMayOutliveIt) {
    Reply back;
    {
        Crossing crossing(loop_, admin_);
        back = crossing.back([](const ApiResponse&) { FAIL() << "nobody is left to be told"; });
        crossing.close();
    }
    back({});
    turn();
}

}  // namespace
}  // namespace busbar
