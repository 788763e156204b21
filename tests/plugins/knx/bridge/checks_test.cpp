// SPDX-License-Identifier: Apache-2.0
// Checks: items against each other.
#include "knx/bridge/checks.hpp"

#include "plugins/knx/bridge/bridge_fixture.hpp"

namespace knx {
namespace {

class Checks : public BridgeTest {
 protected:
    Problems check(const std::vector<std::pair<const char*, settings::GroupObject>>& items) {
        v1::CheckItems message;
        message.set_collection("objects");
        for (const auto& [id, object] : items) {
            auto& added = *message.add_items();
            added.set_id(id);
            added.set_settings(object.SerializeAsString());
        }
        Problems problems;
        check_items(message, bridge, problems);
        return problems;
    }
    static std::string codes(const Problems& problems) {
        std::string codes;
        for (const auto& problem : problems) {
            codes += problem.item_id() + ':' + problem.code() + (problem.is_warning() ? "? " : " ");
        }
        return codes;
    }
};

TEST_F(Checks, FindNothingWrongWithGoodItems) {
    put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    EXPECT_EQ(codes(check({{"blind", item({.command = "1/2/1", .status = "1/2/2"})}})), "");
}

TEST_F(Checks, ReplaceAnItemByItsNewSelf) {
    put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    EXPECT_EQ(codes(check({{"lamp", item({.command = "1/1/1", .status = "1/1/3"})}})), "");
}

TEST_F(Checks, WarnOfTwoObjectsToldAtTheSameAddress) {
    put("lamp", {.command = "1/1/1"});
    EXPECT_EQ(codes(check({{"other", item({.command = "1/1/1"})}})),
              "other:same_command_address? ");
}

TEST_F(Checks, WarnOfTwoNewObjectsToldAtTheSameAddress) {
    EXPECT_EQ(
        codes(check({{"one", item({.command = "1/1/1"})}, {"two", item({.command = "1/1/1"})}})),
        "one:same_command_address? two:same_command_address? ");
}

TEST_F(Checks, WarnOfAStatusAddressThatIsACommandAddress) {
    put("lamp", {.command = "1/1/1"});
    EXPECT_EQ(codes(check({{"other", item({.command = "1/1/9", .status = "1/1/1"})}})),
              "other:status_is_command_address? ");
}

TEST_F(Checks, WarnOfAnObjectOfTwoItems) {
    put("lamp", {.command = "1/1/1"});
    auto other = item({.command = "1/1/9"});
    other.set_object("lamp");
    EXPECT_EQ(codes(check({{"other", other}})), "other:object_taken? ");
}

TEST_F(Checks, KeepInterfacesApart) {
    bridge.put_interface("attic", {1, 4});
    put("lamp", {.command = "1/1/1", .interface = "main"});
    EXPECT_EQ(codes(check({{"other", item({.command = "1/1/1", .interface = "attic"})}})), "");
}

TEST_F(Checks, AskForTheInterfaceWhereThereAreSeveral) {
    bridge.put_interface("attic", {1, 4});
    EXPECT_EQ(codes(check({{"lamp", item({.command = "1/1/1"})}})), "lamp:interface_required ");
}

TEST_F(Checks, TellEveryProblemOfAnItem) {
    EXPECT_EQ(codes(check({{"lamp", item({.type = "1.999", .command = "x"})}})),
              "lamp:unknown_datapoint_type lamp:bad_address ");
}

TEST_F(Checks, CoverInterfacesAndSensors) {
    v1::CheckItems check;
    check.set_collection("interfaces");
    check.add_items()->set_id("main");
    Problems problems;
    check_items(check, bridge, problems);
    EXPECT_EQ(codes(problems), "main:host_required ");
    problems.clear();
    check.set_collection("simulated_sensors");
    check_items(check, bridge, problems);
    EXPECT_FALSE(problems.empty());
}

}  // namespace
}  // namespace knx
