// SPDX-License-Identifier: Apache-2.0
// FakeHost: a runtime for the test of one plugin. Gives it messages and keeps what it sends.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "busbar/abi.h"
#include "busbar/v1/bus.pb.h"
#include "busbar/value.hpp"

namespace busbar::testing {

class FakeHost {
 public:
    FakeHost();
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;
    ~FakeHost();

    // For the plugin's Context.
    [[nodiscard]] const busbar_host& abi() const { return abi_; }

    // Puts a message before the plugin; it is read in the loop's next turn.
    void give(v1::Message message);
    // The same for octets as they are: a frame of several messages, or no frame at all.
    void give_frame(std::string octets);
    // The messages most tests need.
    void give_hello(const std::string& plugin_id, const std::string& directory = "/nonexistent");
    void give_item(const std::string& collection, const std::string& item_id,
                   const std::string& settings, bool started = true);
    template <class Settings>
    void give_settings(const std::string& collection, const std::string& item_id,
                       const Settings& settings, bool started = true) {
        give_item(collection, item_id, settings.SerializeAsString(), started);
    }
    void give_item_removed(const std::string& collection, const std::string& item_id);
    void give_committed();
    void give_object(const v1::Object& object);
    void give_state(std::uint32_t object, const Value& value, const v1::Cause* cause = nullptr);
    void give_command(std::uint64_t id, std::uint32_t object, const Value& value);
    void give_action(std::uint64_t id, const std::string& collection, const std::string& item_id,
                     const std::string& action);
    void give_stop();

    // Everything sent since the last take(), in order.
    [[nodiscard]] std::vector<v1::Message> take();
    // Of these, the bodies of one kind; the others of this batch are dropped.
    // Example: take_all(&v1::Message::has_state_changed, &v1::Message::state_changed)
    template <class Body>
    [[nodiscard]] std::vector<Body> take_all(bool (v1::Message::*has)() const,
                                             const Body& (v1::Message::*body)() const) {
        std::vector<Body> bodies;
        for (const auto& message : take()) {
            if ((message.*has)()) bodies.push_back((message.*body)());
        }
        return bodies;
    }

    // While true, send() answers BUSBAR_FULL.
    bool full = false;
    // Lets go of the plugin, as a runtime does that ends: receive() answers BUSBAR_CLOSED.
    void close();

    // Frames taken, and frames that were too large or no Frame.
    int frames = 0;
    int refused = 0;

 private:
    static busbar_status send(void* context, busbar_bytes frame);
    static busbar_status receive(void* context, busbar_bytes* frame);

    busbar_host abi_{};
    std::deque<std::string> incoming_;
    std::string current_;  // what receive() gave last
    bool closed_ = false;
    std::vector<v1::Message> sent_;
};

}  // namespace busbar::testing
