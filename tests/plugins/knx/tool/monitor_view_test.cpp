// SPDX-License-Identifier: Apache-2.0
// MonitorView: filter, pause, end.
#include "knx/tool/monitor_view.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace knx {
namespace {

using nlohmann::json;

StreamEvent telegram(const std::string& destination, std::uint64_t missed = 0) {
    json data = {{"time", "2026-03-01T12:34:56.789012Z"},
                 {"columns", {{"destination", destination}, {"service", "write"}}}};
    if (missed > 0) data["missed"] = missed;
    return {"monitor", data.dump()};
}

MonitorView json_view(TelegramFilter filter = {}, std::uint64_t telegrams_max = 0) {
    return {std::move(filter), LineFormat::Json, telegrams_max};
}

TEST(MonitorView, ShowsWhatTheFilterLetsThrough) {
    TelegramFilter filter;
    filter.groups = {*parse_group_range("1/2/*")};
    auto view = json_view(filter);
    view.take({"resync", R"({"reason":"begin"})"});
    view.take(telegram("1/2/3"));
    view.take(telegram("1/3/3"));
    const auto lines = view.lines();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(json::parse(lines[0])["destination"], "1/2/3");
    EXPECT_TRUE(view.lines().empty());
}

TEST(MonitorView, SaysWhatWasMissed) {
    auto view = json_view();
    view.take(telegram("1/2/3", 5));
    view.take({"resync", R"({"reason":"missed","missed":9})"});
    const auto lines = view.lines();
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(json::parse(lines[0])["missed"], 5);
    EXPECT_EQ(json::parse(lines[2])["missed"], 9);
}

TEST(MonitorView, HoldsBackWhilePausedAndShowsItAfterwards) {
    auto view = json_view();
    view.key(' ');
    EXPECT_TRUE(view.paused());
    view.take(telegram("1/2/3"));
    view.take(telegram("1/2/4"));
    EXPECT_TRUE(view.lines().empty());
    view.key('p');
    EXPECT_FALSE(view.paused());
    EXPECT_EQ(view.lines().size(), 2U);
}

TEST(MonitorView, CountsWhatALongPausePushedOut) {
    auto view = json_view();
    view.key(' ');
    for (std::size_t i = 0; i < MonitorView::kHeldBackMax + 2; ++i) view.take(telegram("1/2/3"));
    view.key(' ');
    const auto lines = view.lines();
    ASSERT_EQ(lines.size(), MonitorView::kHeldBackMax + 1);
    EXPECT_EQ(json::parse(lines[0])["missed"], 2);
}

TEST(MonitorView, EndsAfterSoManyTelegramsOrWhenAsked) {
    auto counted = json_view({}, 2);
    for (int i = 0; i < 3; ++i) counted.take(telegram("1/2/3"));
    EXPECT_TRUE(counted.done());
    EXPECT_EQ(counted.lines().size(), 2U);
    auto asked = json_view();
    asked.key('x');
    EXPECT_FALSE(asked.done());
    asked.key('q');
    EXPECT_TRUE(asked.done());
}

TEST(MonitorView, PassesOverWhatItDoesNotUnderstand) {
    auto view = json_view();
    view.take({"monitor", "no json"});
    view.take({"monitor", "[]"});
    view.take({"monitor", "{}"});
    view.take({"state", R"({"columns":{}})"});
    EXPECT_TRUE(view.lines().empty());
}

}  // namespace
}  // namespace knx
