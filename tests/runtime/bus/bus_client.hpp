// SPDX-License-Identifier: Apache-2.0
// BusClient: a participant for tests; and a clock turned by hand.
#pragma once

#include <spdlog/sinks/null_sink.h>

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "bus/bus.hpp"

namespace busbar {

class ManualClock final : public RuntimeClock {
 public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return time; }
    [[nodiscard]] std::int64_t wall_us() const override { return 1'700'000'000'000'000; }
    std::chrono::steady_clock::time_point time{std::chrono::hours(1)};
};

inline std::shared_ptr<spdlog::logger> null_log() {
    return std::make_shared<spdlog::logger>("bus", std::make_shared<spdlog::sinks::null_sink_mt>());
}

class BusClient {
 public:
    BusClient(Bus& bus, const std::string& name)
        : bus_(bus),
          id_(bus.join(name, [this](int field, auto) { others.push_back(field); }).value()) {}

    // Puts messages on the bus, one frame each.
    busbar_status send(const v1::Message& message) {
        v1::Frame frame;
        *frame.add_messages() = message;
        return send(frame);
    }
    busbar_status send(const v1::Frame& frame) {
        const auto bytes = frame.SerializeAsString();
        return bus_.send(id_, {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    }

    void announce(std::uint32_t handle, const std::string& id,
                  v1::ObjectKind kind = v1::OBJECT_KIND_STATE,
                  v1::ValueKind value_kind = v1::VALUE_KIND_INTEGER) {
        v1::Message message;
        auto& object = *message.mutable_object_appeared()->mutable_object();
        object.set_id(id);
        object.set_handle(handle);
        object.set_readable(true);
        object.set_commandable(true);
        object.set_kind(kind);
        object.mutable_type()->set_value_kind(value_kind);
        send(message);
    }
    void publish(std::uint32_t handle, std::int64_t value) { publish(handle, value, ++sequence_); }
    void publish(std::uint32_t handle, std::int64_t value, std::uint64_t sequence) {
        v1::Message message;
        auto& state = *message.mutable_state_changed();
        state.set_object(handle);
        state.mutable_value()->set_integer(value);
        state.set_sequence(sequence);
        send(message);
    }
    void announced() {
        v1::Message message;
        message.mutable_catalogue_complete();
        send(message);
    }
    void withdraw(std::uint32_t handle) {
        v1::Message message;
        message.mutable_object_removed()->set_handle(handle);
        send(message);
    }
    void subscribe_all() {
        v1::Message message;
        message.mutable_subscribe()->set_all(true);
        send(message);
    }
    void subscribe(const std::string& id) {
        v1::Message message;
        message.mutable_subscribe()->add_object_ids(id);
        send(message);
    }
    void command(std::uint64_t id, std::uint32_t object, std::int64_t value,
                 std::uint32_t timeout_ms = 0) {
        v1::Message message;
        auto& command = *message.mutable_command();
        command.set_id(id);
        command.set_object(object);
        command.mutable_value()->set_integer(value);
        command.set_timeout_ms(timeout_ms);
        send(message);
    }
    void answer(std::uint64_t id, v1::CommandOutcome outcome = v1::COMMAND_OUTCOME_CONFIRMED) {
        v1::Message message;
        message.mutable_command_result()->set_id(id);
        message.mutable_command_result()->set_outcome(outcome);
        send(message);
    }

    // One frame; empty when nothing waits.
    std::vector<v1::Message> receive() {
        std::string bytes;
        if (!bus_.receive(id_, bytes)) return {};
        frame_sizes.push_back(bytes.size());
        v1::Frame frame;
        if (!frame.ParseFromString(bytes)) return {};
        return {frame.messages().begin(), frame.messages().end()};
    }
    // Everything that waits.
    std::vector<v1::Message> receive_all() {
        std::vector<v1::Message> all;
        for (auto some = receive(); !some.empty(); some = receive()) {
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }
    // Of everything that waits, the values of states.
    std::vector<std::int64_t> receive_values() {
        std::vector<std::int64_t> values;
        for (const auto& message : receive_all()) {
            if (message.has_state_changed()) {
                values.push_back(message.state_changed().value().integer());
            }
        }
        return values;
    }

    [[nodiscard]] ParticipantId id() const { return id_; }
    [[nodiscard]] BusFigures figures() const { return bus_.figures(id_); }
    void leave() { bus_.leave(id_); }

    std::vector<int> others;
    std::vector<std::size_t> frame_sizes;

 private:
    Bus& bus_;
    ParticipantId id_;
    std::uint64_t sequence_ = 0;
};

}  // namespace busbar
