// SPDX-License-Identifier: Apache-2.0
// MqttPeer on libmosquitto, whose loop is turned by hand.
#include "support/mqtt/mqtt_peer.hpp"

#include <mosquitto.h>

#include "support/eventually.hpp"

namespace busbar::testing {

MqttPeer::MqttPeer() {
    ::mosquitto_lib_init();
    client_ = ::mosquitto_new(nullptr, true, this);
    ::mosquitto_message_callback_set(
        client_, [](::mosquitto*, void* self, const mosquitto_message* message) {
            auto& peer = *static_cast<MqttPeer*>(self);
            peer.last_[message->topic] = {static_cast<const char*>(message->payload),
                                          static_cast<std::size_t>(message->payloadlen)};
            ++peer.received_;
        });
    ::mosquitto_publish_callback_set(client_, [](::mosquitto*, void* self, int /*id*/) {
        --static_cast<MqttPeer*>(self)->unacknowledged_;
    });
    ::mosquitto_subscribe_callback_set(
        client_, [](::mosquitto*, void* self, int /*id*/, int /*count*/, const int* /*qos*/) {
            static_cast<MqttPeer*>(self)->subscribed_ = true;
        });
}

MqttPeer::~MqttPeer() {
    ::mosquitto_destroy(client_);
    ::mosquitto_lib_cleanup();
}

Result<std::unique_ptr<MqttPeer>> MqttPeer::open(std::uint16_t port, const std::string& filter) {
    constexpr int kKeepAliveSeconds = 60;
    std::unique_ptr<MqttPeer> peer(new MqttPeer());
    if (::mosquitto_connect(peer->client_, "127.0.0.1", port, kKeepAliveSeconds) != 0) {
        return fail(ErrorCode::Unavailable, "no broker at port " + std::to_string(port));
    }
    if (filter.empty()) return peer;
    ::mosquitto_subscribe(peer->client_, nullptr, filter.c_str(), 1);
    if (!eventually([&] { return !peer->turn() || peer->subscribed_; }) || !peer->subscribed_) {
        return fail(ErrorCode::Unavailable, "the broker takes no subscription");
    }
    return peer;
}

void MqttPeer::publish(const std::string& topic, const std::string& payload) {
    ++unacknowledged_;
    ::mosquitto_publish(client_, nullptr, topic.c_str(), static_cast<int>(payload.size()),
                        payload.data(), 1, false);
}

bool MqttPeer::published() {
    return eventually([this] { return !turn() || unacknowledged_ == 0; }) && unacknowledged_ == 0;
}

const std::map<std::string, std::string>& MqttPeer::last() {
    turn();
    return last_;
}

// Takes and sends what can be taken and sent now. False when the connection is gone.
bool MqttPeer::turn() {
    constexpr int kPackets = 1000;  // a turn of the library takes about one
    for (int i = 0; i < kPackets; ++i) {
        if (::mosquitto_loop(client_, 0, 1) != MOSQ_ERR_SUCCESS) return false;
    }
    return true;
}

}  // namespace busbar::testing
