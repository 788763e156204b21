// SPDX-License-Identifier: Apache-2.0
// Events out of a stream that is cut anywhere.
#include "cli/event_reader.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace busbar {
namespace {

constexpr std::string_view kStream =
    ":\n\nid: 1\nevent: state\ndata: {\"a\": 1}\n\n: a comment\nevent: log\ndata: x\ndata: y\n\n";

void take_all(EventReader& reader, std::vector<Event>& events) {
    while (auto event = reader.next()) events.push_back(*event);
}

TEST(EventReader, ReadsTypeAndData) {
    EventReader reader;
    std::vector<Event> events;
    reader.add(kStream);
    take_all(reader, events);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].type, "state");
    EXPECT_EQ(events[0].data, "{\"a\": 1}");
    EXPECT_EQ(events[1].type, "log");
    EXPECT_EQ(events[1].data, "x\ny");
}

TEST(EventReader, DoesNotCareWhereTheStreamIsCut) {
    EventReader reader;
    std::vector<Event> events;
    for (const char c : kStream) {
        reader.add({&c, 1});
        take_all(reader, events);
    }
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[1].data, "x\ny");
}

TEST(EventReader, AnEventIsOnlyWholeWithItsEmptyLine) {
    EventReader reader;
    reader.add("event: state\ndata: 1\n");
    EXPECT_FALSE(reader.next());
    reader.add("\n");
    EXPECT_TRUE(reader.next());
}

TEST(EventReader, AnEventWithoutDataLeavesNothingToTheNext) {
    EventReader reader;
    reader.add("event: state\n\ndata: 1\n\n");
    const auto event = reader.next();
    ASSERT_TRUE(event);
    EXPECT_EQ(event->type, "");
    EXPECT_EQ(event->data, "1");
}

}  // namespace
}  // namespace busbar
