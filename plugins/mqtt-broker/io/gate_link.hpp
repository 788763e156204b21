// SPDX-License-Identifier: Apache-2.0
// GateLink: a socket to the gate within Mosquitto.
//
// A socket pair, one end of which Mosquitto inherits: there is no name by which anybody else could
// reach it, and it ends with the process.
#pragma once

#include <functional>
#include <memory>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"
#include "mqtt-broker/io/descriptor.hpp"
#include "mqtt-broker/protocol/gate_message.hpp"

namespace mqtt_broker {

// Belongs to the loop's thread.
class GateLink {
 public:
    // Must not destroy the link.
    using OnMessage = std::function<void(const GateMessage&)>;

    [[nodiscard]] static busbar::Result<std::unique_ptr<GateLink>> open(busbar::Loop& loop,
                                                                        OnMessage on_message);
    GateLink(const GateLink&) = delete;
    GateLink& operator=(const GateLink&) = delete;
    ~GateLink();

    // The other end, for the process that is started next; until release_other_end().
    [[nodiscard]] int other_end() const { return theirs_.get(); }
    void release_other_end() { theirs_.close(); }
    // The number by which that process knows it.
    [[nodiscard]] int number() const { return number_; }

    // False when it cannot be sent: the broker has ended, or does not read.
    [[nodiscard]] bool send(const GateMessage& message);

 private:
    GateLink(busbar::Loop& loop, Descriptor ours, Descriptor theirs, OnMessage on_message);
    void receive();

    busbar::Loop& loop_;
    Descriptor ours_;
    Descriptor theirs_;
    int number_;
    OnMessage on_message_;
    std::string buffer_;
};

}  // namespace mqtt_broker
