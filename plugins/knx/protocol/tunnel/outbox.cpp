// SPDX-License-Identifier: Apache-2.0
// Outbox: windows, repetition, matching of confirmations.
#include "knx/protocol/tunnel/outbox.hpp"

#include <algorithm>
#include <utility>

namespace knx {
namespace {

bool confirms(const Telegram& confirmation, const Telegram& request) {
    return confirmation.destination == request.destination &&
           confirmation.service == request.service && confirmation.payload == request.payload;
}

}  // namespace

Outbox::Outbox(Receipts receipts, std::size_t window, std::size_t waiting_max)
    : receipts_(receipts), window_(std::max<std::size_t>(window, 1)), queue_(waiting_max) {
    sent_.reserve(window_);
}

busbar::Status Outbox::push(RequestId id, Telegram telegram) {
    return queue_.push({id, std::move(telegram)});
}

bool Outbox::window_open() const {
    if (sent_.size() >= window_) return false;
    return std::all_of(sent_.begin(), sent_.end(),
                       [](const Sent& sent) { return sent.acknowledged; });
}

const Outbox::Request* Outbox::next(TimePoint now) {
    if (queue_.empty() || !window_open()) return nullptr;
    const bool acks = receipts_ == Receipts::Acks;
    auto& sent = sent_.emplace_back();
    sent.request = queue_.pop();
    sent.request.sequence = next_sequence_++;
    sent.acknowledged = !acks;
    sent.deadline = now + (acks ? kAckMax : kConfirmationMax);
    return &sent.request;
}

std::vector<Outbox::Sent>::iterator Outbox::unacknowledged() {
    return std::find_if(sent_.begin(), sent_.end(),
                        [](const Sent& sent) { return !sent.acknowledged; });
}

bool Outbox::on_ack(std::uint8_t sequence, StatusCode status, TimePoint now) {
    const auto sent = unacknowledged();
    if (sent == sent_.end() || sent->request.sequence != sequence) return true;
    if (status != StatusCode::Ok) return false;
    sent->acknowledged = true;
    sent->deadline = now + kConfirmationMax;
    if (sent->answered) sent_.erase(sent);
    return true;
}

std::optional<RequestId> Outbox::on_confirmation(const Telegram& telegram) {
    const auto sent = std::find_if(sent_.begin(), sent_.end(), [&](const Sent& candidate) {
        return !candidate.answered && confirms(telegram, candidate.request.telegram);
    });
    if (sent == sent_.end()) return std::nullopt;
    const RequestId id = sent->request.id;
    // Without its acknowledgement the sequence stays open, and with it the duty to repeat.
    sent->answered = true;
    if (sent->acknowledged) sent_.erase(sent);
    return id;
}

Outbox::Verdict Outbox::overdue(TimePoint now) {
    const auto sent = unacknowledged();
    if (sent == sent_.end() || now < sent->deadline) return Verdict::Wait;
    if (sent->sendings == kSendingsMax) return Verdict::GiveUp;
    ++sent->sendings;
    sent->deadline = now + kAckMax;
    return Verdict::Repeat;
}

const Outbox::Request& Outbox::repeated() const {
    // Only one request is ever unacknowledged, and it was sent last.
    return sent_.back().request;
}

std::optional<RequestId> Outbox::take_unconfirmed(TimePoint now) {
    const auto sent = std::find_if(sent_.begin(), sent_.end(), [&](const Sent& candidate) {
        return candidate.acknowledged && now >= candidate.deadline;
    });
    if (sent == sent_.end()) return std::nullopt;
    const RequestId id = sent->request.id;
    sent_.erase(sent);
    return id;
}

std::optional<RequestId> Outbox::take_any() {
    while (!sent_.empty()) {
        const bool answered = sent_.front().answered;
        const RequestId id = sent_.front().request.id;
        sent_.erase(sent_.begin());
        if (!answered) return id;
    }
    if (queue_.empty()) return std::nullopt;
    return queue_.pop().id;
}

TimePoint Outbox::deadline() const {
    auto deadline = TimePoint::max();
    for (const auto& sent : sent_) deadline = std::min(deadline, sent.deadline);
    return deadline;
}

}  // namespace knx
