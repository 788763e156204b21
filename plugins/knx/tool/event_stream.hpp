// SPDX-License-Identifier: Apache-2.0
// EventStream: the runtime's stream of events over its Unix socket, for a program of the plugin.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"

namespace knx {

struct StreamEvent {
    std::string type;  // "monitor", "resync" …
    std::string data;  // JSON
};

// Takes apart what a server sends: the head of an HTTP/1.1 answer, then server-sent events (HTML,
// 9.2). Lines end with \n or \r\n. Pure.
class EventParser {
 public:
    // What was read, cut anywhere; the events that are complete now are added to `events`. Fails
    // with InvalidArgument, and the sentence of the answer, when the server refuses, with Internal
    // on what is no HTTP or more than 1 MiB of one event.
    [[nodiscard]] busbar::Status feed(std::string_view text, std::vector<StreamEvent>& events);

 private:
    [[nodiscard]] busbar::Status read_head();
    void read_events(std::vector<StreamEvent>& events);

    std::string text_;
    bool head_ = true;
};

class EventStream {
 public:
    // Asks the runtime at `socket` for `target`. Fails with Unavailable when nobody answers there.
    [[nodiscard]] static busbar::Result<std::unique_ptr<EventStream>> open(
        const std::string& socket, const std::string& target);
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;
    ~EventStream();

    // Readable when read() has something.
    [[nodiscard]] int fd() const { return fd_; }
    // Adds what has come. Fails as EventParser does, and with Unavailable when the runtime hangs
    // up.
    [[nodiscard]] busbar::Status read(std::vector<StreamEvent>& events);

 private:
    explicit EventStream(int fd) : fd_(fd) {}

    const int fd_;
    EventParser parser_;
};

}  // namespace knx
