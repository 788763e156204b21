// SPDX-License-Identifier: Apache-2.0
// Bus: who may say a state, and who hears of it in which order.
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <limits>

#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

using testing::ElementsAre;

class BusStates : public testing::Test {
 protected:
    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    BusClient owner_{bus_, "owner"};
    BusClient subscriber_{bus_, "subscriber"};
};

TEST_F(BusStates, ASubscriberThatKeepsUpGetsEveryStateInTheOwnersOrder) {
    owner_.announce(1, "lamp");
    subscriber_.subscribe("lamp");
    (void)subscriber_.receive_all();
    for (int i = 0; i < 1000; ++i) owner_.publish(1, i);
    const auto values = subscriber_.receive_values();
    ASSERT_EQ(values.size(), 1000U);
    EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
}

// The nearest peer delivers a wrong final value in 19 of 20 such bursts.
TEST_F(BusStates, TheLastStateOfABurstOfFiftyAlwaysArrives) {
    owner_.announce(1, "lamp");
    subscriber_.subscribe("lamp");
    (void)subscriber_.receive_all();
    for (int burst = 0; burst < 20; ++burst) {
        for (int i = 0; i < 50; ++i) owner_.publish(1, 100 * burst + i);
        EXPECT_EQ(subscriber_.receive_values().back(), 100 * burst + 49);
    }
}

