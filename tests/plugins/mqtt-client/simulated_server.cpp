// SPDX-License-Identifier: Apache-2.0
// A server in memory.
#include "simulated_server.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "busbar/convert.hpp"

namespace mqtt_client::testing {

namespace v1 = busbar::v1;

SimulatedServer::SimulatedServer(const std::string& name, SimulatedBroker& broker,
                                 busbar::testing::FakeLoop& loop, const Options& options)
    : loop_(loop),
      options_(options),
      factory_(broker.factory()),
      bridge_({"mqtt-client", name, std::hash<std::string>{}(name), 1'700'000'000'000}, loop,
              factory_, *this) {}

void SimulatedServer::add(const std::string& object, const std::string& command_topic,
                          const std::string& report_topic) {
    objects_.push_back({object, Value(), 0});
    AssignmentSettings settings;
    settings.connection = "house";
    settings.object = object;
    settings.command_topic = command_topic;
    settings.report_topic = report_topic;
    settings.sync = options_.sync;
    EXPECT_TRUE(bridge_.set_assignment(object, settings));
}

void SimulatedServer::connect() {
    messages::Connection connection;
    connection.set_name("House");
    connection.set_address("broker.example");
    connection.set_echo_timeout(options_.echo_timeout);
    if (options_.version_5) connection.set_mqtt_version(messages::MQTT_VERSION_5);
    bridge_.set_connection("house", connection, true);
    bridge_.commit();
    for (std::size_t i = 0; i < objects_.size(); ++i) {
        v1::Object object;
        object.set_id(objects_[i].id);
        object.set_handle(static_cast<busbar::Handle>(i + 1));
        object.mutable_type()->set_value_kind(static_cast<v1::ValueKind>(options_.kind));
        object.mutable_type()->set_step(options_.step);
        object.set_owner(options_.is_virtual ? "virtual" : "knx");
        object.set_readable(true);
        object.set_commandable(true);
        bridge_.on_object(object);
    }
    for (std::size_t i = 0; i <= objects_.size() / 256; ++i) bridge_.on_catalogue_complete();
}

void SimulatedServer::local(const std::string& object, const Value& value) {
    becomes(handle_of(object), value, nullptr);
}

const Value& SimulatedServer::value(const std::string& object) const {
    return objects_[handle_of(object) - 1].value;
}

std::uint64_t SimulatedServer::send_command(busbar::Handle handle, const Value& value,
                                            std::string_view tag) {
    const auto id = ++commands_;
    loop_.call_at(loop_.now() + options_.device_time,
                  [this, handle, value, tag = std::string(tag), id] {
                      becomes(handle, value, &tag);
                      v1::CommandResult result;
                      result.set_id(id);
                      result.set_outcome(v1::COMMAND_OUTCOME_CONFIRMED);
                      bridge_.on_command_result(result);
                  });
    return id;
}

busbar::Handle SimulatedServer::handle_of(const std::string& object) const {
    std::size_t i = 0;
    while (objects_.at(i).id != object) ++i;
    return static_cast<busbar::Handle>(i + 1);
}

void SimulatedServer::becomes(busbar::Handle handle, const Value& value, const std::string* tag) {
    auto& object = objects_[handle - 1];
    object.value = value;
    ++changes_;
    v1::StateChanged state;
    state.set_object(handle);
    busbar::to_message(value, *state.mutable_value());
    state.set_quality(v1::QUALITY_GOOD);
    state.set_sequence(++object.sequence);
    if (tag != nullptr) {
        state.mutable_cause()->set_sender("mqtt-client");
        state.mutable_cause()->set_tag(*tag);
    }
    bridge_.on_state(state);
}

}  // namespace mqtt_client::testing
