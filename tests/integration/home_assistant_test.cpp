// SPDX-License-Identifier: Apache-2.0
// Home Assistant's MQTT discovery over a real broker: what is announced is kept there, and goes
// with its assignment, also with one that went while the runtime was away.
#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "support/busbard_process.hpp"
#include "support/mqtt/mosquitto_process.hpp"

namespace busbar::testing {
namespace {

using Json = nlohmann::json;

class HomeAssistant : public ::testing::Test {
 protected:
    void SetUp() override {
        ASSERT_TRUE(broker_.start());
        busbard_ = std::make_unique<BusbardProcess>(project());
        ASSERT_TRUE(busbard_->start());
        ASSERT_TRUE(connected()) << busbard_->log();
    }
    void TearDown() override {
        if (HasFailure()) std::cerr << busbard_->log();
    }

    [[nodiscard]] Json project() const {
        const Json house = {{"name", "House"},
                            {"address", "127.0.0.1"},
                            {"port", broker_.port()},
                            {"homeAssistant", true},
                            {"started", true}};
        const auto object = [](const char* name, const char* kind) {
            return Json{{"name", name}, {"room", "Kitchen"}, {"virtual", {{"valueKind", kind}}}};
        };
        const auto assignment = [](const std::string& id) {
            return Json{{"connection", "house"},
                        {"object", id},
                        {"commandTopic", id + "/set"},
                        {"reportTopic", id}};
        };
        return {{"busbar", 1},
                {"name", "Villa"},
                {"objects",
                 {{"lamp", object("Table lamp", "VALUE_KIND_BOOLEAN")},
                  {"level", object("Level", "VALUE_KIND_NUMBER")}}},
                {"plugins",
                 {{"mqtt-client",
                   {{"connections", {{"house", house}}},
                    {"assignments",
                     {{"lamp", assignment("lamp")}, {"level", assignment("level")}}}}}}}};
    }
    bool connected() { return busbard_->connected("mqtt-client", "connections", "house"); }

    // What a Home Assistant that starts now would find: topic -> announcement.
    [[nodiscard]] std::map<std::string, Json> found() const {
        std::map<std::string, Json> found;
        // Listens for a second, which mosquitto_sub calls a failure.
        const auto output = run({"sh", "-c",
                                 "mosquitto_sub -p " + std::to_string(broker_.port()) +
                                     " -t 'homeassistant/#' -F '%t %p' -W 1; true"});
        std::istringstream lines(output.value_or(""));
        for (std::string line; std::getline(lines, line);) {
            const auto blank = line.find(' ');
            found[line.substr(0, blank)] = Json::parse(line.substr(blank), nullptr, false);
        }
        return found;
    }
    bool finds(std::size_t count) {
        return eventually([&] { return found().size() == count; });
    }

    MosquittoProcess broker_;
    std::unique_ptr<BusbardProcess> busbard_;
};

TEST_F(HomeAssistant, FindsTheAssignedObjects) {
    ASSERT_TRUE(finds(2));
    std::map<std::string, Json> by_name;
    for (const auto& [topic, config] : found()) by_name[config["name"]] = config;
    EXPECT_EQ(by_name["Table lamp"]["command_topic"], "lamp/set");
    EXPECT_EQ(by_name["Table lamp"]["device"]["name"], "Kitchen");
    EXPECT_EQ(by_name["Level"]["state_topic"], "level");
}

TEST_F(HomeAssistant, CommandsAnObjectAsItWasTold) {
    ASSERT_TRUE(finds(2));
    for (const auto& [topic, config] : found()) {
        if (config["name"] != "Table lamp") continue;
        ASSERT_TRUE(broker_.publish(config["command_topic"].get<std::string>(),
                                    config["payload_on"].get<std::string>()));
    }
    EXPECT_TRUE(eventually([&] { return busbard_->value("lamp") == true; }));
}

TEST_F(HomeAssistant, LosesWhatIsNoLongerAssigned) {
    ASSERT_TRUE(finds(2));
    auto smaller = project();
    smaller["plugins"]["mqtt-client"]["assignments"].erase("level");
    const auto applied = busbard_->post("/project:apply?prune", smaller);
    ASSERT_TRUE(applied) << applied.error().message;
    EXPECT_TRUE(finds(1));
}

TEST_F(HomeAssistant, LosesWhatWentWhileTheRuntimeWasAway) {
    ASSERT_TRUE(finds(2));
    busbard_->stop();
    auto left = found().begin()->first;
    left.replace(left.rfind('/', left.rfind('/') - 1), std::string::npos, "/gone/config");
    ASSERT_TRUE(broker_.publish(left, R"({"name":"Gone"})", {"-r"}));
    ASSERT_TRUE(finds(3));
    ASSERT_TRUE(busbard_->start());
    ASSERT_TRUE(connected());
    EXPECT_TRUE(finds(2));
}

}  // namespace
}  // namespace busbar::testing