TEST_F(BusStates, ASlowSubscriberGetsTheLastStateOfEveryObjectAndTheRestIsCounted) {
    for (std::uint32_t i = 1; i <= 10; ++i) owner_.announce(i, "object-" + std::to_string(i));
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    for (std::int64_t i = 0; i < 100'000; ++i) {
        owner_.publish(static_cast<std::uint32_t>(1 + i % 10), i);
    }
    EXPECT_LE(subscriber_.figures().depth, Inbox::kHighWater + 10);
    const auto values = subscriber_.receive_values();
    EXPECT_EQ(values.size() + subscriber_.figures().conflated, 100'000U);
    EXPECT_THAT(std::vector(values.end() - 10, values.end()),
                testing::UnorderedElementsAre(99'990, 99'991, 99'992, 99'993, 99'994, 99'995,
                                              99'996, 99'997, 99'998, 99'999));
}

struct FieldsRow {
    const char* name;
    void (*fill)(v1::FieldValues& fields);
    bool taken;
};

void add_field(v1::FieldValues& fields, const std::string& name, double number) {
    auto& field = *fields.add_fields();
    field.set_name(name);
    field.mutable_value()->set_number(number);
}

class BusFields : public BusStates, public testing::WithParamInterface<FieldsRow> {};

TEST_P(BusFields, KeepTheBoundsOfAValue) {
    owner_.announce(1, "lamp", v1::OBJECT_KIND_STATE, v1::VALUE_KIND_UNSPECIFIED);
    v1::Message message;
    message.mutable_state_changed()->set_object(1);
    message.mutable_state_changed()->set_sequence(1);
    GetParam().fill(*message.mutable_state_changed()->mutable_value()->mutable_fields());
    owner_.send(message);
    EXPECT_EQ(owner_.figures().refused, GetParam().taken ? 0U : 1U);
    EXPECT_EQ(bus_.object("lamp")->state.empty(), !GetParam().taken);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BusFields,
    testing::Values(FieldsRow{"TwoAreTaken",
                              [](v1::FieldValues& fields) {
                                  add_field(fields, "x", 0.3);
                                  fields.add_fields()->set_name("y");  // not known
                              },
                              true},
                    FieldsRow{"OnesThatAreNoNumberAreNot",
                              [](v1::FieldValues& fields) {
                                  add_field(fields, "x", std::numeric_limits<double>::quiet_NaN());
                              },
                              false},
                    FieldsRow{"FieldsInFieldsAreNot",
                              [](v1::FieldValues& fields) {
                                  auto& field = *fields.add_fields();
                                  field.set_name("x");
                                  add_field(*field.mutable_value()->mutable_fields(), "y", 1);
                              },
                              false},
                    FieldsRow{"TwoOfOneNameAreNot",
                              [](v1::FieldValues& fields) {
                                  add_field(fields, "x", 1);
                                  add_field(fields, "x", 2);
                              },
                              false},
                    FieldsRow{"ThirtyThreeAreNot",
                              [](v1::FieldValues& fields) {
                                  for (int i = 0; i < 33; ++i)
                                      add_field(fields, std::to_string(i), i);
                              },
                              false}),
    [](const auto& row) { return std::string(row.param.name); });

// A message that fits its owner's frame could outgrow a subscriber's by what the bus adds to it.
TEST_F(BusStates, NoFrameOutgrowsItsBoundByWhatTheBusAdds) {
    subscriber_.subscribe_all();
    for (const std::size_t size : {std::size_t{65'300}, std::size_t{32'700}}) {
        v1::Message message;
        auto& object = *message.mutable_object_appeared()->mutable_object();
        object.set_id("lamp-" + std::to_string(size));
        object.set_handle(static_cast<std::uint32_t>(size));
        object.set_name("x");
        object.mutable_type()->set_unit(std::string(size, 'x'));
        owner_.send(message);
        ASSERT_TRUE(bus_.set_record(object.id(), std::string(512, 'n'), std::string(512, 'r')));
    }
    EXPECT_EQ(owner_.figures().refused, 1U);
    (void)subscriber_.receive_all();
    for (const auto frame : subscriber_.frame_sizes) EXPECT_LE(frame, BUSBAR_FRAME_SIZE_MAX);
}

TEST_F(BusStates, NobodyElseCanPublishAnOwnersState) {
    owner_.announce(1, "lamp");
    subscriber_.subscribe("lamp");
    (void)subscriber_.receive_all();
    BusClient thief(bus_, "thief");
    thief.publish(1, 13);
    thief.announce(1, "lamp");
    thief.publish(1, 13);
    EXPECT_THAT(subscriber_.receive_values(), ElementsAre());
    EXPECT_EQ(thief.figures().refused, 3U);
}

TEST_F(BusStates, AnOlderStateAfterANewerOneIsDroppedAndCounted) {
    owner_.announce(1, "lamp");
    subscriber_.subscribe("lamp");
    (void)subscriber_.receive_all();
    owner_.publish(1, 1, 10);
    owner_.publish(1, 2, 9);
    owner_.publish(1, 3, 10);
    owner_.publish(1, 4, 11);
    EXPECT_THAT(subscriber_.receive_values(), ElementsAre(1, 4));
    EXPECT_EQ(owner_.figures().refused, 2U);
}

TEST_F(BusStates, AStateThatDoesNotFitTheObjectsTypeIsDropped) {
    owner_.announce(1, "temperature", v1::OBJECT_KIND_STATE, v1::VALUE_KIND_NUMBER);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    v1::Message message;
    auto& state = *message.mutable_state_changed();
    state.set_object(1);
    state.set_sequence(1);
    state.mutable_value()->set_text("warm");
    owner_.send(message);
    state.mutable_value()->set_number(std::numeric_limits<double>::quiet_NaN());
    owner_.send(message);
    state.clear_value();
    owner_.send(message);
    EXPECT_EQ(owner_.figures().refused, 3U);
    EXPECT_TRUE(subscriber_.receive_all().empty());
    state.set_quality(v1::QUALITY_UNKNOWN);
    owner_.send(message);
    EXPECT_EQ(subscriber_.receive_all().size(), 1U);
}

TEST_F(BusStates, ObjectsOfAnOwnerThatHasGoneAreStaleUntilItIsBack) {
    owner_.announce(1, "lamp");
    owner_.publish(1, 1);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    owner_.leave();
    auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].state_changed().quality(), v1::QUALITY_STALE);
    EXPECT_EQ(messages[0].state_changed().value().integer(), 1);
    const auto old_epoch = messages[0].state_changed().epoch();

    BusClient again(bus_, "owner");
    again.announce(5, "lamp");
    again.publish(5, 2);
    messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 1U) << "the description is the same, only the state is new";
    EXPECT_EQ(messages[0].state_changed().quality(), v1::QUALITY_GOOD);
    EXPECT_GT(messages[0].state_changed().epoch(), old_epoch);
}

