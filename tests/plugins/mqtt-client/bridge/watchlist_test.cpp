// SPDX-License-Identifier: Apache-2.0
// Tests of who has a status.
#include "bridge/watchlist.hpp"

#include <gmock/gmock.h>

namespace mqtt_client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> changed(Watchlist& list) {
    std::vector<std::string> ids;
    list.each_changed([&](const Watched& one) { ids.push_back(one.item_id); });
    return ids;
}

TEST(WatchlistTest, TellsWhatChangedOnce) {
    Watchlist list;
    list.put({0, 1}, "a");
    list.put({1, 1}, "b");
    EXPECT_THAT(changed(list), ElementsAre("a", "b"));
    EXPECT_THAT(changed(list), IsEmpty());
    list.find({1, 1})->changed = true;
    EXPECT_THAT(changed(list), ElementsAre("b"));
}

TEST(WatchlistTest, KeepsWhatItKnowsOfOneThatComesAgain) {
    Watchlist list;
    list.put({0, 1}, "a").last_refused = "why";
    list.put({1, 1}, "b");
    EXPECT_EQ(list.put({0, 1}, "a").last_refused, "why");
    EXPECT_EQ(list.size(), 2U);
    EXPECT_THAT(changed(list), ElementsAre("b", "a"));
}

TEST(WatchlistTest, GivesThePlaceOfTheOldestAwayAndTakesItsStatusBack) {
    Watchlist list;
    for (std::uint32_t i = 0; i < Watchlist::kWatchedMax; ++i) list.put({i, 1}, std::to_string(i));
    EXPECT_THAT(changed(list), ::testing::SizeIs(Watchlist::kWatchedMax));
    list.put({0, 1}, "0");  // now 1 is the oldest
    list.put({1000, 1}, "new");
    EXPECT_EQ(list.size(), Watchlist::kWatchedMax);
    EXPECT_EQ(list.find({1, 1}), nullptr);
    EXPECT_THAT(list.take_gone(), ElementsAre("1"));
    EXPECT_THAT(list.take_gone(), IsEmpty());
}

TEST(WatchlistTest, TakesNothingBackThatWasNeverTold) {
    Watchlist list;
    list.put({0, 1}, "a");
    list.remove({0, 1});
    EXPECT_THAT(list.take_gone(), IsEmpty());
    list.put({0, 2}, "a");
    EXPECT_EQ(list.find({0, 1}), nullptr);  // another one in the same slot
    (void)changed(list);
    list.remove({0, 2});
    EXPECT_THAT(list.take_gone(), ElementsAre("a"));
}

TEST(WatchlistTest, DoesNotTakeBackTheStatusOfOneThatCameBack) {
    Watchlist list;
    list.put({0, 1}, "a");
    (void)changed(list);
    list.remove({0, 1});
    list.put({0, 2}, "a");  // changed settings: the item is the same
    EXPECT_THAT(list.take_gone(), IsEmpty());
}

}  // namespace
}  // namespace mqtt_client
