// SPDX-License-Identifier: Apache-2.0
// RequestQueue: order and bounds.
#include "knx/protocol/tunnel/request_queue.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

struct Request {
    int id = 0;
    Telegram telegram;
};

Request request(int id, GroupService service) {
    Request request{id, {}};
    request.telegram.service = service;
    return request;
}

TEST(RequestQueue, LetsReadsYieldAndKeepsTheOrderOtherwise) {
    RequestQueue<Request> queue(4);
    ASSERT_TRUE(queue.push(request(1, GroupService::Read)));
    ASSERT_TRUE(queue.push(request(2, GroupService::Write)));
    ASSERT_TRUE(queue.push(request(3, GroupService::Read)));
    ASSERT_TRUE(queue.push(request(4, GroupService::Response)));
    EXPECT_EQ(queue.size(), 4U);
    EXPECT_EQ(queue.front().id, 2);
    std::vector<int> order;
    while (!queue.empty()) order.push_back(queue.pop().id);
    EXPECT_EQ(order, (std::vector{2, 4, 1, 3}));
}

TEST(RequestQueue, BoundsReadsAndOthersApart) {
    RequestQueue<Request> queue(1);
    ASSERT_TRUE(queue.push(request(1, GroupService::Read)));
    ASSERT_TRUE(queue.push(request(2, GroupService::Write)));
    EXPECT_FALSE(queue.push(request(3, GroupService::Read)));
    const auto refused = queue.push(request(4, GroupService::Write));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, busbar::ErrorCode::Unavailable);
    EXPECT_EQ(queue.size(), 2U);
}

}  // namespace
}  // namespace knx
