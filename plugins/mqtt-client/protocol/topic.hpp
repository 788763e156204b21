// SPDX-License-Identifier: Apache-2.0
// Topic: which topic names we publish and subscribe to, and who listens on one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace mqtt_client {

// Why a topic cannot be used.
enum class TopicProblem : std::uint8_t {
    None,
    Wildcard,    // + or #
    EmptyLevel,  // a//b, /a, a/
    System,      // begins with $
    Character,   // not UTF-8, or a control character
    TooLong,     // more than kTopicSizeMax octets
};

// MQTT allows 65,535 octets (MQTT 3.1.1, section 4.7.3); nobody types that.
constexpr std::size_t kTopicSizeMax = 512;

// A report topic is published to, so it follows all the rules: a broker closes the connection of
// everything when one topic is wrong, and an empty level is nearly always a slip.
[[nodiscard]] TopicProblem check_report_topic(std::string_view topic);
// A command topic is subscribed to; devices that exist may have chosen empty levels, and $SYS can
// be read.
[[nodiscard]] TopicProblem check_command_topic(std::string_view topic);

// Finds who listens on a topic. Holds no text: only a hash and the listener's number, 8 octets each
// and 1/2 to 3/4 of the places free, so 10,000 topics cost 256 KiB at most. The caller compares the
// text of what is found.
class TopicTable {
 public:
    using Listener = std::uint32_t;

    void add(std::string_view topic, Listener listener);
    // The topic must be the one it was added with; does nothing otherwise.
    void remove(std::string_view topic, Listener listener);
    [[nodiscard]] std::size_t size() const { return size_; }

    // Calls found(listener) for each that may listen on `topic`: all that do, seldom others.
    // Neither add() nor remove() may be called meanwhile.
    template <class Found>
    void find(std::string_view topic, Found&& found) const {
        if (places_.empty()) return;
        const auto hash = hash_of(topic);
        for (auto i = hash & mask(); places_[i].listener != kFree; i = (i + 1) & mask()) {
            if (places_[i].hash == hash && places_[i].listener != kRemoved) {
                found(places_[i].listener);
            }
        }
    }

 private:
    static constexpr Listener kFree = 0xFFFF'FFFF;
    static constexpr Listener kRemoved = 0xFFFF'FFFE;
    struct Place {
        std::uint32_t hash = 0;
        Listener listener = kFree;
    };

    [[nodiscard]] static std::uint32_t hash_of(std::string_view topic);
    [[nodiscard]] std::uint32_t mask() const {
        return static_cast<std::uint32_t>(places_.size()) - 1;
    }
    void put(Place place);
    void grow();

    std::vector<Place> places_;  // a power of two
    std::size_t size_ = 0;
    std::size_t used_ = 0;  // size_ and the removed
};

}  // namespace mqtt_client
