// SPDX-License-Identifier: Apache-2.0
// Outbox: order, windows, repetition, confirmations.
#include "knx/protocol/tunnel/outbox.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Receipts = Outbox::Receipts;

constexpr TimePoint kStart{};

Telegram telegram(std::uint16_t group, GroupService service = GroupService::Write,
                  std::uint8_t value = 1) {
    return {IndividualAddress{0x11fa}, GroupAddress{group}, service, Priority::Low,
            service == GroupService::Read ? Payload() : Payload::small(value)};
}

void push(Outbox& outbox, RequestId id, GroupService service = GroupService::Write) {
    ASSERT_TRUE(outbox.push(id, telegram(static_cast<std::uint16_t>(id), service)));
}

TEST(Outbox, OverUdpWaitsForAcknowledgementAndConfirmation) {
    Outbox outbox(Receipts::Acks, 1, 10);
    push(outbox, 1);
    push(outbox, 2);
    const auto* first = outbox.next(kStart);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->id, 1U);
    EXPECT_EQ(first->sequence, 0);
    EXPECT_FALSE(outbox.next(kStart));
    EXPECT_TRUE(outbox.on_ack(0, StatusCode::Ok, kStart));
    EXPECT_FALSE(outbox.next(kStart));
    EXPECT_EQ(outbox.on_confirmation(telegram(1)), RequestId{1});
    const auto* second = outbox.next(kStart);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->sequence, 1);
}

TEST(Outbox, KeepsTheSequenceOpenWhenTheConfirmationOvertakesTheAcknowledgement) {
    Outbox outbox(Receipts::Acks, 1, 10);
    push(outbox, 1);
    push(outbox, 2);
    ASSERT_TRUE(outbox.next(kStart));
    EXPECT_EQ(outbox.on_confirmation(telegram(1)), RequestId{1});
    EXPECT_FALSE(outbox.on_confirmation(telegram(1)));
    EXPECT_FALSE(outbox.next(kStart));
    EXPECT_EQ(outbox.overdue(kStart + seconds(1)), Outbox::Verdict::Repeat);
    EXPECT_TRUE(outbox.on_ack(0, StatusCode::Ok, kStart + seconds(1)));
    EXPECT_TRUE(outbox.next(kStart + seconds(1)));
}

TEST(Outbox, RepeatsOnceWithTheSameSequenceThenGivesUp) {
    Outbox outbox(Receipts::Acks, 1, 10);
    push(outbox, 1);
    ASSERT_TRUE(outbox.next(kStart));
    EXPECT_EQ(outbox.overdue(kStart + milliseconds(999)), Outbox::Verdict::Wait);
    EXPECT_EQ(outbox.overdue(kStart + seconds(1)), Outbox::Verdict::Repeat);
    EXPECT_EQ(outbox.repeated().sequence, 0);
    EXPECT_EQ(outbox.repeated().id, 1U);
    EXPECT_EQ(outbox.overdue(kStart + milliseconds(1999)), Outbox::Verdict::Wait);
    EXPECT_EQ(outbox.overdue(kStart + seconds(2)), Outbox::Verdict::GiveUp);
}

TEST(Outbox, IgnoresALateAcknowledgement) {
    Outbox outbox(Receipts::Acks, 1, 10);
    EXPECT_TRUE(outbox.on_ack(0, StatusCode::Generic, kStart));
    push(outbox, 1);
    ASSERT_TRUE(outbox.next(kStart));
    EXPECT_TRUE(outbox.on_ack(7, StatusCode::Generic, kStart));
    EXPECT_FALSE(outbox.on_ack(0, StatusCode::Generic, kStart));
}

TEST(Outbox, OverTcpSendsUpToTheWindow) {
    Outbox outbox(Receipts::None, 3, 10);
    for (RequestId id = 1; id <= 5; ++id) push(outbox, id);
    for (RequestId id = 1; id <= 3; ++id) EXPECT_EQ(outbox.next(kStart)->id, id);
    EXPECT_FALSE(outbox.next(kStart));
    EXPECT_EQ(outbox.on_confirmation(telegram(2)), RequestId{2});
    EXPECT_EQ(outbox.next(kStart)->id, 4U);
    EXPECT_FALSE(outbox.next(kStart));
}

