// SPDX-License-Identifier: Apache-2.0
// LocalSession: a minimal MQTT client over the broker's Unix socket.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"
#include "mqtt-broker/io/descriptor.hpp"
#include "mqtt-broker/protocol/packet.hpp"

namespace mqtt_broker {

// Logs in, and may listen to some topics with QoS 0. Belongs to the loop's thread.
class LocalSession {
 public:
    struct Handlers {
        // The login was answered, or the connection was lost: an error. Called once for the login
        // and at most once more for the loss. May destroy the session.
        std::function<void(const busbar::Status&)> on_login;
        // A message of a topic that was asked for; must not destroy the session.
        std::function<void(const Message&)> on_message;
    };

    // Connects to the socket `name` in the directory and sends the login at once. Fails when nobody
    // listens there.
    [[nodiscard]] static busbar::Result<std::unique_ptr<LocalSession>> open(
        busbar::Loop& loop, int directory_fd, std::string_view name, std::string_view client_id,
        const Credentials& credentials, Handlers handlers);
    LocalSession(const LocalSession&) = delete;
    LocalSession& operator=(const LocalSession&) = delete;
    // Logs off.
    ~LocalSession();

    void subscribe(const std::vector<std::string_view>& filters);
    // Makes the broker do something.
    void ping() { (void)send(encode_pingreq()); }

 private:
    LocalSession(busbar::Loop& loop, Descriptor fd, Handlers handlers);
    bool send(const Octets& packet);
    void receive();
    void handle(const Packet& packet);
    void keep_alive();
    // `this` may be gone afterwards.
    void lose(std::string reason);

    busbar::Loop& loop_;
    Descriptor fd_;
    Handlers handlers_;
    PacketReader reader_;
    busbar::Timer ping_;
};

}  // namespace mqtt_broker
