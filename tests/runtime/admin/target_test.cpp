// SPDX-License-Identifier: Apache-2.0
// Targets: what the address of a request says.
#include "admin/target.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(Target, SplitsPathActionAndQuery) {
    const auto target = parse_target("/api/v1/plugins/knx/interfaces/main:start?wait=1&x=a%20b+c");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments,
              (std::vector<std::string>{"api", "v1", "plugins", "knx", "interfaces", "main"}));
    EXPECT_EQ(target->action, "start");
    EXPECT_EQ(target->text("x"), "a b c");
}

TEST(Target, AnEncodedSeparatorIsNone) {
    const auto target = parse_target("/a%2Fb/c%3Ad?x=%26");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"a/b", "c:d"}));
    EXPECT_EQ(target->action, "");
    EXPECT_EQ(target->text("x"), "&");
}

TEST(Target, AColonOnlyCountsInTheLastSegment) {
    const auto target = parse_target("/a:b/c");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (std::vector<std::string>{"a:b", "c"}));
}

TEST(Target, AFlagIsSetByBeingThere) {
    const auto target = parse_target("/x?a&b=0&c=false&d=true");
    ASSERT_TRUE(target);
    EXPECT_TRUE(target->flag("a"));
    EXPECT_FALSE(target->flag("b"));
    EXPECT_FALSE(target->flag("c"));
    EXPECT_TRUE(target->flag("d"));
    EXPECT_FALSE(target->flag("e"));
}

TEST(Target, ReadsNumbersAndLists) {
    const auto target = parse_target("/x?size=20&bad=2x&codes=a,,b");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->number("size", 1), 20U);
    EXPECT_EQ(target->number("none", 1), 1U);
    EXPECT_FALSE(target->number("bad", 1));
    EXPECT_EQ(target->list("codes"), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(target->list("none").empty());
}

TEST(Target, RefusesWhatIsNoAddress) {
    for (const auto* text : {"", "x", "/a%", "/a%2", "/a%zz", "/a%00b", "/a?x=%0a", "/a\x01"}) {
        EXPECT_FALSE(parse_target(text)) << text;
    }
}

}  // namespace
}  // namespace busbar
