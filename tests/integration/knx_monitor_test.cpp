// SPDX-License-Identifier: Apache-2.0
// `busbar knx monitor` on a whole runtime, with a real knxd: what passes is shown.
#include <gmock/gmock.h>

#include <sstream>

#include "support/busbard_process.hpp"
#include "support/knxd_process.hpp"

namespace busbar::testing {
namespace {

using Json = nlohmann::json;

const Json kProject = {
    {"busbar", 1},
    {"name", "Test"},
    {"plugins",
     {{"knx",
       {{"interfaces", {{"line", {{"host", "127.0.0.1"}, {"started", true}}}}},
        {"objects",
         {{"light", {{"datapointType", "1.001"}, {"commandAddress", "1/2/3"}}},
          {"kitchen", {{"datapointType", "9.001"}, {"statusAddress", "1/2/4"}}}}}}}}}};

class KnxMonitor : public ::testing::Test {
 protected:
    void SetUp() override {
        ASSERT_TRUE(knxd.start());
        ASSERT_TRUE(busbard.start());
        ASSERT_TRUE(busbard.connected("knx", "interfaces", "line")) << busbard.log();
    }
    // A monitor that watches: telegrams are sent until it shows one.
    std::unique_ptr<Process> watch(std::vector<std::string> options) {
        std::vector<std::string> words{"knx", "monitor"};
        words.insert(words.end(), options.begin(), options.end());
        auto monitor = busbard.command(words);
        EXPECT_TRUE(monitor) << monitor.error().message;
        if (!monitor) return nullptr;
        EXPECT_TRUE(eventually([&] {
            return knxd.write("1/2/9", {0x12, 0x34}) &&
                   (*monitor)->wait_for("1/2/9", std::chrono::milliseconds(100));
        })) << (*monitor)->errors();
        return std::move(*monitor);
    }
    // The first record on its output that has this destination and this service.
    static Json record(const Process& monitor, const std::string& destination,
                       const std::string& service) {
        Json found;
        (void)eventually([&] {
            std::istringstream lines(monitor.output());
            for (std::string line; found.is_null() && std::getline(lines, line);) {
                const auto json = Json::parse(line, nullptr, false);
                if (!json.is_object() || json.value("destination", "") != destination) continue;
                if (json.value("service", "") == service) found = json;
            }
            return !found.is_null();
        });
        return found;
    }

    KnxdProcess knxd;
    BusbardProcess busbard{kProject};
};

TEST_F(KnxMonitor, ShowsWhatIsHeardAndWhatIsSaid) {
    const auto monitor = watch({"--json"});
    ASSERT_NE(monitor, nullptr);
    const auto unknown = record(*monitor, "1/2/9", "write");
    EXPECT_EQ(unknown["raw"], "1234");
    EXPECT_EQ(unknown["interface"], "line");
    EXPECT_FALSE(unknown.contains("value"));
    EXPECT_FALSE(unknown.contains("object"));

    ASSERT_TRUE(knxd.write("1/2/4", {0x0c, 0x1a}));
    const auto temperature = record(*monitor, "1/2/4", "write");
    EXPECT_EQ(temperature["direction"], "in");
    EXPECT_EQ(temperature["type"], "9.001");
    EXPECT_EQ(temperature["value"], 21.0);
    EXPECT_EQ(temperature["text"], "21 °C");
    EXPECT_EQ(temperature["object"], "kitchen");

    ASSERT_TRUE(knxd.read("1/2/4"));
    EXPECT_EQ(record(*monitor, "1/2/4", "read")["object"], "kitchen");

    ASSERT_TRUE(busbard.put("/objects/light/state", {{"value", true}}));
    const auto light = record(*monitor, "1/2/3", "write");
    EXPECT_EQ(light["direction"], "out");
    EXPECT_THAT(light.value("source", ""), ::testing::StartsWith("1.1.1"));
    EXPECT_EQ(light["raw"], "01");
    EXPECT_EQ(light["text"], "on");
}

TEST_F(KnxMonitor, FiltersEndsAfterSoManyAndWritesCsv) {
    const auto monitor = busbard.command(
        {"knx", "monitor", "--csv", "--group", "1/2/4-1/2/5", "--object", "KITCH", "--count", "1"});
    ASSERT_TRUE(monitor) << monitor.error().message;
    EXPECT_TRUE(eventually([&] {
        (void)knxd.write("1/2/9", {0x12, 0x34});
        (void)knxd.write("1/2/4", {0x0c, 0x1a});
        return (*monitor)->ended().has_value();
    }));
    EXPECT_EQ((*monitor)->ended(), (Exit{0, 0})) << (*monitor)->errors();
    EXPECT_THAT((*monitor)->output(), ::testing::HasSubstr(",1/2/4,write,0c1a,9.001,21.0,21 °C,"));
    EXPECT_THAT((*monitor)->output(), ::testing::Not(::testing::HasSubstr("1/2/9")));
}

TEST_F(KnxMonitor, EndsWithTheRuntime) {
    const auto monitor = watch({});
    ASSERT_NE(monitor, nullptr);
    (void)busbard.stop();
    EXPECT_EQ(monitor->wait(), (Exit{1, 0}));
    EXPECT_THAT(monitor->errors(), ::testing::HasSubstr("the runtime has ended"));
}

TEST_F(KnxMonitor, RefusesAFilterThatIsNone) {
    const auto monitor = busbard.command({"knx", "monitor", "--group", "1/2/"});
    ASSERT_TRUE(monitor);
    EXPECT_EQ((*monitor)->wait(), (Exit{2, 0}));
}

}  // namespace
}  // namespace busbar::testing
