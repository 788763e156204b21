// SPDX-License-Identifier: Apache-2.0
// TPCI: every combination of bits is one thing, or refused.
#include "knx/protocol/transport_control.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using Kind = TransportControl::Kind;

struct Row {
    std::uint8_t octet;
    bool group;
    std::uint16_t destination;
    TransportControl control;
    const char* name;
};

TEST(TransportControl, IsReadFromOneOctet) {
    const Row kRows[] = {
        {0x00, true, 0x0a03, {Kind::DataGroup}, "T_Data_Group"},
        {0x03, true, 0x0a03, {Kind::DataGroup}, "T_Data_Group"},
        {0x00, true, 0, {Kind::DataBroadcast}, "T_Data_Broadcast"},
        {0x04, true, 0x0a03, {Kind::DataTagGroup}, "T_Data_Tag_Group"},
        {0x03, false, 0x1101, {Kind::DataIndividual}, "T_Data_Individual"},
        {0x47, false, 0x1101, {Kind::DataConnected, 1}, "T_Data_Connected"},
        {0x40, false, 0x1101, {Kind::DataConnected, 0}, "T_Data_Connected"},
        {0x80, false, 0, {Kind::Connect}, "T_Connect"},
        {0x81, false, 0x1101, {Kind::Disconnect}, "T_Disconnect"},
        {0xc6, false, 0x1101, {Kind::Ack, 1}, "T_Ack"},
        {0xff, false, 0x1101, {Kind::Nak, 15}, "T_Nak"},
    };
    for (const auto& row : kRows) {
        const auto control = decode_transport_control(row.octet, row.group, row.destination);
        ASSERT_TRUE(control) << int{row.octet};
        EXPECT_EQ(*control, row.control) << row.name;
        EXPECT_EQ(transport_control_name(control->kind), row.name);
    }
}

TEST(TransportControl, IsControlWhereNothingFollows) {
    EXPECT_TRUE(TransportControl{Kind::Connect}.control());
    EXPECT_TRUE(TransportControl{Kind::Nak}.control());
    EXPECT_FALSE(TransportControl{Kind::DataConnected}.control());
    EXPECT_TRUE(TransportControl{Kind::DataConnected}.numbered());
}

TEST(TransportControl, IsRefusedWhereBitsDoNotGoTogether) {
    struct Refused {
        std::uint8_t octet;
        bool group;
    };
    for (const auto [octet, group] : {Refused{0x80, true},
                                      {0x40, true},
                                      {0x08, true},
                                      {0x04, false},
                                      {0x82, false},
                                      {0x84, false},
                                      {0xc0, false}}) {
        EXPECT_FALSE(decode_transport_control(octet, group, 0x0a03)) << int{octet};
    }
}

}  // namespace
}  // namespace knx
