// SPDX-License-Identifier: Apache-2.0
// `busbar knx monitor` against a server that says what the test wants.
#include "knx/tool/monitor_command.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <thread>

#include "support/temporary_directory.hpp"

namespace knx {
namespace {

constexpr const char* kHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

std::string event(const std::string& destination) {
    return "event: monitor\ndata: {\"time\":\"2026-03-01T12:34:56.789012Z\",\"columns\":"
           "{\"destination\":\"" +
           destination + "\",\"service\":\"write\"}}\n\n";
}

// Answers one connection with `text` and hangs up.
class OneAnswer {
 public:
    OneAnswer(const std::string& path, std::string text)
        : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(::listen(fd_, 1), 0);
        thread_ = std::thread([this, text = std::move(text)] {
            const int client = ::accept(fd_, nullptr, nullptr);
            std::string request(4096, '\0');
            request.resize(static_cast<std::size_t>(
                std::max<ssize_t>(0, ::recv(client, request.data(), request.size(), 0))));
            request_ = request;
            (void)::send(client, text.data(), text.size(), MSG_NOSIGNAL);
            ::close(client);
        });
    }
    OneAnswer(const OneAnswer&) = delete;
    OneAnswer& operator=(const OneAnswer&) = delete;
    ~OneAnswer() {
        if (thread_.joinable()) thread_.join();
        ::close(fd_);
    }
    std::string request() {
        thread_.join();
        return request_;
    }

 private:
    const int fd_;
    std::thread thread_;
    std::string request_;
};

class MonitorCommand : public ::testing::Test {
 protected:
    int run() { return run_monitor_command(options, output, errors); }

    busbar::testing::TemporaryDirectory directory;
    MonitorOptions options{directory.file("socket"), {}, LineFormat::Csv, 0, -1};
    std::ostringstream output;
    std::ostringstream errors;
};

TEST_F(MonitorCommand, AsksForItsPluginsRecordsAndEndsAfterSoMany) {
    options.telegrams_max = 2;
    OneAnswer runtime(options.socket, kHead + event("1/2/3") + event("1/2/4") + event("1/2/5"));
    EXPECT_EQ(run(), 0) << errors.str();
    EXPECT_NE(output.str().find("1/2/4"), std::string::npos);
    EXPECT_EQ(output.str().find("1/2/5"), std::string::npos);
    EXPECT_TRUE(output.str().starts_with("time,direction,"));
    EXPECT_TRUE(
        runtime.request().starts_with("GET /api/v1/events?kinds=monitor&plugin=knx HTTP/1.1\r\n"));
}

TEST_F(MonitorCommand, SaysThatTheRuntimeHasEnded) {
    const OneAnswer runtime(options.socket, kHead + event("1/2/3"));
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(errors.str(), "busbar: the runtime has ended\n");
    EXPECT_NE(output.str().find("1/2/3"), std::string::npos);
}

TEST_F(MonitorCommand, SaysWhyItIsRefused) {
    const OneAnswer runtime(options.socket,
                            "HTTP/1.1 403 Forbidden\r\n\r\n{\"detail\":\"you may not\"}");
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(errors.str(), "busbar: you may not\n");
}

TEST_F(MonitorCommand, SaysThatNoRuntimeAnswers) {
    EXPECT_EQ(run(), 3);
    EXPECT_NE(errors.str().find("no runtime answers"), std::string::npos);
}

}  // namespace
}  // namespace knx
