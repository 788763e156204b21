// SPDX-License-Identifier: Apache-2.0
// Tests of anti-echo among several servers: whole bridges in one network, the time turned by hand.
// The names E… are those of the cases in the definition of the echo timeout (the README of the
// plugin); those about one assignment alone are in protocol/anti_echo_test.cpp.
#include "protocol/anti_echo.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <random>

#include "simulated_server.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using Server = SimulatedServer;

class ANetwork : public ::testing::Test {
 protected:
    ANetwork() { broker.latency = 10ms; }

    // A server that has one object, "lamp".
    Server& server(const std::string& name, const std::string& command_topic,
                   const std::string& report_topic, const Server::Options& options = {}) {
        servers.push_back(std::make_unique<Server>(name, broker, loop, options));
        servers.back()->add("lamp", command_topic, report_topic);
        servers.back()->connect();
        loop.turn();
        return *servers.back();
    }
    // A and B, topics crossed.
    void pair(const Server::Options& options = {}) {
        server("a", "b/lamp", "a/lamp", options);
        server("b", "a/lamp", "b/lamp", options);
    }
    // A, and `count` others that hear its reports and command it.
    void hub(int count, const Server::Options& options = {}) {
        server("a", "lamp/set", "lamp", options);
        for (int i = 0; i < count; ++i) {
            server(std::string(1, static_cast<char>('b' + i)), "lamp", "lamp/set", options);
        }
    }
    // Each hears the one before.
    void ring(int count, const Server::Options& options = {}) {
        for (int i = 0; i < count; ++i) {
            const auto topic = [&](int number) {
                return "ring/" + std::to_string((number + count) % count);
            };
            server(std::string(1, static_cast<char>('a' + i)), topic(i - 1), topic(i), options);
        }
    }
    // Since the last call.
    std::size_t messages() { return broker.take().size(); }
    [[nodiscard]] bool equal() const {
        return std::all_of(servers.begin(), servers.end(), [&](const auto& server) {
            return server->value("lamp") == servers[0]->value("lamp");
        });
    }
    // Whether nobody says anything any more.
    bool silent() {
        (void)broker.take();
        loop.advance(120s);
        return broker.take().empty();
    }
    void expect_all(const Value& value) {
        for (const auto& server : servers) EXPECT_EQ(server->value("lamp"), value);
    }
    [[nodiscard]] bool breakers_closed() const {
        return std::all_of(servers.begin(), servers.end(),
                           [](const auto& server) { return server->warnings().empty(); });
    }

    busbar::testing::FakeLoop loop;
    SimulatedBroker broker;
    std::vector<std::unique_ptr<Server>> servers;
};

constexpr bool kOn = true;
constexpr bool kOff = false;

TEST_F(ANetwork, E8EndsEqualAfterFiftyTogglesAtOneSide) {
    pair();
    (void)messages();
    for (int i = 0; i < 50; ++i) {
        servers[0]->local("lamp", i % 2 == 0);
        loop.advance(50ms);
    }
    loop.advance(10s);
    EXPECT_TRUE(equal());
    expect_all(Value::boolean(kOff));
    // One report for each change, at each side.
    EXPECT_LE(messages(), static_cast<std::size_t>(servers[0]->changes() + servers[1]->changes()));
    EXPECT_TRUE(breakers_closed());
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E8EndsEqualWhenBothSidesToggle) {
    pair();
    (void)messages();
    for (int i = 0; i < 50; ++i) {
        servers[0]->local("lamp", i % 2 == 0);
        loop.advance(20ms);
        servers[1]->local("lamp", i % 3 == 0);
        loop.advance(30ms);
    }
    loop.advance(10s);
    EXPECT_TRUE(equal());
    EXPECT_LE(messages(),
              100U + static_cast<std::size_t>(servers[0]->changes() + servers[1]->changes()));
    EXPECT_TRUE(breakers_closed());
    EXPECT_TRUE(silent());
}

// Longer than everything that is remembered: twice the echo timeout of 10 s, and keep-alives.
class AMinute : public ANetwork, public ::testing::WithParamInterface<bool> {
 protected:
    static constexpr int kSeconds = 61;
    static Server::Options options() {
        Server::Options options;
        options.version_5 = GetParam();
        return options;
    }
    void toggle_for_a_minute() {
        for (int second = 0; second < kSeconds; ++second) {
            servers[0]->local("lamp", second % 2 == 0);
            loop.advance(1s);
        }
    }
};

