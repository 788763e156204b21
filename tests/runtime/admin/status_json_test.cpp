// SPDX-License-Identifier: Apache-2.0
// Statuses and figures in JSON.
#include "admin/status_json.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(StatusJson, KeepsTheOrderOfTheFigures) {
    v1::StatusChanged status;
    status.set_collection("connections");
    status.set_item_id("house");
    status.set_state(v1::STATUS_STATE_CONNECTED);
    auto& reports = *status.add_figures();
    reports.set_name("reports");
    reports.set_value(7);
    auto& broker = *status.add_figures();
    broker.set_name("broker");
    broker.set_text("mosquitto");
    EXPECT_EQ(write_status(status), Json::parse(R"({"collection": "connections", "item": "house",
        "state": "STATUS_STATE_CONNECTED", "text": "", "figures":
        [{"name": "reports", "value": 7.0}, {"name": "broker", "text": "mosquitto"}]})"));
    status.set_removed(true);
    EXPECT_EQ(write_status(status).at("removed"), true);
}

TEST(FiguresJson, NamesEveryCount) {
    const BusFigures figures{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    EXPECT_EQ(write_figures(figures),
              Json::parse(R"({"statesIn": 1, "eventsIn": 2, "commandsIn": 3, "refused": 4,
                              "turnedBack": 5, "framesOut": 6, "statesOut": 7, "conflated": 8,
                              "dropped": 9, "depth": 10, "oldestMs": 11})"));
}

}  // namespace
}  // namespace busbar
