// SPDX-License-Identifier: Apache-2.0
// The building is as large and as talkative as asked for, and within what the settings take.
#include "knx/tool/demo_building.hpp"

#include <gtest/gtest.h>

#include <set>

#include "knx/protocol/dpt/dpt.hpp"

namespace knx {
namespace {

double rate_of(const std::vector<DemoObject>& building) {
    double rate = 0;
    for (const auto& object : building) {
        if (object.period_s > 0) rate += 1 / object.period_s;
    }
    return rate;
}

TEST(DemoBuilding, HasAsManyObjectsAsAskedForEachWithItsOwnIdAndAddresses) {
    for (const std::size_t objects : {std::size_t{1}, std::size_t{300}, kDemoObjectsMax}) {
        const auto building = demo_building(objects, 0);
        ASSERT_TRUE(building);
        ASSERT_EQ(building->size(), objects);
        std::set<std::string> ids;
        std::set<GroupAddress> addresses;
        std::size_t given = 0;
        for (const auto& object : *building) {
            ids.insert(object.id());
            EXPECT_EQ(object.kind->commandable, !object.command.broadcast());
            for (const auto address : {object.command, object.status}) {
                if (address.broadcast()) continue;
                addresses.insert(address);
                ++given;
            }
        }
        EXPECT_EQ(ids.size(), objects);
        EXPECT_EQ(addresses.size(), given);
        EXPECT_GE(given, objects);
    }
}

TEST(DemoBuilding, SendsAtTheRateAskedFor) {
    struct Row {
        std::size_t objects;
        double rate;
    };
    for (const auto& [objects, rate] : {Row{10'000, 1000}, Row{1000, 200}, Row{13, 0.5}}) {
        const auto building = demo_building(objects, rate);
        ASSERT_TRUE(building) << building.error().message;
        EXPECT_NEAR(rate_of(*building), rate, rate / 100);
    }
    EXPECT_EQ(rate_of(demo_building(1000, 0).value()), 0);
}

TEST(DemoBuilding, SendsWhatItsTypesTake) {
    const auto building = demo_building(13, 10).value();
    for (const auto& object : building) {
        const auto dpt = find_dpt(object.kind->datapoint_type);
        ASSERT_TRUE(dpt) << object.id();
        if (object.period_s == 0) continue;
        for (const auto value : {object.kind->from, object.kind->to}) {
            EXPECT_TRUE(encode(**dpt, busbar::Value::number(value))) << object.id() << ' ' << value;
        }
    }
    EXPECT_EQ(building[1].id(), "f01-r01-temperature");
    EXPECT_EQ(building[1].name(), "Temperature 1.01");
    EXPECT_EQ(building[1].room_name(), "Room 1.01");
}

TEST(DemoBuilding, RefusesWhatItCannotDoAndNamesTheLimits) {
    EXPECT_FALSE(demo_building(0, 0));
    EXPECT_FALSE(demo_building(kDemoObjectsMax + 1, 0));
    for (const auto rate : {1e6, 1e-9, -1.0, std::numeric_limits<double>::quiet_NaN()}) {
        const auto refused = demo_building(1000, rate);
        ASSERT_FALSE(refused) << rate;
        EXPECT_NE(refused.error().message.find(" telegrams a second"), std::string::npos);
    }
    EXPECT_FALSE(demo_building(1, 5)) << "a light alone has no sensor";
}

}  // namespace
}  // namespace knx
