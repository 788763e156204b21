// SPDX-License-Identifier: Apache-2.0
// Fuzzes a plugin with frames from its runtime: nothing that comes makes it send what is no frame,
// and it stops when it is told to or when it is told nonsense.
#include "busbar/plugin.hpp"
#include "busbar/testing/fake_host.hpp"
#include "busbar/testing/fake_loop.hpp"
#include "fuzz/input.hpp"

namespace {

using fuzz::expect;
namespace v1 = busbar::v1;

// Says back what it is told.
class Echo final : public busbar::Plugin {
 public:
    using Plugin::Plugin;

 private:
    void on_item(const std::string& collection, const v1::Item& item) override {
        set_status(collection, item.id(), v1::STATUS_STATE_CONNECTED,
                   item.settings().size() > 9 ? "large" : "small");
    }
    void on_object(const v1::Object& object) override { (void)announce(object); }
    void on_object_removed(busbar::Handle object) override { withdraw(object); }
    void on_state(const v1::StateChanged& state) override {
        publish(state.object(), busbar::to_value(state.value()),
                state.has_cause() ? &state.cause() : nullptr);
        (void)command(state.object(), busbar::to_value(state.value()),
                      {state.cause().tag(), {}, &state.cause()});
    }
    void on_command(const v1::Command& wish) override {
        const auto cause = cause_of(wish);
        publish(wish.object(), busbar::to_value(wish.value()), &cause);
        answer(wish.id(), v1::COMMAND_OUTCOME_CONFIRMED, wish.sender());
    }
    void on_service_offered(const v1::ServiceOffered& service) override {
        (void)request_service(service.name(), "method", service.description());
    }
    void on_gap(const v1::Gap& gap) override {
        log_info("gap of " + std::to_string(gap.missing_size()));
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    busbar::testing::FakeHost host;
    busbar::testing::FakeLoop loop;
    Echo plugin({host.abi(), loop});
    while (!input.empty() && !loop.quit_called()) {
        host.give_frame(input.text(std::size_t{input.octet()} * 4 + 1));
        loop.turn();
    }
    expect(host.refused == 0, "what a plugin sends is a frame");
    if (loop.quit_called()) return 0;
    host.give_stop();
    loop.turn();
    expect(loop.quit_called() && plugin.exit_code() == 0, "a plugin stops when it is told to");
    return 0;
}
