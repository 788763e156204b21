// SPDX-License-Identifier: Apache-2.0
// As much of a broker as one client needs that only listens.
#include "io/paho_tick.hpp"

#include <mqtt/async_client.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <thread>

namespace mqtt_client {
namespace {

constexpr int kTickMs = 400;  // Paho looks for a second before it sleeps

// A port of the loopback that takes one connection, or 0.
std::uint16_t listen_on_loopback(int socket) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool listens = ::bind(socket, generic, size) == 0 && ::listen(socket, 1) == 0 &&
                         ::getsockname(socket, generic, &size) == 0;
    return listens ? ntohs(address.sin_port) : std::uint16_t{0};
}

void tick(int listener) {
    const auto client = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    ::close(listener);
    constexpr std::array<unsigned char, 4> kConnack{0x20, 2, 0, 0};
    constexpr std::array<unsigned char, 2> kPingresp{0xD0, 0};
    std::array<char, 256> ignored{};
    bool there = client >= 0 && ::recv(client, ignored.data(), ignored.size(), 0) > 0 &&
                 ::send(client, kConnack.data(), kConnack.size(), MSG_NOSIGNAL) > 0;
    while (there) {
        pollfd ready{client, POLLIN, 0};
        there = ::poll(&ready, 1, kTickMs) > 0
                    ? ::recv(client, ignored.data(), ignored.size(), 0) > 0
                    : ::send(client, kPingresp.data(), kPingresp.size(), MSG_NOSIGNAL) > 0;
    }
    if (client >= 0) ::close(client);
}

// Never deleted. If it cannot connect there are threads and no tick.
mqtt::async_client* connected_to_nobody() {
    const auto listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto port = listen_on_loopback(listener);
    auto* client = new mqtt::async_client("tcp://127.0.0.1:" + std::to_string(port), "tick",
                                          mqtt::create_options(MQTTVERSION_3_1_1));
    if (port == 0) {
        ::close(listener);
        return client;
    }
    std::thread(tick, listener).detach();
    mqtt::connect_options options;
    options.set_mqtt_version(MQTTVERSION_3_1_1);
    options.set_keep_alive_interval(0);  // the tick is one
    client->connect(options);
    return client;
}

}  // namespace

void keep_paho_awake() {
    // volatile: the pointer is never read, and a compiler that drops it makes the client a leak.
    [[maybe_unused]] static mqtt::async_client* volatile client = connected_to_nobody();
}

}  // namespace mqtt_client
