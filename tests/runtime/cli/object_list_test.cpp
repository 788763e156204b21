// SPDX-License-Identifier: Apache-2.0
// Objects that are kept current by events. Fetching is in commands_test.cpp.
#include "cli/object_list.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

Json object(const std::string& id, const std::string& room = "") {
    return {{"id", id}, {"name", id}, {"room", room}, {"type", Json::object()}};
}

Json state(const std::string& id, std::uint64_t epoch, std::uint64_t sequence, int value) {
    return {{"object", id}, {"epoch", epoch}, {"sequence", sequence}, {"value", value}};
}

TEST(ObjectList, TakesNewerStatesOnly) {
    ObjectList list("");
    list.take("object", object("lamp"));
    ASSERT_NE(list.take("state", state("lamp", 1, 5, 50)), nullptr);
    EXPECT_EQ(list.take("state", state("lamp", 1, 4, 40)), nullptr);
    EXPECT_EQ(list.objects().at("lamp").at("state").at("value"), 50);
    ASSERT_NE(list.take("state", state("lamp", 2, 1, 10)), nullptr);  // the owner started again
    EXPECT_EQ(list.objects().at("lamp").at("state").at("value"), 10);
}

TEST(ObjectList, ANewDescriptionKeepsTheState) {
    ObjectList list("");
    list.take("object", object("lamp"));
    list.take("state", state("lamp", 1, 1, 7));
    list.take("object", object("lamp", "Hall"));
    EXPECT_EQ(list.objects().at("lamp").at("room"), "Hall");
    EXPECT_EQ(list.objects().at("lamp").at("state").at("value"), 7);
}

TEST(ObjectList, KeepsWhatFitsThePattern) {
    ObjectList list("HALL");
    EXPECT_NE(list.take("object", object("lamp", "Hallway")), nullptr);
    EXPECT_EQ(list.take("object", object("pump", "Cellar")), nullptr);
    EXPECT_EQ(list.take("state", state("pump", 1, 1, 1)), nullptr);
    EXPECT_EQ(list.objects().size(), 1U);
    list.take("object", object("lamp", "Cellar"));  // moved away
    EXPECT_TRUE(list.objects().empty());
}

TEST(ObjectList, ForgetsWhatIsGone) {
    ObjectList list("");
    list.take("object", object("lamp"));
    EXPECT_EQ(list.take("object-removed", {{"object", "lamp"}}), nullptr);
    EXPECT_TRUE(list.objects().empty());
}

}  // namespace
}  // namespace busbar
