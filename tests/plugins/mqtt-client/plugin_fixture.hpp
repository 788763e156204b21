// SPDX-License-Identifier: Apache-2.0
// APlugin: the whole plugin between a fake host and a simulated broker, its time turned by hand.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "busbar/convert.hpp"
#include "busbar/testing/fake_host.hpp"
#include "busbar/testing/fake_loop.hpp"
#include "plugin.hpp"
#include "simulated_broker.hpp"

namespace mqtt_client::testing {

namespace v1 = busbar::v1;

class APlugin : public ::testing::Test {
 protected:
    // Kitchen light, owned by a device: a boolean on handle 1. Twin, virtual: a boolean on
    // handle 2. Set-point, a device's: a number with steps of 0.1 on handle 3. Scene, a device's:
    // an integer of which every occurrence counts, on handle 4.
    static constexpr busbar::Handle kLight = 1;
    static constexpr busbar::Handle kTwin = 2;
    static constexpr busbar::Handle kSetPoint = 3;
    static constexpr busbar::Handle kScene = 4;

    APlugin() { host.give_hello("mqtt-client"); }

    static messages::Connection external(const std::string& name = "House");
    static v1::Object object(busbar::Handle handle);

    void set(const std::string& id, const messages::Connection& connection, bool started = true) {
        host.give_settings("connections", id, connection, started);
    }
    // Topics are "<object>/set" and "<object>/state".
    void assign(const std::string& object_id, const std::string& connection = "house");
    void assign(const std::string& id, const messages::Assignment& assignment) {
        host.give_settings("assignments", id, assignment);
    }
    void commit() {
        host.give_committed();
        loop.turn();
    }
    // All four objects as if just subscribed; with their states unless they are empty.
    void catalogue(const Value& light = Value::boolean(false),
                   const Value& twin = Value::boolean(false));
    // One connection "house" with all four objects, connected for longer than the echo timeout.
    void start();

    // Something happens to an object.
    void local(busbar::Handle handle, const Value& value) {
        host.give_state(handle, value);
        loop.turn();
    }
    // A message arrives.
    void arrives(const std::string& topic, const std::string& payload, Delivery delivery = {}) {
        broker.deliver(topic, payload, delivery);
        loop.turn();
    }
    // The commands sent since the last take.
    std::vector<v1::Command> commands() {
        return host.take_all(&v1::Message::has_command, &v1::Message::command);
    }
    // What an owner does with a command: confirms it and publishes the state with its cause.
    void obey(const v1::Command& command);
    void answer(const v1::Command& command, v1::CommandOutcome outcome, const std::string& reason);
    // The newest status of a connection, among what was sent since the last take.
    v1::StatusChanged status(const std::string& id = "house");
    static double figure(const v1::StatusChanged& status, const std::string& name);
    // Puts the figures' timer behind us.
    v1::StatusChanged later_status() {
        loop.advance(std::chrono::seconds(3));
        return status();
    }
    std::vector<v1::Problem> check(const std::string& collection, const std::string& id,
                                   const std::string& settings);

    busbar::testing::FakeHost host;
    busbar::testing::FakeLoop loop;
    SimulatedBroker broker;
    Plugin plugin{{host.abi(), loop}, broker.factory(), broker.reach()};
};

}  // namespace mqtt_client::testing
