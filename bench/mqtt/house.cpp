// SPDX-License-Identifier: Apache-2.0
// The least of a runtime: frames in memory.
#include "house.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "busbar/convert.hpp"

namespace mqtt_bench {
namespace {

namespace v1 = busbar::v1;

constexpr int kItemsPerFrame = 200;

std::string object_id(busbar::Handle handle) {
    return std::string("o").append(std::to_string(handle));
}

v1::Object number_object(busbar::Handle handle) {
    v1::Object object;
    object.set_id(object_id(handle));
    object.set_handle(handle);
    object.mutable_type()->set_value_kind(v1::VALUE_KIND_NUMBER);
    object.set_owner("knx");
    object.set_readable(true);
    object.set_commandable(true);
    return object;
}

}  // namespace

bool run_until(busbar::Loop& loop, const std::function<void()>& run,
               const std::function<bool()>& condition, std::chrono::seconds within) {
    const auto deadline = Clock::now() + within;
    busbar::Timer check(loop);
    std::function<void()> look = [&] {
        if (condition() || Clock::now() >= deadline) return loop.quit();
        check.after(std::chrono::milliseconds(1), look);
    };
    check.after({}, look);
    run();
    return condition();
}

House::House() {
    host_.struct_size = sizeof host_;
    host_.context = this;
    host_.wake_fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    host_.send = send;
    host_.receive = receive;
    plugin_ = std::make_unique<mqtt_client::Plugin>(busbar::Context{host_, loop});
    v1::Frame frame;
    auto& hello = *frame.add_messages()->mutable_hello();
    hello.set_plugin_id("mqtt-client");
    hello.set_runtime_uuid("0123456789abcdef0123456789abcdef");
    give(std::move(frame));
}

House::~House() {
    plugin_.reset();
    ::close(host_.wake_fd);
}

void House::settle(std::uint16_t port, Library library, int connections, int objects_each) {
    v1::Frame frame;
    const auto add = [&](const char* collection, const std::string& id, const auto& settings) {
        auto& changed = *frame.add_messages()->mutable_items_changed();
        changed.set_collection(collection);
        auto& item = *changed.add_items();
        item.set_id(id);
        item.set_settings(settings.SerializeAsString());
        item.set_started(true);
        if (frame.messages_size() >= kItemsPerFrame) give(std::exchange(frame, {}));
    };
    busbar::Handle handle = 0;
    for (int c = 0; c < connections; ++c) {
        const auto id = "c" + std::to_string(c);
        mqtt_client::messages::Connection connection;
        connection.set_name(id);
        connection.set_address("127.0.0.1");
        connection.set_port(port);
        connection.set_qos(0);
        connection.set_retain(false);
        connection.set_transport(library == Library::Paho
                                     ? mqtt_client::messages::TRANSPORT_PAHO
                                     : mqtt_client::messages::TRANSPORT_MOSQUITTO);
        add("connections", id, connection);
        for (int i = 0; i < objects_each; ++i) {
            mqtt_client::messages::Assignment assignment;
            assignment.set_connection(id);
            assignment.set_object(object_id(++handle));
            const auto topic = id + "/" + std::to_string(i);
            assignment.set_command_topic(topic + "/set");
            assignment.set_report_topic(topic + "/state");
            add("assignments", assignment.object(), assignment);
        }
    }
    frame.add_messages()->mutable_items_committed();
    for (busbar::Handle i = 1; i <= handle; ++i) {
        *frame.add_messages()->mutable_object_appeared()->mutable_object() = number_object(i);
        if (frame.messages_size() >= kItemsPerFrame) give(std::exchange(frame, {}));
    }
    frame.add_messages()->mutable_catalogue_complete();
    give(std::move(frame));
}

void House::give_state(busbar::Handle object, double value) {
    v1::Frame frame;
    auto& state = *frame.add_messages()->mutable_state_changed();
    state.set_object(object);
    state.set_quality(v1::QUALITY_GOOD);
    busbar::to_message(busbar::Value::number(value), *state.mutable_value());
    give(std::move(frame));
}

std::size_t House::connected() const {
    return static_cast<std::size_t>(std::count_if(
        states_.begin(), states_.end(),
        [](const auto& state) { return state.second == v1::STATUS_STATE_CONNECTED; }));
}

void House::give(v1::Frame frame) {
    incoming_.push_back(frame.SerializeAsString());
    (void)::eventfd_write(host_.wake_fd, 1);
}

busbar_status House::send(void* self, busbar_bytes octets) {
    auto& house = *static_cast<House*>(self);
    v1::Frame frame;
    if (!frame.ParseFromArray(octets.data, static_cast<int>(octets.size))) return BUSBAR_REFUSED;
    for (const auto& message : frame.messages()) {
        if (message.has_command() && house.on_command) house.on_command(message);
        if (message.has_status_changed()) {
            const auto& status = message.status_changed();
            if (!status.item_id().empty()) house.states_[status.item_id()] = status.state();
        }
    }
    return BUSBAR_OK;
}

busbar_status House::receive(void* self, busbar_bytes* frame) {
    auto& house = *static_cast<House*>(self);
    if (house.incoming_.empty()) {
        eventfd_t ignored = 0;
        (void)::eventfd_read(house.host_.wake_fd, &ignored);
        return BUSBAR_EMPTY;
    }
    house.current_ = std::move(house.incoming_.front());
    house.incoming_.pop_front();
    *frame = {reinterpret_cast<const std::uint8_t*>(house.current_.data()), house.current_.size()};
    return BUSBAR_OK;
}

Peer::Peer(busbar::Loop& loop, std::uint16_t port, std::string topic, const std::string& client_id)
    : topic_(std::move(topic)), again_(loop), transport_(loop, *this) {
    endpoint_.host = "127.0.0.1";
    endpoint_.port = port;
    endpoint_.client_id = client_id;
    transport_.connect(endpoint_);
}

void Peer::publish(const std::string& topic, const std::string& payload) {
    outgoing_.emplace_back(topic, payload);
    on_room();
}

void Peer::on_connect_failed(const mqtt_client::Failure&) {
    ready = false;
    again_.after(std::chrono::milliseconds(20), [this] { transport_.connect(endpoint_); });
}

void Peer::on_room() {
    while (!outgoing_.empty()) {
        const auto& [topic, payload] = outgoing_.front();
        if (!transport_.publish({topic, payload, 0, false, ++number_})) return;
        outgoing_.pop_front();
    }
}

}  // namespace mqtt_bench
