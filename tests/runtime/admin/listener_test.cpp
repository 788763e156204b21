// SPDX-License-Identifier: Apache-2.0
// The socket file: its mode, its place, who else is there.
#include "admin/listener.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "busbar/asio_loop.hpp"
#include "runtime/admin/admin_house.hpp"
#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

class ListenerTest : public ::testing::Test {
 protected:
    Result<std::unique_ptr<Listener>> open(const std::string& name = "s") {
        return Listener::open(context_, router_, directory_.file(name));
    }
    AsioLoop loop_;
    boost::asio::io_context context_;
    Crossing crossing_{loop_, context_};
    Router router_{crossing_};
    testing::TemporaryDirectory directory_;
};

TEST_F(ListenerTest, TheFileIsForUserAndGroupOnlyAndGoesWithTheListener) {
    auto listener = open();
    ASSERT_TRUE(listener) << listener.error().message;
    struct stat status {};
    ASSERT_EQ(::stat(directory_.file("s").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0660U);
    listener->reset();
    EXPECT_NE(::stat(directory_.file("s").c_str(), &status), 0);
}

TEST_F(ListenerTest, ALiveRuntimeIsLeftAlone) {
    const auto first = open();
    ASSERT_TRUE(first);
    const auto second = open();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::AlreadyExists);
    EXPECT_TRUE(second.error().message.starts_with("another runtime listens at "));
    EXPECT_TRUE(HttpLine(directory_.file("s")).connected());
}

TEST_F(ListenerTest, TheSocketOfADeadRuntimeIsReplaced) {
    boost::asio::local::stream_protocol::acceptor dead(context_);
    dead.open();
    dead.bind(directory_.file("s"));
    dead.close();  // leaves the file
    EXPECT_TRUE(open());
}

TEST_F(ListenerTest, AFileThatIsNoSocketIsLeftAlone) {
    std::ofstream(directory_.file("s")) << "precious";
    const auto listener = open();
    ASSERT_FALSE(listener);
    EXPECT_EQ(listener.error().code, ErrorCode::AlreadyExists);
    EXPECT_TRUE(std::filesystem::exists(directory_.file("s")));
}

TEST_F(ListenerTest, AMissingFolderAndALongPathAreRefused) {
    EXPECT_EQ(open("none/s").error().code, ErrorCode::Unavailable);
    EXPECT_EQ(open(std::string(108, 'x')).error().code, ErrorCode::InvalidArgument);
}

TEST(ListenerLimits, TheSixtyFifthClientIsTurnedAway) {
    AdminHouse house;
    house.open();
    std::vector<std::unique_ptr<HttpLine>> lines;
    for (std::size_t i = 0; i < Listener::kConnectionsMax; ++i) {
        auto& line = *lines.emplace_back(std::make_unique<HttpLine>(house.socket()));
        line.send("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n");
        ASSERT_TRUE(line.read_until("ok\n"));
    }
    HttpLine one_more(house.socket());
    one_more.read_all();
    EXPECT_NE(one_more.text().find("too_many_connections"), std::string::npos);
    lines.clear();
    // The server learns of their end in its own time; until then it may turn away this one too.
    for (bool answered = false; !answered;) {
        HttpLine line(house.socket());
        line.send("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n");
        answered = line.read_until("ok\n");
    }
}

}  // namespace
}  // namespace busbar