TEST_P(AMinute, WithoutOneServerLeavesItInStepAfterOneMessageOrTwo) {
    pair(options());
    servers[0]->local("lamp", kOff);
    loop.advance(30s);
    servers[1]->bridge().connection("house")->stop();
    toggle_for_a_minute();
    EXPECT_LE(messages(), static_cast<std::size_t>(kSeconds) + 2);
    servers[1]->bridge().connection("house")->start();
    loop.advance(30s);
    expect_all(Value::boolean(kOn));
    EXPECT_LE(messages(), 2U);
    EXPECT_TRUE(breakers_closed());
    EXPECT_TRUE(silent());
}

TEST_P(AMinute, WithoutTheBrokerLeavesBothInStepAfterAFewMessages) {
    pair(options());
    servers[0]->local("lamp", kOff);
    loop.advance(30s);
    broker.crash();
    toggle_for_a_minute();
    (void)messages();
    broker.rise();
    loop.advance(120s);
    expect_all(Value::boolean(kOn));
    EXPECT_LE(messages(), 4U);
    EXPECT_TRUE(breakers_closed());
    EXPECT_TRUE(silent());
}

INSTANTIATE_TEST_SUITE_P(Versions, AMinute, ::testing::Bool(), [](const auto& param) {
    return std::string(param.param ? "Mqtt5" : "Mqtt311");
});

TEST_F(ANetwork, E9EndsEqualAfterTwoActionsAtOnce) {
    pair();
    servers[0]->local("lamp", kOff);
    loop.advance(30s);
    (void)messages();
    servers[0]->local("lamp", kOn);
    servers[1]->local("lamp", kOff);
    loop.advance(10s);
    EXPECT_TRUE(equal());
    EXPECT_LE(messages(), 2U + 2 * 4);
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E10DoesNotTakeALateEchoOfAHubsThirdServer) {
    server("a", "lamp/set", "lamp");
    server("b", "lamp", "lamp/set");
    Server::Options late;
    late.device_time = 2s;
    server("c", "lamp", "lamp/set", late);
    servers[0]->local("lamp", kOff);
    loop.advance(30s);
    servers[0]->local("lamp", kOn);
    loop.advance(100ms);
    servers[0]->local("lamp", kOff);
    for (int i = 0; i < 300; ++i) {
        loop.advance(100ms);
        ASSERT_EQ(servers[0]->value("lamp"), Value::boolean(kOff)) << "after " << i << " tenths";
    }
    expect_all(Value::boolean(kOff));
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E11GoesAroundARingOnceAndIsSilent) {
    Server::Options tagged;
    tagged.version_5 = true;
    ring(3, tagged);
    (void)messages();
    for (int i = 0; i < 20; ++i) {
        servers[0]->local("lamp", i % 2 == 0);
        loop.advance(i % 4 == 0 ? 3s : 20ms);
    }
    loop.advance(10s);
    expect_all(Value::boolean(kOff));
    EXPECT_LE(messages(), 20U * 3);
    EXPECT_EQ(servers[0]->counters().commands, 0U);
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E12PublishesEachChangeOnceWhenOneTopicIsUsedAloneOverMqtt5) {
    Server::Options tagged;
    tagged.version_5 = true;
    server("a", "lamp", "lamp", tagged);
    (void)messages();
    for (int i = 0; i < 20; ++i) {
        servers[0]->local("lamp", i % 2 == 0);
        loop.advance(i % 3 == 0 ? 5ms : 400ms);
    }
    EXPECT_EQ(messages(), 20U);
    // Not even heard.
    EXPECT_EQ(servers[0]->counters().own + servers[0]->counters().same, 0U);
}

