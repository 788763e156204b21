// SPDX-License-Identifier: Apache-2.0
// A thousand objects between a real knxd and a real mosquitto: nothing is lost in either direction,
// and whatever goes away in mid-traffic, both sides end with the right values.
#include <gtest/gtest.h>

#include "support/busbard_process.hpp"
#include "support/knxd_process.hpp"
#include "support/mqtt/mosquitto_process.hpp"
#include "support/mqtt/mqtt_peer.hpp"

namespace busbar::testing {
namespace {

using Json = nlohmann::json;

constexpr std::uint16_t kObjects = 1000;

std::uint16_t group(std::uint16_t number) { return static_cast<std::uint16_t>(0x0800 + number); }
std::string report_topic(std::uint16_t number) { return "house/" + std::to_string(number); }
std::string command_topic(std::uint16_t number) { return report_topic(number) + "/set"; }

Json project(std::uint16_t broker_port) {
    Json objects;
    Json assignments;
    for (std::uint16_t i = 0; i < kObjects; ++i) {
        const auto id = "o" + std::to_string(i);
        objects[id] = {{"datapointType", "7.001"},
                       {"commandAddress", std::to_string(group(i))}};  // in the free style
        assignments[id] = {{"connection", "house"},
                           {"object", id},
                           {"commandTopic", command_topic(i)},
                           {"reportTopic", report_topic(i)}};
    }
    const Json line = {{"host", "127.0.0.1"}, {"pacingOff", true}, {"started", true}};
    const Json house = {
        {"name", "House"}, {"address", "127.0.0.1"}, {"port", broker_port}, {"started", true}};
    const Json knx = {{"interfaces", {{"line", line}}}, {"objects", objects}};
    const Json mqtt = {{"connections", {{"house", house}}}, {"assignments", assignments}};
    return {{"busbar", 1}, {"plugins", {{"knx", knx}, {"mqtt-client", mqtt}}}};
}

class ThousandObjects : public ::testing::Test {
 protected:
    void SetUp() override {
        ASSERT_TRUE(knxd_.start());
        ASSERT_TRUE(broker_.start());
        const auto started = busbard_.start();
        ASSERT_TRUE(started) << started.error().message;
        ASSERT_TRUE(connected()) << busbard_.log();
    }
    void TearDown() override {
        if (HasFailure()) std::cerr << busbard_.log();
    }

    bool connected() {
        return busbard_.connected("knx", "interfaces", "line") &&
               busbard_.connected("mqtt-client", "connections", "house");
    }

    // Every object gets a value of its own in each round.
    static std::uint16_t value(std::uint16_t number, int round) {
        return static_cast<std::uint16_t>(number + round * kObjects);
    }
    void write_round(int round) {
        const auto line = knxd_.group_socket();
        ASSERT_TRUE(line) << line.error().message;
        for (std::uint16_t i = 0; i < kObjects; ++i) {
            ASSERT_TRUE((*line)->write(group(i), value(i, round)));
        }
    }
    void command_round(int round) {
        const auto peer = MqttPeer::open(broker_.port());
        ASSERT_TRUE(peer) << peer.error().message;
        for (std::uint16_t i = 0; i < kObjects; ++i) {
            (*peer)->publish(command_topic(i), std::to_string(value(i, round)));
        }
        ASSERT_TRUE((*peer)->published());
    }

    // Waits until the broker has the round's value of every object, and busbard as well.
    void expect_reported(int round) {
        const auto peer = MqttPeer::open(broker_.port(), "house/+");
        ASSERT_TRUE(peer) << peer.error().message;
        EXPECT_TRUE(eventually([&] {
            const auto& last = (*peer)->last();
            std::uint16_t right = 0;
            for (std::uint16_t i = 0; i < kObjects; ++i) {
                const auto found = last.find(report_topic(i));
                if (found != last.end() && found->second == std::to_string(value(i, round))) {
                    ++right;
                }
            }
            return right == kObjects;
        })) << "not every object was reported with the value of round "
            << round;
        const auto objects = busbard_.get("/objects?page_size=1000");
        ASSERT_TRUE(objects) << objects.error().message;
        for (const auto& object : (*objects)["objects"]) {
            const auto number = std::stoi(object["id"].get<std::string>().substr(1));
            EXPECT_EQ(object["state"]["value"], value(static_cast<std::uint16_t>(number), round));
        }
    }
    // Waits until a listener of the line has heard the round's value of every object.
    void expect_heard(KnxdGroupSocket& line, int round) {
        EXPECT_TRUE(eventually([&] {
            const auto& heard = line.heard();
            std::uint16_t right = 0;
            for (std::uint16_t i = 0; i < kObjects; ++i) {
                const auto found = heard.find(group(i));
                if (found != heard.end() && found->second == value(i, round)) ++right;
            }
            return right == kObjects;
        })) << "not every command of round "
            << round << " reached the line";
    }

    KnxdProcess knxd_;
    MosquittoProcess broker_;
    BusbardProcess busbard_{project(broker_.port())};
};

TEST_F(ThousandObjects, EveryTelegramIsReported) {
    for (int round = 1; round <= 3; ++round) write_round(round);
    expect_reported(3);
}

TEST_F(ThousandObjects, EveryCommandReachesTheLineAndIsReportedBack) {
    const auto line = knxd_.group_socket();
    ASSERT_TRUE(line) << line.error().message;
    command_round(1);
    expect_heard(**line, 1);
    expect_reported(1);
}

TEST_F(ThousandObjects, ABrokerKilledInMidTrafficHasTheNewestValuesAgain) {
    write_round(1);
    broker_.kill();
    write_round(2);
    ASSERT_TRUE(broker_.start());
    ASSERT_TRUE(connected());
    expect_reported(2);
    const auto line = knxd_.group_socket();
    ASSERT_TRUE(line) << line.error().message;
    command_round(3);
    expect_heard(**line, 3);
    expect_reported(3);
}

TEST_F(ThousandObjects, AnInterfaceKilledInMidTrafficIsFoundAgain) {
    write_round(1);
    command_round(2);
    knxd_.kill();
    ASSERT_TRUE(knxd_.start());
    // The first command without an answer tells that the tunnel is gone.
    EXPECT_TRUE(eventually([&] {
        return busbard_.put("/objects/o0/state", {{"value", 1}}).has_value();
    }));
    write_round(3);
    expect_reported(3);
    const auto line = knxd_.group_socket();
    ASSERT_TRUE(line) << line.error().message;
    command_round(4);
    expect_heard(**line, 4);
    expect_reported(4);
}

TEST_F(ThousandObjects, EachPluginMayStopAndStartInMidTraffic) {
    int round = 0;
    for (const auto* plugin : {"mqtt-client", "knx"}) {
        write_round(++round);
        ASSERT_TRUE(busbard_.post(std::string("/plugins/") + plugin + ":stop", Json::object()));
        write_round(++round);
        ASSERT_TRUE(busbard_.post(std::string("/plugins/") + plugin + ":start", Json::object()));
        ASSERT_TRUE(connected());
        if (plugin == std::string("knx")) write_round(++round);  // it heard nothing meanwhile
        expect_reported(round);
        const auto line = knxd_.group_socket();
        ASSERT_TRUE(line) << line.error().message;
        command_round(++round);
        expect_heard(**line, round);
        expect_reported(round);
    }
}

}  // namespace
}  // namespace busbar::testing
