// SPDX-License-Identifier: Apache-2.0
// A real Mosquitto: listeners, files, crashes, figures.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "broker_house.hpp"
#include "mqtt-broker/io/certificate.hpp"
#include "mqtt-broker/io/descriptor.hpp"

extern "C" {            // glibc 2.36 has forgotten it in this header
#include <sys/pidfd.h>  // NOLINT(llvm-include-order)
}

namespace mqtt_broker {
namespace {

using ::testing::HasSubstr;

class MosquittoTest : public BrokerHouseTest {};

INSTANTIATE_TEST_SUITE_P(BothWays, MosquittoTest, ::testing::Values(Way::Gate, Way::Files),
                         name_of);

// Until the process has ended, as its pidfd says; works for the children of others too.
bool ends(int pidfd) {
    constexpr int kPatienceMs = 20'000;
    pollfd waited{pidfd, POLLIN, 0};
    return ::poll(&waited, 1, kPatienceMs) == 1;
}

// The process that hosts the plugin: writes the broker's id to `fd` when it runs, then goes on for
// ever.
[[noreturn]] void host_plugin(int fd) {
    BrokerHouse house;
    house.begin();
    pid_t broker = 0;
    if (house.until_running()) broker = BrokerHouse::broker_pid(::getpid()).value_or(0);
    (void)!::write(fd, &broker, sizeof(broker));
    for (;;) (void)house.until([] { return false; });
}

TEST_P(MosquittoTest, ListensOnAnInterfaceByName) {
    house.broker.set_bind(settings::BIND_LAN);
    house.broker.set_address("lo");
    begin_with_anna();
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_P(MosquittoTest, ListensOnEveryAddress) {
    house.broker.set_bind(settings::BIND_ALL);
    begin_with_anna();
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_P(MosquittoTest, AKilledBrokerIsBackAfterASecond) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ASSERT_TRUE(pid);
    ::kill(*pid, SIGKILL);
    ASSERT_TRUE(house.until_status(busbar::v1::STATUS_STATE_ERROR));
    EXPECT_THAT(house.status.text(), HasSubstr("ended unexpectedly (signal 9)"));
    EXPECT_FALSE(house.service->running());
    ASSERT_TRUE(house.until_running());
    EXPECT_NE(BrokerHouse::broker_pid(::getpid()), pid);
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_P(MosquittoTest, SetsUnreadableMessagesAsideAndStarts) {
    const auto mosquitto = directory_of_broker();
    std::filesystem::create_directory(mosquitto);
    std::ofstream(mosquitto + "/mosquitto.db") << "these are not the messages you are looking for";
    std::filesystem::permissions(mosquitto + "/mosquitto.db", std::filesystem::perms(0644));
    begin_with_anna();
    EXPECT_TRUE(std::filesystem::exists(mosquitto + "/mosquitto.db.unreadable"));
}

TEST_P(MosquittoTest, CountsItsClients) {
    begin_with_anna();
    const auto listener = house.subscriber(as("anna", "secret"));
    ASSERT_TRUE(listener);
    const auto figure = [&](const char* name) {
        for (const auto& entry : house.status.figures()) {
            if (entry.name() == name) return entry.value();
        }
        return -1.0;
    };
    EXPECT_TRUE(house.until([&] { return figure("clients") == 1.0; }));
    EXPECT_EQ(figure("restarts"), 0.0);
}

TEST_P(MosquittoTest, KeepsItsFilesFromOtherUsers) {
    begin_with_anna();
    std::vector<const char*> names{"", "/mosquitto.conf"};
    if (GetParam() == Way::Gate) names.insert(names.end(), {"/users"});
    if (GetParam() == Way::Files) names.insert(names.end(), {"/passwd", "/acl"});
    for (const auto* name : names) {
        const auto mode = std::filesystem::status(directory_of_broker() + name).permissions();
        EXPECT_EQ(mode & std::filesystem::perms(0077), std::filesystem::perms::none) << name;
    }
}

// ── TLS ─────────────────────────────────────────────────────────────────────────────────────────

class TlsTest : public BrokerHouseTest {
 protected:
    const WallTime now = std::chrono::system_clock::now();
    const Certificate authority = *make_authority("House", now);

    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(house.directory.file(name)) << text;
        return house.directory.file(name);
    }
    // Puts a new certificate of `authority` into the files of the settings.
    void replace_certificate() {
        const auto made = *make_server_certificate(authority, names_of_this_machine(), now);
        house.broker.set_certificate_file(write("house.crt", made.chain));
        house.broker.set_key_file(write("house.key", made.key));
        shown_certificate_ = made.chain;
    }
    // The certificate that the broker shows, PEM.
    std::string shown() {
        const auto program = Client::start(
            {"sh", "-c",
             "openssl s_client -connect 127.0.0.1:8883 </dev/null 2>/dev/null | openssl x509"});
        if (!program) return {};
        house.until([&] { return (*program)->ended().has_value(); });
        return (*program)->output();
    }
    std::vector<std::string> trusting(const std::string& ca_file) {
        auto words = as("anna", "secret");
        words.insert(words.end(), {"-p", "8883", "--cafile", ca_file});
        return words;
    }

    std::string shown_certificate_;
};

INSTANTIATE_TEST_SUITE_P(BothWays, TlsTest, ::testing::Values(Way::Gate, Way::Files), name_of);

TEST_P(TlsTest, ShowsACertificateThatItMadeItself) {
    house.broker.set_tls(true);
    begin_with_anna();
    const auto answer = house.action("certificate");
    ASSERT_TRUE(answer);
    const auto ca_file = write("ca.crt", answer->message());
    EXPECT_TRUE(house.can_publish(trusting(ca_file)));
    EXPECT_FALSE(house.can_publish(trusting(write("other.crt", authority.chain))));
    EXPECT_THAT(house.status.text(), HasSubstr("8883 (encrypted)"));
}

TEST_P(TlsTest, SpeaksNoTlsOlderThan12) {
    house.broker.set_tls(true);
    house.broker.set_websocket_tls(true);
    begin_with_anna();
    // With a client that would speak the older ones.
    const auto speaks = [&](const char* port, const char* version) {
        const auto client =
            Client::start({"openssl", "s_client", "-connect", std::string("127.0.0.1:") + port,
                           version, "-cipher", "DEFAULT@SECLEVEL=0"});
        house.until([&] { return (*client)->ended().has_value(); });
        return (*client)->output().find("BEGIN CERTIFICATE") != std::string::npos;
    };
    for (const auto* port : {"8883", "9443"}) {
        EXPECT_TRUE(speaks(port, "-tls1_3")) << port;
        EXPECT_TRUE(speaks(port, "-tls1_2")) << port;
        EXPECT_FALSE(speaks(port, "-tls1_1")) << port;
    }
}

TEST_P(TlsTest, TakesANewCertificateWithoutDroppingClients) {
    house.broker.set_tls(true);
    replace_certificate();
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    EXPECT_EQ(shown(), shown_certificate_);
    const auto listener = house.subscriber(trusting(write("ca.crt", authority.chain)));
    ASSERT_TRUE(listener);
    replace_certificate();
    expect_update();
    EXPECT_EQ(shown(), shown_certificate_);
    EXPECT_TRUE(hears(*listener));
    EXPECT_EQ(listener->output().find("sending CONNECT", 30), std::string::npos);
    EXPECT_EQ(BrokerHouse::broker_pid(::getpid()), pid);
}

TEST_P(TlsTest, RefusesAnUpdateWithAKeyOfAnotherCertificate) {
    house.broker.set_tls(true);
    replace_certificate();
    begin_with_anna();
    write("house.key", authority.key);
    const auto result = house.update();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->message(), "The key does not belong to the certificate.");
    EXPECT_EQ(shown(), shown_certificate_);
}

TEST_P(TlsTest, StartsWithItsOwnCertificateWhenTheFilesCannotBeUsed) {
    house.broker.set_tls(true);
    house.broker.set_certificate_file("/nonexistent/house.crt");
    house.broker.set_key_file("/nonexistent/house.key");
    begin_with_anna();
    EXPECT_THAT(house.status.text(), HasSubstr("'/nonexistent/house.crt' cannot be read"));
    EXPECT_TRUE(
        house.can_publish(trusting(write("ca.crt", house.action("certificate")->message()))));
}

TEST_P(TlsTest, NamesThePortOfTheListenerThatCannotBeOpened) {
    begin_with_anna();
    house.broker.set_websocket(true);
    house.broker.set_websocket_port(1884);
    expect_update();
    house.broker.set_tls(true);
    house.broker.set_tls_port(1884);
    house.broker.set_websocket(false);
    expect_update();
    house.broker.set_websocket(true);
    const auto result = house.update();  // both at 1884: the checks would have refused it
    ASSERT_TRUE(result);
    EXPECT_EQ(result->message(), "Port 1884 is used by another service.");
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST(Mosquitto, TheBrokerEndsWhenItsHostIsKilled) {
    int pipe[2]{};
    ASSERT_EQ(::pipe2(pipe, O_CLOEXEC), 0);
    const Descriptor reading(pipe[0]);
    const Descriptor writing(pipe[1]);
    const auto host = ::fork();
    if (host == 0) host_plugin(writing.get());
    pid_t broker = 0;
    ASSERT_EQ(::read(reading.get(), &broker, sizeof(broker)), static_cast<ssize_t>(sizeof(broker)));
    ASSERT_GT(broker, 0);
    const Descriptor pidfd(::pidfd_open(broker, 0));
    ASSERT_TRUE(pidfd.open());
    EXPECT_TRUE(BrokerHouse::lives(broker));
    ::kill(host, SIGKILL);
    EXPECT_TRUE(ends(pidfd.get()));
    EXPECT_FALSE(BrokerHouse::lives(broker));
    ::waitpid(host, nullptr, 0);
}

TEST(Mosquitto, TheBrokerEndsWithThePluginsThread) {
    pid_t broker = 0;
    std::thread thread([&] {
        BrokerHouse house;
        house.begin();
        if (house.until_running()) broker = BrokerHouse::broker_pid(::getpid()).value_or(0);
        house.host.give_stop();
        (void)house.until([&] { return !BrokerHouse::lives(broker); });
    });
    thread.join();
    ASSERT_GT(broker, 0);
    EXPECT_FALSE(BrokerHouse::lives(broker));
}

}  // namespace
}  // namespace mqtt_broker
