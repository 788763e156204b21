// SPDX-License-Identifier: Apache-2.0
// House: the plugin mqtt-client with a runtime that does nothing but hear it. And a client at the
// broker, on the same loop.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "busbar/poll_loop.hpp"
#include "busbar/v1/bus.pb.h"
#include "figures.hpp"
#include "mqtt-client/io/mosquitto_transport.hpp"
#include "mqtt-client/plugin.hpp"

namespace mqtt_bench {

using mqtt_client::Library;

// Lets the loop run until `condition` holds, looking once a millisecond; false after `within`.
[[nodiscard]] bool run_until(busbar::Loop& loop, const std::function<void()>& run,
                             const std::function<bool()>& condition,
                             std::chrono::seconds within = std::chrono::seconds(60));

class House {
 public:
    using Heard = std::function<void(const busbar::v1::Message&)>;

    House();
    House(const House&) = delete;
    House& operator=(const House&) = delete;
    ~House();

    // Connections c0, c1 … to a broker on the loopback, with so many objects each. Topics are
    // "c0/17/set" and "c0/17/state", objects are numbers.
    void settle(std::uint16_t port, Library library, int connections, int objects_each);
    void give_state(busbar::Handle object, double value);

    [[nodiscard]] bool until(const std::function<bool()>& condition,
                             std::chrono::seconds within = std::chrono::seconds(60)) {
        return run_until(
            loop, [this] { loop.run(); }, condition, within);
    }
    // How many connections say that they are connected.
    [[nodiscard]] std::size_t connected() const;

    busbar::PollLoop loop;
    Heard on_command;  // called as the plugin sends it

 private:
    static busbar_status send(void* self, busbar_bytes frame);
    static busbar_status receive(void* self, busbar_bytes* frame);
    void give(busbar::v1::Frame frame);

    busbar_host host_{};
    std::deque<std::string> incoming_;
    std::string current_;
    std::map<std::string, busbar::v1::StatusState> states_;
    std::unique_ptr<mqtt_client::Plugin> plugin_;
};

// Somebody else at the broker.
class Peer final : public mqtt_client::TransportListener {
 public:
    Peer(busbar::Loop& loop, std::uint16_t port, std::string topic, const std::string& client_id);

    void publish(const std::string& topic, const std::string& payload);

    bool ready = false;
    std::size_t received = 0;
    std::function<void(std::string_view topic, std::string_view payload)> on_heard;

 private:
    void on_connected() override { transport_.subscribe({{topic_, 0}}); }
    void on_connect_failed(const mqtt_client::Failure&) override;
    void on_subscribed(const std::vector<std::string>&) override { ready = true; }
    void on_lost(const mqtt_client::Failure&) override { on_connect_failed({}); }
    void on_message(std::string_view topic, std::string_view payload,
                    mqtt_client::Delivery) override {
        ++received;
        if (on_heard) on_heard(topic, payload);
    }
    void on_published(std::uint64_t, busbar::Clock::time_point) override {}
    void on_room() override;
    void on_disconnected() override {}

    std::string topic_;
    mqtt_client::Endpoint endpoint_;
    std::deque<std::pair<std::string, std::string>> outgoing_;
    std::uint64_t number_ = 0;
    busbar::Timer again_;
    mqtt_client::MosquittoTransport transport_;
};

}  // namespace mqtt_bench
