// SPDX-License-Identifier: Apache-2.0
// Tests of loops that are found in the settings.
#include "bridge/loops.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

TEST(Loops, FindNothingWhereTopicsLeadNowhere) {
    Loops loops;
    const auto lamp = loops.add("x", "lamp", "lamp/set", "lamp");
    const auto fan = loops.add("x", "fan", "fan/set", "fan");
    EXPECT_EQ(loops.of(lamp), "");
    EXPECT_EQ(loops.of(fan), "");
}

TEST(Loops, NameTheWayThereAndBack) {
    Loops loops;
    const auto lamp = loops.add("x", "lamp", "twin/state", "lamp/state");
    const auto twin = loops.add("x", "twin", "lamp/state", "twin/state");
    EXPECT_EQ(loops.of(lamp),
              "'lamp' is reported on 'lamp/state', which commands 'twin', 'twin' is reported on "
              "'twin/state', which commands 'lamp'");
    EXPECT_EQ(loops.of(twin),
              "'twin' is reported on 'twin/state', which commands 'lamp', 'lamp' is reported on "
              "'lamp/state', which commands 'twin'");
}

TEST(Loops, FindTheWayThroughSeveralObjectsAndBrokers) {
    Loops loops;
    const auto a = loops.add("x", "a", "", "t1");
    (void)loops.add("x", "b", "t1", "");
    (void)loops.add("y", "b", "", "t2");
    (void)loops.add("y", "c", "t2", "t3");
    EXPECT_EQ(loops.of(a), "");
    (void)loops.add("y", "a", "t3", "");
    EXPECT_NE(loops.of(a), "");
}

TEST(Loops, AreNotMadeOverTwoBrokers) {
    Loops loops;
    const auto lamp = loops.add("x", "lamp", "twin/state", "lamp/state");
    (void)loops.add("y", "twin", "lamp/state", "twin/state");
    EXPECT_EQ(loops.of(lamp), "");
}

TEST(Loops, AreMadeByTwoAssignmentsOfOneObject) {
    Loops loops;
    const auto reports = loops.add("x", "lamp", "", "lamp");
    const auto commands = loops.add("x", "lamp", "lamp", "");
    EXPECT_EQ(loops.of(reports), "'lamp' is reported on 'lamp', which commands 'lamp'");
    EXPECT_NE(loops.of(commands), "");
}

TEST(Loops, AreNotOneAssignmentWithOneTopic) {
    Loops loops;
    EXPECT_EQ(loops.of(loops.add("x", "lamp", "lamp", "lamp")), "");
}

TEST(Loops, AreNotToldOfAnAssignmentBesideThem) {
    Loops loops;
    (void)loops.add("x", "lamp", "twin/state", "lamp/state");
    (void)loops.add("x", "twin", "lamp/state", "twin/state");
    const auto beside = loops.add("y", "lamp", "lamp/set", "lamp");
    EXPECT_EQ(loops.of(beside), "");
    const auto into = loops.add("x", "third", "lamp/state", "");
    EXPECT_EQ(loops.of(into), "");
}

TEST(Loops, LeadThroughWildcards) {
    Loops loops;
    const auto lamp = loops.add("x", "lamp", "house/+/state", "house/lamp/set");
    const auto twin = loops.add("x", "twin", "house/lamp/#", "house/twin/state");
    EXPECT_EQ(loops.of(lamp),
              "'lamp' is reported on 'house/lamp/set', which commands 'twin', 'twin' is reported "
              "on 'house/twin/state', which commands 'lamp'");
    EXPECT_NE(loops.of(twin), "");
    EXPECT_EQ(loops.of(loops.add("y", "third", "house/#", "house/third")), "");
}

TEST(Loops, AreLookedForQuicklyAmongTenThousand) {
    Loops loops;
    std::size_t last = 0;
    for (int i = 0; i < 10000; ++i) {
        const auto id = std::to_string(i);
        last = loops.add("x", "o" + id, "t" + id, "t" + std::to_string(i + 1));
    }
    EXPECT_EQ(loops.of(last), "");
    EXPECT_EQ(loops.of(5000), "");
}

}  // namespace
}  // namespace mqtt_client