TEST_F(BusStates, OctetsThatAreNoFrameAreRefusedAndCounted) {
    const std::vector<std::uint8_t> junk{0x0A, 0x7F, 0x01};
    EXPECT_EQ(bus_.send(owner_.id(), junk), BUSBAR_REFUSED);
    const std::vector<std::uint8_t> large(BUSBAR_FRAME_SIZE_MAX + 1, 0x0A);
    EXPECT_EQ(bus_.send(owner_.id(), large), BUSBAR_REFUSED);
    EXPECT_EQ(owner_.figures().refused, 2U);
}

TEST_F(BusStates, WhatIsNotTheBussBusinessIsPassedOn) {
    v1::Message message;
    message.mutable_log_record()->set_text("hello");
    owner_.send(message);
    EXPECT_THAT(owner_.others, ElementsAre(v1::Message::kLogRecordFieldNumber));
}

TEST_F(BusStates, WakesASubscriberOnlyWhenItsInboxWasEmpty) {
    owner_.announce(1, "lamp");
    subscriber_.subscribe("lamp");
    (void)subscriber_.receive_all();
    pollfd fd{bus_.wake_fd(subscriber_.id()), POLLIN, 0};
    EXPECT_EQ(::poll(&fd, 1, 0), 0);
    owner_.publish(1, 1);
    owner_.publish(1, 2);
    EXPECT_EQ(::poll(&fd, 1, 0), 1);
    (void)subscriber_.receive();
    EXPECT_EQ(::poll(&fd, 1, 0), 0);
}

// A signal is given without the lock, so it may come when what it was for has been taken already.
TEST_F(BusStates, AWakeUpForNothingIsOver) {
    ASSERT_EQ(::eventfd_write(bus_.wake_fd(subscriber_.id()), 1), 0);
    EXPECT_TRUE(subscriber_.receive().empty());
    pollfd fd{bus_.wake_fd(subscriber_.id()), POLLIN, 0};
    EXPECT_EQ(::poll(&fd, 1, 0), 0);
}

TEST_F(BusStates, StaysAwakeWhileSomethingWaits) {
    for (std::uint32_t i = 1; i <= 3000; ++i) owner_.announce(i, "object-" + std::to_string(i));
    subscriber_.subscribe_all();
    pollfd fd{bus_.wake_fd(subscriber_.id()), POLLIN, 0};
    int frames = 0;
    for (; ::poll(&fd, 1, 0) == 1; ++frames) EXPECT_FALSE(subscriber_.receive().empty());
    EXPECT_GT(frames, 1);
    EXPECT_TRUE(subscriber_.receive().empty());
}

TEST_F(BusStates, AStateThatWouldNotFitAFrameIsRefused) {
    owner_.announce(1, "table", v1::OBJECT_KIND_STATE, v1::VALUE_KIND_FIELDS);
    v1::Message message;
    auto& state = *message.mutable_state_changed();
    state.set_object(1);
    state.set_sequence(1);
    auto& field = *state.mutable_value()->mutable_fields()->add_fields();
    field.mutable_value()->set_text(std::string(Bus::kStateMax, 'x'));
    owner_.send(message);
    EXPECT_EQ(owner_.figures().refused, 1U);
}

TEST_F(BusStates, WhatIsNotKnownDoesNotBecomeStale) {
    owner_.announce(1, "lamp");
    v1::Message message;
    message.mutable_state_changed()->set_object(1);
    message.mutable_state_changed()->set_sequence(1);
    message.mutable_state_changed()->set_quality(v1::QUALITY_UNKNOWN);
    owner_.send(message);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    owner_.leave();
    EXPECT_TRUE(subscriber_.receive_all().empty());
}

