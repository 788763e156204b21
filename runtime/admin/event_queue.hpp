// SPDX-License-Identifier: Apache-2.0
// EventQueue: what waits for one client of the event stream, bounded.
//
// What does not fit is not sent piecemeal: everything that waits is thrown away and one event
// "resync" takes its place, by which the client knows that it has to fetch what it shows anew.
// Thread: the admin thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace busbar {

// Which events a client wants.
struct EventKinds {
    bool states = true;  // and objects
    bool status = true;
    bool plugins = true;
    bool log = true;
    // Id of the plugin whose monitor records it wants; empty: of none.
    std::string monitor = {};
};

class EventQueue {
 public:
    static constexpr std::size_t kSizeMax = 1'048'576;  // octets that wait

    explicit EventQueue(EventKinds kinds) : kinds_(std::move(kinds)) {}

    [[nodiscard]] const EventKinds& kinds() const { return kinds_; }

    // One event as it goes over the wire; the text is shared among the clients that get it.
    void push(std::shared_ptr<const std::string> event);
    // Moves what waits to the end of `text`, until that passes `size_max` octets. False when
    // nothing waits.
    bool take(std::string& text, std::size_t size_max);
    // Called once when something comes while nothing waits; then set it anew.
    void when_ready(std::function<void()> ready);

    // Nobody takes any more, or nobody fills it.
    void close() { closed_ = true; }
    [[nodiscard]] bool closed() const { return closed_; }
    [[nodiscard]] std::uint64_t missed() const { return missed_; }

 private:
    EventKinds kinds_;
    std::deque<std::shared_ptr<const std::string>> waiting_;
    std::size_t size_ = 0;
    std::uint64_t missed_ = 0;      // events thrown away, ever
    std::uint64_t missed_now_ = 0;  // since the last take()
    std::function<void()> ready_;
    bool closed_ = false;
};

// An event of the given type and JSON data, as in the standard "Server-sent events" (HTML, 9.2).
[[nodiscard]] std::shared_ptr<const std::string> event_text(std::uint64_t id,
                                                            const std::string& type,
                                                            const std::string& data);

}  // namespace busbar
