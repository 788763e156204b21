// SPDX-License-Identifier: Apache-2.0
// Bridge: what is sent when, which states are asked for, whom it answers.
#include "plugins/knx/bridge/bridge_fixture.hpp"

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Connects anew with other parameters.
class Sending : public BridgeTest {
 protected:
    Sending() { read_mode = settings::READ_MODE_UNSPECIFIED; }
    void use(Interface::Parameters parameters) {
        disconnect("");
        bridge.put_interface("main", parameters);
        connect(main);
    }
    // "write 1/1/1", in the order they were sent; all are confirmed.
    std::vector<std::string> sent() {
        std::vector<std::string> telegrams;
        while (!line.requests.empty()) {
            const auto& telegram = line.requests.front().telegram;
            const char* const services[] = {"read ", "response ", "write ", "secured "};
            telegrams.push_back(services[static_cast<int>(telegram.service)] +
                                to_string(telegram.destination));
            confirm();
        }
        return telegrams;
    }
    busbar::Handle put(const std::string& id, const settings::GroupObject& object) {
        bridge.put_object(id, object);
        bridge.commit();
        return bridge.objects()[bridge.objects().find_id(id)].handle;
    }
    using BridgeTest::put;
    settings::GroupObject expiring(const Addresses& addresses, std::uint32_t after) {
        auto object = item(addresses);
        object.set_expiry_minutes(after);
        return object;
    }
    settings::GroupObject answering(const Addresses& addresses) {
        auto object = item(addresses);
        object.set_answer_reads(true);
        return object;
    }
    // Nobody answers the reads that are sent meanwhile.
    std::vector<std::string> sent_within(milliseconds time) {
        std::vector<std::string> telegrams;
        for (const auto end = loop.now() + time; loop.now() < end;) {
            for (auto& telegram : sent()) telegrams.push_back(std::move(telegram));
            loop.advance(milliseconds(100));
        }
        return telegrams;
    }
    using Telegrams = std::vector<std::string>;
};

using Pacing = Sending;
using Reading = Sending;
using Expiry = Sending;
using Answers = Sending;

// ── pacing ──────────────────────────────────────────────────────────────────────────────────────

TEST_F(Pacing, SendsTheFirstAtOnceAndSpacesTheOthers) {
    use({16, 16, 0, 20});
    const auto scene = put("scene", {.type = "17.001", .command = "1/1/1"});
    for (std::uint64_t id = 1; id <= 3; ++id) command(id, scene, Value::integer(3));
    EXPECT_EQ(line.requests.size(), 1U);
    loop.advance(milliseconds(49));
    EXPECT_EQ(line.requests.size(), 1U);
    loop.advance(milliseconds(1));
    EXPECT_EQ(line.requests.size(), 2U);
    loop.advance(milliseconds(50));
    EXPECT_EQ(line.requests.size(), 3U);
}

TEST_F(Pacing, SendsTheNewestOfEachAddress) {
    use({16, 16, 0, 20});
    const auto one = put("one", {.type = "5.010", .command = "1/1/1"});
    const auto two = put("two", {.type = "5.010", .command = "1/1/2"});
    std::uint64_t id = 0;
    for (int value = 0; value < 10; ++value) {
        command(++id, one, Value::integer(value));
        command(++id, two, Value::integer(value));
    }
    loop.advance(seconds(1));
    ASSERT_EQ(line.requests.size(), 3U);
    EXPECT_EQ(line.requests[1].telegram.payload, raw({9}));
    EXPECT_EQ(line.requests[2].telegram.payload, raw({9}));
    EXPECT_EQ(main.figures.superseded, 17U);
}

TEST_F(Pacing, HasNoTimerWhenNothingWaits) {
    use({16, 16, 0, 20});
    command(1, put("lamp", {.command = "1/1/1"}), Value::boolean(true));
    EXPECT_EQ(main.wake_at(), TimePoint::max());
}

TEST_F(Pacing, KeepsEveryCommandOfALineThatIsNotPaced) {
    use({1, 4, 4, 0});
    const auto lamp = put("lamp", {.type = "5.010", .command = "1/1/1"});
    for (std::uint64_t id = 1; id <= 4; ++id) {
        command(id, lamp, Value::integer(static_cast<std::int64_t>(id)));
    }
    EXPECT_EQ(sent().size(), 4U);
}

// ── reading ─────────────────────────────────────────────────────────────────────────────────────

