// SPDX-License-Identifier: Apache-2.0
// Tests of the plugin against a real broker, and of the shared object itself.
#include "plugin.hpp"

#include <dlfcn.h>
#include <gmock/gmock.h>

#include <functional>
#include <map>

#include "busbar/convert.hpp"
#include "busbar/poll_loop.hpp"
#include "busbar/testing/fake_host.hpp"
#include "io/mosquitto_transport.hpp"
#include "support/free_port.hpp"
#include "support/mqtt/mosquitto_process.hpp"

namespace mqtt_client {
namespace {

namespace v1 = busbar::v1;
using busbar::testing::FakeHost;
using busbar::testing::free_port;
using busbar::testing::kPatience;
using busbar::testing::MosquittoProcess;

// Somebody else at the broker.
class Peer final : public TransportListener {
 public:
    Peer(busbar::Loop& loop, std::uint16_t port, std::vector<std::string> topics)
        : topics_(std::move(topics)), transport_(loop, *this) {
        Endpoint endpoint;
        endpoint.host = "127.0.0.1";
        endpoint.port = port;
        endpoint.client_id = "peer";
        transport_.connect(endpoint);
    }

    void publish(const std::string& topic, const std::string& payload) {
        outgoing_.push_back({topic, payload});
        on_room();
    }

    void on_connected() override {
        std::vector<Subscription> subscriptions;
        for (const auto& topic : topics_) subscriptions.push_back({topic, 0});
        transport_.subscribe(std::move(subscriptions));
    }
    void on_connect_failed(const Failure&) override {}
    void on_subscribed(const std::vector<std::string>&) override { ready = true; }
    void on_lost(const Failure&) override { ready = false; }
    void on_message(std::string_view topic, std::string_view payload, Delivery) override {
        ++messages;
        last[std::string(topic)] = payload;
    }
    void on_published(std::uint64_t, busbar::Clock::time_point) override {}
    void on_room() override {
        while (!outgoing_.empty()) {
            const auto& [topic, payload] = outgoing_.front();
            if (!transport_.publish({topic, payload, 0, false, ++number_})) return;
            outgoing_.pop_front();
        }
    }
    void on_disconnected() override {}

    bool ready = false;
    std::size_t messages = 0;
    std::map<std::string, std::string> last;

 private:
    std::vector<std::string> topics_;
    std::deque<std::pair<std::string, std::string>> outgoing_;
    std::uint64_t number_ = 0;
    MosquittoTransport transport_;
};

class ThePlugin : public testing::Test {
 protected:
    ThePlugin() { host.give_hello("mqtt-client"); }

    template <class Condition>
    [[nodiscard]] bool until(Condition condition, std::chrono::milliseconds within = kPatience) {
        const auto deadline = busbar::Clock::now() + within;
        busbar::Timer check(loop);
        std::function<void()> look = [&] {
            if (condition() || busbar::Clock::now() >= deadline) return loop.quit();
            check.after(std::chrono::milliseconds(1), look);
        };
        check.after({}, look);
        loop.run();
        return condition();
    }

    messages::Connection connection(const std::string& name) const {
        messages::Connection connection;
        connection.set_name(name);
        connection.set_address("127.0.0.1");
        connection.set_port(broker.port());
        return connection;
    }
    void assign(busbar::Handle handle, const std::string& connection_id) {
        const auto id = "object-" + std::to_string(handle);
        messages::Assignment assignment;
        assignment.set_connection(connection_id);
        assignment.set_object(id);
        assignment.set_command_topic(id + "/set");
        assignment.set_report_topic(id + "/state");
        host.give_settings("assignments", id, assignment);
        v1::Object object;
        object.set_id(id);
        object.set_handle(handle);
        object.mutable_type()->set_value_kind(v1::VALUE_KIND_NUMBER);
        object.set_owner("knx");
        object.set_readable(true);
        object.set_commandable(true);
        objects.push_back(object);
    }
    void commit() {
        host.give_committed();
        for (const auto& object : objects) host.give_object(object);
    }
    // Takes what was sent; keeps the newest statuses, counts commands.
    void read() {
        for (const auto& message : host.take()) {
            if (message.has_status_changed()) {
                const auto& status = message.status_changed();
                statuses[status.item_id()] = status;
            }
            if (message.has_command()) {
                ++commands;
                last_command[message.command().object()] =
                    busbar::to_value(message.command().value());
            }
        }
    }
    [[nodiscard]] bool until_status(const std::string& id, v1::StatusState state) {
        return until([&] {
            read();
            return statuses[id].state() == state;
        });
    }

