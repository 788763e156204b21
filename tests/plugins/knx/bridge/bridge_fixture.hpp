// SPDX-License-Identifier: Apache-2.0
// What tests of the bridge share: a bus that keeps a notebook, and a line played by the test.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "busbar/convert.hpp"
#include "busbar/testing/fake_loop.hpp"
#include "knx/bridge/bridge.hpp"
#include "knx/bridge/object_type.hpp"

namespace knx {

namespace v1 = busbar::v1;
using busbar::Value;

// Writes down what the bridge tells the bus.
class Notebook final : public BusPort {
 public:
    struct State {
        busbar::Handle object;
        Value value;
        std::uint64_t trace_id;  // of its cause; 0 for none
        v1::Quality quality;
    };
    struct Answer {
        std::uint64_t command;
        v1::CommandOutcome outcome;
        std::string reason;
    };

    busbar::Handle announce(v1::Object object) override {
        if (object.handle() == 0) object.set_handle(++last_handle);
        announced.push_back(object);
        return object.handle();
    }
    void withdraw(busbar::Handle object) override { withdrawn.push_back(object); }
    void publish(busbar::Handle object, const Value& value, const v1::Cause* cause,
                 v1::Quality quality) override {
        states.push_back({object, value, cause == nullptr ? 0 : cause->trace_id(), quality});
    }
    void answer(std::uint64_t command, v1::CommandOutcome outcome,
                std::string_view reason) override {
        answers.push_back({command, outcome, std::string(reason)});
    }
    void set_status(const v1::StatusChanged& status) override { statuses.push_back(status); }
    void log(v1::LogLevel, std::string_view text) override { lines.emplace_back(text); }

    std::vector<v1::Object> announced;
    std::vector<busbar::Handle> withdrawn;
    std::vector<State> states;
    std::vector<Answer> answers;
    std::vector<v1::StatusChanged> statuses;
    std::vector<std::string> lines;
    busbar::Handle last_handle = 0;
};

// Keeps what it is given; the test says how it goes on.
class ScriptedLine final : public Line {
 public:
    struct Request {
        RequestId id;
        Telegram telegram;
    };

    void start() override {}
    void stop(std::function<void()> done) override { done(); }
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram telegram) override {
        if (refusal) return tl::unexpected(*refusal);
        requests.push_back({id, std::move(telegram)});
        return {};
    }
    [[nodiscard]] LineFigures figures() const override { return {}; }

    std::vector<Request> requests;
    std::optional<busbar::Error> refusal;
};

[[nodiscard]] inline GroupAddress group(const char* text) { return *parse_group_address(text); }

[[nodiscard]] inline Telegram telegram_to(const char* address, const Payload& payload,
                                          GroupService service = GroupService::Write) {
    Telegram telegram;
    telegram.source = {0x1105};
    telegram.destination = group(address);
    telegram.service = service;
    telegram.payload = payload;
    return telegram;
}

[[nodiscard]] inline Payload bit(bool on) { return Payload::small(on ? 1 : 0); }
[[nodiscard]] inline Payload raw(std::vector<std::uint8_t> octets) {
    return *Payload::octets(octets);
}

// One interface, "main", connected.
class BridgeTest : public ::testing::Test {
 protected:
    BridgeTest() { connect(main); }

    // Settings of an object; the id of the item is the object's.
    struct Addresses {
        const char* type = "1.001";
        const char* command = "";
        const char* status = "";
        std::vector<const char*> listening = {};
        const char* interface = "";
    };
    [[nodiscard]] settings::GroupObject item(const Addresses& addresses) const {
        settings::GroupObject item;
        item.set_read(read_mode);
        item.set_datapoint_type(addresses.type);
        item.set_command_address(addresses.command);
        item.set_status_address(addresses.status);
        for (const auto* address : addresses.listening) item.add_listening_addresses(address);
        item.set_interface(addresses.interface);
        return item;
    }
    // Returns the object's handle.
    busbar::Handle put(const std::string& id, const Addresses& addresses) {
        bridge.put_object(id, item(addresses));
        bridge.commit();
        return bridge.objects()[bridge.objects().find_id(id)].handle;
    }

    void connect(Interface& interface) {
        interface.line = &line;
        bridge.on_line_status(interface, {LineState::Connected, {0x11fa}, ""});
    }
    void disconnect(const std::string& sentence) {
        bridge.on_line_status(main, {LineState::Waiting, {}, sentence});
    }
    void hear(const Telegram& telegram) {
        const std::vector<TunnelEvent> events{telegram};
        bridge.on_line_events(main, events);
    }
    // Confirms the oldest request, or fails it.
    void confirm() {
        const std::vector<TunnelEvent> events{Confirmed{take_request().id}};
        bridge.on_line_events(main, events);
    }
    void fail(Failure failure) {
        const std::vector<TunnelEvent> events{Failed{take_request().id, failure}};
        bridge.on_line_events(main, events);
    }
    ScriptedLine::Request take_request() {
        auto request = line.requests.front();
        line.requests.erase(line.requests.begin());
        return request;
    }

    void command(std::uint64_t id, busbar::Handle object, const Value& value,
                 std::uint32_t timeout_ms = 0) {
        v1::Command command;
        command.set_id(id);
        command.set_object(object);
        busbar::to_message(value, *command.mutable_value());
        command.set_trace_id(1000 + id);
        command.set_sender("mqtt-client");
        command.set_timeout_ms(timeout_ms);
        bridge.on_command(command);
    }

    settings::ReadMode read_mode = settings::READ_MODE_NEVER;  // of objects made from here on
    busbar::testing::FakeLoop loop;
    Notebook bus;
    ScriptedLine line;
    Bridge bridge{loop, bus};
    Interface& main = bridge.put_interface("main", {1, 4});
};

}  // namespace knx
