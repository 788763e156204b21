// SPDX-License-Identifier: Apache-2.0
// KNX interfaces of a whole runtime, with a real knxd: what an operator asks and sees.
#include <gmock/gmock.h>

#include "support/busbard_process.hpp"
#include "support/knxd_process.hpp"

namespace busbar::testing {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

Json project(const Json& interface) {
    return {{"busbar", 1},
            {"name", "Test"},
            {"plugins",
             {{"knx",
               {{"interfaces", {{"line", interface}}},
                {"objects",
                 {{"light", {{"datapointType", "1.001"}, {"commandAddress", "1/2/3"}}}}}}}}}};
}

const Json kTunnel = {{"host", "127.0.0.1"}, {"started", true}};
const Json kRouting = {{"kind", "INTERFACE_KIND_ROUTING"},
                       {"networkInterface", "lo"},
                       {"ownAddress", "1.0.250"},
                       {"started", true}};

std::string message_of(const Result<Json>& answer) {
    return answer ? answer->value("message", "") : "failed: " + answer.error().message;
}

std::string status_text(const BusbardProcess& busbard) {
    const auto item = busbard.get("/plugins/knx/interfaces/line");
    return item && (*item)["status"].is_object() ? (*item)["status"].value("text", "") : "";
}

TEST(KnxInterface, IsFoundAndNamedOnRequest) {
    KnxdProcess knxd;
    ASSERT_TRUE(knxd.start());
    BusbardProcess busbard{project(kTunnel)};
    ASSERT_TRUE(busbard.start());
    ASSERT_TRUE(busbard.connected("knx", "interfaces", "line")) << busbard.log();
    EXPECT_THAT(message_of(busbard.post("/plugins/knx/general/main:discover", Json::object())),
                HasSubstr("127.0.0.1:3671  \"knxd\", 1.1.1"));
    EXPECT_THAT(message_of(busbard.post("/plugins/knx/interfaces/line:test", Json::object())),
                HasSubstr(" to \"knxd\", 1.1.1"));
}

TEST(KnxInterface, CarriesCommandsByRouting) {
    KnxdProcess knxd(KnxdProcess::Routing::On);
    ASSERT_TRUE(knxd.start());
    BusbardProcess busbard{project(kRouting)};
    ASSERT_TRUE(busbard.start());
    ASSERT_TRUE(busbard.connected("knx", "interfaces", "line")) << busbard.log();
    const auto bus = knxd.listen();
    ASSERT_TRUE(bus) << bus.error().message;
    const auto result = busbard.put("/objects/light/state", {{"value", true}});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ((*result)["outcome"], "COMMAND_OUTCOME_CONFIRMED");
    EXPECT_TRUE((*bus)->wait_for("from 1.0.250 to 1/2/3: 01")) << (*bus)->output();
    ASSERT_TRUE(knxd.write("1/2/3", 0));
    EXPECT_TRUE(eventually([&] { return busbard.value("light") == false; }));
}

TEST(KnxInterface, SaysAfterACrashWhyItWaits) {
    KnxdProcess knxd(KnxdProcess::Routing::Off, 1);
    ASSERT_TRUE(knxd.start());
    BusbardProcess busbard{project(kTunnel)};
    ASSERT_TRUE(busbard.start());
    ASSERT_TRUE(busbard.connected("knx", "interfaces", "line")) << busbard.log();
    busbard.kill();
    ASSERT_TRUE(busbard.start());
    EXPECT_TRUE(eventually([&] {
        return status_text(busbard).find("wait up to two minutes for a stale one") !=
               std::string::npos;
    })) << status_text(busbard);
}

}  // namespace
}  // namespace busbar::testing