TEST_F(Reading, AsksForStatesWhenTheInterfaceIsConnected) {
    disconnect("");
    put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    put("sensor", {.type = "9.001", .status = "1/1/3"});
    put("told", {.command = "1/1/4"});
    put("scene", {.type = "17.001", .status = "1/1/5"});
    connect(main);
    EXPECT_EQ(sent(), (Telegrams{"read 1/1/2", "read 1/1/3"}));
}

TEST_F(Reading, AsksAgainAfterAReconnectButNotWhenItsHealthChanges) {
    put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    EXPECT_EQ(sent(), (Telegrams{"read 1/1/2"}));
    hear(telegram_to("1/1/2", bit(true), GroupService::Response));
    bridge.on_line_status(main, {LineState::Connected, {0x11fa}, "the bus is disconnected"});
    EXPECT_EQ(sent(), (Telegrams{}));
    disconnect("gone");
    connect(main);
    EXPECT_EQ(sent(), (Telegrams{"read 1/1/2"}));
}

TEST_F(Reading, AsksForAnObjectThatIsNewOrHasNewAddresses) {
    put("lamp", {.status = "1/1/2"});
    put("other", {.status = "1/1/3"});
    EXPECT_EQ(sent(), (Telegrams{"read 1/1/2", "read 1/1/3"}));
    put("lamp", {.status = "1/1/2"});
    hear(telegram_to("1/1/2", bit(true)));
    put("lamp", {.status = "1/1/4"});
    EXPECT_EQ(sent_within(seconds(1)), (Telegrams{"read 1/1/4"}));
}

TEST_F(Reading, IsAsTheItemSays) {
    auto never = item({.status = "1/1/2"});
    never.set_read(settings::READ_MODE_NEVER);
    auto without_status = item({.command = "1/1/3"});
    without_status.set_read(settings::READ_MODE_AT_START);
    put("never", never);
    put("told", without_status);
    EXPECT_EQ(sent(), (Telegrams{"read 1/1/3"}));
}

TEST_F(Reading, OfOneAddressIsForAllItsObjects) {
    disconnect("");
    put("one", {.status = "1/1/2"});
    put("two", {.type = "5.001", .status = "1/1/2"});
    connect(main);
    EXPECT_EQ(sent(), (Telegrams{"read 1/1/2"}));
}

TEST_F(Reading, DoesNotFloodTheLine) {
    use({16, 16, 0, 20});
    disconnect("");
    for (int i = 0; i < 100; ++i) {
        const auto address = "1/2/" + std::to_string(i);
        put("lamp-" + std::to_string(i), {.status = address.c_str()});
    }
    connect(main);
    // Every read is answered at once, and costs two telegrams.
    for (int tenths = 0; tenths < 50; ++tenths) {
        EXPECT_LE(line.requests.size(), 1U);
        while (!line.requests.empty()) {
            const auto address = to_string(line.requests.front().telegram.destination);
            confirm();
            hear(telegram_to(address.c_str(), bit(true), GroupService::Response));
        }
        loop.advance(milliseconds(100));
    }
    EXPECT_EQ(main.figures.reads, 51U);  // one at once, then one in a tenth of a second
}

TEST_F(Reading, YieldsToCommands) {
    use({1, 16, 0, 20});
    const auto lamp = put("lamp", {.command = "1/1/1"});
    for (const char* address : {"1/2/1", "1/2/2", "1/2/3"}) put(address + 4, {.status = address});
    command(1, lamp, Value::boolean(true));
    EXPECT_EQ(sent_within(milliseconds(300)),
              (Telegrams{"read 1/2/1", "write 1/1/1", "read 1/2/2"}));
}

TEST_F(Reading, GivesUpWhatDoesNotAnswer) {
    put("silent", {.status = "1/1/2"});
    EXPECT_EQ(sent_within(minutes(1)), (Telegrams{"read 1/1/2", "read 1/1/2"}));
    EXPECT_EQ(main.figures.reads_unanswered, 1U);
    EXPECT_TRUE(bus.states.empty());
}

// ── expiry ──────────────────────────────────────────────────────────────────────────────────────

TEST_F(Expiry, AsksForAStateThatIsTooOld) {
    put("sensor", expiring({.type = "9.001", .status = "1/1/2"}, 10));
    hear(telegram_to("1/1/2", raw({0x0c, 0x1a})));
    sent();
    EXPECT_EQ(sent_within(minutes(9)), (Telegrams{}));
    while (line.requests.empty()) loop.advance(seconds(1));
    EXPECT_EQ(sent(), (Telegrams{"read 1/1/2"}));
    hear(telegram_to("1/1/2", raw({0x0c, 0x1a}), GroupService::Response));
    EXPECT_EQ(bus.states.back().quality, v1::QUALITY_GOOD);
    EXPECT_EQ(sent_within(minutes(9)), (Telegrams{}));
}

