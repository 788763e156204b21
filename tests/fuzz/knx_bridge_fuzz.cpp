// SPDX-License-Identifier: Apache-2.0
// Fuzzes the bridge with settings, telegrams, commands and a line that comes and goes: every
// command gets one answer, and states are those of objects that are there.
#include <map>
#include <set>

#include "busbar/convert.hpp"
#include "busbar/testing/fake_loop.hpp"
#include "fuzz/input.hpp"
#include "fuzz/line_ledger.hpp"
#include "knx/bridge/bridge.hpp"

namespace {

using fuzz::expect;
using fuzz::Input;
using namespace knx;
namespace v1 = busbar::v1;
using busbar::Value;

constexpr std::size_t kIds = 4;

class Ledger final : public BusPort {
 public:
    busbar::Handle announce(v1::Object object) override {
        if (object.handle() == 0) object.set_handle(++last_);
        objects_[object.handle()] = object.type().value_kind();
        return object.handle();
    }
    void withdraw(busbar::Handle object) override {
        expect(objects_.erase(object) == 1, "only what is there goes");
    }
    void publish(busbar::Handle object, const Value& value, const v1::Cause*,
                 v1::Quality quality) override {
        const auto found = objects_.find(object);
        expect(found != objects_.end(), "a state is that of an object that is there");
        v1::Value message;
        busbar::to_message(value, message);
        const auto kind = static_cast<int>(message.kind_case());
        expect((kind == 0 && quality == v1::QUALITY_UNKNOWN) ||
                   kind == static_cast<int>(found->second),
               "a state is of its object's kind");
    }
    void answer(std::uint64_t command, v1::CommandOutcome, std::string_view) override {
        expect(open_.erase(command) == 1, "a command is answered once");
    }
    void set_status(const v1::StatusChanged&) override {}
    void log(v1::LogLevel, std::string_view) override {}

    std::uint64_t next_command() {
        open_.insert(++last_command_);
        return last_command_;
    }
    [[nodiscard]] bool settled() const { return open_.empty(); }
    [[nodiscard]] busbar::Handle last_handle() const { return last_; }

 private:
    std::map<busbar::Handle, v1::ValueKind> objects_;
    std::set<std::uint64_t> open_;
    busbar::Handle last_ = 0;
    std::uint64_t last_command_ = 0;
};

// Takes what it is given until it is told how that went.
class FuzzLine final : public Line {
 public:
    void start() override {}
    void stop(std::function<void()> done) override { done(); }
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram) override {
        requests.push_back(id);
        return {};
    }
    [[nodiscard]] LineFigures figures() const override { return {}; }

    std::vector<RequestId> requests;
};

class Player {
 public:
    explicit Player(Input& input) : input_(input) { main_.line = &line_; }

    void play() {
        status(LineState::Connected);
        while (!input_.empty()) turn();
        status(LineState::Waiting);
        loop_.advance(std::chrono::seconds(120));
        expect(bus_.settled(), "no command is left without an answer");
    }

 private:
    void turn() {
        switch (input_.octet() % 8) {
            case 0:
                return object();
            case 1:
                bridge_.remove_object(id());
                return bridge_.commit();
            case 2:
                return hear(fuzz::telegram_from(input_));
            case 3:
                return command();
            case 4:
                return settle();
            case 5:
                return loop_.advance(std::chrono::milliseconds(input_.octet() * 100));
            case 6:
                return status(input_.octet() % 2 == 0 ? LineState::Waiting : LineState::Connected);
            default:
                return hear(short_telegram());
        }
    }

    std::string id() { return "item-" + std::to_string(input_.octet() % kIds); }
    // A type that there is, or words; addresses of the few that telegrams go to.
    void object() {
        settings::GroupObject item;
        const auto types = all_dpts();
        const auto type = input_.u16();
        item.set_datapoint_type(type < 60'000 ? to_string(types[type % types.size()]->number)
                                              : input_.text(6));
        item.set_command_address(address());
        item.set_status_address(address());
        for (auto more = input_.octet() % 3; more > 0; --more) {
            item.add_listening_addresses(address());
        }
        if (input_.octet() % 4 == 0) item.set_object(id());
        bridge_.put_object(id(), item);
        bridge_.commit();
    }
    std::string address() {
        const auto which = input_.octet();
        if (which < 200) return std::to_string(which % 4);
        return which < 220 ? "" : input_.text(5);
    }
    Telegram short_telegram() {
        Telegram telegram;
        telegram.destination = GroupAddress{static_cast<std::uint16_t>(input_.octet() % 3 + 1)};
        telegram.payload = Payload::small(input_.octet());
        return telegram;
    }

    void hear(const TunnelEvent& event) {
        if (!connected_) return;
        bridge_.on_line_events(main_, std::span(&event, 1));
    }
    void settle() {
        if (line_.requests.empty() || !connected_) return;
        const auto request = line_.requests.front();
        line_.requests.erase(line_.requests.begin());
        if (input_.octet() % 2 == 0) return hear(Confirmed{request});
        hear(Failed{request, static_cast<Failure>(input_.octet() % 5)});
    }
    // Requests under way have failed before it is said that the connection went.
    void status(LineState state) {
        while (state != LineState::Connected && !line_.requests.empty()) {
            const auto request = line_.requests.back();
            line_.requests.pop_back();
            hear(Failed{request, Failure::ConnectionLost});
        }
        connected_ = state == LineState::Connected;
        bridge_.on_line_status(main_, {state, {0x11fa}, connected_ ? "" : "gone"});
    }
    void command() {
        v1::Command command;
        command.set_id(bus_.next_command());
        command.set_object(input_.octet() % (bus_.last_handle() + 2));
        command.set_timeout_ms(input_.u16());
        auto& value = *command.mutable_value();
        switch (input_.octet() % 5) {
            case 0:
                value.set_boolean(input_.octet() % 2 == 0);
                break;
            case 1:
                value.set_integer(static_cast<std::int8_t>(input_.octet()));
                break;
            case 2:
                value.set_number(input_.u16() / 100.0);
                break;
            case 3:
                value.set_text(input_.text(input_.octet() % 16));
                break;
            default:
                value.set_bytes(input_.text(input_.octet() % 16));
        }
        bridge_.on_command(command);
    }

    Input& input_;
    busbar::testing::FakeLoop loop_;
    Ledger bus_;
    FuzzLine line_;
    Bridge bridge_{loop_, bus_};
    Interface& main_ = bridge_.put_interface("main", {2, 4});
    bool connected_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    Player(input).play();
    return 0;
}
