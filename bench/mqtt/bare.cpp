// SPDX-License-Identifier: Apache-2.0
// As an example of each library has it.
#include "bare.hpp"

#include <mosquitto.h>
#include <mqtt/async_client.h>

#include <memory>

#include "figures.hpp"

namespace mqtt_bench {
namespace {

using mqtt_client::Library;

constexpr auto kTopic = "bench/42/report";
constexpr std::string_view kPayload = "1234567";
constexpr std::uint64_t kWindow = 1000;  // published and neither written nor acknowledged
constexpr std::chrono::seconds kPatience{60};

struct Destroy {
    void operator()(::mosquitto* client) const { ::mosquitto_destroy(client); }
};
using Mosquitto = std::unique_ptr<::mosquitto, Destroy>;

double rate(std::uint64_t count, Clock::time_point start) {
    return static_cast<double>(count) / std::chrono::duration<double>(Clock::now() - start).count();
}

Mosquitto connect_mosquitto(const PlainServer& server, std::uint64_t& counter) {
    Mosquitto client(::mosquitto_new("bare", true, &counter));
    ::mosquitto_int_option(client.get(), MOSQ_OPT_TCP_NODELAY, 1);
    ::mosquitto_max_inflight_messages_set(client.get(), kWindow);
    ::mosquitto_connect(client.get(), "127.0.0.1", server.port(), 60);
    for (int i = 0; i < 3; ++i) ::mosquitto_loop(client.get(), 50, 1);
    return client;
}

double mosquitto_publish_rate(PlainServer& server, int qos, std::uint64_t count) {
    std::uint64_t done = 0;
    const auto client = connect_mosquitto(server, done);
    ::mosquitto_publish_callback_set(client.get(), [](::mosquitto*, void* counter, int) {
        ++*static_cast<std::uint64_t*>(counter);
    });
    const auto start = Clock::now();
    for (std::uint64_t i = 0; i < count; ++i) {
        while (i - done >= kWindow) ::mosquitto_loop(client.get(), 10, 1);
        ::mosquitto_publish(client.get(), nullptr, kTopic, static_cast<int>(kPayload.size()),
                            kPayload.data(), qos, false);
    }
    while (server.received() < count && Clock::now() < start + kPatience) {
        ::mosquitto_loop(client.get(), 1, 1);
    }
    return rate(server.received(), start);
}

double mosquitto_receive_rate(PlainServer& server, std::uint64_t count) {
    std::uint64_t got = 0;
    const auto client = connect_mosquitto(server, got);
    ::mosquitto_message_callback_set(client.get(),
                                     [](::mosquitto*, void* counter, const mosquitto_message*) {
                                         ++*static_cast<std::uint64_t*>(counter);
                                     });
    const auto start = Clock::now();
    ::mosquitto_subscribe(client.get(), nullptr, "bench/+/command", 0);
    while (got < count && Clock::now() < start + kPatience) ::mosquitto_loop(client.get(), 10, 1);
    return rate(got, start);
}

struct Counter final : mqtt::callback {
    std::atomic<std::uint64_t> got{0};
    void message_arrived(mqtt::const_message_ptr) override { ++got; }
};

std::unique_ptr<mqtt::async_client> connect_paho(const PlainServer& server, Counter& counter) {
    auto client = std::make_unique<mqtt::async_client>(
        "tcp://127.0.0.1:" + std::to_string(server.port()), "bare",
        mqtt::create_options(MQTTVERSION_3_1_1, static_cast<int>(kWindow)));
    client->set_callback(counter);
    mqtt::connect_options options;
    options.set_mqtt_version(MQTTVERSION_3_1_1);
    options.set_max_inflight(65535);
    client->connect(options)->wait();
    return client;
}

double paho_publish_rate(PlainServer& server, int qos, std::uint64_t count) {
    Counter counter;
    const auto client = connect_paho(server, counter);
    const auto start = Clock::now();
    for (std::uint64_t i = 0; i < count;) {
        try {
            client->publish(kTopic, kPayload.data(), kPayload.size(), qos, false);
            ++i;
        } catch (const mqtt::exception&) {
            std::this_thread::sleep_for(std::chrono::microseconds(200));  // its buffer is full
        }
    }
    while (server.received() < count && Clock::now() < start + kPatience) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return rate(server.received(), start);
}

double paho_receive_rate(PlainServer& server, std::uint64_t count) {
    Counter counter;
    const auto client = connect_paho(server, counter);
    const auto start = Clock::now();
    client->subscribe("bench/+/command", 0);
    while (counter.got < count && Clock::now() < start + kPatience) {
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return rate(counter.got, start);
}

}  // namespace

double bare_publish(Library library, PlainServer& server, int qos, std::uint64_t count) {
    return library == Library::Paho ? paho_publish_rate(server, qos, count)
                                    : mosquitto_publish_rate(server, qos, count);
}

double bare_receive(Library library, PlainServer& server, std::uint64_t count) {
    return library == Library::Paho ? paho_receive_rate(server, count)
                                    : mosquitto_receive_rate(server, count);
}

}  // namespace mqtt_bench
