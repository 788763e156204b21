// SPDX-License-Identifier: Apache-2.0
// SimulatedServer: a whole server of ours in memory, but for its plugins: objects that obey after a
// while, and a bridge with one connection. Several on one loop and one broker are a network.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "bridge/bridge.hpp"
#include "busbar/testing/fake_loop.hpp"
#include "simulated_broker.hpp"

namespace mqtt_client::testing {

class SimulatedServer final : private Bus {
 public:
    // How a server's objects and its connection are.
    struct Options {
        bool is_virtual = true;
        std::chrono::milliseconds device_time{0};  // from a command to the state
        double step = 0;
        Kind kind = Kind::Boolean;
        bool sync = false;
        bool version_5 = false;
        double echo_timeout = 10;
    };

    SimulatedServer(const std::string& name, SimulatedBroker& broker,
                    busbar::testing::FakeLoop& loop, const Options& options);

    // An object without a state, and its assignment.
    void add(const std::string& object, const std::string& command_topic,
             const std::string& report_topic);
    void connect();

    // Something happens to an object by itself.
    void local(const std::string& object, const Value& value);
    void local(const std::string& object, bool on) { local(object, Value::boolean(on)); }

    [[nodiscard]] const Value& value(const std::string& object) const;
    [[nodiscard]] Bridge& bridge() { return bridge_; }
    [[nodiscard]] Counters& counters() { return bridge_.connection("house")->counters(); }
    // How often objects have changed by themselves or by commands.
    [[nodiscard]] int changes() const { return changes_; }
    // Loops that were told of, and the longest time from a message to its command.
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
    [[nodiscard]] busbar::v1::StatusChanged status() {
        return bridge_.connection("house")->status();
    }

 private:
    struct Object {
        std::string id;
        Value value;
        std::uint64_t sequence = 0;
    };

    std::uint64_t send_command(busbar::Handle object, const Value& value,
                               std::string_view tag) override;
    std::size_t add_subscriptions(const std::vector<std::string>& ids) override {
        return ids.size() / 256 + 1;
    }
    std::size_t subscribe_all() override { return 1; }
    void drop_subscriptions(const std::vector<std::string>&) override {}
    void show_status(busbar::v1::StatusChanged) override {}
    void topics_changed() override {}
    void note(std::string_view) override {}
    void warn(std::string_view text) override { warnings_.emplace_back(text); }

    [[nodiscard]] busbar::Handle handle_of(const std::string& object) const;
    void becomes(busbar::Handle handle, const Value& value, const std::string* tag);

    busbar::testing::FakeLoop& loop_;
    const Options options_;
    TransportFactory factory_;
    Bridge bridge_;
    std::deque<Object> objects_;  // by handle - 1
    std::uint64_t commands_ = 0;
    int changes_ = 0;
    std::vector<std::string> warnings_;
};

}  // namespace mqtt_client::testing
