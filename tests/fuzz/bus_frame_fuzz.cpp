// SPDX-License-Identifier: Apache-2.0
// Fuzzes the bus with frames from a plugin, whole or of parts: it hurts nobody. Another owner's
// states still reach a subscriber, in order, and whatever anybody is given is a frame that can be
// read and is not too large.
#include <spdlog/sinks/null_sink.h>

#include <cmath>
#include <memory>
#include <string>

#include "bus/bus.hpp"
#include "fuzz/input.hpp"

namespace {

using fuzz::expect;
using fuzz::Input;
namespace v1 = busbar::v1;
using M = v1::Message;

constexpr std::uint32_t kLamp = 1;  // the owner's handle

class TurnedClock final : public busbar::RuntimeClock {
 public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override { return time; }
    [[nodiscard]] std::int64_t wall_us() const override { return 1'700'000'000'000'000; }
    std::chrono::steady_clock::time_point time{std::chrono::hours(1)};
};

std::shared_ptr<spdlog::logger> silent() {
    static const auto kLog =
        std::make_shared<spdlog::logger>("bus", std::make_shared<spdlog::sinks::null_sink_st>());
    return kLog;
}

class House {
 public:
    House() {
        owner_ = join("owner");
        subscriber_ = join("subscriber");
        stranger_ = join("stranger");
        v1::ObjectAppeared lamp;
        lamp.mutable_object()->set_id("lamp");
        lamp.mutable_object()->set_handle(kLamp);
        lamp.mutable_object()->set_commandable(true);
        send(owner_, M::kObjectAppearedFieldNumber, lamp);
        v1::Subscribe subscribe;
        subscribe.set_all(true);
        send(subscriber_, M::kSubscribeFieldNumber, subscribe);
        read(subscriber_);
    }

    void play(Input& input) {
        while (!input.empty()) turn(input);
        publish();
        read_all();
        expect(seen_ == value_, "the last state arrives");
    }

 private:
    busbar::ParticipantId join(const std::string& name) {
        return bus_.join(name, [](int, std::span<const std::uint8_t>) {}).value();
    }

    void turn(Input& input) {
        switch (input.octet() % 10) {
            case 0:
                return give(stranger_, input.text(std::size_t{input.octet()} * 4));
            case 1:
                return part(input);
            case 2:
                return state(input);
            case 3:
                return object(input);
            case 4:
                return command(input);
            case 5:
                return service(input);
            case 6:
                clock_.time += std::chrono::milliseconds(input.octet() * 100);
                return bus_.expire();
            case 7:
                return read_all();
            case 8:
                bus_.leave(stranger_);
                stranger_ = join("stranger");
                return;
            default:
                return publish();
        }
    }

    // One message whose frame around it is right.
    void part(Input& input) {
        const auto field = input.octet() % 64 + 1;
        std::string frame;
        busbar::append_serialized(frame, field, input.text(input.octet()));
        give(stranger_, frame);
    }
    void state(Input& input) {
        v1::StateChanged message;
        message.set_object(input.octet() % 4);
        message.set_sequence(++sequence_);
        fill(input, *message.mutable_value());
        if (input.octet() % 4 == 0) message.mutable_cause()->set_tag(large(input));
        send(stranger_, M::kStateChangedFieldNumber, message);
    }
    void object(Input& input) {
        v1::ObjectAppeared message;
        auto& object = *message.mutable_object();
        const auto number = input.octet() % 4;
        object.set_id(number == 3 ? "lamp" : "object-" + std::to_string(number));
        object.set_handle(static_cast<std::uint32_t>(number));
        object.set_commandable(true);
        object.set_kind(static_cast<v1::ObjectKind>(input.octet() % 3));
        object.set_name(large(input));
        auto& type = *object.mutable_type();
        type.set_value_kind(static_cast<v1::ValueKind>(input.octet() % 7));
        for (int i = input.octet() % 4; i > 0; --i) type.add_labels()->set_label(large(input));
        send(stranger_, M::kObjectAppearedFieldNumber, message);
    }
    void command(Input& input) {
        v1::Command message;
        message.set_id(input.octet());
        message.set_object(input.octet() % 5);
        message.set_timeout_ms(input.u16());
        fill(input, *message.mutable_value());
        send(input.octet() % 2 == 0 ? stranger_ : subscriber_, M::kCommandFieldNumber, message);
    }
    void service(Input& input) {
        v1::ServiceOffered offer;
        offer.set_name("service");
        offer.set_version(1);
        offer.set_description(large(input));
        send(stranger_, M::kServiceOfferedFieldNumber, offer);
        v1::ServiceRequest request;
        request.set_id(1);
        request.set_service("service");
        request.set_request(large(input));
        send(subscriber_, M::kServiceRequestFieldNumber, request);
    }

