// SPDX-License-Identifier: Apache-2.0
// Descriptions as JSON: only what the server told.
#include "knx/tool/description_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace knx {
namespace {

using nlohmann::json;

TEST(DescriptionJson, IsEmptyForAServerThatTellsNothing) {
    EXPECT_EQ(description_json({}), json::object());
}

TEST(DescriptionJson, TellsWhatTheServerIsAndOffers) {
    DeviceDescription description;
    description.device = DeviceInfo{};
    description.device->name = "Router";
    description.device->address = {0x1100};
    description.device->multicast_address = {224, 0, 23, 12};
    description.families = {{Family::Core, 2}, {static_cast<Family>(0x42), 1}};
    description.secured = {{Family::Tunnelling, 1}};
    description.addresses = {{0x1101}};
    description.max_apdu_length = 240;
    description.tunnels = {{{0x1101}, true, true, true}};
    const auto told = description_json(description);
    EXPECT_EQ(told["device"]["name"], "Router");
    EXPECT_EQ(told["device"]["individual_address"], "1.1.0");
    EXPECT_EQ(told["device"]["medium"], "TP1");
    EXPECT_EQ(told["device"]["multicast_address"], "224.0.23.12");
    EXPECT_EQ(told["device"]["serial_number"], "00:00:00:00:00:00");
    EXPECT_EQ(told["services"], json({{"core", 2}, {"66", 1}}));
    EXPECT_EQ(told["secured_services"], json({{"tunnelling", 1}}));
    EXPECT_EQ(told["individual_addresses"], json::array({"1.1.1"}));
    EXPECT_EQ(told["max_apdu_length"], 240);
    EXPECT_EQ(told["tunnels"][0]["free"], true);
}

TEST(DescriptionJson, SaysWhichEndpointsSpeakTcp) {
    EXPECT_EQ(endpoint_json({HostProtocol::Udp, {{10, 0, 0, 1}, 3671}}), "10.0.0.1:3671");
    EXPECT_EQ(endpoint_json(route_back_hpai(HostProtocol::Tcp)), "0.0.0.0:0/tcp");
}

TEST(DescriptionJson, NamesSearchParameters) {
    EXPECT_EQ(parameters_json({{SearchParameter::Type::ServiceFamily, true, {4, 2}},
                               {static_cast<SearchParameter::Type>(9), false, {}}}),
              json::array({{{"parameter", "service family"}, {"mandatory", true}, {"data", "0402"}},
                           {{"parameter", "9"}, {"mandatory", false}, {"data", ""}}}));
}

}  // namespace
}  // namespace knx
