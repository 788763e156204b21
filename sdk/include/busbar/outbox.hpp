// SPDX-License-Identifier: Apache-2.0
// Outbox: what a plugin sends, collected into frames, and kept while the runtime cannot take it.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "busbar/abi.h"
#include "busbar/frame.hpp"

namespace busbar {

// Belongs to the plugin's thread. Part of Plugin; not for plugins themselves.
class Outbox {
 public:
    // The most frames that wait behind a runtime that takes none: 16 MiB.
    static constexpr std::size_t kFramesMax = 256;

    // `host` outlives the outbox.
    explicit Outbox(const busbar_host& host) : host_(host) {}
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    // Adds a message behind all earlier ones. It leaves with the next flush(), or before that when
    // its frame is full.
    template <class Body>
    void add(int field, const Body& body) {
        make_room(body.ByteSizeLong());
        append_message(frame_, field, body);
    }

    // Hands over what waits, in order, as far as the runtime takes it. The rest stays.
    void flush();

    // True once more than kFramesMax frames had to wait and one was lost: the runtime no longer
    // knows what the plugin knows, so the plugin has to start again.
    [[nodiscard]] bool overflowed() const { return overflowed_; }

 private:
    void make_room(std::size_t body_size);
    bool hand_over(std::string_view frame);

    const busbar_host& host_;
    std::deque<std::string> full_;  // frames the runtime could not take yet
    std::string frame_;             // being collected
    bool overflowed_ = false;
};

}  // namespace busbar
