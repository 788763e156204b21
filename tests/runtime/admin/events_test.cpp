// SPDX-License-Identifier: Apache-2.0
// The event stream: what begins it, what it tells, what it does not.
#include "admin/events.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/house_parts.hpp"
#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

class EventsTest : public ::testing::Test {
 protected:
    std::unique_ptr<HttpLine> listen(const std::string& kinds) {
        auto line = std::make_unique<HttpLine>(house_.socket());
        line->send("GET /api/v1/events?kinds=" + kinds + " HTTP/1.1\r\nHost: t\r\n\r\n");
        EXPECT_TRUE(line->read_until("event: resync\ndata: {\"reason\":\"begin\"}\n\n"));
        return line;
    }
    AdminHouse house_;
};

TEST_F(EventsTest, TellsStatesFromItsBeginningOn) {
    house_.open();
    BusClient owner(house_.parts().bus, "knx");
    owner.announce(1, "lamp");
    owner.publish(1, 1);
    const auto line = listen("states");
    EXPECT_NE(line->text().find("Content-Type: text/event-stream"), std::string::npos);
    owner.publish(1, 2);
    ASSERT_TRUE(line->read_until("\"value\":2"));
    EXPECT_NE(line->text().find("event: state\ndata: {"), std::string::npos);
    EXPECT_NE(line->text().find("\"object\":\"lamp\""), std::string::npos);
    // What was before is fetched, not told.
    EXPECT_EQ(line->text().find("\"value\":1,"), std::string::npos) << line->text();
    EXPECT_EQ(line->text().find("\"value\":1}"), std::string::npos) << line->text();
}

TEST_F(EventsTest, EveryListenerHearsTheSameWhenItCameLater) {
    house_.open();
    BusClient owner(house_.parts().bus, "knx");
    const auto first = listen("states");
    owner.announce(1, "lamp");
    ASSERT_TRUE(first->read_until("event: object\n"));
    const auto second = listen("states");
    owner.publish(1, 5);
    EXPECT_TRUE(first->read_until("\"value\":5"));
    EXPECT_TRUE(second->read_until("\"value\":5"));
    EXPECT_EQ(second->text().find("event: object\n"), std::string::npos);
}

TEST_F(EventsTest, TellsWhatCausedAState) {
    house_.open();
    house_.make_virtual("lamp", {{"valueKind", "VALUE_KIND_BOOLEAN"}});
    const auto line = listen("states");
    house_.ask("PUT", "/api/v1/objects/lamp/state", {{"value", true}});
    ASSERT_TRUE(line->read_until("\"sender\":\"admin\""));
    house_.ask("DELETE", "/api/v1/objects/lamp", nullptr, {"If-Match: *"});
    EXPECT_TRUE(line->read_until("event: object-removed\ndata: {\"object\":\"lamp\"}"));
}

TEST_F(EventsTest, TellsPluginsAndTheirItems) {
    house_.open(AdminHouse::With::Plugin);
    const auto line = listen("plugins,status");
    house_.ask("POST", "/api/v1/plugins/good/lamps",
               {{"id", "one"}, {"settings", {{"object", "kitchen"}}}});
    ASSERT_TRUE(line->read_until("event: status\n"));
    ASSERT_TRUE(line->read_until("\"plugin\":\"good\""));
    house_.ask("POST", "/api/v1/plugins/good:stop");
    EXPECT_TRUE(line->read_until("\"state\":\"stopped\""));
    EXPECT_EQ(line->text().find("event: state\n"), std::string::npos);
}

TEST_F(EventsTest, TellsLogLinesFromItsBeginningOn) {
    house_.open();
    const auto log = house_.parts().log.logger("test");
    log->info("before");
    const auto line = listen("log");
    log->info("after");
    ASSERT_TRUE(line->read_until("\"text\":\"after\""));
    EXPECT_EQ(line->text().find("\"text\":\"before\""), std::string::npos);
}

TEST_F(EventsTest, ALateListenerFindsACompleteCatalogueAgain) {
    house_.open();
    BusClient owner(house_.parts().bus, "knx");
    owner.announce(1, "lamp");
    (void)listen("states");  // and goes at once
    const auto line = listen("states");
    owner.publish(1, 3);
    EXPECT_TRUE(line->read_until("\"value\":3"));
}

TEST_F(EventsTest, TellsMonitorRecordsOfOnePluginToThoseWhoWatchIt) {
    house_.open(AdminHouse::With::Plugin);
    const auto elsewhere = listen("monitor&plugin=other");
    const auto everything = listen("");
    const auto line = listen("monitor&plugin=good");
    ASSERT_TRUE(line->read_until("event: monitor\n"));
    EXPECT_TRUE(line->read_until("\"columns\":{\"what\":\"hello\"}}"));
    house_.make_virtual("lamp", {{"valueKind", "VALUE_KIND_BOOLEAN"}});
    ASSERT_TRUE(everything->read_until("event: object\n"));
    EXPECT_EQ(everything->text().find("event: monitor\n"), std::string::npos);
    EXPECT_EQ(elsewhere->text().find("event: monitor\n"), std::string::npos);
}

TEST_F(EventsTest, AWatchedPluginIsToldAfterItsRestartAndWhenNobodyWatchesAnyMore) {
    house_.open(AdminHouse::With::Plugin);
    const auto status = listen("status");
    auto line = listen("monitor&plugin=good");
    ASSERT_TRUE(line->read_until("event: monitor\n"));
    line->forget();
    house_.ask("POST", "/api/v1/plugins/good:restart");
    ASSERT_TRUE(line->read_until("event: monitor\n"));
    line.reset();
    ASSERT_TRUE(status->read_until("watched no more"));
    EXPECT_TRUE(listen("monitor&plugin=good")->read_until("event: monitor\n"));
}

TEST_F(EventsTest, AnUnknownKindIsRefused) {
    house_.open();
    EXPECT_EQ(house_.ask("GET", "/api/v1/events?kinds=monitor").status, 400);
    EXPECT_EQ(house_.ask("GET", "/api/v1/events?kinds=states,gossip").status, 400);
}

TEST_F(EventsTest, ASlowListenerIsToldThatItMissedSome) {
    house_.open();
    BusClient owner(house_.parts().bus, "knx");
    owner.announce(1, "push", v1::OBJECT_KIND_EVENT);
    const auto slow = listen("states");
    const auto quick = listen("states");
    // More than the socket's buffers and the queue hold: 40,000 events of some 200 octets.
    constexpr int kEvents = 40'000;
    for (int i = 1; i <= kEvents; ++i) {
        owner.publish(1, i);
        if (i % 1000 != 0) continue;
        ASSERT_TRUE(quick->read_until("\"value\":" + std::to_string(i) + '}'));
        quick->forget();
    }
    EXPECT_TRUE(slow->read_until("\"reason\":\"missed\""));
    owner.publish(1, kEvents + 1);
    EXPECT_TRUE(slow->read_until("\"value\":" + std::to_string(kEvents + 1) + '}'));
}

}  // namespace
}  // namespace busbar
