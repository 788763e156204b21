// SPDX-License-Identifier: Apache-2.0
// Bus: every command gets exactly one answer.
#include <gmock/gmock.h>

#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

class BusCommands : public testing::Test {
 protected:
    BusCommands() {
        owner_.announce(7, "lamp");
        sender_.subscribe("lamp");
        for (const auto& message : sender_.receive_all()) {
            if (message.has_object_appeared()) lamp_ = message.object_appeared().object().handle();
        }
    }
    std::vector<v1::Command> commands() {
        std::vector<v1::Command> result;
        for (const auto& message : owner_.receive_all()) {
            if (message.has_command()) result.push_back(message.command());
        }
        return result;
    }
    std::vector<v1::CommandResult> results() {
        std::vector<v1::CommandResult> result;
        for (const auto& message : sender_.receive_all()) {
            if (message.has_command_result()) result.push_back(message.command_result());
        }
        return result;
    }
    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    BusClient owner_{bus_, "owner"};
    BusClient sender_{bus_, "sender"};
    std::uint32_t lamp_ = 0;
};

TEST_F(BusCommands, ReachTheOwnerUnderItsOwnHandleAndTheAnswerComesBack) {
    sender_.command(42, lamp_, 1);
    const auto received = commands();
    ASSERT_EQ(received.size(), 1U);
    EXPECT_EQ(received[0].object(), 7U);
    EXPECT_EQ(received[0].sender(), "sender");
    EXPECT_NE(received[0].trace_id(), 0U);
    owner_.answer(received[0].id());
    const auto answers = results();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].id(), 42U);
    EXPECT_EQ(answers[0].outcome(), v1::COMMAND_OUTCOME_CONFIRMED);
}

TEST_F(BusCommands, OfOneSenderToOneObjectKeepTheirOrder) {
    for (int i = 1; i <= 1000; ++i) sender_.command(static_cast<std::uint64_t>(i), lamp_, i);
    std::int64_t last = 0;
    for (const auto& command : commands()) EXPECT_EQ(command.value().integer(), ++last);
    EXPECT_EQ(last, 1000);
}

TEST_F(BusCommands, GetOneAnswerEvenWhenTheOwnerAnswersTwiceOrLate) {
    sender_.command(1, lamp_, 1);
    const auto id = commands().at(0).id();
    owner_.answer(id);
    owner_.answer(id);
    sender_.command(2, lamp_, 1, 1000);
    const auto late = commands().at(0).id();
    clock_.time += std::chrono::seconds(1);
    bus_.expire();
    owner_.answer(late);
    const auto answers = results();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[1].outcome(), v1::COMMAND_OUTCOME_TIMED_OUT);
}

TEST_F(BusCommands, CannotBeAnsweredBySomebodyElse) {
    sender_.command(1, lamp_, 1);
    const auto id = commands().at(0).id();
    BusClient thief(bus_, "thief");
    thief.answer(id);
    EXPECT_TRUE(results().empty());
}

TEST_F(BusCommands, AreRefusedWhenTheOwnerGoes) {
    sender_.command(1, lamp_, 1);
    owner_.leave();
    sender_.command(2, lamp_, 1);
    const auto answers = results();
    ASSERT_EQ(answers.size(), 2U);
    for (const auto& answer : answers) {
        EXPECT_EQ(answer.outcome(), v1::COMMAND_OUTCOME_REFUSED);
        EXPECT_EQ(answer.reason(), "its plugin is not running");
    }
}

TEST_F(BusCommands, AreRefusedWhenTooManyAreUnderWayAndEachStillGetsItsAnswer) {
    constexpr std::uint64_t kMore = Requests::kPerParticipantMax + 100;
    for (std::uint64_t i = 1; i <= kMore; ++i) sender_.command(i, lamp_, 1);
    auto answers = results();
    EXPECT_EQ(answers.size(), 100U);
    for (const auto& command : commands()) owner_.answer(command.id());
    EXPECT_EQ(results().size(), Requests::kPerParticipantMax);
}

struct RefusalRow {
    const char* name;
    void (*spoil)(v1::Command&);
    const char* reason;
};

class BusCommandRefusal : public BusCommands, public testing::WithParamInterface<RefusalRow> {};

