// SPDX-License-Identifier: Apache-2.0
// Mailbox: where Paho's threads end. They leave what happened and wake the plugin's thread once for
// a whole burst; everything else happens there.
//
// Paho holds one lock of the process while it calls back, so a callback that waits for anything
// stops every connection of every client. Here it waits for a push to a vector at most.
#pragma once

#include <mqtt/async_client.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "busbar/loop.hpp"

namespace mqtt_client {

// What one of Paho's threads saw.
struct PahoEvent {
    enum class Type : std::uint8_t {
        Message,
        Connected,
        ConnectFailed,
        Lost,
        Subscribed,
        SubscribeFailed,
        Disconnected
    };
    Type type = Type::Lost;
    int code = 0;      // the library's return code, a CONNACK code or an MQTT 5 reason
    std::string text;  // the library's words
    mqtt::const_message_ptr message;   // Message
    std::vector<std::size_t> refused;  // Subscribed: positions in the list of topics
};

// A publish that is done with.
struct PahoCompletion {
    std::uint64_t number = 0;
    busbar::Clock::time_point time;
    bool succeeded = false;
    int code = 0;  // why not: the broker's (MQTT 5), or below 0 the library's
};

class Mailbox final : public mqtt::callback,
                      public mqtt::iaction_listener,
                      public std::enable_shared_from_this<Mailbox> {
 public:
    using Wake = std::function<void()>;

    // `wake` is called on the loop's thread when there is something to take.
    Mailbox(busbar::Loop& loop, Wake wake) : loop_(&loop), wake_(std::move(wake)) {}

    // ── the plugin's thread ─────────────────────────────────────────────────────────────────────

    // Takes what there is; the vectors' memory goes back and forth.
    void take(std::vector<PahoEvent>& events, std::vector<PahoCompletion>& completions);
    // Takes only completions.
    void take(std::vector<PahoCompletion>& completions);
    // Wake when at least `count` publishes are completed (0: completions alone do not wake).
    void wake_at_completions(std::size_t count);
    // How many messages may wait: when there are more, older ones of the same topic are given up;
    // with at least twice as many as there are topics, the newest of each topic is always kept.
    void bound_messages(std::size_t count);
    [[nodiscard]] std::uint64_t messages_dropped() const;
    // wake() will not be called any more.
    void close();

    // ── Paho's threads ──────────────────────────────────────────────────────────────────────────

    void connection_lost(const std::string& cause) override;
    void message_arrived(mqtt::const_message_ptr message) override;
    void on_success(const mqtt::token& token) override;
    void on_failure(const mqtt::token& token) override;
    // MQTT 5: the broker has said why it closes the connection. connection_lost() may follow, and
    // may not.
    void closed(int reason);

 private:
    void push(PahoEvent event);
    void push(const PahoCompletion& completion);
    void post_locked();
    void thin_out_locked();

    mutable std::mutex mutex_;  // guards all below but wake_
    busbar::Loop* loop_;        // null after close()
    bool posted_ = false;
    std::size_t wake_at_ = 0;
    std::size_t messages_ = 0;  // among events_
    std::size_t messages_max_ = kMessagesMaxDefault;
    std::uint64_t dropped_ = 0;
    std::vector<PahoEvent> events_;
    std::vector<PahoCompletion> completions_;

    Wake wake_;  // only for the loop's thread
    static constexpr std::size_t kMessagesMaxDefault = 16384;
};

}  // namespace mqtt_client
