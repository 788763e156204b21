// SPDX-License-Identifier: Apache-2.0
// MqttPeer: an MQTT client that we did not write, libmosquitto, for many topics at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "busbar/result.hpp"

struct mosquitto;

namespace busbar::testing {

// Does its work within the calls, on the caller's thread. Not usable any more after a failure.
class MqttPeer {
 public:
    // Connects to the loopback and subscribes to `filter` when it is not empty; QoS 1.
    [[nodiscard]] static Result<std::unique_ptr<MqttPeer>> open(std::uint16_t port,
                                                                const std::string& filter = {});
    MqttPeer(const MqttPeer&) = delete;
    MqttPeer& operator=(const MqttPeer&) = delete;
    ~MqttPeer();

    // Queues a message, QoS 1.
    void publish(const std::string& topic, const std::string& payload);
    // Waits until the broker has all of them.
    [[nodiscard]] bool published();

    // The last payload of each topic, as far as it has come by now.
    [[nodiscard]] const std::map<std::string, std::string>& last();
    // How many messages have come by the last call of another function.
    [[nodiscard]] std::size_t received() const { return received_; }

 private:
    MqttPeer();
    bool turn();

    ::mosquitto* client_;
    bool subscribed_ = false;
    int unacknowledged_ = 0;
    std::size_t received_ = 0;
    std::map<std::string, std::string> last_;
};

}  // namespace busbar::testing
