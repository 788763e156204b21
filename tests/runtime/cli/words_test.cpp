// SPDX-License-Identifier: Apache-2.0
// The API's JSON in words.
#include "cli/words.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace busbar {
namespace {

TEST(Words, AValueReadsAsItsTypeSays) {
    const auto mode = Json::parse(R"({"labels": [{"value": 0, "label": "auto"},
                                                 {"value": 1, "label": "comfort"}]})");
    const auto none = Json::object();
    EXPECT_EQ(value_words(nullptr, none), "–");
    EXPECT_EQ(value_words(true, none), "on");
    EXPECT_EQ(value_words(true, mode), "comfort");
    EXPECT_EQ(value_words(1, mode), "comfort");
    EXPECT_EQ(value_words(7, mode), "7");
    EXPECT_EQ(value_words(21.5, {{"unit", "°C"}}), "21.5 °C");
    EXPECT_EQ(value_words(21.0, {{"unit", "°C"}}), "21 °C");
    EXPECT_EQ(value_words(9'223'372'036'854'775'807, none), "9223372036854775807");
    EXPECT_EQ(value_words("hello", {{"unit", "°C"}}), "hello");
    EXPECT_EQ(value_words({{"hour", 7}, {"summer", true}}, none), "hour 7, summer on");
}

TEST(Words, AnEnumLosesItsPrefix) {
    EXPECT_EQ(enum_word("QUALITY_GOOD", "QUALITY_"), "good");
    EXPECT_EQ(enum_word("STATUS_STATE_LICENSE_REQUIRED", "STATUS_STATE_"), "license required");
    EXPECT_EQ(enum_word("OTHER", "QUALITY_"), "other");
}

TEST(Words, ATimeIsThatOfTheDayHere) {
    ::setenv("TZ", "UTC-2", 1);  // POSIX: two hours east
    ::tzset();
    EXPECT_EQ(time_words("2023-11-14T22:13:20.123456Z"), "00:13:20.123");
    EXPECT_EQ(time_words("yesterday"), "yesterday");
}

TEST(Words, ACauseNamesSenderTraceAndHops) {
    EXPECT_EQ(cause_words(Json::object()), "");
    Json state = {{"cause", {{"sender", "knx"}, {"traceId", "a1"}, {"hops", 0U}}}};
    EXPECT_EQ(cause_words(state), "knx, trace a1");
    state["cause"]["hops"] = 2U;
    EXPECT_EQ(cause_words(state), "knx, trace a1, 2 hops");
}

TEST(Words, ADurationHasTwoUnitsAtMost) {
    EXPECT_EQ(duration_words(std::chrono::seconds(8)), "8 s");
    EXPECT_EQ(duration_words(std::chrono::minutes(12)), "12 min");
    EXPECT_EQ(duration_words(std::chrono::minutes(252)), "4 h 12 min");
    EXPECT_EQ(duration_words(std::chrono::hours(76)), "3 d 4 h");
}

TEST(Words, OneIsNotMany) {
    EXPECT_EQ(counted(1, "object"), "1 object");
    EXPECT_EQ(counted(0, "object"), "0 objects");
}

}  // namespace
}  // namespace busbar
