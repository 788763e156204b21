// SPDX-License-Identifier: Apache-2.0
// Outbox on busbar_host.send.
#include "busbar/outbox.hpp"

#include <utility>

namespace busbar {

void Outbox::flush() {
    while (!full_.empty() && hand_over(full_.front())) full_.pop_front();
    if (full_.empty() && !frame_.empty() && hand_over(frame_)) frame_.clear();
}

void Outbox::make_room(std::size_t body_size) {
    constexpr std::size_t kOverhead = 16;  // tags and lengths
    if (frame_.size() + body_size + kOverhead <= BUSBAR_FRAME_SIZE_MAX) return;
    flush();
    if (frame_.empty()) return;
    if (full_.size() < kFramesMax) {
        full_.push_back(std::exchange(frame_, {}));
    } else {
        overflowed_ = true;
        frame_.clear();
    }
}

bool Outbox::hand_over(std::string_view frame) {
    const auto status = host_.send(
        host_.context, {reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()});
    // What was refused is counted and logged by the runtime; sending it again would not help.
    return status != BUSBAR_FULL;
}

}  // namespace busbar
