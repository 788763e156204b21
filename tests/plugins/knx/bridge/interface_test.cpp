// SPDX-License-Identifier: Apache-2.0
// Interface: what an operator reads of it.
#include "knx/bridge/interface.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

namespace v1 = busbar::v1;

TEST(InterfaceReport, SaysHowTheLineIs) {
    struct Row {
        LineStatus status;
        v1::StatusState state;
        const char* text;
    };
    const Row rows[] = {
        {{LineState::Stopped, {}, ""}, v1::STATUS_STATE_STOPPED, "stopped"},
        {{LineState::Connecting, {}, ""}, v1::STATUS_STATE_CONNECTING, "connecting"},
        {{LineState::Connected, {0x11fa}, ""}, v1::STATUS_STATE_CONNECTED, "connected as 1.1.250"},
        {{LineState::Connected, {0x11fa}, "no bus"}, v1::STATUS_STATE_DEGRADED, "no bus"},
        {{LineState::Waiting, {}, "no answer"}, v1::STATUS_STATE_ERROR, "no answer"},
    };
    for (const auto& row : rows) {
        Interface interface("main", {1, 4});
        interface.status = row.status;
        const auto report = interface_report(interface);
        EXPECT_EQ(report.collection(), "interfaces");
        EXPECT_EQ(report.item_id(), "main");
        EXPECT_EQ(report.state(), row.state);
        EXPECT_EQ(report.text(), row.text);
    }
}

TEST(InterfaceReport, HasTheFiguresInOrder) {
    Interface interface("main", {1, 4});
    interface.status = {LineState::Connected, {0x11fa}, ""};
    interface.figures.telegrams_in = 3;
    interface.figures.last_refused = "1/1/1 (lamp): too long";
    const auto report = interface_report(interface);
    std::string names;
    for (const auto& figure : report.figures()) names += figure.name() + ' ';
    EXPECT_EQ(names,
              "telegrams_in telegrams_out confirmed not_confirmed repeated malformed "
              "refused_payloads last_refused reconnects queue address ");
}

TEST(Interface, SaysWhyItIsNotConnected) {
    Interface interface("main", {1, 4});
    interface.status = {LineState::Waiting, {}, "no answer from 192.0.2.1"};
    EXPECT_EQ(interface.not_connected(),
              "KNX interface main is not connected: no answer from 192.0.2.1");
}

}  // namespace
}  // namespace knx
