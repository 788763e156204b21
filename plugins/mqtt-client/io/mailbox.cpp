// SPDX-License-Identifier: Apache-2.0
// From Paho's threads to the plugin's.
#include "io/mailbox.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace mqtt_client {
namespace {

// The broker's answers to SUBSCRIBE and PUBLISH from here on are refusals (MQTT 3.1.1, section
// 3.9.3; MQTT 5, sections 3.4.2.1 and 3.9.3).
constexpr int kRefused = 0x80;

std::vector<std::size_t> refusals(const mqtt::token& token) {
    std::vector<std::size_t> refused;
    const auto codes = token.get_subscribe_response().get_reason_codes();
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (static_cast<int>(codes[i]) >= kRefused) refused.push_back(i);
    }
    return refused;
}

// The words of a failed token, which it only tells in an exception. It is complete when a listener
// is called, so this does not wait.
std::string words_of(const mqtt::token& token) {
    try {
        const_cast<mqtt::token&>(token).wait();
    } catch (const mqtt::exception& error) {
        return error.get_message();
    }
    return {};
}

std::uint64_t number_of(const mqtt::token& token) {
    return reinterpret_cast<std::uintptr_t>(token.get_user_context());
}

}  // namespace

void Mailbox::take(std::vector<PahoEvent>& events, std::vector<PahoCompletion>& completions) {
    events.clear();
    completions.clear();
    const std::lock_guard lock(mutex_);
    events.swap(events_);
    completions.swap(completions_);
    messages_ = 0;
    posted_ = false;
}

void Mailbox::take(std::vector<PahoCompletion>& completions) {
    completions.clear();
    const std::lock_guard lock(mutex_);
    completions.swap(completions_);
}

void Mailbox::wake_at_completions(std::size_t count) {
    const std::lock_guard lock(mutex_);
    wake_at_ = count;
    if (wake_at_ != 0 && completions_.size() >= wake_at_) post_locked();
}

void Mailbox::bound_messages(std::size_t count) {
    const std::lock_guard lock(mutex_);
    messages_max_ = std::max(count, kMessagesMaxDefault);
}

std::uint64_t Mailbox::messages_dropped() const {
    const std::lock_guard lock(mutex_);
    return dropped_;
}

void Mailbox::close() {
    wake_ = nullptr;
    const std::lock_guard lock(mutex_);
    loop_ = nullptr;
}

void Mailbox::connection_lost(const std::string& cause) {
    PahoEvent event;
    event.text = cause;
    push(std::move(event));
}

void Mailbox::closed(int reason) {
    PahoEvent event;
    event.code = reason;
    push(std::move(event));
}

void Mailbox::message_arrived(mqtt::const_message_ptr message) {
    PahoEvent event;
    event.type = PahoEvent::Type::Message;
    event.message = std::move(message);
    push(std::move(event));
}

void Mailbox::on_success(const mqtt::token& token) {
    PahoEvent event;
    switch (token.get_type()) {
        case mqtt::token::PUBLISH:
            return push(PahoCompletion{number_of(token), busbar::Clock::now(), true, 0});
        case mqtt::token::CONNECT:
            event.type = PahoEvent::Type::Connected;
            break;
        case mqtt::token::SUBSCRIBE:
            event.type = PahoEvent::Type::Subscribed;
            event.refused = refusals(token);
            break;
        case mqtt::token::DISCONNECT:
            event.type = PahoEvent::Type::Disconnected;
            break;
        case mqtt::token::UNSUBSCRIBE:
            return;
    }
    push(std::move(event));
}

void Mailbox::on_failure(const mqtt::token& token) {
    PahoEvent event;
    event.code = token.get_return_code();
    event.text = words_of(token);
    switch (token.get_type()) {
        case mqtt::token::PUBLISH:
            // MQTT 5: the broker's own reason is elsewhere.
            if (const auto reason = static_cast<int>(token.get_reason_code()); reason != 0) {
                event.code = reason;
            }
            return push(PahoCompletion{number_of(token), busbar::Clock::now(), false, event.code});
        case mqtt::token::CONNECT:
            event.type = PahoEvent::Type::ConnectFailed;
            break;
        case mqtt::token::SUBSCRIBE:
            event.type = PahoEvent::Type::SubscribeFailed;
            break;
        case mqtt::token::DISCONNECT:
            event.type = PahoEvent::Type::Disconnected;
            break;
        case mqtt::token::UNSUBSCRIBE:
            return;
    }
    push(std::move(event));
}

void Mailbox::push(PahoEvent event) {
    const std::lock_guard lock(mutex_);
    if (event.type == PahoEvent::Type::Message && ++messages_ > messages_max_) thin_out_locked();
    events_.push_back(std::move(event));
    post_locked();
}

void Mailbox::push(const PahoCompletion& completion) {
    const std::lock_guard lock(mutex_);
    completions_.push_back(completion);
    if (wake_at_ != 0 && completions_.size() >= wake_at_) post_locked();
}

void Mailbox::post_locked() {
    if (posted_ || loop_ == nullptr) return;
    posted_ = true;
    loop_->post([self = shared_from_this()] {
        if (self->wake_) self->wake_();
    });
}

// Keeps the newest message of each topic, in order; if that is still more than half of what may
// wait, the older ones go as well.
void Mailbox::thin_out_locked() {
    std::unordered_set<std::string_view> topics;
    std::vector<PahoEvent> kept;
    const auto messages_kept_max = messages_max_ / 2;
    std::size_t messages_kept = 0;
    for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
        if (event->type == PahoEvent::Type::Message) {
            if (messages_kept >= messages_kept_max ||
                !topics.insert(event->message->get_topic()).second) {
                ++dropped_;
                continue;
            }
            ++messages_kept;
        }
        kept.push_back(std::move(*event));
    }
    std::reverse(kept.begin(), kept.end());
    events_ = std::move(kept);
    messages_ = messages_kept + 1;  // and the one that is about to come
}

}  // namespace mqtt_client