TEST_P(BusCommandRefusal, SaysWhy) {
    v1::Message message;
    auto& command = *message.mutable_command();
    command.set_id(1);
    command.set_object(lamp_);
    command.mutable_value()->set_integer(1);
    GetParam().spoil(command);
    sender_.send(message);
    EXPECT_TRUE(commands().empty());
    const auto answers = results();
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].reason(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BusCommandRefusal,
    testing::Values(
        RefusalRow{"NoSuchObject", [](v1::Command& c) { c.set_object(999); },
                   "there is no such object"},
        RefusalRow{"WrongKind", [](v1::Command& c) { c.mutable_value()->set_text("on"); },
                   "the value is not of the object's type"},
        RefusalRow{"LongText",
                   [](v1::Command& c) { c.mutable_value()->set_text(std::string(4097, 'x')); },
                   "the value is not of the object's type"},
        RefusalRow{"NoValue", [](v1::Command& c) { c.clear_value(); }, "it has no value"},
        RefusalRow{"Loop", [](v1::Command& c) { c.set_hops(9); },
                   "it was passed on more than 8 times: a loop"},
        RefusalRow{"LongTag", [](v1::Command& c) { c.set_tag(std::string(65, 'x')); },
                   "its tag has more than 64 octets"}),
    [](const auto& row) { return row.param.name; });

TEST_F(BusCommands, ToAVirtualObjectChangeItAtOnceAndNameTheCause) {
    v1::Object object;
    object.set_id("holiday");
    object.set_commandable(true);
    object.mutable_type()->set_value_kind(v1::VALUE_KIND_INTEGER);
    object.mutable_type()->set_maximum(5);
    v1::StateChanged start;
    start.mutable_value()->set_integer(0);
    ASSERT_TRUE(bus_.set_virtual(object, start));
    BusClient listener(bus_, "listener");
    listener.subscribe_all();
    std::uint32_t handle = 0;
    for (const auto& message : listener.receive_all()) {
        if (message.object_appeared().object().id() == "holiday") {
            handle = message.object_appeared().object().handle();
        }
    }
    sender_.command(1, handle, 3);
    sender_.command(2, handle, 6);
    const auto answers = results();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].outcome(), v1::COMMAND_OUTCOME_CONFIRMED);
    EXPECT_EQ(answers[1].reason(), "the value is outside the object's range");
    const auto states = listener.receive_all();
    ASSERT_EQ(states.size(), 1U);
    EXPECT_EQ(states[0].state_changed().value().integer(), 3);
    EXPECT_EQ(states[0].state_changed().cause().sender(), "sender");
    bus_.remove_virtual("holiday");
    EXPECT_FALSE(bus_.object("holiday"));
}

TEST_F(BusCommands, NoResultIsLostOfWhoAsksAndDoesNotRead) {
    std::uint64_t asked = 0;
    v1::Frame frame;
    for (int i = 0; i < 1000; ++i) {
        auto& command = *frame.add_messages()->mutable_command();
        command.set_id(static_cast<std::uint64_t>(i) + 1);
        command.set_object(999);
        command.mutable_value()->set_integer(1);
    }
    auto status = BUSBAR_OK;
    for (; asked < 200'000; asked += 1000) {
        status = sender_.send(frame);
        if (status != BUSBAR_OK) break;
    }
    EXPECT_EQ(status, BUSBAR_FULL) << "turned back before a result would find no room";
    EXPECT_EQ(sender_.figures().turned_back, 1U);
    EXPECT_EQ(sender_.receive_all().size(), asked);
    EXPECT_EQ(sender_.send(frame), BUSBAR_OK);
}

TEST_F(BusCommands, AnAnswerWithoutAnOutcomeIsARefusal) {
    sender_.command(1, lamp_, 5);
    const auto commands = owner_.receive_all();
    ASSERT_EQ(commands.size(), 1U);
    owner_.answer(commands[0].command().id(), v1::COMMAND_OUTCOME_UNSPECIFIED);
    const auto results = sender_.receive_all();
    ASSERT_EQ(results.size(), 1U);
    EXPECT_EQ(results[0].command_result().outcome(), v1::COMMAND_OUTCOME_REFUSED);
    EXPECT_EQ(owner_.figures().refused, 1U);
}

}  // namespace
}  // namespace busbar