TEST(Outbox, WithAWiderWindowOverUdpStillHasOneUnacknowledged) {
    Outbox outbox(Receipts::Acks, 2, 10);
    for (RequestId id = 1; id <= 3; ++id) push(outbox, id);
    ASSERT_TRUE(outbox.next(kStart));
    EXPECT_FALSE(outbox.next(kStart));
    EXPECT_TRUE(outbox.on_ack(0, StatusCode::Ok, kStart));
    EXPECT_EQ(outbox.next(kStart)->id, 2U);
    EXPECT_TRUE(outbox.on_ack(1, StatusCode::Ok, kStart));
    EXPECT_FALSE(outbox.next(kStart));
}

TEST(Outbox, ConfirmsEqualTelegramsInTheirOrder) {
    Outbox outbox(Receipts::None, 4, 10);
    for (const RequestId id : {10U, 11U}) ASSERT_TRUE(outbox.push(id, telegram(5)));
    while (outbox.next(kStart)) {
    }
    EXPECT_EQ(outbox.on_confirmation(telegram(5)), RequestId{10});
    EXPECT_EQ(outbox.on_confirmation(telegram(5)), RequestId{11});
    EXPECT_FALSE(outbox.on_confirmation(telegram(5)));
}

TEST(Outbox, ConfirmsWhateverSourceTheServerFilledIn) {
    Outbox outbox(Receipts::None, 1, 10);
    push(outbox, 1);
    ASSERT_TRUE(outbox.next(kStart));
    auto confirmation = telegram(1);
    confirmation.source = IndividualAddress{0x1234};
    EXPECT_TRUE(outbox.on_confirmation(confirmation));
}

TEST(Outbox, DoesNotConfirmAnotherValueGroupOrService) {
    Outbox outbox(Receipts::None, 1, 10);
    push(outbox, 1);
    ASSERT_TRUE(outbox.next(kStart));
    EXPECT_FALSE(outbox.on_confirmation(telegram(1, GroupService::Write, 0)));
    EXPECT_FALSE(outbox.on_confirmation(telegram(2)));
    EXPECT_FALSE(outbox.on_confirmation(telegram(1, GroupService::Response)));
}

TEST(Outbox, GivesUpOnAConfirmationAfterThreeSeconds) {
    Outbox outbox(Receipts::Acks, 1, 10);
    push(outbox, 1);
    push(outbox, 2);
    ASSERT_TRUE(outbox.next(kStart));
    EXPECT_TRUE(outbox.on_ack(0, StatusCode::Ok, kStart + seconds(1)));
    EXPECT_EQ(outbox.deadline(), kStart + seconds(4));
    EXPECT_FALSE(outbox.take_unconfirmed(kStart + milliseconds(3999)));
    EXPECT_EQ(outbox.take_unconfirmed(kStart + seconds(4)), RequestId{1});
    EXPECT_TRUE(outbox.next(kStart + seconds(4)));
}

TEST(Outbox, LetsReadsYieldToWritesAndResponses) {
    Outbox outbox(Receipts::None, 16, 10);
    push(outbox, 1, GroupService::Read);
    push(outbox, 2, GroupService::Write);
    push(outbox, 3, GroupService::Read);
    push(outbox, 4, GroupService::Response);
    for (const RequestId id : {2U, 4U, 1U, 3U}) EXPECT_EQ(outbox.next(kStart)->id, id);
}

TEST(Outbox, RefusesWhenFullAndKeepsRoomForWritesBesideReads) {
    Outbox outbox(Receipts::None, 1, 2);
    push(outbox, 1, GroupService::Read);
    push(outbox, 2, GroupService::Read);
    const auto refused = outbox.push(3, telegram(3, GroupService::Read));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, busbar::ErrorCode::Unavailable);
    push(outbox, 4);
    push(outbox, 5);
    EXPECT_FALSE(outbox.push(6, telegram(6)));
    EXPECT_EQ(outbox.waiting(), 4U);
}

TEST(Outbox, HandsOutEverythingUnansweredOnce) {
    Outbox outbox(Receipts::Acks, 1, 10);
    for (RequestId id = 1; id <= 3; ++id) push(outbox, id);
    ASSERT_TRUE(outbox.next(kStart));
    EXPECT_TRUE(outbox.on_confirmation(telegram(1)));  // answered, though not acknowledged
    EXPECT_EQ(outbox.take_any(), RequestId{2});
    EXPECT_EQ(outbox.take_any(), RequestId{3});
    EXPECT_FALSE(outbox.take_any());
}

}  // namespace
}  // namespace knx
