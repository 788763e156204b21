// SPDX-License-Identifier: Apache-2.0
// The whole plugin between a fake host and a simulated broker.
#include "plugin_fixture.hpp"

namespace mqtt_client::testing {

messages::Connection APlugin::external(const std::string& name) {
    messages::Connection connection;
    connection.set_name(name);
    connection.set_address("broker.example");
    return connection;
}

v1::Object APlugin::object(busbar::Handle handle) {
    struct Row {
        const char* id;
        v1::ValueKind kind;
        double step;
        const char* owner;
    };
    static constexpr Row kRows[] = {{"light", v1::VALUE_KIND_BOOLEAN, 0, "knx"},
                                    {"twin", v1::VALUE_KIND_BOOLEAN, 0, "virtual"},
                                    {"set-point", v1::VALUE_KIND_NUMBER, 0.1, "knx"},
                                    {"scene", v1::VALUE_KIND_INTEGER, 0, "knx"}};
    const auto& row = kRows[handle - 1];
    v1::Object object;
    object.set_id(row.id);
    object.set_handle(handle);
    object.mutable_type()->set_value_kind(row.kind);
    object.mutable_type()->set_step(row.step);
    object.set_owner(row.owner);
    object.set_readable(true);
    object.set_commandable(true);
    object.set_kind(handle == kScene ? v1::OBJECT_KIND_EVENT : v1::OBJECT_KIND_STATE);
    return object;
}

void APlugin::assign(const std::string& object_id, const std::string& connection) {
    messages::Assignment assignment;
    assignment.set_connection(connection);
    assignment.set_object(object_id);
    assignment.set_command_topic(object_id + "/set");
    assignment.set_report_topic(object_id + "/state");
    assign(object_id + "-" + connection, assignment);
}

void APlugin::catalogue(const Value& light, const Value& twin) {
    for (const auto handle : {kLight, kTwin, kSetPoint, kScene}) {
        host.give_object(object(handle));
        if (handle == kLight && !light.empty()) host.give_state(kLight, light);
        if (handle == kTwin && !twin.empty()) host.give_state(kTwin, twin);
    }
    v1::Message complete;
    complete.mutable_catalogue_complete();
    host.give(complete);
    loop.turn();
}

void APlugin::start() {
    for (const auto* id : {"light", "twin", "set-point", "scene"}) assign(id);
    set("house", external());
    commit();
    catalogue();
    ASSERT_GE(broker.connected(), 1U);
    ASSERT_EQ(status().state(), v1::STATUS_STATE_CONNECTED);
    loop.advance(std::chrono::seconds(11));  // what was reported at first is no echo any more
    (void)broker.take();
}

void APlugin::obey(const v1::Command& command) {
    v1::Cause cause;
    cause.set_trace_id(1);
    cause.set_sender("mqtt-client");
    cause.set_tag(command.tag());
    host.give_state(command.object(), busbar::to_value(command.value()), &cause);
    answer(command, v1::COMMAND_OUTCOME_CONFIRMED, "");
}

void APlugin::answer(const v1::Command& command, v1::CommandOutcome outcome,
                     const std::string& reason) {
    v1::Message message;
    message.mutable_command_result()->set_id(command.id());
    message.mutable_command_result()->set_outcome(outcome);
    message.mutable_command_result()->set_reason(reason);
    host.give(message);
    loop.turn();
}

v1::StatusChanged APlugin::status(const std::string& id) {
    v1::StatusChanged newest;
    for (auto& status :
         host.take_all(&v1::Message::has_status_changed, &v1::Message::status_changed)) {
        if (status.item_id() == id) newest = std::move(status);
    }
    return newest;
}

double APlugin::figure(const v1::StatusChanged& status, const std::string& name) {
    for (const auto& figure : status.figures()) {
        if (figure.name() == name) return figure.value();
    }
    ADD_FAILURE() << "no figure " << name;
    return -1;
}

std::vector<v1::Problem> APlugin::check(const std::string& collection, const std::string& id,
                                        const std::string& settings) {
    v1::Message message;
    message.mutable_check_items()->set_id(1);
    message.mutable_check_items()->set_collection(collection);
    auto& item = *message.mutable_check_items()->add_items();
    item.set_id(id);
    item.set_settings(settings);
    host.give(message);
    loop.turn();
    const auto results =
        host.take_all(&v1::Message::has_check_items_result, &v1::Message::check_items_result);
    if (results.size() != 1) return {};
    return {results[0].problems().begin(), results[0].problems().end()};
}

}  // namespace mqtt_client::testing
