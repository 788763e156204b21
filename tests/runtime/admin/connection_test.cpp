// SPDX-License-Identifier: Apache-2.0
// HTTP at its edges: what is too large, what is broken, what stays open.
#include "admin/connection.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/admin_house.hpp"

namespace busbar {
namespace {

class ConnectionTest : public ::testing::Test {
 protected:
    ConnectionTest() { house_.open(); }
    bool answers(const std::string& text, const std::string& expected) {
        const auto all = house_.exchange(text);
        EXPECT_NE(all.find(expected), std::string::npos) << all;
        return all.find(expected) != std::string::npos;
    }
    AdminHouse house_;
};

TEST_F(ConnectionTest, SeveralRequestsGoOverOneConnection) {
    HttpLine line(house_.socket());
    for (int i = 0; i < 3; ++i) {
        line.forget();
        line.send("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n");
        ASSERT_TRUE(line.read_until("\r\n\r\nok\n"));
    }
    line.forget();
    line.send("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\nGET /readyz HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_TRUE(line.read_until("ready\n"));
}

TEST_F(ConnectionTest, RefusesWhatIsTooLarge) {
    answers("POST /api/v1/objects HTTP/1.1\r\nHost: t\r\nContent-Length: 1048577\r\n\r\n",
            "HTTP/1.1 413");
    answers("GET / HTTP/1.1\r\nHost: t\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n",
            "HTTP/1.1 431");
    HttpLine chunked(house_.socket());
    chunked.send("POST /api/v1/objects HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 17; ++i) chunked.send("10000\r\n" + std::string(65'536, ' ') + "\r\n");
    EXPECT_TRUE(chunked.read_until("HTTP/1.1 413"));
}

TEST_F(ConnectionTest, AProjectMayBeLarger) {
    const Json project = {{"busbar", 1}, {"name", std::string(2'000'000, 'x')}};
    EXPECT_NE(house_.ask("POST", "/api/v1/project:apply", project).status, 413);
}

TEST_F(ConnectionTest, RefusesWhatIsNoHttpAndWhatIsNoJson) {
    answers("hello\r\n\r\n", "HTTP/1.1 400");
    answers(
        "POST /api/v1/objects HTTP/1.1\r\nHost: t\r\nConnection: close\r\n"
        "Content-Length: 3\r\n\r\n{x}",
        "not_json");
    answers("GET /%zz HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n", "HTTP/1.1 400");
    answers("OPTIONS / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n", "HTTP/1.1 405");
}

TEST_F(ConnectionTest, TellsAClientThatAsksToGoOn) {
    HttpLine line(house_.socket());
    line.send(
        "POST /api/v1/project:apply?dry_run HTTP/1.1\r\nHost: t\r\nContent-Length: 13\r\n"
        "Expect: 100-continue\r\n\r\n");
    ASSERT_TRUE(line.read_until("HTTP/1.1 100 Continue\r\n\r\n"));
    line.send("{\"busbar\": 1}");
    EXPECT_TRUE(line.read_until("HTTP/1.1 200 OK"));
}

TEST_F(ConnectionTest, AClientThatLeavesInTheMiddleHurtsNobody) {
    for (const auto* part :
         {"GET /api", "POST /api/v1/objects HTTP/1.1\r\nContent-Length: 9\r\n\r\n{",
          "GET /api/v1/status HTTP/1.1\r\nHost: t\r\n\r\n"}) {
        HttpLine line(house_.socket());
        line.send(part);
    }
    EXPECT_EQ(house_.ask("GET", "/healthz").status, 200);
}

}  // namespace
}  // namespace busbar
