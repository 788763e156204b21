// SPDX-License-Identifier: Apache-2.0
// TelegramFilter: ranges as people write them, and what passes.
#include "knx/tool/telegram_filter.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace knx {
namespace {

using nlohmann::json;

TEST(TelegramFilter, TakesRangesAsPeopleWriteThem) {
    EXPECT_EQ(*parse_group_range("1/2/3"), (AddressRange{0x0a03, 0x0a03}));
    EXPECT_EQ(*parse_group_range("1/2/*"), (AddressRange{0x0a00, 0x0aff}));
    EXPECT_EQ(*parse_group_range("1/*"), (AddressRange{0x0800, 0x0fff}));
    EXPECT_EQ(*parse_group_range("31/*"), (AddressRange{0xf800, 0xffff}));
    EXPECT_EQ(*parse_group_range("1/2/3-1/2/9"), (AddressRange{0x0a03, 0x0a09}));
    EXPECT_EQ(*parse_group_range("1/515"), (AddressRange{0x0a03, 0x0a03}));
    EXPECT_EQ(*parse_group_range("2563"), (AddressRange{0x0a03, 0x0a03}));
    EXPECT_EQ(*parse_individual_range("1.1.5"), (AddressRange{0x1105, 0x1105}));
    EXPECT_EQ(*parse_individual_range("1.1.*"), (AddressRange{0x1100, 0x11ff}));
    EXPECT_EQ(*parse_individual_range("15.*"), (AddressRange{0xf000, 0xffff}));
    EXPECT_EQ(*parse_individual_range("1.1.1-1.1.9"), (AddressRange{0x1101, 0x1109}));
}

TEST(TelegramFilter, RefusesWhatIsNoRange) {
    for (const char* text : {"", "*", "/*", "a/b/c", "1/2/3/*", "32/*", "1/8/*", "1/2/9-1/2/3",
                             "1/2/3-", "1/2/*-1/3/*"}) {
        EXPECT_FALSE(parse_group_range(text)) << text;
    }
    for (const char* text : {"", "1.1", "1/1/1", "16.*", "1.1.1.*"}) {
        EXPECT_FALSE(parse_individual_range(text)) << text;
    }
}

class PassingTelegram : public ::testing::Test {
 protected:
    const json telegram = {{"interface", "main"}, {"source", "1.1.5"}, {"destination", "1/2/3"},
                           {"service", "write"},  {"raw", "01"},       {"object", "Hall-light"}};
    TelegramFilter filter;
};

TEST_F(PassingTelegram, IsShownWithoutAFilter) { EXPECT_TRUE(filter.lets_through(telegram)); }

TEST_F(PassingTelegram, HasToFitOneOfEachList) {
    filter.groups = {*parse_group_range("1/3/*"), *parse_group_range("1/2/*")};
    filter.sources = {*parse_individual_range("1.1.*")};
    filter.objects = {"hall"};
    filter.services = {"read", "write"};
    filter.interfaces = {"main"};
    EXPECT_TRUE(filter.lets_through(telegram));
    filter.services = {"read"};
    EXPECT_FALSE(filter.lets_through(telegram));
}

TEST_F(PassingTelegram, IsHeldBackByEachListAlone) {
    const auto only = [&](auto set) {
        TelegramFilter one;
        set(one);
        return one.lets_through(telegram);
    };
    EXPECT_FALSE(only([](auto& one) { one.groups = {*parse_group_range("1/2/4")}; }));
    EXPECT_FALSE(only([](auto& one) { one.sources = {*parse_individual_range("1.1.6")}; }));
    EXPECT_FALSE(only([](auto& one) { one.objects = {"kitchen"}; }));
    EXPECT_FALSE(only([](auto& one) { one.interfaces = {"other"}; }));
}

TEST_F(PassingTelegram, WithoutAnObjectIsNoObjects) {
    filter.objects = {"hall"};
    auto bare = telegram;
    bare.erase("object");
    EXPECT_FALSE(filter.lets_through(bare));
}

TEST_F(PassingTelegram, IsFoundInAnyStyleOfAddress) {
    filter.groups = {*parse_group_range("1/2/3")};
    auto other = telegram;
    other["destination"] = "1/515";
    EXPECT_TRUE(filter.lets_through(other));
}

}  // namespace
}  // namespace knx