TEST_F(ANetwork, LetsTheLastActionWinOverMqtt5) {
    Server::Options tagged;
    tagged.version_5 = true;
    tagged.kind = Kind::Integer;
    pair(tagged);
    servers[0]->local("lamp", Value::integer(1));
    loop.advance(30s);
    servers[0]->local("lamp", Value::integer(2));
    loop.advance(1ms);
    servers[1]->local("lamp", Value::integer(3));
    loop.advance(5s);
    expect_all(Value::integer(3));
    servers[1]->local("lamp", Value::integer(4));
    loop.advance(100ms);
    servers[1]->local("lamp", Value::integer(5));
    loop.advance(3s);
    servers[0]->local("lamp", Value::integer(4));  // E7 among servers: without tags it is an echo
    loop.advance(1s);
    expect_all(Value::integer(4));
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, TellsAStateThatDoesNotChangeForNoNewChangeOverMqtt5) {
    Server::Options tagged;
    tagged.version_5 = true;
    pair(tagged);
    servers[0]->local("lamp", kOn);
    loop.advance(1s);
    (void)messages();
    for (int i = 0; i < 5; ++i) {
        servers[0]->local("lamp", kOn);  // a device that tells its state from time to time
        loop.advance(1s);
    }
    EXPECT_EQ(messages(), 5U);
}

TEST_F(ANetwork, ForgetsNoChangeWhenAServerStartsAgainOverMqtt5) {
    Server::Options tagged;
    tagged.version_5 = true;
    pair(tagged);
    for (int i = 0; i < 5; ++i) {
        servers[1]->local("lamp", i % 2 == 0);
        loop.advance(1s);
    }
    servers[1].reset();
    servers.pop_back();
    servers[0]->local("lamp", kOff);
    loop.advance(1s);
    auto& again = server("b", "a/lamp", "b/lamp", tagged);
    loop.advance(1s);
    EXPECT_EQ(again.value("lamp"), Value::boolean(kOff));
    again.local("lamp", kOn);
    loop.advance(20s);
    expect_all(Value::boolean(kOn));
}

TEST_F(ANetwork, SettlesWithServersThatDoNotSpeakMqtt5) {
    server("a", "lamp/set", "lamp", {.version_5 = true});
    server("b", "lamp", "lamp/set", {.version_5 = true});
    server("c", "lamp", "lamp/set");
    for (std::size_t i = 0; i < 9; ++i) {
        servers[i % 3]->local("lamp", i % 2 == 0);
        loop.advance(3s);
        EXPECT_TRUE(equal()) << i;
    }
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E12PublishesEachChangeOnceWhenOneTopicIsUsedAlone) {
    server("a", "lamp", "lamp");
    (void)messages();
    for (int i = 0; i < 20; ++i) {
        servers[0]->local("lamp", i % 2 == 0);
        loop.advance(i % 3 == 0 ? 5ms : 400ms);
    }
    EXPECT_EQ(messages(), 20U);
    EXPECT_EQ(servers[0]->changes(), 20);
    EXPECT_EQ(servers[0]->counters().commands, 0U);
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E12DoesNotRepeatAStateThatDoesNotChangeOnItsCommandTopic) {
    server("a", "lamp", "lamp");
    servers[0]->local("lamp", kOn);
    (void)messages();
    for (int i = 0; i < 5; ++i) {
        servers[0]->local("lamp", kOn);  // a device that tells its state from time to time
        loop.advance(1s);
    }
    EXPECT_EQ(messages(), 0U);
}

TEST_F(ANetwork, E13PublishesEachChangeOnceWhenThreeServersShareATopic) {
    for (const auto* name : {"a", "b", "c"}) server(name, "lamp", "lamp");
    (void)messages();
    for (std::size_t i = 0; i < 12; ++i) {
        servers[i % 3]->local("lamp", i % 2 == 0);
        loop.advance(3s);
        EXPECT_TRUE(equal()) << i;
    }
    EXPECT_EQ(messages(), 12U);
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E14IsSilentAfterOneCorrectionOfAValueThatIsRounded) {
    Server::Options number;
    number.kind = Kind::Number;
    number.step = 0.02;
    server("a", "b/lamp", "a/lamp", number);
    broker.on_publish = [&](const SimulatedBroker::Message& message) {
        if (message.topic != "a/lamp") return;
        const auto answer = message.payload == "33.3" ? "33.33" : message.payload;
        loop.call_at(loop.now() + 20ms, [this, answer] { broker.deliver("b/lamp", answer); });
    };
    servers[0]->local("lamp", Value::number(33.3));
    loop.advance(5s);
    EXPECT_EQ(servers[0]->value("lamp"), Value::number(33.33));
    EXPECT_EQ(messages(), 2U);
    EXPECT_TRUE(silent());
}

