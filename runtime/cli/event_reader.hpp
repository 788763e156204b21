// SPDX-License-Identifier: Apache-2.0
// EventReader: the events in a stream of text, as in the standard "Server-sent events" (HTML, 9.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace busbar {

struct Event {
    std::string type;  // "state", "resync" …
    std::string data;
};

class EventReader {
 public:
    // What was read, cut anywhere.
    void add(std::string_view text) { text_ += text; }
    // The next event that is complete; nothing when there is none yet.
    [[nodiscard]] std::optional<Event> next();

 private:
    std::string text_;
    std::size_t start_ = 0;  // of what has not been looked at
};

}  // namespace busbar
