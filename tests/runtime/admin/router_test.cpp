// SPDX-License-Identifier: Apache-2.0
// Which function answers a request, and on which thread.
#include "admin/router.hpp"

#include <gtest/gtest.h>

#include "busbar/asio_loop.hpp"

namespace busbar {
namespace {

class RouterTest : public ::testing::Test {
 protected:
    void add(Method method, std::string_view pattern, std::string_view action,
             Where where = Where::Admin) {
        router_.add({method, pattern, action, where,
                     [pattern](const ApiRequest& request, const Reply& reply) {
                         ApiResponse response;
                         response.body = pattern;
                         for (const auto& name : request.names) response.body += ' ' + name;
                         reply(std::move(response));
                     }});
    }
    ApiResponse ask(Method method, const std::string& target) {
        ApiRequest request;
        request.method = method;
        request.target = parse_target(target).value();
        ApiResponse answer;
        answer.status = 0;
        router_.handle(std::move(request),
                       [&](ApiResponse response) { answer = std::move(response); });
        return answer;
    }
    AsioLoop loop_;
    boost::asio::io_context context_;
    Crossing crossing_{loop_, context_};
    Router router_{crossing_};
};

TEST_F(RouterTest, AnAsteriskIsAnySegmentAndTheFirstRouteWins) {
    add(Method::Get, "/api/plugins/*/schema", "");
    add(Method::Get, "/api/plugins/*/*", "");
    EXPECT_EQ(ask(Method::Get, "/api/plugins/knx/schema").body, "/api/plugins/*/schema knx");
    EXPECT_EQ(ask(Method::Get, "/api/plugins/knx/objects").body, "/api/plugins/*/* knx objects");
    EXPECT_EQ(ask(Method::Get, "/api/plugins/knx").status, 404);
    EXPECT_EQ(ask(Method::Get, "/api/plugins/knx/objects/x").status, 404);
    EXPECT_EQ(ask(Method::Get, "/api/plugins//objects").status, 404);
}

TEST_F(RouterTest, AnActionIsPartOfTheRoute) {
    add(Method::Post, "/items/*", "start");
    add(Method::Post, "/others/*", "*");
    EXPECT_EQ(ask(Method::Post, "/items/a:start").body, "/items/* a");
    EXPECT_EQ(ask(Method::Post, "/items/a:stop").status, 404);
    EXPECT_EQ(ask(Method::Post, "/items/a").status, 404);
    EXPECT_EQ(ask(Method::Post, "/others/a:anything").body, "/others/* a");
    EXPECT_EQ(ask(Method::Post, "/others/a").status, 404);
}

TEST_F(RouterTest, AWrongMethodIsToldTheRightOnes) {
    add(Method::Get, "/items", "");
    add(Method::Post, "/items", "");
    const auto answer = ask(Method::Delete, "/items");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.allow, "GET, POST");
}

TEST_F(RouterTest, ARuntimeRouteAnswersByWayOfTheRuntimeLoop) {
    add(Method::Get, "/status", "", Where::Runtime);
    ApiRequest request;
    request.target = parse_target("/status").value();
    std::string body;
    router_.handle(std::move(request), [&](ApiResponse response) { body = response.body; });
    loop_.context().poll();
    EXPECT_EQ(body, "");
    context_.poll();
    EXPECT_EQ(body, "/status");
}

TEST_F(RouterTest, NothingIsAnsweredAfterTheCrossingClosed) {
    add(Method::Get, "/status", "", Where::Runtime);
    ApiRequest request;
    request.target = parse_target("/status").value();
    bool answered = false;
    router_.handle(std::move(request), [&](const ApiResponse&) { answered = true; });
    crossing_.close();
    loop_.context().poll();
    context_.poll();
    EXPECT_FALSE(answered);
}

TEST_F(RouterTest, OnlyAProjectMayBeLarge) {
    EXPECT_EQ(Router::body_size_max(parse_target("/api/v1/project:apply").value()),
              64U * 1024 * 1024);
    EXPECT_EQ(Router::body_size_max(parse_target("/api/v1/objects").value()), 1024U * 1024);
}

}  // namespace
}  // namespace busbar