    MosquittoProcess broker;
    busbar::PollLoop loop;
    FakeHost host;
    Plugin plugin{busbar::Context{host.abi(), loop}};
    std::vector<v1::Object> objects;
    std::map<std::string, v1::StatusChanged> statuses;
    std::size_t commands = 0;
    std::map<busbar::Handle, Value> last_command;
};

TEST_F(ThePlugin, CarriesReportsAndCommandsAndComesBackAfterTheBrokerWasKilled) {
    ASSERT_TRUE(broker.start());
    assign(1, "house");
    host.give_settings("connections", "house", connection("House"));
    commit();
    ASSERT_TRUE(until_status("house", v1::STATUS_STATE_CONNECTED));
    for (int round = 1; round <= 2; ++round) {
        Peer peer(loop, broker.port(), {"object-1/state"});
        ASSERT_TRUE(until([&] { return peer.ready; }));
        if (round == 2) {
            EXPECT_TRUE(until([&] { return peer.messages == 1; }));  // retained, anew
        }
        const auto value = Value::number(round + 0.5);
        host.give_state(1, value);
        EXPECT_TRUE(until([&] { return peer.last["object-1/state"] == busbar::to_string(value); }));
        peer.publish("object-1/set", std::to_string(40 + round));
        EXPECT_TRUE(until([&] {
            read();
            return last_command[1] == Value::number(40 + round);
        }));
        if (round == 2) break;
        broker.kill();
        ASSERT_TRUE(until_status("house", v1::STATUS_STATE_ERROR));
        ASSERT_TRUE(broker.start());
        ASSERT_TRUE(until_status("house", v1::STATUS_STATE_CONNECTED));
    }
}

// Mosquitto 2.0.11 delivers once with MQTT 3.1.1, and once for each subscription with MQTT 5.
TEST_F(ThePlugin, TakesAMessageOnceThatSeveralSubscriptionsBring) {
    ASSERT_TRUE(broker.start());
    for (const auto version : {messages::MQTT_VERSION_3_1_1, messages::MQTT_VERSION_5}) {
        // Another one each time: a connection that changes may still say that it is connected.
        const auto id = "house-" + std::to_string(version);
        for (busbar::Handle handle = 1; handle <= 3; ++handle) assign(handle, id);
        for (auto& object : objects) object.set_kind(v1::OBJECT_KIND_EVENT);  // each one counts
        constexpr const char* kTopics[] = {"house/+/scene", "house/hall/#", "house/hall/scene"};
        for (std::size_t i = 0; i < 3; ++i) {
            messages::Assignment assignment;
            assignment.set_connection(id);
            assignment.set_object(objects[i].id());
            assignment.set_command_topic(kTopics[i]);
            host.give_settings("assignments", objects[i].id(), assignment);
        }
        auto house = connection("House");
        house.set_mqtt_version(version);
        host.give_settings("connections", id, house);
        commit();
        ASSERT_TRUE(until_status(id, v1::STATUS_STATE_CONNECTED));
        Peer peer(loop, broker.port(), {"house/hall/end"});
        ASSERT_TRUE(until([&] { return peer.ready; }));
        commands = 0;
        peer.publish("house/hall/scene", "1");
        peer.publish("house/hall/end", "2");  // to object-2 alone
        EXPECT_TRUE(until([&] {
            read();
            return last_command[2] == Value::number(2);
        }));
        EXPECT_EQ(commands, 4U);
        last_command.clear();
    }
}

TEST_F(ThePlugin, SaysThatThePasswordIsWrong) {
    ASSERT_TRUE(broker.add_user("gateway", "right"));
    ASSERT_TRUE(broker.start());
    auto house = connection("House");
    house.set_authentication(true);
    house.set_username("gateway");
    house.set_password("wrong");
    host.give_settings("connections", "house", house);
    commit();
    ASSERT_TRUE(until_status("house", v1::STATUS_STATE_ERROR));
    EXPECT_THAT(statuses["house"].text(), testing::StartsWith("Wrong user name or password."));
    house.set_password("right");
    host.give_settings("connections", "house", house);
    commit();
    EXPECT_TRUE(until_status("house", v1::STATUS_STATE_CONNECTED));
}

TEST_F(ThePlugin, WorksOnOneConnectionWhileAnotherIsBroken) {
    ASSERT_TRUE(broker.start());
    auto broken = connection("Broken");
    broken.set_port(free_port());
    assign(1, "house");
    host.give_settings("connections", "broken", broken);
    host.give_settings("connections", "house", connection("House"));
    commit();
    EXPECT_TRUE(until_status("house", v1::STATUS_STATE_CONNECTED));
    EXPECT_TRUE(until_status("broken", v1::STATUS_STATE_ERROR));
    Peer peer(loop, broker.port(), {"object-1/state"});
    ASSERT_TRUE(until([&] { return peer.ready; }));
    host.give_state(1, Value::number(1));
    EXPECT_TRUE(until([&] { return peer.messages > 0; }));
}

class ABurst : public ThePlugin, public testing::WithParamInterface<unsigned> {};

TEST_P(ABurst, OfTenThousandGoesThroughCompletelyBothWays) {
    constexpr busbar::Handle kObjects = 100;
    constexpr int kRounds = 100;
    ASSERT_TRUE(broker.start());
    auto house = connection("House");
    house.set_qos(GetParam());
    house.set_retain(false);
    house.set_echo_timeout(0);
    std::vector<std::string> topics;
    for (busbar::Handle i = 1; i <= kObjects; ++i) {
        assign(i, "house");
        topics.push_back("object-" + std::to_string(i) + "/state");
    }
    host.give_settings("connections", "house", house);
    commit();
    ASSERT_TRUE(until_status("house", v1::STATUS_STATE_CONNECTED));
    Peer peer(loop, broker.port(), topics);
    ASSERT_TRUE(until([&] { return peer.ready; }));

    auto start = busbar::Clock::now();
    // In steps that the queue holds, as a bus that keeps up would.
    for (int round = 1; round <= kRounds; ++round) {
        for (busbar::Handle i = 1; i <= kObjects; ++i) host.give_state(i, Value::number(round));
        if (round % 20 == 0) {
            const auto expected = kObjects * static_cast<std::size_t>(round);
            ASSERT_TRUE(until([&] { return peer.messages >= expected; })) << peer.messages;
        }
    }
    const auto reports = std::chrono::duration<double>(busbar::Clock::now() - start).count();
    EXPECT_EQ(peer.messages, kObjects * static_cast<std::size_t>(kRounds));
    for (const auto& topic : topics) EXPECT_EQ(peer.last[topic], "100") << topic;

    start = busbar::Clock::now();
    for (int round = 1001; round <= 1000 + kRounds; ++round) {
        for (busbar::Handle i = 1; i <= kObjects; ++i) {
            peer.publish("object-" + std::to_string(i) + "/set", std::to_string(round));
        }
    }
    EXPECT_TRUE(until([&] {
        read();
        return commands == kObjects * static_cast<std::size_t>(kRounds);
    })) << commands;
    const auto seconds = std::chrono::duration<double>(busbar::Clock::now() - start).count();
    for (busbar::Handle i = 1; i <= kObjects; ++i) EXPECT_EQ(last_command[i], Value::number(1100));
    RecordProperty("reports_per_second", static_cast<int>(1e4 / reports));
    RecordProperty("commands_per_second", static_cast<int>(1e4 / seconds));
}

INSTANTIATE_TEST_SUITE_P(Qualities, ABurst, testing::Values(0U, 1U),
                         [](const auto& param) { return "QoS" + std::to_string(param.param); });

TEST_F(ThePlugin, StopsWithinASecondWhileTheBrokerIsFrozen) {
    ASSERT_TRUE(broker.start());
    host.give_settings("connections", "house", connection("House"));
    commit();
    ASSERT_TRUE(until_status("house", v1::STATUS_STATE_CONNECTED));
    broker.freeze();
    const auto start = busbar::Clock::now();
    host.give_stop();
    loop.run();  // returns when the plugin has stopped
    EXPECT_LT(busbar::Clock::now() - start, std::chrono::seconds(1));
    EXPECT_EQ(plugin.exit_code(), 0);
    broker.thaw();
}

TEST(TheSharedObject, ExportsThePluginAndRunsUntilItIsStopped) {
    auto* library = ::dlopen(MQTT_CLIENT_SO, RTLD_NOW | RTLD_LOCAL);
    ASSERT_NE(library, nullptr) << ::dlerror();
    const auto* plugin = static_cast<const busbar_plugin*>(::dlsym(library, "busbar_plugin_entry"));
    ASSERT_NE(plugin, nullptr);
    EXPECT_EQ(plugin->abi_major, BUSBAR_ABI_MAJOR);
    FakeHost host;
    host.give_hello("mqtt-client");
    messages::Connection connection;
    connection.set_address("127.0.0.1");
    connection.set_port(free_port());
    host.give_settings("connections", "house", connection);
    host.give_committed();
    host.give_stop();
    EXPECT_EQ(plugin->run(&host.abi()), 0);
    EXPECT_FALSE(host.take().empty());
}

}  // namespace
}  // namespace mqtt_client