class ALoop : public ANetwork {
 protected:
    // A peer that answers each report with another value.
    void loop_on(const std::string& report_topic, const std::string& command_topic) {
        broker.on_publish = [this, report_topic,
                             command_topic](const SimulatedBroker::Message& message) {
            if (message.topic != report_topic) return;
            const auto answer = std::to_string(std::stod(message.payload) * 1.02);
            loop.call_at(loop.now() + 30ms,
                         [this, command_topic, answer] { broker.deliver(command_topic, answer); });
        };
    }
    static Server::Options number() {
        Server::Options options;
        options.kind = Kind::Number;
        return options;
    }
};

TEST_F(ALoop, E15IsStoppedByTheBreakerAndTold) {
    auto& a = server("a", "b/lamp", "a/lamp", number());
    loop_on("a/lamp", "b/lamp");
    a.local("lamp", Value::number(10));
    loop.advance(15s);
    ASSERT_THAT(a.warnings(), SizeIs(1));
    EXPECT_THAT(a.warnings()[0], HasSubstr("topic=b/lamp values=\""));
    EXPECT_LE(a.counters().commands, 75U);  // the bucket, and what came back a second at a time
    EXPECT_EQ(a.counters().breaker, 1U);
    const auto status = a.status();
    EXPECT_EQ(status.state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(status.text(), HasSubstr("Loop on 'b/lamp' ("));
    EXPECT_THAT(status.text(), HasSubstr("not taken for 30 s"));
    (void)broker.take();
    const auto before = a.counters().commands;
    loop.advance(29s);
    EXPECT_EQ(messages(), 0U);
    EXPECT_EQ(a.counters().commands, before);
}

TEST_F(ALoop, E15SettlesNothingWhileItIsStopped) {
    auto& a = server("a", "b/lamp", "a/lamp", number());
    loop_on("a/lamp", "b/lamp");
    a.local("lamp", Value::number(10));
    loop.advance(10s);
    ASSERT_THAT(a.warnings(), SizeIs(1));
    broker.on_publish = nullptr;
    a.local("lamp", Value::number(1));
    a.local("lamp", Value::number(2));
    (void)messages();
    broker.deliver("b/lamp", "1");  // an echo that differs
    loop.advance(15s);
    EXPECT_EQ(messages(), 0U);
}

TEST_F(ALoop, E15IsStoppedSoonerAndForLongerWhenItBeginsAgain) {
    auto& a = server("a", "b/lamp", "a/lamp", number());
    loop_on("a/lamp", "b/lamp");
    a.local("lamp", Value::number(10));
    loop.advance(60s);
    ASSERT_THAT(a.warnings(), SizeIs(1));
    EXPECT_EQ(a.status().state(), busbar::v1::STATUS_STATE_CONNECTED);
    const auto before = a.counters().commands;
    a.local("lamp", Value::number(10));
    loop.advance(20s);
    ASSERT_THAT(a.warnings(), SizeIs(2));
    EXPECT_THAT(a.warnings()[1], HasSubstr("seconds=60"));
    EXPECT_LE(a.counters().commands - before, 60U);
}

TEST_F(ALoop, E15IsTakenUpAgainWhenTheConnectionIsStarted) {
    auto& a = server("a", "b/lamp", "a/lamp", number());
    loop_on("a/lamp", "b/lamp");
    a.local("lamp", Value::number(10));
    loop.advance(15s);
    ASSERT_THAT(a.warnings(), SizeIs(1));
    broker.on_publish = nullptr;
    a.bridge().close_breakers("house");
    EXPECT_EQ(a.status().state(), busbar::v1::STATUS_STATE_CONNECTED);
    broker.deliver("b/lamp", "20");
    loop.advance(1s);
    EXPECT_EQ(a.value("lamp"), Value::number(20));
}

// For `duration` somebody sends another value every `interval`.
struct Stream {
    const char* name;
    std::chrono::milliseconds interval;
    std::chrono::milliseconds duration;
};

class AStream : public ALoop, public ::testing::WithParamInterface<Stream> {};

TEST_P(AStream, OfOthersNeverTripsTheBreaker) {
    auto& a = server("a", "b/lamp", "a/lamp", number());
    const auto& [name, interval, duration] = GetParam();
    int value = 0;
    for (auto time = 0ms; time < duration; time += interval) {
        broker.deliver("b/lamp", std::to_string(++value));
        loop.advance(interval);
    }
    loop.advance(10s);
    EXPECT_EQ(a.value("lamp"), Value::number(value));
    EXPECT_EQ(a.counters().commands, static_cast<std::uint64_t>(value));
    EXPECT_THAT(a.warnings(), IsEmpty());
    // What was held meanwhile is reported in the end.
    const auto reports = broker.take("a/lamp");
    EXPECT_EQ(reports.back(), std::to_string(value));
}

INSTANTIATE_TEST_SUITE_P(Streams, AStream,
                         ::testing::Values(Stream{"TwoASecond", 500ms, 120s},
                                           Stream{"TenASecond", 100ms, 120s},
                                           Stream{"AHundredASecond", 10ms, 20s},
                                           Stream{"ABurstOf50", 20ms, 1s},
                                           Stream{"ABurstOf100", 20ms, 2s}),
                         [](const auto& param) { return param.param.name; });

TEST_F(ALoop, E26StopsOnlyTheLoopAmongStreamsAndHoldsUpNoCommand) {
    servers.push_back(std::make_unique<Server>("a", broker, loop, number()));
    auto& a = *servers.back();
    for (int i = 0; i < 10; ++i) {
        const auto id = std::to_string(i);
        a.add("o" + id, "b/" + id, "a/" + id);
    }
    a.connect();
    loop.turn();
    loop_on("a/0", "b/0");
    a.local("o0", Value::number(10));
    auto longest = 0ms;
    for (int step = 1; step <= 600; ++step) {
        for (int i = 1; i < 10; ++i) broker.deliver("b/" + std::to_string(i), std::to_string(step));
        auto took = 0ms;
        while (a.value("o9") != Value::number(step) && took < 1s) {
            loop.advance(10ms);
            took += 10ms;
        }
        longest = std::max(longest, took);
        loop.advance(100ms - took);
    }
    EXPECT_LT(longest, 100ms);
    ASSERT_GE(a.warnings().size(), 1U);
    for (const auto& warning : a.warnings()) EXPECT_THAT(warning, HasSubstr("topic=b/0 "));
    for (int i = 1; i < 10; ++i) EXPECT_EQ(a.value("o" + std::to_string(i)), Value::number(600));
}

TEST_F(ANetwork, E18ReportsTheNewestOfFiveHundredChangesOnceEach) {
    servers.push_back(std::make_unique<Server>("a", broker, loop, Server::Options{}));
    auto& a = *servers.back();
    for (int i = 0; i < 10; ++i) {
        const auto id = std::to_string(i);
        a.add("o" + id, "b/" + id, "a/" + id);
    }
    a.connect();
    loop.turn();
    broker.crash();
    for (int i = 0; i < 500; ++i) {
        a.local("o" + std::to_string(i % 10), i % 20 < 10);
        loop.advance(120ms);
    }
    (void)broker.take();
    broker.rise();
    loop.advance(90s);
    const auto reports = broker.take();
    ASSERT_THAT(reports, SizeIs(10));
    for (const auto& report : reports) EXPECT_EQ(report.payload, "0") << report.topic;
}

TEST_F(ANetwork, E19FlipsOnceAtMostWhenTheEchoComesAfterTheTimeout) {
    server("a", "b/lamp", "a/lamp");
    Server::Options slow;
    slow.device_time = 12s;
    slow.is_virtual = false;
    server("b", "a/lamp", "b/lamp", slow);
    servers[0]->local("lamp", kOff);
    loop.advance(60s);
    const auto before = servers[0]->counters().commands;
    servers[0]->local("lamp", kOn);
    loop.advance(1s);
    servers[0]->local("lamp", kOff);
    loop.advance(120s);
    EXPECT_TRUE(equal());
    EXPECT_LE(servers[0]->counters().commands - before, 2U);  // wrong, and right again
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, E25EndsEqualWhenTheBrokerRestartsInTheMiddleOfToggling) {
    pair();
    servers[0]->local("lamp", kOff);
    loop.advance(30s);
    for (int i = 0; i < 50; ++i) {
        if (i == 20) broker.crash();
        if (i == 40) broker.rise();
        servers[0]->local("lamp", i % 2 == 0);
        loop.advance(50ms);
    }
    loop.advance(15s);
    expect_all(Value::boolean(kOff));
    EXPECT_TRUE(silent());
}

TEST_F(ANetwork, ATwinThatWasAwayTakesWhatItsOriginalIs) {
    Server::Options device;
    device.is_virtual = false;
    server("a", "b/lamp", "a/lamp", device);
    servers[0]->local("lamp", kOn);
    loop.advance(1s);
    server("b", "a/lamp", "b/lamp");
    loop.advance(1s);
    expect_all(Value::boolean(kOn));
    EXPECT_EQ(servers[0]->changes(), 1);
}

// ── by chance ───────────────────────────────────────────────────────────────────────────────────

struct Shape {
    const char* name;
    int others;  // of a hub or on the topic; 0: a pair
    enum Kind { Crossed, OneTopic, Ring } kind;
    bool sync;
    bool version_5;
};

class AnyActions : public ANetwork, public ::testing::WithParamInterface<Shape> {};

// BUSBAR_SIMULATION_SEEDS=3000 makes as many runs. Without tags some three in a thousand of a hub's
// do not end equal: values alone cannot tell everything.
unsigned seeds() {
    constexpr unsigned kSeeds = 60;
    const auto* wish = std::getenv("BUSBAR_SIMULATION_SEEDS");
    return wish != nullptr ? static_cast<unsigned>(std::stoul(wish)) : kSeeds;
}

// Twelve actions of people at any server, many of them within 0.3 s.
TEST_P(AnyActions, EndEqualAndSilent) {
    for (unsigned seed = 1; seed <= seeds(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        servers.clear();
        (void)broker.take();
        broker.latency = std::chrono::milliseconds(5 + seed % 7 * 13);
        Server::Options options;
        options.sync = GetParam().sync;
        options.version_5 = GetParam().version_5;
        if (GetParam().kind == Shape::Ring) {
            ring(GetParam().others + 1, options);
        } else if (GetParam().kind == Shape::OneTopic) {
            for (int i = 0; i <= GetParam().others; ++i) {
                server(std::to_string(seed) + "-" + std::to_string(i), "lamp", "lamp", options);
            }
        } else if (GetParam().others == 0) {
            pair(options);
        } else {
            hub(GetParam().others, options);
        }
        std::minstd_rand random(seed);
        for (int i = 0; i < 12; ++i) {
            servers[random() % servers.size()]->local("lamp", random() % 2 == 0);
            loop.advance(
                std::chrono::milliseconds(random() % 3 == 0 ? random() % 4000 : random() % 300));
        }
        loop.advance(60s);
        EXPECT_TRUE(equal());
        EXPECT_TRUE(breakers_closed());
        EXPECT_LE(messages(), 12U * servers.size() * 3);
        EXPECT_TRUE(silent());
    }
}

INSTANTIATE_TEST_SUITE_P(
    Networks, AnyActions,
    ::testing::Values(Shape{"Pair", 0, Shape::Crossed, false, false},
                      Shape{"PairInSync", 0, Shape::Crossed, true, false},
                      Shape{"PairTagged", 0, Shape::Crossed, false, true},
                      Shape{"HubOfThree", 2, Shape::Crossed, false, false},
                      Shape{"HubOfThreeTagged", 2, Shape::Crossed, false, true},
                      Shape{"OneTopicOfTwo", 1, Shape::OneTopic, false, false},
                      Shape{"OneTopicOfThree", 2, Shape::OneTopic, false, false},
                      Shape{"OneTopicOfThreeTagged", 2, Shape::OneTopic, false, true},
                      Shape{"RingOfThreeTagged", 2, Shape::Ring, false, true}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace mqtt_client::testing
