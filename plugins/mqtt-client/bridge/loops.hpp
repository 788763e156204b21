// SPDX-License-Identifier: Apache-2.0
// Loops: would a change of an object come back to it as a command? Found in the settings, before
// anything is sent: an object is reported on a topic, the topic commands an object, that one is
// reported … over all connections, where these lead to the same broker.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mqtt_client {

class Loops {
 public:
    // One assignment. `broker` is the same text for all connections to one broker. An empty topic
    // is none; that of commands may have wildcards. Returns its number.
    std::size_t add(std::string broker, std::string object, std::string command_topic,
                    std::string report_topic);

    // The shortest loop that an assignment is part of, of at most 16 steps, in words; empty when
    // there is none. That a
    // single assignment has the same topic twice is not meant here.
    [[nodiscard]] std::string of(std::size_t assignment) const;

 private:
    struct Assignment {
        std::string broker;
        std::string object;
        std::string command_topic;
        std::string report_topic;
    };
    // From a report to the command that it is.
    struct Step {
        std::size_t from;
        std::size_t to;
    };
    struct Way {
        Step step;
        std::size_t before;  // where it goes on from, in the list of all
    };

    [[nodiscard]] std::vector<std::size_t> commanded_by(std::size_t assignment) const;
    [[nodiscard]] std::vector<Step> find(std::size_t assignment) const;
    [[nodiscard]] static std::vector<Step> way_to_last(const std::vector<Way>& ways);
    [[nodiscard]] std::string words(const std::vector<Step>& loop) const;

    std::vector<Assignment> assignments_;
    std::multimap<std::string, std::size_t, std::less<>> of_object_;
    std::multimap<std::string, std::size_t, std::less<>> listeners_;  // by broker and topic
    std::vector<std::size_t> wild_listeners_;                         // those with wildcards
};

}  // namespace mqtt_client
