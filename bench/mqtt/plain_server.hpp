// SPDX-License-Identifier: Apache-2.0
// PlainServer: the other end of one MQTT connection and no broker: takes what is published, or
// sends so many messages as soon as somebody subscribes. On a thread of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

namespace mqtt_bench {

class PlainServer {
 public:
    // `to_send`: how many messages a subscriber gets.
    explicit PlainServer(std::uint64_t to_send = 0);
    PlainServer(const PlainServer&) = delete;
    PlainServer& operator=(const PlainServer&) = delete;
    ~PlainServer();

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] std::uint64_t received() const { return received_; }

 private:
    void run();
    // Takes one packet; what has to be sent is added to out_.
    void take(unsigned char head, std::string_view body);
    void fill();

    int listener_;
    std::uint16_t port_ = 0;
    const std::uint64_t to_send_;
    std::uint64_t sent_ = 0;
    bool subscribed_ = false;
    std::string out_;
    std::atomic<std::uint64_t> received_{0};
    std::atomic<bool> quit_{false};
    std::thread thread_;
};

}  // namespace mqtt_bench