    // Text that costs the fuzzer two octets, however long it is.
    static std::string large(Input& input) { return std::string(input.u16(), 'x'); }
    static void fill(Input& input, v1::Value& value) {
        switch (input.octet() % 6) {
            case 0:
                return value.set_boolean(true);
            case 1:
                return value.set_integer(input.octet());
            case 2:
                return value.set_number(input.octet() == 0 ? std::nan("") : 0.5);
            case 3:
                return value.set_text(large(input));
            case 4:
                return value.set_bytes(large(input));
            default:
                for (int i = input.octet() % 4; i > 0; --i) {
                    auto& field = *value.mutable_fields()->add_fields();
                    field.set_name("field-" + std::to_string(i));
                    field.mutable_value()->set_text(large(input));
                }
        }
    }

    void publish() {
        v1::StateChanged state;
        state.set_object(kLamp);
        state.set_sequence(static_cast<std::uint64_t>(++value_));
        state.mutable_value()->set_integer(value_);
        send(owner_, M::kStateChangedFieldNumber, state);
    }

    template <class Body>
    void send(busbar::ParticipantId from, int field, const Body& body) {
        std::string frame;
        busbar::append_message(frame, field, body);
        give(from, frame);
    }
    void give(busbar::ParticipantId from, const std::string& frame) {
        (void)bus_.send(from, {reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()});
    }

    void read_all() {
        for (const auto participant : {owner_, subscriber_, stranger_}) read(participant);
    }
    void read(busbar::ParticipantId participant) {
        std::string octets;
        while (bus_.receive(participant, octets)) {
            expect(octets.size() <= BUSBAR_FRAME_SIZE_MAX, "no frame is too large");
            v1::Frame frame;
            expect(frame.ParseFromString(octets), "every frame can be read");
            for (const auto& message : frame.messages()) {
                if (message.has_command()) expect_bounds(message.command().value());
                if (message.has_state_changed()) expect_bounds(message.state_changed().value());
                if (participant == subscriber_) look_at(message);
            }
        }
    }
    // As value.proto states them.
    static void expect_bounds(const v1::Value& value) {
        expect(!value.has_number() || std::isfinite(value.number()), "a number is finite");
        expect(value.text().size() <= 4096 && value.bytes().size() <= 4096, "a text has its limit");
        expect(value.fields().fields_size() <= 32, "fields have their limit");
        for (const auto& field : value.fields().fields()) {
            expect(!field.value().has_fields(), "no fields in fields");
            expect_bounds(field.value());
        }
    }
    void look_at(const M& message) {
        if (message.has_object_appeared() && message.object_appeared().object().id() == "lamp") {
            lamp_ = message.object_appeared().object().handle();
            expect(message.object_appeared().object().owner() == "owner", "the lamp has its owner");
        }
        expect(!message.has_object_removed() || message.object_removed().handle() != lamp_,
               "nobody takes the lamp away");
        if (!message.has_state_changed() || message.state_changed().object() != lamp_) return;
        const auto value = message.state_changed().value().integer();
        expect(value > seen_ && value <= value_, "states come in their order, and are the owner's");
        seen_ = value;
    }

    TurnedClock clock_;
    busbar::Bus bus_{clock_, silent()};
    busbar::ParticipantId owner_;
    busbar::ParticipantId subscriber_;
    busbar::ParticipantId stranger_;
    std::uint32_t lamp_ = 0;  // the subscriber's handle
    std::uint64_t sequence_ = 0;
    std::int64_t value_ = 0;  // published last
    std::int64_t seen_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    House().play(input);
    return 0;
}