TEST_F(Expiry, MakesAStateStaleWhenNobodyAnswers) {
    const auto sensor = put("sensor", expiring({.type = "9.001", .status = "1/1/2"}, 10));
    sent();
    hear(telegram_to("1/1/2", raw({0x0c, 0x1a})));
    sent_within(minutes(11));
    EXPECT_EQ(bus.states.back().object, sensor);
    EXPECT_EQ(bus.states.back().quality, v1::QUALITY_STALE);
    EXPECT_EQ(bus.states.back().value, Value::number(21));
    hear(telegram_to("1/1/2", raw({0x0c, 0x1a})));
    EXPECT_EQ(bus.states.back().quality, v1::QUALITY_GOOD);
}

TEST_F(Expiry, AsksNobodyWhoIsNotToBeRead) {
    auto object = expiring({.type = "9.001", .status = "1/1/2"}, 10);
    object.set_read(settings::READ_MODE_NEVER);
    put("sensor", object);
    hear(telegram_to("1/1/2", raw({0x0c, 0x1a})));
    EXPECT_EQ(sent_within(minutes(11)), (Telegrams{}));
    EXPECT_EQ(bus.states.back().quality, v1::QUALITY_STALE);
}

TEST_F(Expiry, IsPutOffByEveryTelegram) {
    put("sensor", expiring({.type = "9.001", .status = "1/1/2"}, 10));
    sent();
    for (int i = 0; i < 10; ++i) {
        hear(telegram_to("1/1/2", raw({0x0c, 0x1a})));
        EXPECT_EQ(sent_within(minutes(5)), (Telegrams{}));
    }
    EXPECT_EQ(bus.states.size(), 10U);
}

// ── answers ─────────────────────────────────────────────────────────────────────────────────────

TEST_F(Answers, TellTheStateWhenItIsKnown) {
    const auto outside = put("outside", answering({.type = "9.001", .command = "1/1/1"}));
    hear(telegram_to("1/1/1", {}, GroupService::Read));
    EXPECT_TRUE(line.requests.empty());
    command(1, outside, Value::number(21));
    confirm();
    hear(telegram_to("1/1/1", {}, GroupService::Read));
    ASSERT_EQ(line.requests.size(), 1U);
    EXPECT_EQ(line.requests[0].telegram.service, GroupService::Response);
    EXPECT_EQ(line.requests[0].telegram.destination, group("1/1/1"));
    EXPECT_EQ(line.requests[0].telegram.payload, raw({0x0c, 0x1a}));
    confirm();
    EXPECT_EQ(main.figures.answers, 1U);
    EXPECT_EQ(bus.states.size(), 1U);  // we know what we say
}

TEST_F(Answers, AreForTheStateAddressOnlyAndOnlyWhenAsked) {
    put("lamp", {.command = "1/1/1"});
    put("outside", answering({.command = "1/1/2", .listening = {"1/1/3"}}));
    for (const char* address : {"1/1/1", "1/1/2", "1/1/3"}) hear(telegram_to(address, bit(true)));
    for (const char* address : {"1/1/1", "1/1/3"}) {
        hear(telegram_to(address, {}, GroupService::Read));
    }
    EXPECT_TRUE(line.requests.empty());
}

TEST_F(Answers, GoBeforeCommands) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    put("outside", answering({.command = "1/1/2"}));
    hear(telegram_to("1/1/2", bit(true)));
    command(1, lamp, Value::boolean(true));
    command(2, lamp, Value::boolean(false));
    hear(telegram_to("1/1/2", {}, GroupService::Read));
    EXPECT_EQ(sent(), (Telegrams{"write 1/1/1", "response 1/1/2", "write 1/1/1"}));
}

TEST_F(Answers, AreNotGivenAfterTheAskerGaveUp) {
    put("outside", answering({.command = "1/1/2"}));
    const auto lamp = put("lamp", {.command = "1/1/1"});
    hear(telegram_to("1/1/2", bit(true)));
    command(1, lamp, Value::boolean(true));
    hear(telegram_to("1/1/2", {}, GroupService::Read));
    loop.advance(AnswerQueue::kUsefulMax);
    EXPECT_EQ(sent(), (Telegrams{"write 1/1/1"}));
    EXPECT_EQ(main.answers.missed(), 1U);
}

}  // namespace
}  // namespace knx
