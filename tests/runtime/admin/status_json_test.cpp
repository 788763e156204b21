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
    const BusFigures figures{1, 2, 3, 4, 5, 6, 7};
    EXPECT_EQ(write_figures(figures),
              Json::parse(R"({"statesIn": 1, "commandsIn": 2, "refused": 3, "framesOut": 4,
                              "conflated": 5, "dropped": 6, "depth": 7})"));
}

}  // namespace
}  // namespace busbar
