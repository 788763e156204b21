// SPDX-License-Identifier: Apache-2.0
// EventReader: lines until an empty one. The runtime ends lines with \n alone.
#include "cli/event_reader.hpp"

namespace busbar {

std::optional<Event> EventReader::next() {
    Event event;
    auto at = start_;
    for (;;) {
        const auto end = text_.find('\n', at);
        if (end == std::string::npos) break;
        const std::string_view line(text_.data() + at, end - at);
        at = end + 1;
        if (line.empty()) {
            start_ = at;
            if (!event.data.empty()) return event;
            event = {};  // a comment, or nothing: the next one begins anew
            continue;
        }
        const auto colon = line.find(':');
        if (colon == 0 || colon == std::string_view::npos) continue;
        auto value = line.substr(colon + 1);
        if (value.starts_with(' ')) value.remove_prefix(1);
        if (line.starts_with("event:")) event.type = value;
        if (line.starts_with("data:")) {
            if (!event.data.empty()) event.data += '\n';
            event.data += value;
        }
    }
    text_.erase(0, start_);
    start_ = 0;
    return std::nullopt;
}

}  // namespace busbar