TEST_F(BusStates, FiguresSayWhatAParticipantSentAndWhatWaitsForIt) {
    owner_.announce(1, "lamp");
    owner_.announce(2, "bell", v1::OBJECT_KIND_EVENT);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    for (int i = 0; i < 5000; ++i) owner_.publish(1, i);
    owner_.publish(2, 1);
    owner_.publish(9, 1);
    clock_.time += std::chrono::milliseconds(250);
    EXPECT_EQ(owner_.figures().states_in, 5001U);
    EXPECT_EQ(owner_.figures().events_in, 1U);
    EXPECT_EQ(owner_.figures().refused, 1U);
    const auto figures = subscriber_.figures();
    EXPECT_EQ(figures.depth, Inbox::kHighWater + 1);
    EXPECT_EQ(figures.conflated, 5000 - Inbox::kHighWater);
    EXPECT_EQ(figures.states_out, 5001U);
    EXPECT_EQ(figures.oldest_ms, 250U);
    (void)subscriber_.receive_all();
    EXPECT_EQ(subscriber_.figures().depth, 0U);
    EXPECT_EQ(subscriber_.figures().oldest_ms, 0U);
}

v1::StateChanged kept(std::int64_t value) {
    v1::StateChanged state;
    state.mutable_value()->set_integer(value);
    state.set_change_time_us(1'600'000'000'000'000);
    return state;
}

v1::StateChanged state_of(const Bus& bus, const std::string& id) {
    v1::StateChanged state;
    const auto object = bus.object(id);
    if (object) state.ParseFromString(object->state);
    return state;
}

TEST_F(BusStates, ARestoredStateIsStaleUntilTheOwnerSaysBetter) {
    ASSERT_TRUE(bus_.restore_state("lamp", kept(7)));
    EXPECT_FALSE(bus_.object("lamp"));  // nobody has it yet
    subscriber_.subscribe_all();
    EXPECT_EQ(subscriber_.receive_all().size(), 1U);  // that is all
    owner_.announce(1, "lamp");
    const auto told = subscriber_.receive_all();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_TRUE(told[0].has_object_appeared());
    EXPECT_EQ(told[1].state_changed().object(), told[0].object_appeared().object().handle());
    EXPECT_EQ(told[1].state_changed().value().integer(), 7);
    EXPECT_EQ(told[1].state_changed().quality(), v1::QUALITY_STALE);
    EXPECT_EQ(told[1].state_changed().change_time_us(), 1'600'000'000'000'000);
    owner_.publish(1, 8);
    EXPECT_EQ(subscriber_.receive_values(), (std::vector<std::int64_t>{8}));
    EXPECT_EQ(state_of(bus_, "lamp").quality(), v1::QUALITY_GOOD);
}

TEST_F(BusStates, ARestoredStateOfAnotherKindOrOfAnEventIsForgotten) {
    for (const char* id : {"lamp", "bell", "here"}) {
        if (id == std::string("here")) owner_.announce(3, id);
        ASSERT_TRUE(bus_.restore_state(id, kept(7)));
    }
    owner_.announce(1, "lamp", v1::OBJECT_KIND_STATE, v1::VALUE_KIND_TEXT);
    owner_.announce(2, "bell", v1::OBJECT_KIND_EVENT);
    for (const char* id : {"lamp", "bell", "here"}) EXPECT_EQ(bus_.object(id)->state, "") << id;
}

TEST_F(BusStates, AVirtualObjectGoesOnWithItsRestoredStateInPlaceOfItsStartValue) {
    v1::Object object;
    object.set_id("holiday");
    object.mutable_type()->set_value_kind(v1::VALUE_KIND_INTEGER);
    ASSERT_TRUE(bus_.restore_state("holiday", kept(7)));
    ASSERT_TRUE(bus_.set_virtual(object, kept(1)));
    EXPECT_EQ(state_of(bus_, "holiday").value().integer(), 7);
    EXPECT_EQ(state_of(bus_, "holiday").quality(), v1::QUALITY_GOOD);
    object.set_id("party");
    v1::StateChanged text;
    text.mutable_value()->set_text("another kind");
    ASSERT_TRUE(bus_.restore_state("party", text));
    ASSERT_TRUE(bus_.set_virtual(object, kept(1)));
    EXPECT_EQ(state_of(bus_, "party").value().integer(), 1);
}

}  // namespace
}  // namespace busbar
