// SPDX-License-Identifier: Apache-2.0
// EventStream: events out of octets that come in any pieces, and a server that says no.
#include "knx/tool/event_stream.hpp"

#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace knx {
namespace {

constexpr std::string_view kStream =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
    "id: 1\nevent: resync\ndata: {\"reason\":\"begin\"}\n\n"
    ":\n\n"
    "id: 2\nevent: monitor\ndata: {\"columns\":{}}\n\n";

TEST(EventParser, FindsTheEventsWhereverTheStreamIsCut) {
    for (std::size_t cut = 0; cut <= kStream.size(); ++cut) {
        EventParser parser;
        std::vector<StreamEvent> events;
        ASSERT_TRUE(parser.feed(kStream.substr(0, cut), events));
        ASSERT_TRUE(parser.feed(kStream.substr(cut), events));
        ASSERT_EQ(events.size(), 2U) << cut;
        EXPECT_EQ(events[0].type, "resync");
        EXPECT_EQ(events[1].type, "monitor");
        EXPECT_EQ(events[1].data, "{\"columns\":{}}");
    }
}

TEST(EventParser, GivesTheSentenceOfARefusal) {
    EventParser parser;
    std::vector<StreamEvent> events;
    const auto status = parser.feed(
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 27\r\n\r\n{\"detail\":\"you may not\"}", events);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message, "you may not");
    EventParser other;
    const auto bare = other.feed("HTTP/1.1 500 Oops\r\n\r\n", events);
    ASSERT_FALSE(bare);
    EXPECT_EQ(bare.error().message, "the runtime answers with status 500");
}

TEST(EventParser, RefusesWhatIsNoRuntimeOrHasNoEnd) {
    EventParser parser;
    std::vector<StreamEvent> events;
    EXPECT_FALSE(parser.feed("SSH-2.0\r\n\r\n", events));
    EventParser endless;
    ASSERT_TRUE(endless.feed("HTTP/1.1 200 OK\r\n\r\n", events));
    EXPECT_FALSE(endless.feed(std::string(2 * 1024 * 1024, 'x'), events));
}

TEST(EventStream, SaysWhenNobodyAnswersAtTheSocket) {
    const busbar::testing::TemporaryDirectory directory;
    const auto stream = EventStream::open(directory.file("none"), "/");
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, busbar::ErrorCode::Unavailable);
    EXPECT_FALSE(EventStream::open(std::string(200, 'x'), "/"));
}

}  // namespace
}  // namespace knx
