// SPDX-License-Identifier: Apache-2.0
// FoundServers: words, and each server once.
#include "knx/protocol/discovery/found_servers.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

constexpr Endpoint kSender{{192, 168, 1, 10}, 3671};

SearchResponse router(std::uint8_t serial = 1) {
    DeviceInfo device;
    device.address = IndividualAddress{0x1100};
    device.serial_number = {0x00, 0xa6, 0x12, 0x34, 0xab, serial};
    device.multicast_address = {224, 0, 23, 12};
    device.mac_address = {0x00, 0x24, 0x6d, 0x00, 0xaa, 0xbb};
    device.name = "Router";
    SearchResponse response;
    response.control = Hpai{HostProtocol::Udp, kSender};
    response.description.device = device;
    response.description.families = {
        {Family::Core, 2}, {Family::Tunnelling, 2}, {Family::Routing, 1}};
    return response;
}

TEST(FoundServers, SaysOfEachWhereAndWhatItIs) {
    FoundServers found;
    found.add(router(), kSender);
    EXPECT_EQ(found.text(),
              "192.168.1.10:3671  \"Router\", 1.1.0, MAC 00:24:6d:00:aa:bb, serial "
              "00a6:1234ab01, tunnelling over UDP and TCP, routing 224.0.23.12");
}

TEST(FoundServers, SaysWhatIsFreeAndWhatDemandsSecurity) {
    auto response = router();
    response.description.families = {{Family::Core, 1}, {Family::Tunnelling, 1}};
    response.description.secured = {{Family::Tunnelling, 1}};
    response.description.tunnels = {{{}, true, false, true}, {{}, false, false, true}};
    EXPECT_EQ(describe(response.description),
              "\"Router\", 1.1.0, MAC 00:24:6d:00:aa:bb, serial 00a6:1234ab01, tunnelling over UDP "
              "with KNX IP Secure only (1 of 2 free)");
    EXPECT_EQ(describe(DeviceDescription{}), "");
}

TEST(FoundServers, KeepsAServerOnceAndItsFullerAnswer) {
    FoundServers found;
    found.add(router(), kSender);
    auto extended = router();
    extended.extended = true;
    extended.description.tunnels = {{{}, true, false, true}};
    found.add(extended, kSender);
    found.add(router(), kSender);
    EXPECT_EQ(found.size(), 1U);
    EXPECT_NE(found.text().find("1 of 1 free"), std::string::npos) << found.text();
}

TEST(FoundServers, TellsServersWithoutASerialNumberApartByTheirAddress) {
    FoundServers found;
    SearchResponse nameless;
    found.add(nameless, kSender);
    found.add(nameless, {{192, 168, 1, 11}, 3671});
    EXPECT_EQ(found.text(), "192.168.1.10:3671  \n192.168.1.11:3671  ");
}

TEST(FoundServers, LeavesOutWhatIsTooMuchAndSaysSo) {
    FoundServers found;
    for (int i = 0; i < 70; ++i) found.add(router(static_cast<std::uint8_t>(i)), kSender);
    EXPECT_EQ(found.size(), FoundServers::kServersMax);
    EXPECT_NE(found.text().find("\nand 6 further answers"), std::string::npos);
}

}  // namespace
}  // namespace knx
