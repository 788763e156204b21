// SPDX-License-Identifier: Apache-2.0
// The minimal MQTT client against a scripted peer.
#include "mqtt-broker/io/local_session.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstring>
#include <optional>

#include "io/turning.hpp"
#include "support/temporary_directory.hpp"

namespace mqtt_broker {
namespace {

class LocalSessionTest : public ::testing::Test {
 protected:
    LocalSessionTest()
        : directory_fd(::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
          listener(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const auto path = directory.file("broker.sock");
        std::memcpy(address.sun_path, path.c_str(), path.size());
        EXPECT_EQ(
            ::bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
            0);
        EXPECT_EQ(::listen(listener.get(), 4), 0);
    }
    void open() {
        auto opened =
            LocalSession::open(loop, directory_fd.get(), "broker.sock", "c", {"u", "pw"},
                               {[this](const busbar::Status& status) { login = status; },
                                [this](const Message& message) { messages.push_back(message); }});
        ASSERT_TRUE(opened) << opened.error().message;
        session = std::move(*opened);
        peer = Descriptor(::accept(listener.get(), nullptr, nullptr));
    }
    Octets heard() const {
        Octets octets(512);
        const auto count = ::recv(peer.get(), octets.data(), octets.size(), 0);
        octets.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return octets;
    }
    void say(const Octets& octets) const {
        EXPECT_EQ(::send(peer.get(), octets.data(), octets.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(octets.size()));
    }
    bool until_answered() {
        return turn_until(loop, [this] { return login.has_value(); });
    }

    busbar::testing::TemporaryDirectory directory;
    Descriptor directory_fd;
    Descriptor listener;
    Descriptor peer;
    busbar::PollLoop loop;
    std::optional<busbar::Status> login;
    std::vector<Message> messages;
    std::unique_ptr<LocalSession> session;
};

TEST_F(LocalSessionTest, LogsInListensAndLogsOff) {
    open();
    EXPECT_EQ(heard(), encode_connect("c", {"u", "pw"}, 600));
    say({0x20, 2, 0, 0});
    ASSERT_TRUE(until_answered());
    EXPECT_TRUE(*login);
    session->subscribe({"a"});
    EXPECT_EQ(heard()[0], 0x82);
    say({0x90, 3, 0, 1, 0, 0x30, 4, 0, 1, 'a', 'x'});
    ASSERT_TRUE(turn_until(loop, [this] { return !messages.empty(); }));
    EXPECT_EQ(messages[0], (Message{"a", "x"}));
    session.reset();
    EXPECT_EQ(heard(), (Octets{0xE0, 0}));
    EXPECT_TRUE(heard().empty());
}

TEST_F(LocalSessionTest, SaysWhyTheLoginWasRefused) {
    open();
    say({0x20, 2, 0, 5});
    ASSERT_TRUE(until_answered());
    ASSERT_FALSE(*login);
    EXPECT_EQ(login->error().message, "not authorised");
}

TEST_F(LocalSessionTest, TellsThatTheConnectionWasLost) {
    open();
    peer.close();
    ASSERT_TRUE(until_answered());
    EXPECT_FALSE(*login);
}

TEST_F(LocalSessionTest, GivesUpOnAPeerThatSpeaksSomethingElse) {
    open();
    say({0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01});
    ASSERT_TRUE(until_answered());
    EXPECT_FALSE(*login);
}

TEST_F(LocalSessionTest, MayBeDestroyedByItsOwnAnswer) {
    auto opened = LocalSession::open(loop, directory_fd.get(), "broker.sock", "c", {"u", "pw"},
                                     {[this](const busbar::Status& status) {
                                          session.reset();
                                          login = status;
                                      },
                                      {}});
    ASSERT_TRUE(opened);
    session = std::move(*opened);
    peer = Descriptor(::accept(listener.get(), nullptr, nullptr));
    say({0x20, 2, 0, 0, 0x20, 2, 0, 0});
    EXPECT_TRUE(until_answered());
}

TEST_F(LocalSessionTest, FailsAtOnceWhereNobodyListens) {
    EXPECT_FALSE(LocalSession::open(loop, directory_fd.get(), "nobody.sock", "c", {"u", "pw"},
                                    {[](const busbar::Status&) {}, {}}));
}

}  // namespace
}  // namespace mqtt_broker
